"""Reads a result in blocks of complete features, each decoded at once.

The beginning, the end and whatever is unusual are read feature by feature; what lies between is
decoded by a library that is many times faster, and that refuses what it would read differently.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from typing import Final, Generic, TypeVar

from mapflow._results.reader import ResultReader

_BLOCK_BYTES: Final = 1 << 18
# An object that another one follows: most likely the end of a feature.
_SEAM: Final = re.compile(rb"\}[ \t\r\n]*(,)[ \t\r\n]*(?=\{)")
_LONGEST_SEAM: Final = 64
_SEAMS_TRIED: Final = 8
# A number of more than twice as many digits is too long to be read; one so long fills a window.
_WINDOW_BYTES: Final = 2048

Decoded = TypeVar("Decoded")


class BlockReader(Generic[Decoded]):
    """Takes a result piece by piece; at most one block of it is in memory.

    Args:
        decode: Decodes the JSON of a list of features; None for a list that needs care, or for
            what is not such a list. What it is given is gone when it returns.
        block_bytes: Size from which on a block is decoded.
    """

    def __init__(
        self, decode: Callable[[memoryview], Decoded | None], *, block_bytes: int = _BLOCK_BYTES
    ) -> None:
        self._decode = decode
        self._block_bytes = block_bytes
        self._reader = ResultReader()
        # A bracket, and what arrived of the list of features since the last block; None outside of
        # the list. One buffer for all blocks: to allocate each takes as long as to check it.
        self._block: bytearray | None = None

    @property
    def read_singly(self) -> int:
        """How many features were read feature by feature so far."""
        return self._reader.count

    @property
    def members(self) -> dict[str, object]:
        """What the collection has beside its features; complete at the end."""
        return self._reader.members

    def feed(self, data: bytes) -> Iterator[Decoded | list[dict[str, object]]]:
        """Take the next piece, and give what ends in it: decoded blocks, and single features.

        Raises:
            NotAResult: What arrived cannot be the beginning of a result.
        """
        block = self._block
        if block is None:
            yield from self._read(data)
            return
        block += data
        if len(block) >= self._block_bytes:
            decoded = self._decoded(block)
            if decoded is None:
                yield from self._read(bytes(block[1:]))
            else:
                yield decoded

    def close(self) -> Iterator[Decoded | list[dict[str, object]]]:
        """End, and give what is left.

        Raises:
            NotAResult: The result is not complete, or something else.
        """
        if self._block is not None and (found := self._reader.feed(bytes(self._block[1:]))):
            yield found
        if found := self._reader.close():
            yield found

    def _read(self, data: bytes) -> Iterator[list[dict[str, object]]]:
        found = self._reader.feed(data)
        rest = self._reader.give_back()
        self._block = None if rest is None else bytearray(b"[" + rest)
        if found:
            yield found

    def _decoded(self, block: bytearray) -> Decoded | None:
        """Decode the features that are complete in a block, and leave the rest of it."""
        end = len(block)
        for _ in range(_SEAMS_TRIED):
            end = block.rfind(b"}", 0, end)
            if end < 0:
                return None
            seam = _SEAM.match(block, end, end + _LONGEST_SEAM)
            if seam is None:
                continue
            comma, rest = seam.start(1), seam.end()
            # It holds on to the buffer, which could not shrink.
            del seam
            block[comma] = ord("]")
            with memoryview(block)[: comma + 1] as features:
                decoded = self._decode(features) if _is_plain(block, features) else None
            block[comma] = ord(",")
            if decoded is not None:
                del block[1:rest]
                return decoded
        return None


def _is_plain(block: bytearray, features: memoryview) -> bool:
    """Whether this is text, and without numbers of thousands of digits."""
    if not block.isascii():
        try:
            codecs.utf_8_decode(features, "surrogatepass", True)
        except UnicodeDecodeError:
            return False
    return not any(
        block[start : start + _WINDOW_BYTES].isdigit()
        for start in range(0, len(features), _WINDOW_BYTES)
    )
