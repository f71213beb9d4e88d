"""Warns at the line of the user, however many calls of this package lie in between."""

from __future__ import annotations

import sys
import warnings
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from types import FrameType

#: Packages whose lines tell a user nothing: this one, and what runs its coroutines.
_NOT_THEIRS: Final = frozenset({"mapflow", "mapflow_openapi", "asyncio", "contextlib", "runpy"})


def warn(text: str, category: type[Warning]) -> None:
    """Warn at the innermost line that the user wrote."""
    level = 1
    frame: FrameType | None = sys._getframe()
    while frame is not None and _package(frame) in _NOT_THEIRS:
        level, frame = level + 1, frame.f_back
    # If no line is the user's (a command of this package), the caller's is named.
    warnings.warn(text, category, stacklevel=level if frame is not None else 2)


def _package(frame: FrameType) -> str:
    # Not the name of the file: the __init__ of a dataclass has none.
    return str(frame.f_globals.get("__name__", "")).partition(".")[0]
