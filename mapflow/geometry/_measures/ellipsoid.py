"""Sizes of polygons on the WGS84 ellipsoid, in closed form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import atanh, ceil, cos, fsum, inf, pi, sin, sqrt
from typing import Final, cast

from mapflow.geometry._types import BoundingBox

_SEMI_MAJOR_M: Final = 6_378_137.0
_FLATTENING: Final = 1 / 298.257223563
_SEMI_MINOR_M: Final = _SEMI_MAJOR_M * (1 - _FLATTENING)
_E2: Final = _FLATTENING * (2 - _FLATTENING)
_E: Final = sqrt(_E2)
_RADIANS: Final = pi / 180
_HALF_RADIANS: Final = pi / 360
_LONGEST_PIECE_DEG: Final = 1.0
#: How far from a parallel the size of a square degree is taken from that parallel.
_NEAR_DEG: Final = 0.01
#: A square degree of a sphere with the semi-minor axis, if it is largest.
_SQUARE_M2: Final = (_SEMI_MINOR_M * _RADIANS) ** 2
_SLOPE: Final = _SQUARE_M2 * _RADIANS
#: What a named tuple's own constructor calls, without the call around it.
_new: Final = cast(
    "Callable[[type[BoundingBox], tuple[float, float, float, float, float]], BoundingBox]",
    getattr(tuple, "__new__"),  # noqa: B009  # its type is too general for the checkers
)


def measured(
    polygons: Sequence[Sequence[Sequence[Sequence[float]]]],
) -> tuple[list[BoundingBox], float]:
    """Measure the box around each polygon, and all polygons together, of positions of two numbers.

    There may be ten thousand small polygons, so what is in the loops is what costs.

    A square degree hardly changes its size over a kilometre of latitude. Its size at a parallel,
    and how fast that changes, give the area of what is near the parallel to 2e-8, and hold for
    the neighbours as well.
    """
    boxes: list[BoundingBox] = []
    total = 0.0
    parallel, size, slope = inf, 0.0, 0.0
    lowest = highest = inf
    for rings in polygons:
        x0, y0 = rings[0][-1]
        west, east, south, north = x0, x0, y0, y0
        area = moment = 0.0
        for x, y in rings[0]:
            if x != x0:
                if x < west:
                    west = x
                elif x > east:
                    east = x
                width = x - x0
                both = y + y0
                area += width * both
                moment += width * (both * both - y * y0)
                x0 = x
            if y != y0:
                if y < south:
                    south = y
                elif y > north:
                    north = y
                y0 = y
        if south < lowest or north > highest:
            if north - south > 2 * _NEAR_DEG:
                height = (_to_equator(north) - _to_equator(south)) / _RADIANS
                box_m2 = _SQUARE_M2 / 2 * height * (east - west)
                boxes.append(BoundingBox(west, south, east, north, box_m2))
                outer, *holes = (_ring_area_m2(ring) for ring in rings)
                total += outer - sum(holes)
                continue
            parallel = (south + north) / 2
            lowest, highest = parallel - _NEAR_DEG, parallel + _NEAR_DEG
            sine, cosine = sin(parallel * _RADIANS), cos(parallel * _RADIANS)
            scale = 1 - _E2 * sine * sine
            size = _SQUARE_M2 * cosine / (scale * scale)
            slope = _SLOPE * sine * (4 * _E2 * cosine * cosine / scale - 1) / (scale * scale)
        level = size + slope * ((south + north) / 2 - parallel)
        box_m2 = level * (east - west) * (north - south)
        boxes.append(_new(BoundingBox, (west, south, east, north, box_m2)))
        total += abs(size * area / 2 + slope * (moment - 3 * parallel * area) / 6)
        for ring in rings[1:]:
            area, moment = _moments(ring)
            total -= abs(size * area / 2 + slope * (moment - 3 * parallel * area) / 6)
    return boxes, total


def _moments(ring: Sequence[Sequence[float]]) -> tuple[float, float]:
    """Twice the area of a ring in square degrees, and six times its moment about the equator."""
    x0, y0 = ring[-1]
    area = moment = 0.0
    for x, y in ring:
        width = x - x0
        both = y + y0
        area += width * both
        moment += width * (both * both - y * y0)
        x0, y0 = x, y
    return area, moment


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
