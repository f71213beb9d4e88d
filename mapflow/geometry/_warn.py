"""Warnings about areas."""

from __future__ import annotations

from mapflow import _warnings
from mapflow._base_errors import AreaWarning


def warn(text: str) -> None:
    """Warn of something odd about an area."""
    _warnings.warn(text, AreaWarning)
