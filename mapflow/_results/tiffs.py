"""The length that a TIFF file must have, by its directories; pixels are not read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

_MARKS: Final = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
# Offsets and lengths, of strips and of tiles.
_PLACES: Final = ((273, 279), (324, 325))
# Bytes of one value, by its type: SHORT, LONG and LONG8.
_SIZES: Final = {3: 2, 4: 4, 16: 8}

ReadBytes = Callable[[int, int], bytes]


def is_tiff(head: bytes) -> bool:
    """Whether a file begins as a TIFF or a BigTIFF does."""
    return head[:4] in _MARKS


def tiff_end(size: int, read: ReadBytes) -> int | None:
    """The end of what a TIFF file's directories point to; None if that is not all there.

    Args:
        size: How many bytes there are.
        read: Gives some bytes from a place on.
    """
    try:
        end = max(_ends(_Tiff(size, read)), default=0)
    except _Cut:
        return None
    return end if 0 < end <= size else None


class _Cut(Exception):
    """The file ends too early."""


class _Field(NamedTuple):
    kind: int
    length: int
    place: int


class _Tiff:
    """The numbers of a TIFF file."""

    def __init__(self, size: int, read: ReadBytes) -> None:
        self._size, self._read = size, read
        head = self.bytes_at(0, 4)
        self._order = head[:2]
        self.is_big = b"+" in head

    def bytes_at(self, place: int, count: int) -> bytes:
        if place + count > self._size:
            raise _Cut
        found = self._read(place, count)
        if len(found) < count:
            raise _Cut
        return found

    def number(self, place: int, width: int) -> int:
        return self._value(self.bytes_at(place, width))

    def numbers(self, field: _Field) -> list[int]:
        width = _SIZES.get(field.kind)
        if width is None:
            return []
        room = 8 if self.is_big else 4
        inside = width * field.length <= room
        place = field.place if inside else self.number(field.place, room)
        content = self.bytes_at(place, width * field.length)
        return [self._value(content[at : at + width]) for at in range(0, len(content), width)]

    def _value(self, content: bytes) -> int:
        return int.from_bytes(content, "little" if self._order == b"II" else "big")


def _ends(tiff: _Tiff) -> Iterator[int]:
    """Where the strips and tiles end that the directories point to."""
    wide = 8 if tiff.is_big else 4
    head, each = (8, 20) if tiff.is_big else (2, 12)
    place = tiff.number(8 if tiff.is_big else 4, wide)
    seen: set[int] = set()
    while place and place not in seen:
        seen.add(place)
        count = tiff.number(place, head)
        fields: dict[int, _Field] = {}
        for number in range(count):
            at = place + head + number * each
            tag, kind = tiff.number(at, 2), tiff.number(at + 2, 2)
            fields[tag] = _Field(kind, tiff.number(at + 4, wide), at + 4 + wide)
        for offsets, lengths in _PLACES:
            if offsets in fields and lengths in fields:
                pairs = zip(
                    tiff.numbers(fields[offsets]), tiff.numbers(fields[lengths]), strict=False
                )
                yield from (begin + length for begin, length in pairs)
        after = place + head + count * each
        place = tiff.number(after, wide)
