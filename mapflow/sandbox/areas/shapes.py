"""The little that is asked of shapely."""

import functools
from typing import Any, Protocol, Self, cast

from mapflow.sandbox.areas.geometry import Polygon, as_geojson


class Shape(Protocol):
    """A geometry of shapely, whose own types are not complete."""

    @property
    def area(self) -> float:
        """Area in square degrees."""
        ...

    @property
    def is_valid(self) -> bool:
        """Whether it does not cross itself, and holes lie inside."""
        ...

    def buffer(self, distance: float) -> Self:
        """Return it widened; by 0, repaired."""
        ...

    def intersection(self, other: Self) -> Self:
        """Return what both have in common."""
        ...


def is_valid(polygon: Polygon) -> bool:
    """Say whether a polygon does not cross itself, and its holes lie inside."""
    return _shape(polygon).is_valid


def overlaps(footprint_wkt: str, polygon: Polygon) -> bool:
    """Say whether a footprint and a polygon have any ground in common."""
    return _footprint(footprint_wkt).intersection(_shape(polygon).buffer(0)).area > 0


def _shape(polygon: Polygon) -> Shape:
    from shapely import geometry

    return cast("Shape", cast("Any", geometry).shape(as_geojson(polygon)))


@functools.lru_cache(maxsize=256)
def _footprint(wkt: str) -> Shape:
    import shapely

    return cast("Shape", cast("Any", shapely).from_wkt(wkt)).buffer(0)
