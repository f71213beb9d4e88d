"""Polygons of one area that overlap count twice: worth a warning, where it can be known."""

from __future__ import annotations

from collections.abc import Sequence

from mapflow.geometry._extra import available
from mapflow.geometry._types import Position

# Neighbours that were reprojected overlap by rounding errors. That is not what is meant.
_NEGLIGIBLE = 1e-6


def overlapping_pair(polygons: Sequence[list[list[Position]]]) -> tuple[int, int] | None:
    """Return the first two polygons that share area; None without shapely, or if there are none."""
    if not _boxes_overlap([polygon[0] for polygon in polygons]):
        return None
    shapely = available("shapely")
    if shapely is None:
        return None
    shapes = [shapely.Polygon(rings[0], rings[1:]) for rings in polygons]
    pairs = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    for one, other in sorted(zip(*pairs.tolist(), strict=True)):
        if one < other:
            shared = shapes[one].intersection(shapes[other]).area
            if shared > _NEGLIGIBLE * min(shapes[one].area, shapes[other].area):
                return one, other
    return None


def _boxes_overlap(shells: list[list[Position]]) -> bool:
    """Tell whether any two of the boxes around the polygons overlap, which is cheap to know."""
    boxes = sorted(
        (min(x for x, _ in s), max(x for x, _ in s), min(y for _, y in s), max(y for _, y in s))
        for s in shells
    )
    active: list[tuple[float, float, float, float]] = []
    for west, east, south, north in boxes:
        active = [box for box in active if box[1] > west]
        if any(box[2] < north and south < box[3] for box in active):
            return True
        active.append((west, east, south, north))
    return False
