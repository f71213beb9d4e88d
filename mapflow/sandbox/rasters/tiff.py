"""The structure of a TIFF: whether the file is complete, and how large it is when decoded.

GDAL opens a truncated file without an error and fails when the missing pixels are read, so
the directory is read here and compared with the size of the file. It also opens a small
file that decodes to gigabytes, so the decoded sizes are added up here.
"""

import struct
from collections.abc import Iterator
from os import PathLike, fstat
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np

from mapflow.sandbox.rasters.info import RasterProblem

_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _SAMPLES, _ROWS = 256, 257, 258, 259, 277, 278
_PLANAR, _TILE_WIDTH, _TILE_HEIGHT = 284, 322, 323
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
_NUMPY = {3: "u2", 4: "u4", 16: "u8"}
_MAX_DIRECTORIES = 256
_MAX_TAGS = 10_000
_MAX_PIECES = 1 << 22
_MAX_TAG_BYTES = 16 << 20
_AT_ONCE = 1 << 20
_UNCOMPRESSED = 1
_JPEGS = (6, 7)


class Structure(NamedTuple):
    """What the directories of a TIFF say."""

    placed: bool
    """Whether the first image carries a position on the Earth that is an affine transform."""

    size_bytes: int
    """Size of the file."""

    pixel_bytes: int
    """Size of the largest image in it, decoded."""

    piece_bytes: int
    """Size of its largest compressed strip or tile, decoded: they are decoded as a whole."""

    is_jpeg: bool
    """Whether any image in it is compressed as JPEG."""


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
        """Read bytes, all of which must be there."""
        if at < 0 or at + length > self.size:
            raise _unreadable("the file is truncated: it ends before its data")
        self.file.seek(at)
        return self.file.read(length)

    def number(self, at: int) -> int:
        """Read an offset or a count of offset size."""
        kind, length = ("Q", 8) if self.big else ("I", 4)
        value: int = struct.unpack(self.order + kind, self.read(at, length))[0]
        return value

    def directories(self) -> Iterator[dict[int, _Entry]]:
        """Yield every directory in the file: the image, its masks, its reduced copies."""
        at, seen, tag_count = self.first, set[int](), 0
        while at and at not in seen:
            seen.add(at)
            if len(seen) > _MAX_DIRECTORIES:
                raise _unreadable(f"the file has more than {_MAX_DIRECTORIES} directories")
            head, step, wide = (8, 20, 8) if self.big else (2, 12, 4)
            count: int = struct.unpack(
                self.order + ("Q" if self.big else "H"), self.read(at, head)
            )[0]
            tag_count += count
            if tag_count > _MAX_TAGS:
                raise _unreadable(f"the file has more than {_MAX_TAGS} tags")
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
            raise _unreadable("a tag of the file has an unknown type")
        data = self.read(entry.at, entry.number * _SIZES[entry.kind])
        return struct.unpack(f"{self.order}{entry.number}{kind}", data)

    def number_of(self, tags: dict[int, _Entry], tag: int, otherwise: int) -> int:
        """Read a tag that is a whole number, the first of them if there are several."""
        entry = tags.get(tag)
        if entry is None or not entry.number:
            return otherwise
        [value, *_] = self.values(entry._replace(number=1))
        return int(value)

    def ends_of(self, offsets: _Entry, counts: _Entry) -> Iterator[int]:
        """Yield how far pieces reach: the most of many at a time, because there may be millions."""
        if max(offsets.number, counts.number) > _MAX_PIECES:
            raise _unreadable(f"the image has more than {_MAX_PIECES} strips or tiles")
        for first in range(0, min(offsets.number, counts.number), _AT_ONCE):
            at, length = self._some(offsets, first), self._some(counts, first)
            together = min(len(at), len(length))
            at, length = at[:together], length[:together]
            # An offset of zero stands for an empty piece.
            ends = np.where(at > 0, at.astype(np.float64) + length, 0)
            yield int(ends.max(initial=0))

    def _some(self, entry: _Entry, first: int) -> "np.typing.NDArray[np.uint64]":
        form = _NUMPY.get(entry.kind)
        if form is None:
            raise _unreadable("a tag of the file has an unknown type")
        number = min(_AT_ONCE, entry.number - first)
        size = _SIZES[entry.kind]
        data = self.read(entry.at + first * size, number * size)
        return np.frombuffer(data, self.order + form).astype(np.uint64)


