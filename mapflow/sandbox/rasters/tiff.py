"""The structure of a TIFF: where its pixels are said to be, and whether they are there.

GDAL opens a file that was cut short without a word and fails when the missing pixels are read, so
the directory is read here and compared with the size of the file.
"""

import struct
from collections.abc import Iterator
from os import PathLike, fstat
from pathlib import Path
from typing import BinaryIO, NamedTuple

from mapflow.sandbox.rasters.info import RasterProblem

_STRIP_OFFSETS, _STRIP_COUNTS = 273, 279
_TILE_OFFSETS, _TILE_COUNTS = 324, 325
_PIXEL_SCALE, _TIE_POINTS, _MATRIX = 33550, 33922, 34264
_FORMATS = {1: "B", 3: "H", 4: "I", 6: "b", 8: "h", 9: "i", 11: "f", 12: "d", 16: "Q", 17: "q"}
_SIZES = {
    1: 1,
    2: 1,
    3: 2,
    4: 4,
    5: 8,
    6: 1,
    7: 1,
    8: 2,
    9: 4,
    10: 8,
    11: 4,
    12: 8,
    13: 4,
    16: 8,
    17: 8,
    18: 8,
}
_MOST_DIRECTORIES = 64


class Structure(NamedTuple):
    """What the directories of a TIFF say."""

    placed: bool
    """Whether the first image carries a position on the Earth that is an affine transform."""


class _Entry(NamedTuple):
    """One tag of a directory: type, number of values, and where they are."""

    kind: int
    number: int
    at: int


class _Reader:
    """A TIFF open for reading."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.size = fstat(file.fileno()).st_size
        head = self.read(0, 4)
        self.order = {b"II": "<", b"MM": ">"}.get(head[:2], "")
        version = struct.unpack(self.order + "H", head[2:])[0] if self.order else 0
        if version not in (42, 43):
            raise _unreadable("the file is not a TIFF")
        self.big = version == 43
        at = 8 if self.big else 4
        self.first: int = self.number(at)

    def read(self, at: int, length: int) -> bytes:
        """Read bytes, all of which have to be there."""
        if at < 0 or at + length > self.size:
            raise _unreadable("the file ends before its data does; it was cut short")
        self.file.seek(at)
        return self.file.read(length)

    def number(self, at: int) -> int:
        """Read an offset or a count of offset size."""
        kind, length = ("Q", 8) if self.big else ("I", 4)
        value: int = struct.unpack(self.order + kind, self.read(at, length))[0]
        return value

    def directories(self) -> Iterator[dict[int, _Entry]]:
        """Yield every directory in the file: the image, its masks, its reduced copies."""
        at, seen = self.first, set[int]()
        while at and at not in seen and len(seen) < _MOST_DIRECTORIES:
            seen.add(at)
            head, step, wide = (8, 20, 8) if self.big else (2, 12, 4)
            count: int = struct.unpack(
                self.order + ("Q" if self.big else "H"), self.read(at, head)
            )[0]
            body = self.read(at + head, count * step)
            tags: dict[int, _Entry] = {}
            for k in range(count):
                form = self.order + ("HHQ" if self.big else "HHI")
                tag, kind, number = struct.unpack_from(form, body, k * step)
                inside = at + head + k * step + step - wide
                fits = number * _SIZES.get(kind, 1) <= wide
                tags[tag] = _Entry(kind, number, inside if fits else self.number(inside))
            yield tags
            at = self.number(at + head + count * step)

    def values(self, entry: _Entry) -> tuple[float, ...]:
        """Read the values of a numeric tag."""
        kind = _FORMATS.get(entry.kind)
        if kind is None:
            raise _unreadable("a tag of the file has a type that makes no sense")
        data = self.read(entry.at, entry.number * _SIZES[entry.kind])
        return struct.unpack(f"{self.order}{entry.number}{kind}", data)


def _unreadable(message: str) -> RasterProblem:
    return RasterProblem("FileOpenError", message)


def examine(path: str | PathLike[str]) -> Structure:
    """Read the directories of a TIFF and check that the file holds what they promise.

    Raises:
        RasterProblem: The file is not a TIFF, or was cut short (`FileOpenError`).
    """
    try:
        with Path(path).open("rb") as file:
            return _examine(_Reader(file))
    except (struct.error, OSError) as error:
        raise _unreadable(f"the file cannot be read ({error})") from error


def _examine(reader: _Reader) -> Structure:
    placed: bool | None = None
    for tags in reader.directories():
        if placed is None:
            placed = _is_placed(reader, tags)
        for offsets, counts in ((_STRIP_OFFSETS, _STRIP_COUNTS), (_TILE_OFFSETS, _TILE_COUNTS)):
            if offsets not in tags or counts not in tags:
                continue
            # An offset of zero is a piece that was left out because it is empty.
            pieces = zip(reader.values(tags[offsets]), reader.values(tags[counts]), strict=False)
            if any(at and at + length > reader.size for at, length in pieces):
                raise _unreadable("the file ends before its pixels do; it was cut short")
    if placed is None:
        raise _unreadable("the file holds no image")
    return Structure(placed)


def _is_placed(reader: _Reader, tags: dict[int, _Entry]) -> bool:
    """Tell whether an image has a scale and one tie point, or a matrix that is not the identity."""
    if _MATRIX in tags:
        matrix = reader.values(tags[_MATRIX])
        return len(matrix) == 16 and (matrix[0], matrix[1], matrix[4], matrix[5]) != (1, 0, 0, 1)
    if _PIXEL_SCALE in tags and _TIE_POINTS in tags:
        scale = reader.values(tags[_PIXEL_SCALE])
        return len(scale) >= 2 and scale[0] != 0 and scale[1] != 0
    return False
