"""From the scene to GeoJSON: the objects of one kind in an area."""

import importlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import floor
from typing import Any, NamedTuple

from mapflow.sandbox.world import buildings, greens
from mapflow.sandbox.world.districts import PITCH, district, main_road
from mapflow.sandbox.world.grid import Point, area_m2, shoelace, to_lonlat, to_units
from mapflow.sandbox.world.noise import unit
from mapflow.sandbox.world.parcels import Cover, layout

Feature = dict[str, Any]
_SCORE = 301


class _Area:
    """The area that is asked for."""

    def __init__(self, polygon: Mapping[str, Any]) -> None:
        self.shapely: Any = importlib.import_module("shapely")
        importlib.import_module("shapely.geometry")
        self.shape: Any = self.shapely.geometry.shape(polygon)
        if not self.shape.is_valid:
            self.shape = self.shapely.make_valid(self.shape)
        self.shapely.prepare(self.shape)

    def districts(self) -> Iterator[tuple[int, int]]:
        """Yield the districts that may meet the area, each once, from north to south."""
        found: set[tuple[int, int]] = set()
        for part in self.shapely.get_parts(self.shape):
            west, south, east, north = part.bounds
            u0, v0 = to_units(west, north)
            u1, v1 = to_units(east, south)
            # The mesh is bent by up to 1.05 cells, and a cell reaches one further.
            for j in range(floor(v0 / PITCH) - 2, floor(v1 / PITCH) + 3):
                for i in range(floor(u0 / PITCH) - 2, floor(u1 / PITCH) + 3):
                    found.add((j, i))
        for j, i in sorted(found):
            yield i, j

    def meets(self, ring: Sequence[Point]) -> bool:
        """Tell whether a ring in block units meets the area."""
        return bool(self.shape.intersects(self.shapely.Polygon([to_lonlat(*p) for p in ring])))

    def cut(self, ring: Sequence[Point]) -> Any:
        """Return what the area holds of a ring in block units; None when that is nothing."""
        shape = self.shapely.Polygon([to_lonlat(*p) for p in ring])
        if self.shape.contains_properly(shape):
            return shape
        if not self.shape.intersects(shape):
            return None
        parts = [
            part
            for part in self.shapely.get_parts(self.shape.intersection(shape))
            if part.geom_type == "Polygon" and not part.is_empty
        ]
        if not parts:
            return None
        return parts[0] if len(parts) == 1 else self.shapely.MultiPolygon(parts)

    def holds(self, points: Sequence[Point]) -> Sequence[bool]:
        """Tell for each point in block units whether the area holds it."""
        if not points:
            return []
        lonlat = [to_lonlat(*p) for p in points]
        xs, ys = [p[0] for p in lonlat], [p[1] for p in lonlat]
        return [bool(x) for x in self.shapely.contains_xy(self.shape, xs, ys)]


def identity(i: int, j: int, path: int, index: int) -> int:
    """Return the id of an object: district, path of cuts, number on the parcel; below 2**53."""
    return ((i & 0x7FFF) << 38) | ((j & 0x7FFF) << 23) | (path << 11) | index


def _turned(ring: list[list[float]], *, hole: bool) -> list[list[float]]:
    """Return a closed ring in the turn that GeoJSON asks for."""
    if (shoelace([(p[0], p[1]) for p in ring]) < 0) != hole:
        ring = ring[::-1]
    return [*ring, ring[0]]


def _polygon(rings: Sequence[Sequence[Point]]) -> list[list[list[float]]]:
    """Return GeoJSON coordinates of rings in lon/lat that are not closed."""
    return [_turned([list(p) for p in ring], hole=k > 0) for k, ring in enumerate(rings)]


def _feature(geometry: Feature, properties: Feature) -> Feature:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _cut_feature(shape: Any, properties: Feature, *, with_area: bool) -> Feature:
    """Return a feature of a shapely Polygon or MultiPolygon."""
    coordinates: list[list[list[list[float]]]] = []
    area = 0.0
    for part in getattr(shape, "geoms", (shape,)):
        rings = [
            [(round(x, 8), round(y, 8)) for x, y in ring.coords[:-1]]
            for ring in (part.exterior, *part.interiors)
        ]
        area += area_m2(rings)
        coordinates.append(_polygon(rings))
    if with_area:
        properties["area"] = round(area)
    if len(coordinates) == 1:
        return _feature({"type": "Polygon", "coordinates": coordinates[0]}, properties)
    return _feature({"type": "MultiPolygon", "coordinates": coordinates}, properties)


