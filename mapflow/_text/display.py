"""Text as a screen or a log may show it, whoever wrote it."""

from __future__ import annotations

import unicodedata
from typing import Final

#: What turns the direction of the text after it or ends that, and two separators of lines.
_TURNS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")


def printable(value: str, *, keep: str = "") -> str:
    """Text without characters that could move the cursor, end a line or turn its direction."""
    return "".join(
        character
        if character in keep
        or (unicodedata.category(character) != "Cc" and character not in _TURNS)
        else " "
        if character in "\t\r\n"
        else "\ufffd"
        for character in value
    )


def size(count: float | None) -> str:
    """A number of bytes for people."""
    if count is None:
        return ""
    for unit in ("bytes", "kB", "MB", "GB"):
        if count < 1000 or unit == "GB":
            return f"{count:,.0f} {unit}" if unit == "bytes" else f"{count:,.1f} {unit}"
        count /= 1000
    return ""
