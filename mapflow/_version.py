"""Which version this is."""

from __future__ import annotations

from functools import lru_cache

__version__ = "0.1.0"


@lru_cache(maxsize=1)
def user_agent() -> str:
    """How the client introduces itself to the service."""
    import platform

    return f"mapflow-client/{__version__} Python/{platform.python_version()} {platform.system()}"
