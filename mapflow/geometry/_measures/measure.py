"""Areas and extents on the WGS84 ellipsoid."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import cast

from mapflow._base_errors import InvalidArea
from mapflow.geometry._measures.ellipsoid import measured
from mapflow.geometry._refusals import refuse
from mapflow.geometry._types import BoundingBox, Bounds, Geometry, Summary


def area_m2(geometry: Geometry) -> float:
    """Measure an area on the WGS84 ellipsoid.

    The service's own figure seems to be the planar area in the local UTM zone; the two agree to
    about 0.1 percent. Polygons that overlap count twice, as they do for the service.

    Args:
        geometry: A geometry as `as_geometry` returns it.

    Returns:
        The area in square metres, holes taken out; within a millionth of the true area.

    Raises:
        InvalidArea: It is not an area.

    Example:
        ```python
        from mapflow.geometry import area_m2, as_geometry

        square = as_geometry((37.298, 55.636, 37.308, 55.640))
        print(f"{area_m2(square) / 1e6:.3f} km²")
        ```
    """
    return _measured(_polygons(geometry))[1]


def polygon_count(geometry: Geometry) -> int:
    """Count the polygons; each is a separate area for the service and its limits.

    Args:
        geometry: A geometry as `as_geometry` returns it.

    Returns:
        1 for a Polygon, the number of parts for a MultiPolygon.

    Raises:
        InvalidArea: It is not an area.

    Example:
        ```python
        from mapflow.geometry import as_geometry, polygon_count

        assert polygon_count(as_geometry((37.298, 55.636, 37.308, 55.640))) == 1
        ```
    """
    return len(_polygons(geometry))


def bounding_boxes(geometry: Geometry) -> list[BoundingBox]:
    """Measure the box around each polygon.

    The service checks each box, not only the polygon in it, against the account's limit: a long
    diagonal strip is small, its box is not.

    Args:
        geometry: A geometry as `as_geometry` returns it.

    Returns:
        One box a polygon, in the same order: degrees, and the area of the box in square metres.

    Raises:
        InvalidArea: It is not an area.

    Example:
        ```python
        from mapflow.geometry import as_geometry, bounding_boxes

        (box,) = bounding_boxes(as_geometry((37.298, 55.636, 37.308, 55.640)))
        print(box.area_m2)
        ```
    """
    return _measured(_polygons(geometry))[0]


def bounds(geometry: Geometry) -> Bounds:
    """Find the box around a whole area.

    Args:
        geometry: A geometry as `as_geometry` returns it.

    Returns:
        (west, south, east, north) in degrees; ``west > east`` if the area lies on both sides
        of the antimeridian. It can be passed to `as_geometry` again.

    Raises:
        InvalidArea: It is not an area.

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
        (longitude, latitude) in degrees. Check it before paying: an area whose two axes were
        swapped is valid, and on the other side of the world.

    Raises:
        InvalidArea: It is not an area.

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

    Raises:
        InvalidArea: It is not an area.

    Example:
        ```python
        from mapflow.geometry import as_geometry, summarise

        summary = summarise(as_geometry((37.298, 55.636, 37.308, 55.640)))
        print(summary.polygon_count, summary.centre)
        ```
    """
    boxes, area = _measured(_polygons(geometry))
    extent = _bounds(boxes)
    return Summary(area, len(boxes), _centre(extent), extent, tuple(boxes))


def _polygons(geometry: Geometry) -> list[list[list[list[float]]]]:
    try:
        kind, coordinates = geometry["type"], geometry["coordinates"]
    except (TypeError, KeyError, LookupError):
        raise _unread() from None
    if kind not in ("Polygon", "MultiPolygon") or not (coordinates and type(coordinates) is list):
        raise _unread()
    return cast(
        "list[list[list[list[float]]]]", [coordinates] if kind == "Polygon" else coordinates
    )


def _unread() -> InvalidArea:
    return refuse(
        "not_an_area",
        "this is not a Polygon or MultiPolygon as as_geometry returns it.",
        hint="Call as_geometry(area) first, and pass what it returns.",
    )


def rings_area_m2(rings: Sequence[Sequence[Sequence[float]]]) -> float:
    """Measure one polygon: its outer ring less its holes, open or closed."""
    return _measured([rings])[1]


def _measured(
    polygons: Sequence[Sequence[Sequence[Sequence[float]]]],
) -> tuple[list[BoundingBox], float]:
    """Measure the box around each polygon, and all polygons together."""
    try:
        try:
            boxes, area = measured(polygons)
        except ValueError:
            # Positions with heights, which no geometry of ours has.
            flat = [[[p[:2] for p in ring] for ring in rings] for rings in polygons]
            boxes, area = measured(flat)
    except (TypeError, ValueError, LookupError, ArithmeticError):
        raise _unread() from None
    if not isfinite(area):
        raise _unread()
    return boxes, area


def _bounds(boxes: list[BoundingBox]) -> Bounds:
    columns = tuple(zip(*boxes, strict=True))
    west, south, east, north = min(columns[0]), min(columns[1]), max(columns[2]), max(columns[3])
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
