"""The area that objects are asked for: a polygon in lon/lat that answers quickly."""

from collections.abc import Iterator, Mapping, Sequence
from math import floor
from typing import Any, Final

from mapflow.sandbox.scene.convex import Box
from mapflow.sandbox.scene.districts import PITCH
from mapflow.sandbox.scene.grid import Point, to_lonlat, to_units
from mapflow.sandbox.scene.untyped import Shape, shapely, shapes

REACH = 2
"""How many cells of the mesh a district may lie beside its place: the mesh is bent by 1.05."""


class Area:
    """A polygon, or several."""

    ALL: Final[object] = object()
    """What `cut` answers when the area holds all of a ring."""

    def __init__(self, polygon: Mapping[str, Any]) -> None:
        """Make an area of a GeoJSON Polygon or MultiPolygon; a faulty one is repaired."""
        shape: Shape = shapes.shape(polygon)
        self._shape: Shape = shape if shape.is_valid else shapely.make_valid(shape)
        shapely.prepare(self._shape)
        self._boxes: list[Box] = []
        for part in shapely.get_parts(self._shape):
            west, south, east, north = part.bounds
            self._boxes.append((*to_units(west, north), *to_units(east, south)))

    def districts(self) -> Iterator[tuple[int, int]]:
        """Yield the cells of the mesh that may meet the area, each once, row by row."""
        spans = sorted(
            (floor(u0 / PITCH) - REACH, floor(u1 / PITCH) + REACH, v0 / PITCH, v1 / PITCH)
            for u0, v0, u1, v1 in self._boxes
        )
        if not spans:
            return
        top = floor(min(span[2] for span in spans)) - REACH
        bottom = floor(max(span[3] for span in spans)) + REACH
        for j in range(top, bottom + 1):
            column = None
            for first, last, north, south in spans:
                if not floor(north) - REACH <= j <= floor(south) + REACH:
                    continue
                first = first if column is None else max(first, column)
                for i in range(first, last + 1):
                    yield i, j
                column = max(last + 1, first)

    def may_meet(self, box: Box) -> bool:
        """Tell whether a box in block units meets the box of a part of the area."""
        a0, b0, a1, b1 = box
        return any(
            a0 <= u1 and a1 >= u0 and b0 <= v1 and b1 >= v0 for u0, v0, u1, v1 in self._boxes
        )

    def meets(self, ring: Sequence[Point]) -> bool:
        """Tell whether a ring in block units meets the area."""
        return bool(self._shape.intersects(shapely.Polygon([to_lonlat(u, v) for u, v in ring])))

    def cut(self, lonlat: Sequence[Point]) -> Shape:
        """Return what the area holds of a ring: a shape, `ALL`, or None for nothing."""
        shape = shapely.Polygon(lonlat)
        if self._shape.contains_properly(shape):
            return self.ALL
        if not self._shape.intersects(shape):
            return None
        parts = [
            part
            for part in shapely.get_parts(self._shape.intersection(shape))
            if part.geom_type == "Polygon" and not part.is_empty
        ]
        if not parts:
            return None
        return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)

    def holds(self, lonlat: Sequence[Sequence[float]]) -> list[bool]:
        """Tell for each point whether the area holds it."""
        if not lonlat:
            return []
        xs, ys = [p[0] for p in lonlat], [p[1] for p in lonlat]
        return [bool(x) for x in shapely.contains_xy(self._shape, xs, ys)]