class _Request(NamedTuple):
    """What every generator needs."""

    area: _Area
    seed: int
    options: Mapping[str, bool]


def _buildings(asked: _Request) -> Iterator[Feature]:
    """Yield the buildings whose centroid the area holds."""
    classes = asked.options.get("Classification", False)
    for i, j in asked.area.districts():
        if not asked.area.meets(district(asked.seed, i, j).ring):
            continue
        plan = layout(asked.seed, i, j)
        for number, parcel in enumerate(plan.parcels):
            if parcel.cover not in _BUILT:
                continue
            if not asked.area.meets([plan.district.to_units(p) for p in parcel.ring]):
                continue
            here = buildings.of_parcel(asked.seed, i, j, number)
            inside = asked.area.holds([b.centre for b in here])
            for building, wanted in zip(here, inside, strict=True):
                if wanted:
                    key = identity(i, j, parcel.path, building.index)
                    yield _building(building, key, parcel.key, classes=classes)


_BUILT = frozenset(
    {Cover.HOUSES, Cover.FLATS, Cover.OLD_TOWN, Cover.SHOPS, Cover.WORKS, Cover.FARM}
)


def _building(building: buildings.Building, key: int, parcel: int, *, classes: bool) -> Feature:
    """Return one building as a feature."""
    rings = [[to_lonlat(*p) for p in building.ring]]
    if building.yard:
        rings.append([to_lonlat(*p) for p in building.yard])
    score = 0.8 + 0.19 * unit(parcel, _SCORE, building.index)
    properties: Feature = {"id": key, "object_type": "buildings", "area": round(area_m2(rings))}
    if classes:
        properties["class_id"] = building.class_id
    properties["shape_type"] = building.shape
    properties["simplification_confidence_score"] = round(score, 2)
    return _feature({"type": "Polygon", "coordinates": _polygon(rings)}, properties)


def _roads(asked: _Request) -> Iterator[Feature]:
    """Yield main roads and streets, cut at the border of the area."""
    for i, j in asked.area.districts():
        for index, down in enumerate((False, True)):
            road = main_road(asked.seed, i, j, down=down)
            if road and (shape := asked.area.cut(road.ring)) is not None:
                properties = {"id": identity(i, j, 0, index), "object_type": "roads"}
                yield _cut_feature(shape, properties, with_area=False)
        if not asked.area.meets(district(asked.seed, i, j).ring):
            continue
        for street in layout(asked.seed, i, j).streets:
            if (shape := asked.area.cut(street.ring)) is not None:
                properties = {"id": identity(i, j, street.path, 0), "object_type": "roads"}
                yield _cut_feature(shape, properties, with_area=False)


def _ground(asked: _Request, cover: Cover, object_type: str) -> Iterator[Feature]:
    """Yield the outlines of one cover, cut at the border of the area."""
    heights = cover is Cover.FOREST and asked.options.get("Heights", False)
    for i, j in asked.area.districts():
        if not asked.area.meets(district(asked.seed, i, j).ring):
            continue
        for number, parcel in enumerate(layout(asked.seed, i, j).parcels):
            if parcel.cover is not cover:
                continue
            ring = greens.outline(asked.seed, i, j, number)
            if not ring or (shape := asked.area.cut(ring)) is None:
                continue
            properties: Feature = {
                "id": identity(i, j, parcel.path, 0),
                "object_type": object_type,
                "area": 0,
            }
            if heights:
                properties["class_id"], properties["max_height"] = greens.height_of(parcel)
            yield _cut_feature(shape, properties, with_area=True)


_KINDS: dict[str, Callable[[_Request], Iterator[Feature]]] = {
    "buildings": _buildings,
    "roads": _roads,
    "forest": lambda asked: _ground(asked, Cover.FOREST, "forest"),
    "fields": lambda asked: _ground(asked, Cover.FIELD, "fields"),
    "construction": lambda asked: _ground(asked, Cover.SITE, "construction"),
}


def collect(
    kind: str, polygon: Mapping[str, Any], seed: int, options: Mapping[str, bool]
) -> Iterator[Feature]:
    """Yield the features of one kind in an area; see `mapflow.sandbox.world.features`."""
    if kind not in _KINDS:
        raise ValueError(f"unknown kind {kind!r}; there are {', '.join(_KINDS)}")
    return _KINDS[kind](_Request(_Area(polygon), seed, options))
