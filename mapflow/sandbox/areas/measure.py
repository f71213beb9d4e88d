"""How large areas are, the two ways the service measures them."""

import functools
import math
from collections.abc import Callable, Sequence
from typing import Any, Final, cast

from mapflow.sandbox.areas.geometry import Polygon, Ring, bounds

_SEMI_MAJOR_M: Final = 6_378_137.0
_FLATTENING: Final = 1 / 298.257223563
_SQUARED_ECCENTRICITY: Final = _FLATTENING * (2 - _FLATTENING)

Project = Callable[[Sequence[float], Sequence[float]], tuple[Sequence[float], Sequence[float]]]


def planar_area_m2(polygon: Polygon) -> int:
    """Return the area in the plane of the local UTM zone: what ``area`` is in every response."""
    west, south, east, north = bounds(polygon)
    project = _utm((west + east) / 2, (south + north) / 2)
    outer, *holes = (abs(_shoelace(ring, project)) for ring in polygon)
    area = max(0.0, outer - sum(holes))
    # Half a world does not fit into a UTM zone; its area on the ellipsoid is close enough to say
    # that it is too large.
    return round(area if math.isfinite(area) else ellipsoidal_area_m2(polygon))


def ellipsoidal_area_m2(polygon: Polygon) -> float:
    """Return the area on the WGS84 ellipsoid: what the limits are compared with."""
    measure = _geod()
    outer, *holes = (
        abs(measure([position[0] for position in ring], [position[1] for position in ring]))
        for ring in polygon
    )
    return max(0.0, outer - sum(holes))


def bounding_box_area_m2(polygon: Polygon) -> float:
    """Return the area on the ellipsoid of the longitude and latitude box around a polygon."""
    west, south, east, north = bounds(polygon)
    return math.radians(east - west) * (_zone_area(north) - _zone_area(south))


def _zone_area(latitude: float) -> float:
    """Return the square metres from the equator to a parallel, for one radian of longitude."""
    sine = math.sin(math.radians(latitude))
    eccentricity = math.sqrt(_SQUARED_ECCENTRICITY)
    series = (
        sine / (1 - _SQUARED_ECCENTRICITY * sine * sine)
        + math.atanh(eccentricity * sine) / eccentricity
    )
    return _SEMI_MAJOR_M**2 * (1 - _SQUARED_ECCENTRICITY) / 2 * series


def _shoelace(ring: Ring, project: Project) -> float:
    xs, ys = project([position[0] for position in ring], [position[1] for position in ring])
    x0, y0 = xs[0], ys[0]
    return (
        sum(
            (xs[i] - x0) * (ys[i + 1] - y0) - (xs[i + 1] - x0) * (ys[i] - y0)
            for i in range(len(xs) - 1)
        )
        / 2
    )


def _utm(longitude: float, latitude: float) -> Project:
    zone = min(60, int((longitude + 180) // 6) + 1)
    return transformer((32600 if latitude >= 0 else 32700) + zone)


@functools.lru_cache(maxsize=128)
def transformer(epsg: int) -> Project:
    """Return the projection of longitudes and latitudes into a reference system."""
    from pyproj import Transformer

    return cast("Project", Transformer.from_crs(4326, epsg, always_xy=True).transform)


@functools.lru_cache(maxsize=1)
def _geod() -> Callable[[Sequence[float], Sequence[float]], float]:
    from pyproj import Geod

    geod = cast("Any", Geod(ellps="WGS84"))

    def measure(longitudes: Sequence[float], latitudes: Sequence[float]) -> float:
        return float(geod.polygon_area_perimeter(longitudes, latitudes)[0])

    return measure
