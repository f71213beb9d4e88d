"""Text as a screen or a log may show it, whoever wrote it."""

from __future__ import annotations

import unicodedata


def printable(value: str, *, keep: str = "") -> str:
    """Text without control characters, which could move the cursor or end a line."""
    return "".join(
        character
        if character in keep or unicodedata.category(character) != "Cc"
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
