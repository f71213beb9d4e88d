"""Where things are: block units, lon/lat and metres.

A block is an XYZ tile of zoom 17. Block units (u to the east, v to the south) are Web Mercator
scaled so that one block is one unit; a position has the same units at every zoom, and going to the
pixels of a zoom multiplies by a power of two, which is exact. That is what makes tiles join without
a seam.
"""

from collections.abc import Sequence
from math import asinh, atan, cos, degrees, pi, radians, sin, sinh, sqrt, tan

Point = tuple[float, float]

BLOCKS = 1 << 17
"""Blocks around the Earth."""

EQUATOR_M = 40075016.68557849
MAX_LATITUDE = 85.05112877980659

_A = 6378137.0
_E2 = 0.0066943799901413165


def to_lonlat(u: float, v: float) -> Point:
    """Return longitude and latitude in degrees, rounded to about a millimetre."""
    lon = u * (360.0 / BLOCKS) - 180.0
    lat = degrees(atan(sinh(pi - v * (2 * pi / BLOCKS))))
    return round(lon, 8), round(lat, 8)


def to_units(lon: float, lat: float) -> Point:
    """Return block units; latitudes outside Web Mercator are moved to its edge."""
    lat = min(MAX_LATITUDE, max(-MAX_LATITUDE, lat))
    return (lon + 180.0) * (BLOCKS / 360.0), (pi - asinh(tan(radians(lat)))) * (BLOCKS / (2 * pi))


def tile_at(lon: float, lat: float, z: int) -> tuple[int, int]:
    """Return the column and row of the tile that holds a place, at the edge the nearest one."""
    last = (1 << z) - 1
    column, row = (int(value * 2.0 ** (z - 17)) for value in to_units(lon, lat))
    return min(column, last), min(row, last)


def tile_box(z: int, x: int, y: int) -> tuple[float, float, float, float]:
    """Return west, south, east and north of a tile in degrees."""
    side = 2.0 ** (17 - z)
    west, north = to_lonlat(x * side, y * side)
    east, south = to_lonlat((x + 1) * side, (y + 1) * side)
    return west, south, east, north


def latitude(v: float) -> float:
    """Return the latitude in degrees of a row in block units."""
    return degrees(atan(sinh(pi - v * (2 * pi / BLOCKS))))


def metres_per_unit(v: float) -> float:
    """Return how many metres one block unit measures on the ground, from west to east."""
    phi = radians(latitude(v))
    return EQUATOR_M / BLOCKS * cos(phi) / sqrt(1 - _E2 * sin(phi) ** 2)


def metres_per_degree(lat: float) -> Point:
    """Return the metres on the WGS84 ellipsoid of one degree of longitude and of latitude."""
    phi = radians(lat)
    w = sqrt(1 - _E2 * sin(phi) ** 2)
    return radians(1) * _A * cos(phi) / w, radians(1) * _A * (1 - _E2) / w**3


def shoelace(ring: Sequence[Point]) -> float:
    """Return the signed area of a ring, closed or not; positive when it turns from x to y."""
    total = 0.0
    x0, y0 = ring[0]
    px, py = ring[-1][0] - x0, ring[-1][1] - y0
    for x, y in ring:
        qx, qy = x - x0, y - y0
        total += px * qy - qx * py
        px, py = qx, qy
    return total / 2


def closed_ring(ring: Sequence[Point], *, hole: bool = False) -> list[list[float]]:
    """Return a ring in lon/lat closed and turned as GeoJSON wants it: holes clockwise."""
    turned = ring if (shoelace(ring) > 0) != hole else ring[::-1]
    return [[lon, lat] for lon, lat in (*turned, turned[0])]


def centroid(ring: Sequence[Point]) -> Point:
    """Return the centre of gravity of a ring."""
    x0, y0 = ring[0]
    area = cx = cy = 0.0
    for (px, py), (qx, qy) in zip(ring, (*ring[1:], ring[0]), strict=True):
        cross = (px - x0) * (qy - y0) - (qx - x0) * (py - y0)
        area += cross
        cx += (px + qx - 2 * x0) * cross
        cy += (py + qy - 2 * y0) * cross
    return x0 + cx / (3 * area), y0 + cy / (3 * area)


def area_m2(rings: Sequence[Sequence[Point]]) -> float:
    """Return the area of one polygon in lon/lat, outer ring first, as a local flat figure."""
    lats = [position[1] for position in rings[0]]
    per_lon, per_lat = metres_per_degree((min(lats) + max(lats)) / 2)
    whole = abs(shoelace(rings[0])) - sum(abs(shoelace(ring)) for ring in rings[1:])
    return whole * per_lon * per_lat
