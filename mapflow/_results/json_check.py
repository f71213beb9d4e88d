"""Checks a result as it arrives: whether it is one, and how many features it has.

Only the beginning, the end and what is unusual are read feature by feature. What lies between is
checked in blocks, without building anything.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from mapflow._results.reader import ResultReader

if TYPE_CHECKING:
    import msgspec

_BLOCK_BYTES: Final = 1 << 18
# An object that another one follows: most likely the end of a feature.
_SEAM: Final = re.compile(rb"\}[ \t\r\n]*,[ \t\r\n]*\{")
_LONGEST_SEAM: Final = 64
_SEAMS_TRIED: Final = 8
# A number of more than twice as many digits is too long to be read; one so long fills a window.
_WINDOW_BYTES: Final = 2048


class ResultCheck:
    """Takes a result piece by piece; at most one block of it is in memory."""

    def __init__(self) -> None:
        self._reader = ResultReader()
        self._in_blocks = 0
        # What arrived of the list of features since the last block; None outside of the list.
        self._waiting: list[bytes] | None = None
        self._size = 0

    @property
    def count(self) -> int:
        """How many features there were so far."""
        return self._reader.count + self._in_blocks

    def feed(self, data: bytes) -> None:
        """Take the next piece.

        Raises:
            NotAResult: What arrived cannot be the beginning of a result.
        """
        if self._waiting is None:
            self._read(data)
            return
        self._waiting.append(data)
        self._size += len(data)
        if self._size < _BLOCK_BYTES:
            return
        block = b"".join(self._waiting)
        end = self._checked(block)
        if end:
            self._waiting, self._size = [block[end:]], len(block) - end
        else:
            self._read(block)

    def close(self) -> None:
        """Say that this is the end.

        Raises:
            NotAResult: The result is not complete, or something else.
        """
        if self._waiting is not None:
            self._reader.feed(b"".join(self._waiting))
        self._reader.close()

    def _read(self, data: bytes) -> None:
        self._reader.feed(data)
        rest = self._reader.give_back()
        self._waiting = None if rest is None else [rest]
        self._size = 0 if rest is None else len(rest)

    def _checked(self, block: bytes) -> int:
        """Check the features that are complete in a block, and say where the next one begins."""
        end = len(block)
        for _ in range(_SEAMS_TRIED):
            end = block.rfind(b"}", 0, end)
            if end < 0:
                return 0
            seam = _SEAM.match(block, end, end + _LONGEST_SEAM)
            if seam is not None:
                count = _features_in(block[: end + 1])
                if count:
                    self._in_blocks += count
                    return seam.end() - 1
        return 0


@cache
def _objects() -> msgspec.json.Decoder[list[object]]:
    """What decodes a list of objects, whatever they hold."""
    import msgspec

    kind = msgspec.defstruct("Anything", [], gc=False)
    return msgspec.json.Decoder(list[kind])  # type: ignore[valid-type]  # made here


def _features_in(block: bytes) -> int:
    """How many objects a block lists; 0 unless it is a list of good ones."""
    import msgspec

    try:
        if not block.isascii():
            block.decode("utf-8", "surrogatepass")
        items = _objects().decode(b"[%b]" % block)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return 0
    for start in range(0, len(block), _WINDOW_BYTES):
        if block[start : start + _WINDOW_BYTES].isdigit():
            return 0
    return len(items)
