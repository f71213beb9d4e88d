"""Areas and extents on the WGS84 ellipsoid."""

from __future__ import annotations

from importlib import import_module
from math import atanh, ceil, radians, sin, sqrt
from typing import Final

from mapflow.geometry._extra import available
from mapflow.geometry._types import BoundingBox, Bounds, Geometry, Summary

# geographiclib is exact but written in Python; pyproj is the same algorithm in C, and worth its
# import from about here on.
_LARGE: Final = 2_000
# An edge is straight in longitude and latitude (RFC 7946); a geodesic is not. In pieces this
# short they enclose the same area to 0.01 percent, whatever the length of the edge.
_LONGEST_PIECE_DEG: Final = 0.25

_SEMI_MAJOR_M: Final = 6_378_137.0
_FLATTENING: Final = 1 / 298.257223563
_SEMI_MINOR_M: Final = _SEMI_MAJOR_M * (1 - _FLATTENING)
_ECCENTRICITY: Final = sqrt(_FLATTENING * (2 - _FLATTENING))


def area_m2(geometry: Geometry) -> float:
    """Measure an area on the WGS84 ellipsoid.

    The service's own figure seems to be the planar area in the local UTM zone; the two agree to
    about 0.1 percent. Polygons that overlap count twice, as they do for the service.

    Args:
        geometry: A geometry as `as_geometry` returns it.

    Returns:
        The area in square metres, holes taken out. Each polygon has to be smaller than half the
        Earth.

    Example:
        ```python
        from mapflow.geometry import area_m2, as_geometry

        square = as_geometry((37.298, 55.636, 37.308, 55.640))
        print(f"{area_m2(square) / 1e6:.3f} km²")
        ```
    """
    return sum(_polygon_area_m2(rings) for rings in _polygons(geometry))


def polygon_count(geometry: Geometry) -> int:
    """Count the polygons; each is an area of its own for the service and its limits.

    Args:
        geometry: A geometry as `as_geometry` returns it.

    Returns:
        1 for a Polygon, the number of parts for a MultiPolygon.

    Example:
        ```python
        from mapflow.geometry import as_geometry, polygon_count

        assert polygon_count(as_geometry((37.298, 55.636, 37.308, 55.640))) == 1
        ```
    """
    return len(_polygons(geometry))


def bounding_boxes(geometry: Geometry) -> list[BoundingBox]:
    """Measure the box around each polygon.

    The service holds each box, not only the polygon in it, against the account's limit: a long
    diagonal strip is small, its box is not.

    Args:
        geometry: A geometry as `as_geometry` returns it.

    Returns:
        One box a polygon, in the same order: degrees, and the area of the box in square metres.

    Example:
        ```python
        from mapflow.geometry import as_geometry, bounding_boxes

        (box,) = bounding_boxes(as_geometry((37.298, 55.636, 37.308, 55.640)))
        print(box.area_m2)
        ```
    """
    boxes: list[BoundingBox] = []
    for rings in _polygons(geometry):
        west, east = min(p[0] for p in rings[0]), max(p[0] for p in rings[0])
        south, north = min(p[1] for p in rings[0]), max(p[1] for p in rings[0])
        area = (_area_to_equator(north) - _area_to_equator(south)) * radians(east - west)
        boxes.append(BoundingBox(west, south, east, north, area))
    return boxes


def bounds(geometry: Geometry) -> Bounds:
    """Find the box around a whole area.

    Args:
        geometry: A geometry as `as_geometry` returns it.

    Returns:
        (west, south, east, north) in degrees; ``west > east`` where the area lies on both sides
        of the antimeridian. It can be passed to `as_geometry` again.

    Example:
        ```python
        from mapflow.geometry import as_geometry, bounds

        west, south, east, north = bounds(as_geometry((37.298, 55.636, 37.308, 55.640)))
        ```
    """
    return _bounds(bounding_boxes(geometry))


