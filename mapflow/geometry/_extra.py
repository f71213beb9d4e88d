"""The libraries of the ``geo`` extra: used where installed, else asked for."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from mapflow.geometry._refusals import refuse


def available(name: str) -> ModuleType | None:
    """Import a library, or return None if it is not installed."""
    try:
        return import_module(name)
    except ImportError:
        return None


def require(name: str, purpose: str, *, where: str = "") -> ModuleType:
    """Import a library, or say why it is needed and how to get it."""
    module = available(name)
    if module is None:
        raise refuse(
            "needs_extra",
            f"{purpose} needs {name}, which is not installed.",
            where=where,
            hint='Run: pip install "mapflow-client[geo]"',
        )
    return module
