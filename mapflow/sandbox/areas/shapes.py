"""Overlaps, unions and outlines of areas and footprints, computed with shapely."""

import functools
import json
from collections.abc import Sequence
from typing import Any, Protocol, Self, cast

from mapflow.sandbox.areas.geometry import Polygon, as_geojson


class Shape(Protocol):
    """A geometry of shapely, whose types are incomplete."""

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
        """Whether it has no points."""
        ...

    @property
    def is_valid(self) -> bool:
        """Whether it does not cross itself, and holes lie inside."""
        ...

    def difference(self, other: Self) -> Self:
        """Return what the other does not cover."""
        ...

    def buffer(self, distance: float) -> Self:
        """Return it widened; by 0, repaired."""
        ...

    def intersection(self, other: Self) -> Self:
        """Return what both have in common."""
        ...

    def union(self, other: Self) -> Self:
        """Return what either of them covers."""
        ...


def is_valid(polygon: Polygon) -> bool:
    """Say whether a polygon does not cross itself, and its holes lie inside."""
    return _shape(polygon).is_valid


def overlaps(footprint_wkt: str, polygon: Polygon) -> bool:
    """Say whether a footprint and a polygon have any ground in common."""
    return _footprint(footprint_wkt).intersection(_shape(polygon).buffer(0)).area > 0


def covered_percent(footprint_wkt: str, polygons: Sequence[Polygon]) -> float:
    """Return how much of some polygons a footprint covers, in percent with two digits."""
    shapes = [_shape(polygon) for polygon in polygons]
    whole = sum(shape.area for shape in shapes)
    footprint = _footprint(footprint_wkt)
    covered = sum(footprint.intersection(shape).area for shape in shapes)
    return round(min(100.0, 100 * covered / whole), 2) if whole else 0.0


def within(footprints_wkt: Sequence[str], polygon: Polygon) -> dict[str, Any] | None:
    """Return the part of a polygon that some footprints cover together, as GeoJSON, or None."""
    from shapely import geometry

    shapely: Any = geometry
    footprints = functools.reduce(
        lambda one, more: one.union(more), map(_footprint, footprints_wkt)
    )
    part: Any = footprints.intersection(_shape(polygon).buffer(0))
    # Where borders only touch, the part has lines and points too.
    pieces = [each for each in getattr(part, "geoms", [part]) if each.geom_type == "Polygon"]
    if not pieces or part.area == 0:
        return None
    mapped = shapely.mapping(shapely.MultiPolygon(pieces))
    return cast("dict[str, Any]", json.loads(json.dumps(mapped)))


def united(footprints_wkt: Sequence[str]) -> str:
    """Return the ground that some footprints cover together as a valid MULTIPOLYGON, clockwise."""
    import shapely
    from shapely import geometry

    shapes: Any = shapely
    made: Any = geometry
    union = shapes.union_all([_footprint(wkt) for wkt in footprints_wkt])
    parts = [
        made.polygon.orient(part, sign=-1.0)
        for part in getattr(union, "geoms", [union])
        if part.geom_type == "Polygon"
    ]
    return str(made.MultiPolygon(parts).wkt)


def outline(footprint_wkt: str) -> dict[str, Any]:
    """Return a footprint as GeoJSON."""
    from shapely import geometry

    mapped: dict[str, Any] = cast("Any", geometry).mapping(_footprint(footprint_wkt))
    return cast("dict[str, Any]", json.loads(json.dumps(mapped)))


def _shape(polygon: Polygon) -> Shape:
    from shapely import geometry

    return cast("Shape", cast("Any", geometry).shape(as_geojson(polygon)))


@functools.lru_cache(maxsize=256)
def _footprint(wkt: str) -> Shape:
    import shapely

    return cast("Shape", cast("Any", shapely).from_wkt(wkt)).buffer(0)