def _unreadable(message: str) -> RasterProblem:
    return RasterProblem("FileOpenError", message)


def examine(path: str | PathLike[str]) -> Structure:
    """Read the directories of a TIFF and check that the file holds what they promise.

    Raises:
        RasterProblem: The file is not a TIFF, or is truncated (`FileOpenError`).
    """
    try:
        with Path(path).open("rb") as file:
            return _examine(_Reader(file))
    except (struct.error, OSError) as error:
        raise _unreadable(f"the file cannot be read ({error})") from error


def _examine(reader: _Reader) -> Structure:
    placed: bool | None = None
    pixel_bytes = piece_bytes = 0
    is_jpeg = False
    for tags in reader.directories():
        if placed is None:
            placed = _is_placed(reader, tags)
        kinds = ((_STRIP_OFFSETS, _STRIP_COUNTS), (_TILE_OFFSETS, _TILE_COUNTS))
        pieces = {tag for kind in kinds for tag in kind}
        for tag, entry in tags.items():
            if tag not in pieces and entry.number * _SIZES.get(entry.kind, 1) > _MAX_TAG_BYTES:
                raise _unreadable(f"tag {tag} of the file is larger than {_MAX_TAG_BYTES} bytes")
        for offsets, counts in kinds:
            if offsets in tags and counts in tags:
                ends = reader.ends_of(tags[offsets], tags[counts])
                if any(end > reader.size for end in ends):
                    raise _unreadable("the file is truncated: it ends before its pixels")
        is_jpeg = is_jpeg or reader.number_of(tags, _COMPRESSION, _UNCOMPRESSED) in _JPEGS
        image, piece = _decoded_sizes(reader, tags)
        pixel_bytes, piece_bytes = max(pixel_bytes, image), max(piece_bytes, piece)
    if placed is None:
        raise _unreadable("the file holds no image")
    return Structure(placed, reader.size, pixel_bytes, piece_bytes, is_jpeg)


def _decoded_sizes(reader: _Reader, tags: dict[int, _Entry]) -> tuple[int, int]:
    """Return the size of an image and of its largest compressed piece, both decoded."""
    width, height = (reader.number_of(tags, tag, 0) for tag in (_WIDTH, _HEIGHT))
    samples = reader.number_of(tags, _SAMPLES, 1)
    bits = reader.number_of(tags, _BITS, 1)
    if _TILE_WIDTH in tags and _TILE_HEIGHT in tags:
        across, down = (reader.number_of(tags, tag, 0) for tag in (_TILE_WIDTH, _TILE_HEIGHT))
    else:
        across, down = width, min(height, reader.number_of(tags, _ROWS, height))
    together = 1 if reader.number_of(tags, _PLANAR, 1) == 2 else samples
    is_plain = reader.number_of(tags, _COMPRESSION, _UNCOMPRESSED) == _UNCOMPRESSED
    piece = 0 if is_plain else across * down * together * bits // 8
    return width * height * samples * bits // 8, piece


def _is_placed(reader: _Reader, tags: dict[int, _Entry]) -> bool:
    """Return whether an image has a scale and one tie point, or a matrix but the identity."""
    if _MATRIX in tags:
        matrix = reader.values(tags[_MATRIX])
        return len(matrix) == 16 and (matrix[0], matrix[1], matrix[4], matrix[5]) != (1, 0, 0, 1)
    if _PIXEL_SCALE in tags and _TIE_POINTS in tags:
        scale = reader.values(tags[_PIXEL_SCALE])
        return len(scale) >= 2 and scale[0] != 0 and scale[1] != 0
    return False
