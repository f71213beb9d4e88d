"""Geometries of any kind as well-known binary, one at a time."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, cast

from mapflow._results.shapes import COLLECTION, DEPTHS
from mapflow.formats._heights import has_heights

CODES: Final = {
    "Point": 1,
    "LineString": 2,
    "Polygon": 3,
    "MultiPoint": 4,
    "MultiLineString": 5,
    "MultiPolygon": 6,
    COLLECTION: 7,
}
NAMES: Final = {code: name for name, code in CODES.items()}
WITH_HEIGHTS: Final = 1000
_PARTS: Final = {
    "MultiPoint": "Point",
    "MultiLineString": "LineString",
    "MultiPolygon": "Polygon",
}
_NOWHERE: Final = float("nan")

Bounds = tuple[float, float, float, float]


def wkb(geometry: Mapping[str, object]) -> tuple[int, bytes, Bounds | None]:
    """A geometry whose positions are plain numbers: its code, its bytes, and its bounds."""
    width = 3 if has_heights(geometry) else 2
    places = list(_positions(geometry))
    bounds: Bounds | None = None
    if places:
        x, y = [place[0] for place in places], [place[1] for place in places]
        bounds = (min(x), min(y), max(x), max(y))
    return _code(geometry, width), _bytes(geometry, width), bounds


def as_multi(single: bytes) -> bytes:
    """A single part as the only one of several."""
    (code,) = struct.unpack_from("<I", single, 1)
    return struct.pack("<BII", 1, code + 3, 1) + single


def _code(geometry: Mapping[str, object], width: int) -> int:
    return CODES[cast("str", geometry["type"])] + (WITH_HEIGHTS if width > 2 else 0)


def _bytes(geometry: Mapping[str, object], width: int) -> bytes:
    kind = cast("str", geometry["type"])
    head = struct.pack("<BI", 1, _code(geometry, width))
    if kind == COLLECTION:
        members = cast("Sequence[Mapping[str, object]]", geometry["geometries"])
        return _counted(head, [_bytes(member, width) for member in members])
    coordinates = cast("Sequence[Sequence[object]]", geometry["coordinates"])
    if kind in _PARTS:
        parts = [{"type": _PARTS[kind], "coordinates": each} for each in coordinates]
        return _counted(head, [_bytes(part, width) for part in parts])
    if kind == "Point":
        numbers: list[object] = [*coordinates[:width]] or [_NOWHERE] * width
        return head + struct.pack(f"<{width}d", *numbers)
    if kind == "LineString":
        return head + _path(coordinates, width)
    return _counted(
        head, [_path(cast("Sequence[Sequence[object]]", ring), width) for ring in coordinates]
    )


def _counted(head: bytes, parts: list[bytes]) -> bytes:
    return b"".join([head, struct.pack("<I", len(parts)), *parts])


def _path(positions: Sequence[Sequence[object]], width: int) -> bytes:
    numbers = [number for position in positions for number in position[:width]]
    return struct.pack(f"<I{len(numbers)}d", len(positions), *numbers)


def _positions(geometry: Mapping[str, object]) -> Iterator[Sequence[float]]:
    kind = cast("str", geometry["type"])
    if kind == COLLECTION:
        for member in cast("Sequence[Mapping[str, object]]", geometry["geometries"]):
            yield from _positions(member)
    else:
        yield from _within(cast("Sequence[object]", geometry["coordinates"]), DEPTHS[kind])


def _within(coordinates: Sequence[object], depth: int) -> Iterator[Sequence[float]]:
    if depth == 0:
        if coordinates:
            yield cast("Sequence[float]", coordinates)
        return
    for item in cast("Sequence[Sequence[object]]", coordinates):
        yield from _within(item, depth - 1)
