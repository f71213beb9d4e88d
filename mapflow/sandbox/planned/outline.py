"""The outlines of areas, with shapely."""

import functools
import json
from collections.abc import Sequence
from typing import Any, Final, Protocol, Self, cast

from mapflow.sandbox.areas.geometry import Polygon, as_answered, as_geojson, polygons_of
from mapflow.sandbox.areas.measure import planar_area_m2

_SMALLEST_PART_M2: Final = 1


class Outline(Protocol):
    """A geometry of shapely, whose own types are not complete."""

    @property
    def area(self) -> float:
        """Area in square degrees."""
        ...

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north."""
        ...

    @property
    def is_empty(self) -> bool:
        """Whether nothing is in it."""
        ...

    def buffer(self, distance: float) -> Self:
        """Return it widened; by 0, repaired."""
        ...

    def intersection(self, other: Self) -> Self:
        """Return what both have in common."""
        ...

    def difference(self, other: Self) -> Self:
        """Return what the other does not cover."""
        ...


def outline_of(geometry: dict[str, Any]) -> Outline:
    """Return the outline of a GeoJSON geometry, repaired if it crosses itself."""
    from shapely import geometry as shapes

    return cast("Outline", cast("Any", shapes).shape(geometry)).buffer(0)


@functools.lru_cache(maxsize=1024)
def stored_outline(geometry: str) -> Outline:
    """Return the outline of a stored geometry."""
    return outline_of(json.loads(geometry))


def subtract(geometry: str, taken: Sequence[Polygon]) -> list[Polygon]:
    """Return what is left of a stored geometry without some polygons, the largest part first."""
    left = stored_outline(geometry)
    for polygon in taken:
        left = left.difference(outline_of(as_geojson(polygon)))
    if left.is_empty:
        return []
    from shapely import geometry as shapes

    shapely: Any = shapes
    parts = [
        polygon
        for part in getattr(left, "geoms", [left])
        if part.geom_type == "Polygon"
        for polygon in polygons_of(json.loads(json.dumps(shapely.mapping(part))))
    ]
    large = [part for part in parts if planar_area_m2(part) >= _SMALLEST_PART_M2]
    return sorted((as_answered(part) for part in large), key=planar_area_m2, reverse=True)
