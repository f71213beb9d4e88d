"""A Mapflow of one's own: a server on loopback that speaks the same API, with synthetic results.

Importing this package loads nothing; the server runs as a process of its own.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mapflow.sandbox.process import SandboxProcess, start

__all__ = ["SandboxProcess", "start"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - module attributes are of any type
    """Load the controls of the child process when they are first asked for.

    The server itself lives in this package too and starts faster without them.
    """
    if name in __all__:
        from mapflow.sandbox import process

        return getattr(process, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
