"""Where places lie on a web map: degrees, the unit square of web Mercator, and tiles."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple, cast

from mapflow.errors import InvalidInput
from mapflow.geometry import Bounds

# Web Mercator is a square because it is cut off here.
MAX_LATITUDE: Final = 85.0511287798066
EQUATOR_M: Final = 40_075_016.686


class Box(NamedTuple):
    """A bounding box in the unit square of web Mercator; ``top`` is north, so top < bottom."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Width as a share of the world."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height as a share of the world."""
        return self.bottom - self.top


def project(lon: float, lat: float) -> tuple[float, float]:
    """The point of the unit square that shows a place."""
    lat = max(-MAX_LATITUDE, min(MAX_LATITUDE, lat))
    y = 0.5 - math.asinh(math.tan(math.radians(lat))) / (2 * math.pi)
    return (lon + 180) / 360, y


def unproject(x: float, y: float) -> tuple[float, float]:
    """The place that a point of the unit square shows, as longitude and latitude."""
    lat = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y))))
    return x * 360 - 180, lat


def to_box(bounds: Bounds) -> Box:
    """The part of the unit square that shows ``bounds``.

    Raises:
        InvalidInput: They are not finite.
    """
    try:
        edges = Bounds(*bounds)
        is_finite = all(math.isfinite(edge) for edge in edges)
    except (TypeError, OverflowError):
        raise InvalidInput(
            f"{type(bounds).__name__} is no bounds.",
            hint="Pass maps.Bounds(west, south, east, north), in degrees.",
        ) from None
    bounds = edges
    if not is_finite:
        raise InvalidInput(
            f"The bounds {tuple(bounds)} are not finite.", hint="Pass degrees of lon/lat."
        )
    left, top = project(bounds.west, bounds.north)
    # Across the antimeridian, the east of it follows on the right.
    right, bottom = project(bounds.east + 360 * (bounds.west > bounds.east), bounds.south)
    return Box(left, top, right, bottom)


def to_bounds(box: Box) -> Bounds:
    """The places that a part of the unit square shows."""
    west, north = unproject(box.left, box.top)
    east, south = unproject(box.right, box.bottom)
    return Bounds(west, south, east, north)


def metres_across(box: Box) -> float:
    """The width of ``box`` on the ground, in metres, measured at its middle latitude."""
    _, lat = unproject(0.5, (box.top + box.bottom) / 2)
    return box.width * EQUATOR_M * math.cos(math.radians(lat))


def positions(geometry: Mapping[str, object] | None) -> Iterator[tuple[float, float]]:
    """Every position of a GeoJSON geometry, whatever its type."""
    if geometry is None:
        return
    for member in cast("Sequence[Mapping[str, object]]", geometry.get("geometries") or ()):
        yield from positions(member)
    yield from _flatten(geometry.get("coordinates"))


def _flatten(coordinates: object) -> Iterator[tuple[float, float]]:
    if not isinstance(coordinates, list | tuple) or not coordinates:
        return
    items = cast("Sequence[object]", coordinates)
    if isinstance(items[0], int | float):
        lon, lat = cast("Sequence[float]", items)[:2]
        yield float(lon), float(lat)
        return
    for item in items:
        yield from _flatten(item)


def bounds_of(*geometries: Mapping[str, object] | None) -> Bounds | None:
    """The bounding box of all the geometries together, or None where there is no position."""
    points = [point for geometry in geometries for point in positions(geometry)]
    if not points:
        return None
    lons = [lon for lon, _ in points]
    lats = [lat for _, lat in points]
    return Bounds(min(lons), min(lats), max(lons), max(lats))
