"""Warnings that point at the line of the user's program, whatever called what below it."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

from mapflow.errors import AreaWarning

_PACKAGE = str(Path(__file__).parents[1])


def warn(text: str) -> None:
    """Warn of something odd about an area."""
    level, frame = 1, sys._getframe()
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_PACKAGE):
        frame = frame.f_back
        level += 1
    warnings.warn(AreaWarning(text), stacklevel=level)
