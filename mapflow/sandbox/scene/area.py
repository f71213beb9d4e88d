"""The area of a query: a polygon in lon/lat, prepared for many tests."""

from collections.abc import Iterator, Mapping, Sequence
from math import floor
from typing import Any, Final

from mapflow.sandbox.scene.grid import Point, to_lonlat, to_units
from mapflow.sandbox.scene.land_use import CELL
from mapflow.sandbox.scene.layout import Box
from mapflow.sandbox.scene.untyped import Shape, shapely, shapes


class Area:
    """A polygon, or several."""

    ALL: Final[object] = object()
    """What `cut` returns when the area holds all of a ring."""

    def __init__(self, polygon: Mapping[str, Any]) -> None:
        """Make an area of a GeoJSON Polygon or MultiPolygon; an invalid one is repaired."""
        shape: Shape = shapes.shape(polygon)
        self._shape: Shape = shape if shape.is_valid else shapely.make_valid(shape)
        shapely.prepare(self._shape)
        self._boxes: list[Box] = []
        for part in shapely.get_parts(self._shape):
            west, south, east, north = part.bounds
            self._boxes.append(Box(*to_units(west, north), *to_units(east, south)))

    def cells(self) -> Iterator[tuple[int, int]]:
        """Yield the cells whose objects may meet the area, each once."""
        # The main roads of a cell reach into the cells to its west and north.
        spans = [
            (
                range(floor(u0 / CELL), floor(u1 / CELL) + 2),
                range(floor(v0 / CELL), floor(v1 / CELL) + 2),
            )
            for u0, v0, u1, v1 in self._boxes
        ]
        for number, (columns, rows) in enumerate(spans):
            for j in rows:
                for i in columns:
                    if not any(i in us and j in vs for us, vs in spans[:number]):
                        yield i, j

    def may_meet(self, box: Box) -> bool:
        """Return whether a box meets the box around a part of the area."""
        return any(box.meets(other) for other in self._boxes)

    def meets(self, ring: Sequence[Point]) -> bool:
        """Return whether a ring in block units meets the area."""
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
