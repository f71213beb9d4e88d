"""The outlines of areas, with shapely."""

import functools
import json
from collections.abc import Sequence
from typing import Any, Final, cast

from mapflow.sandbox.areas.geometry import Polygon, as_geojson, as_returned, polygons_of
from mapflow.sandbox.areas.measure import planar_area_m2
from mapflow.sandbox.areas.shapes import Shape

_SMALLEST_PART_M2: Final = 1


def outline_of(geometry: dict[str, Any]) -> Shape:
    """Return the outline of a GeoJSON geometry, repaired if it crosses itself."""
    from shapely import geometry as shapes

    return cast("Shape", cast("Any", shapes).shape(geometry)).buffer(0)


@functools.lru_cache(maxsize=1024)
def stored_outline(geometry: str) -> Shape:
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
    return sorted((as_returned(part) for part in large), key=planar_area_m2, reverse=True)
