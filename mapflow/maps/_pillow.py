"""Pillow is optional; whoever needs it without having it is told how to get it."""

from __future__ import annotations

import importlib.util


def need_pillow() -> None:
    """Raise an ImportError that names the extra when Pillow is not installed."""
    if importlib.util.find_spec("PIL") is None:
        raise ImportError(
            'pictures need Pillow, which is not installed: pip install "mapflow-client[maps]"'
        )
