"""Polygons of one area that overlap count twice: worth a warning, if it can be known."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from heapq import heappop, heappush

from mapflow.geometry._extra import available
from mapflow.geometry._types import Polygon

# Neighbours that were reprojected overlap by rounding errors. That is not what is meant.
_NEGLIGIBLE = 1e-6


def overlapping_pair(polygons: Sequence[Polygon]) -> tuple[int, int] | None:
    """Return the first two polygons that share area; None without shapely, or if there are none."""
    if not _boxes_overlap([polygon[0] for polygon in polygons]):
        return None
    shapely = available("shapely")
    if shapely is None:
        return None
    shapes = [shapely.Polygon(rings[0], rings[1:]) for rings in polygons]
    sizes = shapely.area(shapes)
    # Most areas do not overlap, and that is known from their union without comparing pairs.
    if sizes.sum() - shapely.union_all(shapes).area <= _NEGLIGIBLE * sizes.min():
        return None
    tree = shapely.STRtree(shapes)
    for one, shape in enumerate(shapes):
        for other in sorted(tree.query(shape, predicate="intersects").tolist()):
            if one < other:
                shared = shapely.intersection(shape, shapes[other]).area
                if shared > _NEGLIGIBLE * min(sizes[one], sizes[other]):
                    return one, other
    return None


def _boxes_overlap(shells: Polygon) -> bool:
    """Return whether any two of the boxes around the polygons overlap, which is cheap to know.

    A line sweeps from west to east. While no two boxes overlap, those that it crosses lie one
    above the other, so a new one must be compared with its neighbours only.
    """
    boxes = sorted(
        (min(x for x, _ in s), max(x for x, _ in s), min(y for _, y in s), max(y for _, y in s))
        for s in shells
    )
    crossed: list[tuple[float, float]] = []
    ends: list[tuple[float, tuple[float, float]]] = []
    for west, east, south, north in boxes:
        while ends and ends[0][0] <= west:
            _, gone = heappop(ends)
            del crossed[bisect_left(crossed, gone)]
        place = bisect_left(crossed, (south, north))
        if place < len(crossed) and crossed[place][0] < north:
            return True
        if place and crossed[place - 1][1] > south:
            return True
        crossed.insert(place, (south, north))
        heappush(ends, (east, (south, north)))
    return False
