"""Areas and extents on the WGS84 ellipsoid."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import atanh, ceil, cos, fsum, isfinite, pi, sin, sqrt
from typing import Final, cast

from mapflow.errors import InvalidArea
from mapflow.geometry._found import refuse
from mapflow.geometry._types import BoundingBox, Bounds, Geometry, Summary

_SEMI_MAJOR_M: Final = 6_378_137.0
_FLATTENING: Final = 1 / 298.257223563
_SEMI_MINOR_M: Final = _SEMI_MAJOR_M * (1 - _FLATTENING)
_E2: Final = _FLATTENING * (2 - _FLATTENING)
_E: Final = sqrt(_E2)
_RADIANS: Final = pi / 180
_HALF_RADIANS: Final = pi / 360
_LONGEST_PIECE_DEG: Final = 1.0
_SMALL_DEG: Final = 0.02
#: A square degree of a sphere with the semi-minor axis, where it is largest.
_SQUARE_M2: Final = (_SEMI_MINOR_M * _RADIANS) ** 2
_SLOPE: Final = _SQUARE_M2 * _RADIANS
#: What a named tuple's own constructor calls, without the call around it.
_new: Final = cast(
    "Callable[[type[BoundingBox], tuple[float, float, float, float, float]], BoundingBox]",
    getattr(tuple, "__new__"),  # noqa: B009  # its type is too general for the checkers
)


def area_m2(geometry: Geometry) -> float:
    """Measure an area on the WGS84 ellipsoid.

    The service's own figure seems to be the planar area in the local UTM zone; the two agree to
    about 0.1 percent. Polygons that overlap count twice, as they do for the service.

    Args:
        geometry: A geometry as `as_geometry` returns it.

    Returns:
        The area in square metres, holes taken out; within a millionth of the true area.

    Raises:
        InvalidArea: It is none.

    Example:
        ```python
        from mapflow.geometry import area_m2, as_geometry

        square = as_geometry((37.298, 55.636, 37.308, 55.640))
        print(f"{area_m2(square) / 1e6:.3f} km²")
        ```
    """
    return _measured(_polygons(geometry))[1]


def polygon_count(geometry: Geometry) -> int:
    """Count the polygons; each is an area of its own for the service and its limits.

    Args:
        geometry: A geometry as `as_geometry` returns it.

    Returns:
        1 for a Polygon, the number of parts for a MultiPolygon.

    Raises:
        InvalidArea: It is none.

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

    Raises:
        InvalidArea: It is none.

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
        (west, south, east, north) in degrees; ``west > east`` where the area lies on both sides
        of the antimeridian. It can be passed to `as_geometry` again.

    Raises:
        InvalidArea: It is none.

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

    Raises:
        InvalidArea: It is none.

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
        InvalidArea: It is none.

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
        "this is no Polygon or MultiPolygon as as_geometry returns it.",
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
            boxes, area = _measured_flat(polygons)
        except ValueError:
            # Positions with heights, which no geometry of ours has.
            flat = [[[p[:2] for p in ring] for ring in rings] for rings in polygons]
            boxes, area = _measured_flat(flat)
    except (TypeError, ValueError, LookupError, ArithmeticError):
        raise _unread() from None
    if not isfinite(area):
        raise _unread()
    return boxes, area


def _measured_flat(
    polygons: Sequence[Sequence[Sequence[Sequence[float]]]],
) -> tuple[list[BoundingBox], float]:
    """Do so for positions of two numbers.

    There may be ten thousand small polygons, so what is in the loops is what costs.
    """
    boxes: list[BoundingBox] = []
    total = 0.0
    for rings in polygons:
        shell = rings[0]
        xs, ys = zip(*shell)  # noqa: B905  # positions are alike
        west, east, south, north = min(xs), max(xs), min(ys), max(ys)
        if north - south > _SMALL_DEG:
            height = (_to_equator(north) - _to_equator(south)) / _RADIANS
            area = _SQUARE_M2 / 2 * height * (east - west)
            boxes.append(BoundingBox(west, south, east, north, area))
            outer, *holes = (_ring_area_m2(ring) for ring in rings)
            total += outer - sum(holes)
            continue
        # A square degree hardly changes its size over so few metres of latitude: its size in the
        # middle, and how fast that changes, give the area to 2e-8 in half the time.
        middle = (south + north) / 2
        sine, cosine = sin(middle * _RADIANS), cos(middle * _RADIANS)
        scale = 1 - _E2 * sine * sine
        size = _SQUARE_M2 * cosine / (scale * scale)
        slope = _SLOPE * sine * (4 * _E2 * cosine * cosine / scale - 1) / (scale * scale)
        box = (west, south, east, north, size * (east - west) * (north - south))
        boxes.append(_new(BoundingBox, box))
        for ring in rings:
            if ring is not shell:
                xs, ys = zip(*ring)  # noqa: B905
            area = moment = 0.0
            x0, y0 = xs[-1], ys[-1]
            for x, y in zip(xs, ys):  # noqa: B905
                if x != x0:
                    width = x - x0
                    both = y + y0
                    area += width * both
                    moment += width * (both * both - y * y0)
                    x0 = x
                y0 = y
            moment -= 3 * middle * area
            area = abs(size * area / 2 + slope * moment / 6)
            total += area if ring is shell else -area
    return boxes, total


def _ring_area_m2(ring: Sequence[Sequence[float]]) -> float:
    """Measure a ring by Green's theorem, with edges straight in longitude and latitude (RFC 7946).

    The area between an edge and the equator is its width times the mean of the area between
    equator and parallel along it. Simpson's rule gives that mean to 3e-11 over a degree; longer
    edges are cut. What is measured is the difference from the first corner, and widths are taken
    in degrees, so that small rings lose nothing to cancellation.
    """
    x0, y0 = ring[-1][0], ring[-1][1]
    sine = sin(y0 * _RADIANS)
    base = sine / (1 - _E2 * sine * sine) + atanh(_E * sine) / _E
    before = 0.0
    terms: list[float] = []
    for position in ring:
        x, y = position[0], position[1]
        sine = sin(y * _RADIANS)
        here = sine / (1 - _E2 * sine * sine) + atanh(_E * sine) / _E - base
        width = x - x0
        if width:
            height = y - y0
            if -_LONGEST_PIECE_DEG <= height <= _LONGEST_PIECE_DEG:
                sine = sin((y + y0) * _HALF_RADIANS)
                half = sine / (1 - _E2 * sine * sine) + atanh(_E * sine) / _E - base
                terms.append(width * (before + 4 * half + here))
            else:
                terms.append(width * _mean_times_6(y0, y, base))
        x0, y0, before = x, y, here
    return abs(fsum(terms)) * _SQUARE_M2 / 2 / _RADIANS / 6


def _mean_times_6(south: float, north: float, base: float) -> float:
    """Integrate along a long edge, piece by piece."""
    pieces = ceil(abs(north - south) / _LONGEST_PIECE_DEG)
    step = (north - south) / pieces
    total: list[float] = []
    for number in range(pieces):
        low = south + number * step
        total += [
            _to_equator(low) - base,
            4 * (_to_equator(low + step / 2) - base),
            _to_equator(low + step) - base,
        ]
    return fsum(total) / pieces


def _to_equator(lat: float) -> float:
    """Area between the equator and a parallel, in half squares of the semi-minor axis a radian."""
    sine = sin(lat * _RADIANS)
    return sine / (1 - _E2 * sine * sine) + atanh(_E * sine) / _E


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
