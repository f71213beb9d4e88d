"""Names of files that the service gives out, made such that they stay in their folder."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from mapflow._files import is_device

#: What file systems hold of one name, less what the name of an unfinished file needs besides.
_LONGEST_BYTES: Final = 200
_LONGEST_SUFFIX_BYTES: Final = 20
_SEPARATORS: Final = re.compile(r"[/\\]")
_FORBIDDEN: Final = frozenset('<>:"|?*/\\')


def plain_name(given: str | None, otherwise: str) -> str:
    """Take a name that the service gave out, as one that cannot leave its folder on any system.

    Folders before it are dropped; so are characters that a system reserves, that cannot be seen,
    or that turn into a separator or a dot when a system normalises names. A device becomes an
    ordinary file, a hidden file a visible one, and what is too long is cut before its suffix.
    """
    name = _SEPARATORS.split(unicodedata.normalize("NFC", given or ""))[-1]
    name = "".join(char for char in name if _is_plain(char)).strip(". ")
    if not name:
        return otherwise
    if is_device(name):
        name = f"_{name}"
    return _cut(name)


def _is_plain(char: str) -> bool:
    if not char.isprintable() or char in _FORBIDDEN:
        return False
    same = unicodedata.normalize("NFKC", char)
    return same == char or not any(part in _FORBIDDEN or part == "." for part in same)


def _cut(name: str) -> str:
    """Shorten a name to what file systems hold, and keep its suffix."""
    if len(name.encode()) <= _LONGEST_BYTES:
        return name
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix.encode()) > _LONGEST_SUFFIX_BYTES:
        stem, dot, suffix = name, "", ""
    room = _LONGEST_BYTES - len(f"{dot}{suffix}".encode())
    # Half a character at the end is dropped.
    return f"{stem.encode()[:room].decode(errors='ignore').rstrip('. ')}{dot}{suffix}"
