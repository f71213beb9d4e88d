"""Bounding boxes in."""

from __future__ import annotations

from math import ceil, isfinite

from mapflow.geometry._crs import is_lon_lat
from mapflow.geometry._readers.found import Found
from mapflow.geometry._refusals import inside, refuse
from mapflow.geometry._types import CrsLike
from mapflow.geometry._values import as_number, snap_lat, snap_lon

_ORDER = "A bounding box is (west, south, east, north), in degrees."
_SIZES = {4: (0, 1, 2, 3), 6: (0, 1, 3, 4)}
_ANTIMERIDIAN = 180.0
#: In units of the system, which are metres or feet where edges bend at all.
_PIECE = 1000.0
_MOST_PIECES = 100


def as_numbers(members: list[object] | tuple[object, ...]) -> list[float] | None:
    """Return a list as floats where every member is a number, else None."""
    numbers = [number for member in members if (number := as_number(member)) is not None]
    return numbers if len(numbers) == len(members) else None


def read_box_text(text: str, found: Found, where: str) -> bool:
    """Read ``west,south,east,north``; tell whether the text was that."""
    try:
        numbers = [float(word) for word in text.split(",")]
    except ValueError:
        return False
    if len(numbers) not in _SIZES:
        return False
    read_box(numbers, found, where=where)
    return True


def read_box(
    numbers: list[float], found: Found, *, where: str = "", crs: CrsLike | None = None
) -> None:
    """Collect the rectangle of a bounding box; two of them if it crosses the antimeridian."""
    if len(numbers) in (2, 3):
        raise refuse(
            "bad_geojson",
            "bare coordinates are not an area.",
            where=where,
            hint='Wrap them as {"type": "Polygon", "coordinates": ...}.',
        )
    if len(numbers) not in _SIZES:
        raise refuse(
            "bad_bbox",
            f"a bounding box has 4 numbers, found {len(numbers)}.",
            where=where,
            hint=_ORDER,
        )
    west, south, east, north = (numbers[i] for i in _SIZES[len(numbers)])
    text = f"({west:.10g}, {south:.10g}, {east:.10g}, {north:.10g})"
    if not all(isfinite(n) for n in (west, south, east, north)):
        raise refuse(
            "not_finite", f"the bounding box {text} is not finite.", where=where, hint=_ORDER
        )
    if south >= north:
        raise refuse(
            "bad_bbox",
            f"the bounding box {text} has its south edge at or above its north edge.",
            where=where,
            hint=_ORDER,
        )
    lon_lat = is_lon_lat(found.crs if found.crs is not None else crs)
    if lon_lat:
        west, east, south, north = snap_lon(west), snap_lon(east), snap_lat(south), snap_lat(north)
    crossing = lon_lat and -_ANTIMERIDIAN <= east < west <= _ANTIMERIDIAN
    if west == east or (west > east and not crossing):
        raise refuse(
            "bad_bbox",
            f"the bounding box {text} has its west edge at or east of its east edge.",
            where=where,
            hint=_ORDER,
        )
    pieces = [(west, _ANTIMERIDIAN), (-_ANTIMERIDIAN, east)] if crossing else [(west, east)]
    pieces = [piece for piece in pieces if piece[0] < piece[1]]
    with found.row(where):
        for number, (left, right) in enumerate(pieces):
            place = inside(where, f"polygon {number}") if len(pieces) > 1 else where
            found.add([_rectangle(left, south, right, north, lon_lat=lon_lat)], crs, place)


def _rectangle(
    west: float, south: float, east: float, north: float, *, lon_lat: bool
) -> list[tuple[float, float]]:
    """Return the ring of a box; a wide one gets corners in between, to say which way it goes."""
    if not lon_lat:
        # Its edges are straight in its CRS, and bent in longitude and latitude.
        xs, ys = _in_pieces(west, east), _in_pieces(south, north)
        return (
            [(x, south) for x in xs[:-1]]
            + [(east, y) for y in ys[:-1]]
            + [(x, north) for x in xs[:0:-1]]
            + [(west, y) for y in ys[:0:-1]]
        )
    xs = [west, east]
    if east - west > 180 and west >= -180 and east <= 180:
        xs.insert(1, (west + east) / 2)
    return [(x, south) for x in xs] + [(x, north) for x in reversed(xs)]


def _in_pieces(start: float, end: float) -> list[float]:
    """Cut an edge so that a piece of it, converted, is straight to a hand's breadth."""
    pieces = min(max(ceil((end - start) / _PIECE), 1), _MOST_PIECES)
    return [start + (end - start) * number / pieces for number in range(pieces)] + [end]