def centre(geometry: Geometry) -> tuple[float, float]:
    """Find the middle of the box around a whole area.

    Args:
        geometry: A geometry as `as_geometry` returns it.

    Returns:
        (longitude, latitude) in degrees. Look at it before paying: an area whose two axes were
        swapped is valid, and on the other side of the world.

    Example:
        ```python
        from mapflow.geometry import as_geometry, centre

        longitude, latitude = centre(as_geometry((37.298, 55.636, 37.308, 55.640)))
        ```
    """
    return _centre(bounds(geometry))


def summarise(geometry: Geometry) -> Summary:
    """Gather what a person, and the account's limits, want to know of an area.

    Args:
        geometry: A geometry as `as_geometry` returns it.

    Returns:
        Area, number of polygons, centre and boxes. `mapflow.limits.check_area` takes it.

    Example:
        ```python
        from mapflow.geometry import as_geometry, summarise

        summary = summarise(as_geometry((37.298, 55.636, 37.308, 55.640)))
        print(summary.polygon_count, summary.centre)
        ```
    """
    boxes = bounding_boxes(geometry)
    extent = _bounds(boxes)
    return Summary(area_m2(geometry), len(boxes), _centre(extent), extent, tuple(boxes))


def _polygons(geometry: Geometry) -> list[list[list[list[float]]]]:
    if geometry["type"] == "Polygon":
        return [geometry["coordinates"]]
    return geometry["coordinates"]


def _polygon_area_m2(rings: list[list[list[float]]]) -> float:
    shell, *holes = (_ring_area_m2(ring) for ring in rings)
    return shell - sum(holes)


def _ring_area_m2(ring: list[list[float]]) -> float:
    ring = _in_short_pieces(ring)
    if len(ring) >= _LARGE and (pyproj := available("pyproj")) is not None:
        lons, lats = zip(*ring, strict=True)
        return abs(float(pyproj.Geod(ellps="WGS84").polygon_area_perimeter(lons, lats)[0]))
    # Imported by name: it has no type information, and those who never measure do without it.
    polygon = import_module("geographiclib.geodesic").Geodesic.WGS84.Polygon()
    for lon, lat in ring:
        polygon.AddPoint(lat, lon)
    return abs(float(polygon.Compute()[2]))


def _in_short_pieces(ring: list[list[float]]) -> list[list[float]]:
    """Open the ring and cut edges that are long enough for their curvature to matter."""
    result: list[list[float]] = []
    before = ring[-1]
    for position in ring if ring[0] != ring[-1] else ring[1:]:
        (x1, y1), (x2, y2) = before[:2], position[:2]
        pieces = ceil(max(abs(x2 - x1), abs(y2 - y1)) / _LONGEST_PIECE_DEG)
        result.extend(
            [x1 + (x2 - x1) * i / pieces, y1 + (y2 - y1) * i / pieces] for i in range(1, pieces)
        )
        result.append([x2, y2])
        before = position
    return result


def _area_to_equator(lat: float) -> float:
    """Area between the equator and a parallel, in square metres for each radian of longitude."""
    s = sin(radians(lat))
    e = _ECCENTRICITY
    return _SEMI_MINOR_M**2 / 2 * (s / (1 - (e * s) ** 2) + atanh(e * s) / e)


def _bounds(boxes: list[BoundingBox]) -> Bounds:
    west, east = min(b.west for b in boxes), max(b.east for b in boxes)
    south, north = min(b.south for b in boxes), max(b.north for b in boxes)
    if east - west > 180:
        # Perhaps the short way round is across the antimeridian.
        shifted_west = min(b.west + 360 * (b.west < 0) for b in boxes)
        shifted_east = max(b.east + 360 * (b.west < 0) for b in boxes)
        if shifted_east - shifted_west < east - west:
            return Bounds(shifted_west, south, shifted_east - 360 * (shifted_east > 180), north)
    return Bounds(west, south, east, north)


def _centre(box: Bounds) -> tuple[float, float]:
    width = box.east - box.west + 360 * (box.west > box.east)
    lon = box.west + width / 2
    return lon - 360 * (lon > 180), (box.south + box.north) / 2
