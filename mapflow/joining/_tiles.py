"""The polygons of all parts: which of them a feature meets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mapflow.errors import InvalidInput
from mapflow.joining._frame import Boxes, Frame
from mapflow.joining._parts import Part
from mapflow.joining._untyped import Shape, shapely

Index = NDArray[np.int64]
#: Metres of a degree of latitude, at least.
DEGREE_M: Final = 110_574.0
_STEEPEST: Final = 0.01


class Tiles:
    """The areas of parts.

    Args:
        parts: The parts.
        tolerance_m: How near a feature meets an area, in metres.

    Attributes:
        frame: The longitudes in which they lie.
    """

    def __init__(self, parts: Sequence[Part], tolerance_m: float) -> None:
        self._tolerance_deg = tolerance_m / DEGREE_M
        areas = [_polygons(part.area, part.name) for part in parts]
        spans = [polygon.bounds for polygons in areas for polygon in polygons]
        self.frame = Frame((west, east) for west, _, east, _ in spans)
        self._shapes: list[Shape] = []
        self._of_part: list[list[int]] = []
        owners: list[int] = []
        for number, polygons in enumerate(areas):
            self._of_part.append(list(range(len(self._shapes), len(self._shapes) + len(polygons))))
            self._shapes += [self.frame.shape(polygon) for polygon in polygons]
            owners += [number] * len(polygons)
        self._owners = np.array(owners, dtype=np.int64)
        self._cells = [None if part.cell is None else (part.cell, part.name) for part in parts]
        self._tree = shapely.STRtree(self._shapes)
        #: The ground of the part that is read now, less what lies near its border.
        self._inner: dict[int, Shape] = {}
        boxes = shapely.bounds(self._shapes).reshape(-1, 4)
        self._is_box = shapely.equals(shapely.box(*boxes.T), self._shapes)

    def order(self, names: Sequence[str]) -> list[int]:
        """The parts from south to north, so that few seams are open at a time; by name, if equal.

        Args:
            names: Their names.
        """
        boxes = [shapely.total_bounds(self.shapes_of(part)).tolist() for part in range(len(names))]
        return sorted(
            range(len(names)), key=lambda part: (boxes[part][1], boxes[part][0], names[part])
        )

    def shapes_of(self, part: int) -> list[Shape]:
        """The polygons of the area of a part."""
        return [self._shapes[tile] for tile in self._of_part[part]]

    def cell_of(self, part: int) -> list[Shape]:
        """The polygons of the cell of a part."""
        cell = self._cells[part]
        if cell is None:
            return self.shapes_of(part)
        return [self.frame.shape(polygon) for polygon in _polygons(*cell)]

    def meetings(self, part: int, boxes: Boxes) -> dict[int, set[int]]:
        """The boxes of features of a part that something else may know as well.

        Args:
            part: The part.
            boxes: The boxes around its features, in the frame.

        Returns:
            By the place of a box, the other parts that it meets: none if it lies between two
            polygons of its own part. A box that is not there meets nothing but its own polygon.
        """
        known = np.flatnonzero(np.isfinite(boxes).all(axis=1))
        wide = self._widened(boxes[known])
        found, tiles = self._tree.query(shapely.box(*wide.T))
        is_own = self._owners[tiles] == part
        # One polygon of its own is all that most features meet.
        count = np.bincount(found, minlength=len(known))
        foreign = np.bincount(found[~is_own], minlength=len(known))
        asked = ((count > 1) | (foreign > 0))[found]
        found, tiles = found[asked], tiles[asked]
        really = self._is_met(wide, found, tiles)
        found, tiles = found[really], tiles[really]
        met: dict[int, set[int]] = {}
        own = np.zeros(len(known), dtype=np.int64)
        for place, tile in zip(found.tolist(), tiles.tolist(), strict=True):
            owner = int(self._owners[tile])
            if owner == part:
                own[place] += 1
            else:
                met.setdefault(int(known[place]), set()).add(owner)
        for place in np.flatnonzero(own > 1).tolist():
            met.setdefault(int(known[place]), set())
        return met

    def near_border(self, part: int, boxes: Boxes, distance_m: float) -> set[int]:
        """The boxes of features of a part that lie within a distance of the border of its area.

        Args:
            part: The part.
            boxes: The boxes around its features, in the frame.
            distance_m: The distance, in metres.
        """
        if part not in self._inner:
            tiles = self.shapes_of(part)
            steep = np.cos(np.radians(np.abs(shapely.total_bounds(tiles)[[1, 3]]).max()))
            by = distance_m / DEGREE_M / max(steep, _STEEPEST)
            inner = shapely.union_all(shapely.buffer(tiles, -by, quad_segs=1, join_style="mitre"))
            shapely.prepare(inner)
            self._inner = {part: inner}
        known = np.flatnonzero(np.isfinite(boxes).all(axis=1))
        inside = shapely.contains_properly(self._inner[part], shapely.box(*boxes[known].T))
        return set(known[~inside].tolist())

    def _widened(self, boxes: Boxes) -> Boxes:
        steep = np.cos(np.radians(np.abs(boxes[:, [1, 3]]).max(axis=1, initial=0.0)))
        across = self._tolerance_deg / np.maximum(steep, _STEEPEST)
        by = np.stack([-across, np.full_like(across, -self._tolerance_deg)], axis=1)
        return np.concatenate([boxes[:, :2] + by, boxes[:, 2:] - by], axis=1)

    def _is_met(self, boxes: Boxes, found: Index, tiles: Index) -> NDArray[np.bool_]:
        """Whether boxes meet polygons, and not only the boxes around those."""
        really: NDArray[np.bool_] = self._is_box[tiles]
        for tile in np.unique(tiles[~really]).tolist():
            pairs = np.flatnonzero(tiles == tile)
            shape = self._shapes[tile]
            shapely.prepare(shape)
            really[pairs] = shapely.intersects(shape, shapely.box(*boxes[found[pairs]].T))
        return really


def _polygons(area: object, name: str) -> list[Shape]:
    """The polygons of an area, valid ones."""
    polygons: list[Shape] = []
    try:
        for part in shapely.get_parts(shapely.geometry.shape(area)):
            valid = part if part.is_valid else shapely.make_valid(part)
            polygons += [p for p in shapely.get_parts(valid) if p.geom_type == "Polygon"]
    except (shapely.errors.ShapelyError, AttributeError, KeyError, TypeError, ValueError):
        polygons = []
    if not polygons:
        raise InvalidInput(
            f"The area of {name!r} is not a polygon.",
            hint="Pass a GeoJSON Polygon or MultiPolygon in longitude and latitude.",
        )
    return polygons
