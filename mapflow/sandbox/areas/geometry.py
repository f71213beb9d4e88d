"""Takes the geometry of a request apart into polygons."""

import itertools
import math
from collections.abc import Sequence
from typing import Any, Final, cast

from mapflow.sandbox.openapi.problems import Problem, bad_request

Position = Sequence[float]
Ring = Sequence[Position]
Polygon = Sequence[Ring]

_SHORTEST_RING: Final = 4


def polygons_of(geometry: dict[str, Any]) -> list[Polygon]:
    """Return the polygons of a Polygon or MultiPolygon: each becomes an area of interest.

    Raises:
        Problem: 400, the geometry is something else or malformed. What the service does with other
            GeoJSON types is not documented; the sandbox refuses them.
    """
    kind = geometry.get("type")
    coordinates: object = geometry.get("coordinates")
    polygons: list[object]
    if kind == "Polygon":
        polygons = [coordinates]
    elif kind == "MultiPolygon" and isinstance(coordinates, list) and coordinates:
        polygons = cast("list[object]", coordinates)
    elif kind == "MultiPolygon":
        raise _wrong("a MultiPolygon needs at least one polygon")
    else:
        raise _wrong(f"type must be Polygon or MultiPolygon, got {kind!r}")
    return [_polygon(polygon) for polygon in polygons]


def bounds(polygon: Polygon) -> tuple[float, float, float, float]:
    """Return west, south, east and north of a polygon."""
    xs = [position[0] for position in polygon[0]]
    ys = [position[1] for position in polygon[0]]
    return min(xs), min(ys), max(xs), max(ys)


def as_geojson(polygon: Polygon) -> dict[str, Any]:
    """Return a polygon as GeoJSON."""
    return {"type": "Polygon", "coordinates": polygon}


def _polygon(value: object) -> Polygon:
    if not isinstance(value, list) or not value:
        raise _wrong("a polygon needs at least one ring")
    return [_ring(ring) for ring in cast("list[object]", value)]


def _ring(value: object) -> Ring:
    if not isinstance(value, list):
        raise _wrong("a ring must be a list of positions")
    ring = [_position(position) for position in cast("list[object]", value)]
    if len(ring) < _SHORTEST_RING:
        raise _wrong(f"a ring needs at least {_SHORTEST_RING} positions, got {len(ring)}")
    if ring[0][:2] != ring[-1][:2]:
        raise _wrong("a ring must end where it begins")
    return ring


def _position(value: object) -> list[float]:
    items = cast("list[object]", value) if isinstance(value, list) else []
    numbers = [
        item for item in items if isinstance(item, int | float) and not isinstance(item, bool)
    ]
    if len(numbers) != len(items) or not 2 <= len(numbers) <= 4:
        raise _wrong("a position must be a longitude and a latitude")
    longitude, latitude = numbers[0], numbers[1]
    # Huge integers cannot become floats; the comparison takes them as they are.
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise _wrong(
            f"longitude {longitude} or latitude {latitude} is out of range; send WGS84 degrees"
        )
    if not (math.isfinite(longitude) and math.isfinite(latitude)):
        raise _wrong("coordinates must be finite")
    return [float(longitude), float(latitude)]


def _wrong(reason: str) -> Problem:
    return bad_request(f"geometry: {reason}")


def as_returned(polygon: Polygon) -> Polygon:
    """Return a polygon wound as in the service's own sample: clockwise, holes the other way."""
    return [_wound(ring, clockwise=index == 0) for index, ring in enumerate(polygon)]


def _wound(ring: Ring, *, clockwise: bool) -> Ring:
    doubled = sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring))
    return ring if (doubled < 0) == clockwise else list(reversed(ring))
