"""Small files that promise a great deal: what they hold is written tag by tag."""

import io
import struct
import zlib

import numpy as np
from PIL import Image

_SIZES = {2: 1, 3: 2, 4: 4, 12: 8}
_FORMS = {3: "H", 4: "I", 12: "d"}
_DEFLATE, _JPEG, _NONE = 8, 7, 1
#: WGS 84, in degrees, and half a metre a pixel near 37.3 E, 55.64 N.
_PLACE = [
    (33550, 12, (6e-6, 6e-6, 0.0)),
    (33922, 12, (0.0, 0.0, 0.0, 37.3, 55.64, 0.0)),
    (34735, 3, (1, 1, 0, 3, 1024, 0, 1, 2, 1025, 0, 1, 1, 2048, 0, 1, 4326)),
]


def tiff(directories, data=b""):
    """Write a classic TIFF: ``data`` stands at offset 8, and the directories follow it."""
    out = bytearray(b"II*\0" + struct.pack("<I", 8 + len(data)) + data)
    for number, entries in enumerate(directories):
        entries = sorted(entries)
        at = len(out)
        after = at + 2 + 12 * len(entries) + 4
        head, more = struct.pack("<H", len(entries)), bytearray()
        for tag, kind, values in entries:
            if kind == 2:
                raw, count = values, len(values)
            else:
                raw = struct.pack(f"<{len(values)}{_FORMS[kind]}", *values)
                count = len(values)
            if len(raw) <= 4:
                field = raw.ljust(4, b"\0")
            else:
                field = struct.pack("<I", after + len(more))
                more += raw
            head += struct.pack("<HHI", tag, kind, count) + field
        last = number == len(directories) - 1
        following = 0 if last else after + len(more)
        out += head + struct.pack("<I", following) + more
    return bytes(out)


def image(width, height, *, compression=_DEFLATE, bands=3, photometric=2, more=()):
    """The tags of an image that is placed."""
    return [
        (256, 4, (width,)), (257, 4, (height,)), (258, 3, (8,) * bands), (259, 3, (compression,)),
        (262, 3, (photometric if bands > 1 else 1,)), (277, 3, (bands,)), (284, 3, (1,)),
        *_PLACE, *more,
    ]  # fmt: skip


def tiles(width, height, side, at, length):
    """Tags of tiles that all share one place of the file; 0 for none at all."""
    count = -(-width // side) * -(-height // side)
    return [
        (322, 4, (side,)), (323, 4, (side,)), (324, 4, (at,) * count), (325, 4, (length,) * count),
    ]  # fmt: skip


def strips(height, rows, at, length):
    """Tags of strips that all share one place of the file."""
    count = -(-height // rows)
    return [(273, 4, (at,) * count), (278, 4, (rows,)), (279, 4, (length,) * count)]


def _zeros(count):
    packer = zlib.compressobj(9)
    piece = bytes(1 << 20)
    parts = [
        packer.compress(piece[: min(1 << 20, count - done)]) for done in range(0, count, 1 << 20)
    ]
    return b"".join([*parts, packer.flush()])


def _progressive(side):
    out = io.BytesIO()
    noise = np.random.default_rng(1).integers(0, 255, (side, side, 3), dtype=np.uint8)
    Image.fromarray(noise).save(out, "JPEG", progressive=True, quality=5)
    return out.getvalue()


def sparse():
    """65,535 pixels a side, and none of them there."""
    return tiff([image(65_535, 65_535, more=tiles(65_535, 65_535, 4096, 0, 0))])


def shared_tile():
    """65,535 pixels a side, all of them the same small tile."""
    data = _zeros(2048 * 2048 * 3)
    more = tiles(65_535, 65_535, 2048, 8, len(data))
    return tiff([image(65_535, 65_535, more=more)], data)


def one_strip():
    """An image in one strip of half a gigabyte."""
    side = 13_000
    data = _zeros(side * side * 3)
    return tiff([image(side, side, more=strips(side, side, 8, len(data)))], data)


def shared_strip():
    """Strips of 16 rows, all of them the same."""
    width = height = 40_000
    data = _zeros(width * 16 * 3)
    return tiff([image(width, height, more=strips(height, 16, 8, len(data)))], data)


def many_directories():
    """Twenty thousand directories, each with a separate image."""
    data = _zeros(64 * 64 * 3)
    small = image(64, 64, more=strips(64, 64, 8, len(data)))
    copy = [entry for entry in small if entry[0] < 30_000] + [(254, 4, (1,))]
    return tiff([small, *[copy] * 20_000], data)


def many_strips():
    """Four million strips of no rows to speak of."""
    more = [(273, 4, (8,) * 4_000_000), (278, 4, (1,)), (279, 4, (1,) * 4_000_000)]
    return tiff([image(64, 64, more=more)], b"\0" * 64)


def jpeg_tiles():
    """65,535 pixels a side, all of them the same progressive JPEG."""
    data = _progressive(1024)
    more = tiles(65_535, 65_535, 1024, 8, len(data))
    return tiff([image(65_535, 65_535, compression=_JPEG, photometric=6, more=more)], data)


def allowed_jpeg():
    """As many pixels as a small file may have, all of them a progressive JPEG."""
    data = _progressive(1024)
    more = tiles(2048, 4096, 1024, 8, len(data))
    return tiff([image(2048, 4096, compression=_JPEG, photometric=6, more=more)], data)


def allowed_strip():
    """As many pixels as a small file may have, in strips as large as they may be."""
    data = _zeros(4096 * 2560 * 3)
    return tiff([image(4096, 5120, more=strips(5120, 2560, 8, len(data)))], data)


def long_text():
    """A description of twenty megabytes."""
    data = _zeros(64 * 64 * 3)
    more = [*strips(64, 64, 8, len(data)), (270, 2, b"x" * 20_000_000 + b"\0")]
    return tiff([image(64, 64, more=more)], data)


BOMBS = {
    each.__name__: each
    for each in (
        sparse, shared_tile, one_strip, shared_strip, many_directories, many_strips, jpeg_tiles,
        allowed_jpeg, allowed_strip, long_text,
    )
}  # fmt: skip
