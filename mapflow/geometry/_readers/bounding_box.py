"""Bounding boxes in."""

from __future__ import annotations

from math import ceil, isfinite
from typing import Final

from mapflow.geometry._crs import is_lon_lat
from mapflow.geometry._readers.found import Found
from mapflow.geometry._values import as_number, snap

_ORDER: Final = "A bounding box is (west, south, east, north), in degrees."
_SIZES: Final = {4: (0, 1, 2, 3), 6: (0, 1, 3, 4)}
#: In units of the system, which are metres or feet where edges bend at all.
_PIECE: Final = 1000.0
_MOST_PIECES: Final = 100


def as_numbers(members: list[object] | tuple[object, ...]) -> list[float] | None:
    """Return a list as floats where every member is a number, else None."""
    numbers = [number for member in members if (number := as_number(member)) is not None]
    return numbers if len(numbers) == len(members) else None


def read_box_text(text: str, found: Found) -> bool:
    """Read ``west,south,east,north``; tell whether the text was that."""
    try:
        numbers = [float(word) for word in text.split(",")]
    except ValueError:
        return False
    if len(numbers) in _SIZES:
        read_box(numbers, found)
    return len(numbers) in _SIZES


def read_box(numbers: list[float], found: Found) -> None:
    """Collect the rectangle of a bounding box; two of them if it crosses the antimeridian."""
    if len(numbers) in (2, 3):
        hint = 'Wrap them as {"type": "Polygon", "coordinates": ...}.'
        raise found.refuse("bad_geojson", "bare coordinates are not an area.", hint)
    if len(numbers) not in _SIZES:
        what = f"a bounding box has 4 numbers, found {len(numbers)}."
        raise found.refuse("bad_bbox", what, _ORDER)
    west, south, east, north = (numbers[i] for i in _SIZES[len(numbers)])
    text = f"the bounding box ({west:.10g}, {south:.10g}, {east:.10g}, {north:.10g})"
    if not all(isfinite(n) for n in (west, south, east, north)):
        raise found.refuse("not_finite", f"{text} is not finite.", _ORDER)
    if south >= north:
        what = f"{text} has its south edge at or above its north edge."
        raise found.refuse("bad_bbox", what, _ORDER)
    lon_lat = is_lon_lat(found.system)
    if lon_lat:
        west, east, south, north = (
            *(snap(x, 180.0) for x in (west, east)),
            *(snap(y, 90.0) for y in (south, north)),
        )
    crossing = lon_lat and -180 <= east < west <= 180
    if west == east or (west > east and not crossing):
        what = f"{text} has its west edge at or east of its east edge."
        raise found.refuse("bad_bbox", what, _ORDER)
    pieces = [(west, 180.0), (-180.0, east)] if crossing else [(west, east)]
    pieces = [piece for piece in pieces if piece[0] < piece[1]]
    with found.row():
        for number, (left, right) in enumerate(pieces):
            ring = _rectangle(left, south, right, north, lon_lat=lon_lat)
            found.add([ring], f"polygon {number}" if len(pieces) > 1 else "")


def _rectangle(
    west: float, south: float, east: float, north: float, *, lon_lat: bool
) -> list[tuple[float, float]]:
    """Return the ring of a box; a wide one gets corners in between, to say which way it goes."""
    if lon_lat:
        is_wide = east - west > 180 and west >= -180 and east <= 180
        xs, ys = [west, (west + east) / 2, east] if is_wide else [west, east], [south, north]
    else:
        # Its edges are straight in its CRS, and bent in longitude and latitude.
        xs, ys = _in_pieces(west, east), _in_pieces(south, north)
    return (
        [(x, south) for x in xs[:-1]]
        + [(east, y) for y in ys[:-1]]
        + [(x, north) for x in xs[:0:-1]]
        + [(west, y) for y in ys[:0:-1]]
    )


def _in_pieces(start: float, end: float) -> list[float]:
    """Cut an edge so that a piece of it, converted, is straight to a hand's breadth."""
    pieces = min(max(ceil((end - start) / _PIECE), 1), _MOST_PIECES)
    return [start + (end - start) * number / pieces for number in range(pieces)] + [end]
