"""Web Mercator: degrees and the unit square that the projection makes of the world."""

from __future__ import annotations

from math import asinh, atan, cos, degrees, pi, radians, sinh, tan
from typing import Final

#: The projection is a square because it is cut off here.
MAX_LATITUDE: Final = 85.0511287798066
#: The length of the equator, in metres; coordinates in EPSG:3857 are shares of it.
EQUATOR_M: Final = 40_075_016.685_578_488


def project(lon: float, lat: float) -> tuple[float, float]:
    """The point of the unit square that shows a place; the square's origin is in the north-west."""
    lat = max(-MAX_LATITUDE, min(MAX_LATITUDE, lat))
    return (lon + 180) / 360, 0.5 - asinh(tan(radians(lat))) / (2 * pi)


def unproject(x: float, y: float) -> tuple[float, float]:
    """The place that a point of the unit square shows, as longitude and latitude."""
    return x * 360 - 180, degrees(atan(sinh(pi * (1 - 2 * y))))


def ground_scale(y: float) -> float:
    """How much shorter a length on the ground is than the projection draws it, at ``y``."""
    _, lat = unproject(0.5, y)
    return cos(radians(lat))
