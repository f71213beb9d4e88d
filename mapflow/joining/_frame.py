"""Longitudes without a jump: where areas lie on both sides of the antimeridian, it is a seam."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mapflow.joining._untyped import Shape, shapely

_HALF: Final = 180.0
_TURN: Final = 360.0
_NEAR: Final = 1e-9

Boxes = NDArray[np.float64]


class Frame:
    """Where longitudes begin.

    Args:
        spans: West and east of each area.
    """

    def __init__(self, spans: Iterable[tuple[float, float]]) -> None:
        #: West of this, 360 degrees are added; None if nothing meets at the antimeridian.
        self.start: float | None = _start(sorted(spans))

    def boxes(self, boxes: Boxes) -> Boxes:
        """Move boxes into the frame; one around the whole Earth reaches all of it."""
        if self.start is None:
            return boxes
        moved = boxes.copy()
        west, east = moved[:, 0], moved[:, 2]
        is_west = (west + east) / 2 < self.start
        moved[is_west, 0] += _TURN
        moved[is_west, 2] += _TURN
        is_split = boxes[:, 2] - boxes[:, 0] > _HALF
        moved[is_split, 0], moved[is_split, 2] = self.start, self.start + _TURN
        return moved

    def shape(self, shape: Shape) -> Shape:
        """Move a geometry into the frame; what was split at the antimeridian becomes one."""
        if self.start is None:
            return shape
        parts = shapely.get_parts(shape)
        west, _, east, _ = np.moveaxis(shapely.bounds(parts), -1, 0)
        is_west = (west + east) / 2 < self.start
        if not is_west.any():
            return shape
        moved = [
            _moved(part, _TURN) if further else part
            for part, further in zip(parts, is_west, strict=True)
        ]
        return moved[0] if len(moved) == 1 else shapely.union_all(moved)

    def back(self, shape: Shape) -> Shape:
        """Move a geometry out of the frame, split at the antimeridian as GeoJSON wants it."""
        if self.start is None:
            return shape
        west, south, east, north = shape.bounds
        if east <= _HALF:
            return shape
        if west >= _HALF:
            return _moved(shape, -_TURN)
        here = shapely.intersection(shape, shapely.box(west, south, _HALF, north))
        there = shapely.intersection(shape, shapely.box(_HALF, south, east, north))
        parts = [*shapely.get_parts(here), *shapely.get_parts(_moved(there, -_TURN))]
        if shape.geom_type.endswith("LineString"):
            return shapely.multilinestrings([p for p in parts if p.geom_type == "LineString"])
        return shapely.multipolygons([p for p in parts if p.geom_type == "Polygon"])


def _start(spans: list[tuple[float, float]]) -> float | None:
    """The middle of the widest gap, if areas touch the antimeridian from both sides."""
    if not spans or spans[0][0] > -_HALF + _NEAR or max(e for _, e in spans) < _HALF - _NEAR:
        return None
    widest, start, reached = _NEAR, None, spans[0][1]
    for west, east in spans:
        if west - reached > widest:
            widest, start = west - reached, (west + reached) / 2
        reached = max(reached, east)
    return start


def _moved(shape: Shape, degrees: float) -> Shape:
    def move(places: Boxes) -> Boxes:
        moved: Boxes = places + np.array([degrees, 0.0])
        return moved

    return shapely.transform(shape, move)
