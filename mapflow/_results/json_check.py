"""Checks a result as it arrives: whether it is one, and how many features it has.

Nothing is built of what lies between the beginning and the end.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from mapflow._results.blocks import BlockReader

if TYPE_CHECKING:
    import msgspec


class ResultCheck:
    """Takes a result piece by piece; at most one block of it is in memory."""

    def __init__(self) -> None:
        self._blocks = BlockReader(_features_in)
        self._in_blocks = 0

    @property
    def count(self) -> int:
        """How many features there were so far."""
        return self._blocks.read_singly + self._in_blocks

    @property
    def members(self) -> dict[str, object]:
        """What the collection has beside its features; complete at the end."""
        return self._blocks.members

    def feed(self, data: bytes) -> None:
        """Take the next piece.

        Raises:
            NotAResult: What arrived cannot be the beginning of a result.
        """
        for found in self._blocks.feed(data):
            if isinstance(found, int):
                self._in_blocks += found

    def close(self) -> None:
        """Say that this is the end.

        Raises:
            NotAResult: The result is not complete, or something else.
        """
        for _ in self._blocks.close():
            pass


@cache
def _objects() -> msgspec.json.Decoder[list[object]]:
    """What decodes a list of objects, whatever they hold."""
    import msgspec

    kind = msgspec.defstruct("Anything", [], gc=False)
    return msgspec.json.Decoder(list[kind])  # type: ignore[valid-type]  # made here


def _features_in(block: memoryview) -> int | None:
    """How many objects a list has; None unless it is a list of good ones."""
    import msgspec

    try:
        return len(_objects().decode(block)) or None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
