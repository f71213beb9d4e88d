"""What a terminal, or its user, wants of what is shown on it."""

from __future__ import annotations

import os
from typing import Final

_DUMB: Final = ("dumb", "unknown")


def is_plain() -> bool:
    """Whether no escape codes are wanted: bold and moves of the cursor are some too."""
    return bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM", "").lower() in _DUMB
