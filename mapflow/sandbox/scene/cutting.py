"""Cuts objects at the border of an area, or leaves them whole, and moves their corners."""

from collections.abc import Iterable, Iterator, Mapping
from random import Random
from typing import Any

import numpy as np
import numpy.typing as npt

from mapflow.sandbox.scene.area import Area
from mapflow.sandbox.scene.border import OWNER, WHOLE
from mapflow.sandbox.scene.grid import Point, area_m2, closed_ring, metres_per_degree
from mapflow.sandbox.scene.untyped import Shape, shapely, shapes

Feature = dict[str, Any]


class Surroundings(Area):
    """An area that gets everything which may meet it, whole."""

    def cut(self, lonlat: Any) -> Shape:  # noqa: ANN401, ARG002  # as the area does
        """Return that all of a ring is in it."""
        return self.ALL

    def holds(self, lonlat: Any) -> list[bool]:  # noqa: ANN401  # as the area does
        """Tell that every point is in it."""
        return [True] * len(lonlat)


def at_border(
    found: Iterable[Feature], polygon: Mapping[str, Any], behaviour: str, jitter_m: float, seed: int
) -> Iterator[Feature]:
    """Yield what an area gets of whole objects.

    Args:
        found: The objects, whole.
        polygon: The area, a GeoJSON Polygon or MultiPolygon.
        behaviour: `owner`, `clip` or `whole`.
        jitter_m: How far corners lie off.
        seed: The scene.
    """
    area = shapes.shape(polygon)
    area = area if area.is_valid else shapely.make_valid(area)
    shapely.prepare(area)
    for feature in found:
        true = shapes.shape(feature["geometry"])
        shape = _moved(true, f"{seed} {area.wkt}", jitter_m) if jitter_m else true
        if behaviour == OWNER:
            # An object has one owner, however its corners lie off.
            wanted = shape if area.contains(true.centroid) else None
        elif behaviour == WHOLE:
            wanted = shape if area.intersects(shape) else None
        else:
            wanted = _only_polygons(area.intersection(shape))
        if wanted is not None:
            yield {**feature, **_described(feature, wanted)}


def _moved(shape: Shape, key: str, jitter_m: float) -> Shape:
    """Return a shape whose corners lie off; a corner that others share lies off for them too."""
    per_lon, per_lat = metres_per_degree(shape.centroid.y)

    def move(x: float, y: float) -> Point:
        random = Random(f"{key} {x:.7f} {y:.7f}")  # noqa: S311 - not meant to be unpredictable
        return x + random.gauss(0, jitter_m) / per_lon, y + random.gauss(0, jitter_m) / per_lat

    def move_all(places: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.array([move(x, y) for x, y in places])

    moved = shapely.transform(shape, move_all)
    return moved if moved.is_valid else shape


def _only_polygons(shape: Shape) -> Shape | None:
    parts = [
        part
        for part in shapely.get_parts(shape)
        if part.geom_type == "Polygon" and not part.is_empty
    ]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _described(feature: Feature, shape: Shape) -> Feature:
    """Return the geometry and the properties of a feature with another shape."""
    polygons = [
        [
            closed_ring([(round(x, 8), round(y, 8)) for x, y in ring.coords[:-1]], hole=number > 0)
            for number, ring in enumerate((part.exterior, *part.interiors))
        ]
        for part in shapely.get_parts(shape)
    ]
    single = len(polygons) == 1
    properties = dict(feature["properties"])
    if "area" in properties:
        rings = [[[(x, y) for x, y in ring[:-1]] for ring in rings] for rings in polygons]
        properties["area"] = round(sum(area_m2(each) for each in rings))
    geometry = {
        "type": "Polygon" if single else "MultiPolygon",
        "coordinates": polygons[0] if single else polygons,
    }
    return {"geometry": geometry, "properties": properties}
