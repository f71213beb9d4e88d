"""Checks a result as it arrives: whether it is one, and how many features it has.

Only the beginning, the end and what is unusual are read feature by feature. What lies between is
checked in blocks, without building anything.
"""

from __future__ import annotations

import codecs
import re
from functools import cache
from typing import TYPE_CHECKING, Final

from mapflow._results.reader import ResultReader

if TYPE_CHECKING:
    import msgspec

_BLOCK_BYTES: Final = 1 << 18
# An object that another one follows: most likely the end of a feature.
_SEAM: Final = re.compile(rb"\}[ \t\r\n]*(,)[ \t\r\n]*(?=\{)")
_LONGEST_SEAM: Final = 64
_SEAMS_TRIED: Final = 8
# A number of more than twice as many digits is too long to be read; one so long fills a window.
_WINDOW_BYTES: Final = 2048


class ResultCheck:
    """Takes a result piece by piece; at most one block of it is in memory."""

    def __init__(self) -> None:
        self._reader = ResultReader()
        self._in_blocks = 0
        # A bracket, and what arrived of the list of features since the last block; None outside of
        # the list. One buffer for all blocks: to allocate each takes as long as to check it.
        self._block: bytearray | None = None

    @property
    def count(self) -> int:
        """How many features there were so far."""
        return self._reader.count + self._in_blocks

    def feed(self, data: bytes) -> None:
        """Take the next piece.

        Raises:
            NotAResult: What arrived cannot be the beginning of a result.
        """
        block = self._block
        if block is None:
            self._read(data)
            return
        block += data
        if len(block) >= _BLOCK_BYTES and not self._check(block):
            self._read(bytes(block[1:]))

    def close(self) -> None:
        """Say that this is the end.

        Raises:
            NotAResult: The result is not complete, or something else.
        """
        if self._block is not None:
            self._reader.feed(bytes(self._block[1:]))
        self._reader.close()

    def _read(self, data: bytes) -> None:
        self._reader.feed(data)
        rest = self._reader.give_back()
        self._block = None if rest is None else bytearray(b"[" + rest)

    def _check(self, block: bytearray) -> bool:
        """Check the features that are complete in a block, and leave the rest of it."""
        end = len(block)
        for _ in range(_SEAMS_TRIED):
            end = block.rfind(b"}", 0, end)
            if end < 0:
                return False
            seam = _SEAM.match(block, end, end + _LONGEST_SEAM)
            if seam is None:
                continue
            comma, rest = seam.start(1), seam.end()
            # It holds on to the buffer, which could not shrink.
            del seam
            block[comma] = ord("]")
            count = _features_in(block, comma + 1)
            block[comma] = ord(",")
            if count:
                self._in_blocks += count
                del block[1:rest]
                return True
        return False


@cache
def _objects() -> msgspec.json.Decoder[list[object]]:
    """What decodes a list of objects, whatever they hold."""
    import msgspec

    kind = msgspec.defstruct("Anything", [], gc=False)
    return msgspec.json.Decoder(list[kind])  # type: ignore[valid-type]  # made here


def _features_in(block: bytearray, end: int) -> int:
    """How many objects a block lists up to a place; 0 unless it is a list of good ones."""
    import msgspec

    with memoryview(block)[:end] as text:
        try:
            if not block.isascii():
                codecs.utf_8_decode(text, "surrogatepass", True)
            items = _objects().decode(text)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return 0
    for start in range(0, end, _WINDOW_BYTES):
        if block[start : start + _WINDOW_BYTES].isdigit():
            return 0
    return len(items)
