"""Reads a result in blocks of complete features, each decoded at once.

The beginning, the end and whatever is unusual are read feature by feature; what lies between is
decoded by a library that is many times faster, and that refuses what it would read differently.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, Generic, TypeVar

from mapflow._results.reader import ResultReader

_BLOCK_BYTES: Final = 1 << 18
# An object that another one follows: most likely the end of a feature.
_SEAM: Final = re.compile(rb"\}[ \t\r\n]*,[ \t\r\n]*\{")
_LONGEST_SEAM: Final = 64
_SEAMS_TRIED: Final = 8
# A number of more than twice as many digits is too long to be read; one so long fills a window.
_WINDOW_BYTES: Final = 2048

Decoded = TypeVar("Decoded")


class BlockReader(Generic[Decoded]):
    """Takes a result piece by piece; at most one block of it is in memory.

    Args:
        decode: Decodes the JSON of a list of features; None for a list that needs care, or for
            what is not such a list.
        block_bytes: Size from which on a block is decoded.
    """

    def __init__(
        self, decode: Callable[[bytes], Decoded | None], *, block_bytes: int = _BLOCK_BYTES
    ) -> None:
        self._decode = decode
        self._block_bytes = block_bytes
        self._reader = ResultReader()
        # What arrived of the list of features since the last block; None outside of the list.
        self._waiting: list[bytes] | None = None
        self._size = 0

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
        if self._waiting is None:
            yield from self._read(data)
            return
        self._waiting.append(data)
        self._size += len(data)
        if self._size < self._block_bytes:
            return
        block = b"".join(self._waiting)
        decoded, end = self._decoded(block)
        if decoded is None:
            yield from self._read(block)
            return
        self._waiting, self._size = [block[end:]], len(block) - end
        yield decoded

    def close(self) -> Iterator[Decoded | list[dict[str, object]]]:
        """End, and give what is left.

        Raises:
            NotAResult: The result is not complete, or something else.
        """
        if self._waiting is not None:
            found = self._reader.feed(b"".join(self._waiting))
            if found:
                yield found
        found = self._reader.close()
        # Only now is it known that this is a result; a single feature may already be given.
        if found:
            yield found

    def _read(self, data: bytes) -> Iterator[list[dict[str, object]]]:
        found = self._reader.feed(data)
        rest = self._reader.give_back()
        self._waiting = None if rest is None else [rest]
        self._size = 0 if rest is None else len(rest)
        if found:
            yield found

    def _decoded(self, block: bytes) -> tuple[Decoded | None, int]:
        """Decode the features that are complete in a block; and say where the next one begins."""
        end = len(block)
        for _ in range(_SEAMS_TRIED):
            end = block.rfind(b"}", 0, end)
            if end < 0:
                break
            seam = _SEAM.match(block, end, end + _LONGEST_SEAM)
            if seam is not None and _is_plain(features := block[: end + 1]):
                decoded = self._decode(b"[%b]" % features)
                if decoded is not None:
                    return decoded, seam.end() - 1
        return None, 0


def _is_plain(features: bytes) -> bool:
    """Whether this is text, and without numbers of thousands of digits."""
    if not features.isascii():
        try:
            features.decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            return False
    return not any(
        features[start : start + _WINDOW_BYTES].isdigit()
        for start in range(0, len(features), _WINDOW_BYTES)
    )
