"""A local server that implements the Mapflow API, with synthetic results.

Importing this package loads nothing; the server runs as a separate process.
"""

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from mapflow.sandbox.clients import async_client, client
    from mapflow.sandbox.control.seen_requests import SeenRequest
    from mapflow.sandbox.fault_injection.rules import CountedRule, FaultRule
    from mapflow.sandbox.process import SandboxProcess, start

__all__ = [
    "CountedRule",
    "FaultRule",
    "SandboxProcess",
    "SeenRequest",
    "async_client",
    "client",
    "start",
]

_HOME: Final = {
    "CountedRule": "mapflow.sandbox.fault_injection.rules",
    "FaultRule": "mapflow.sandbox.fault_injection.rules",
    "SandboxProcess": "mapflow.sandbox.process",
    "SeenRequest": "mapflow.sandbox.control.seen_requests",
    "async_client": "mapflow.sandbox.clients",
    "client": "mapflow.sandbox.clients",
    "start": "mapflow.sandbox.process",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - module attributes are of any type
    """Load the controls of the child process when they are first asked for.

    The server itself lives in this package too and starts faster without them.
    """
    if name in _HOME:
        return getattr(importlib.import_module(_HOME[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
