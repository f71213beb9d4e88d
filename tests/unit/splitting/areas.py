"""Areas for plans: stars with holes and islands, anywhere on the globe."""

from math import asin, cos, degrees, hypot, pi, radians, sin

import shapely
from hypothesis import strategies as st

from mapflow.geometry import Geometry, as_geometry

KM2 = 1e6


def star(lon: float, lat: float, radius_deg: float, radii: list[float]) -> shapely.Polygon:
    """A star-shaped polygon, as wide as it is high in metres."""
    stretch = 1 / max(cos(radians(lat)), 0.02)
    corners = [
        (
            lon + stretch * radius_deg * part * cos(2 * pi * number / len(radii)),
            min(max(lat + radius_deg * part * sin(2 * pi * number / len(radii)), -90), 90),
        )
        for number, part in enumerate(radii)
    ]
    return shapely.Polygon(corners)


@st.composite
def areas(draw: st.DrawFn) -> shapely.MultiPolygon:
    """One to four stars, some of which overlap, the first with a hole."""
    lat = draw(st.floats(-80, 80))
    lon = draw(st.floats(-150, 150))
    found = []
    for number in range(draw(st.integers(1, 4))):
        count = draw(st.integers(3, 12))
        radii = draw(st.lists(st.floats(0.3, 1), min_size=count, max_size=count))
        size = draw(st.floats(0.005, 0.15))
        offset = draw(st.floats(-0.3, 0.3)) if number else 0
        shape = star(lon + offset, min(max(lat + offset / 2, -85), 85), size, radii)
        if not number and draw(st.booleans()):
            shape = shape.difference(star(lon, lat, size * 0.2, [1, 1, 1, 1, 1]))
        found += [each for each in getattr(shape, "geoms", [shape]) if each.is_valid]
    return shapely.MultiPolygon([each for each in found if each.area > 1e-9])


def shape_of(geometry: Geometry) -> shapely.MultiPolygon:
    shape = shapely.geometry.shape(geometry)
    return shapely.MultiPolygon(list(getattr(shape, "geoms", [shape])))


def angle_deg(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The angle between two places, in degrees of a great circle."""
    points = [
        (cos(radians(y)) * cos(radians(x)), cos(radians(y)) * sin(radians(x)), sin(radians(y)))
        for x, y in (one, other)
    ]
    chord = hypot(*(a - b for a, b in zip(*points, strict=True)))
    return degrees(2 * asin(min(chord / 2, 1)))


def corridor(length: int = 30) -> Geometry:
    """A strip of a kilometre, across all columns and rows."""
    line = shapely.LineString([(30, 48), (30 + length * 0.04, 48 + length * 0.03)])
    return as_geometry(line.buffer(0.005).__geo_interface__)
