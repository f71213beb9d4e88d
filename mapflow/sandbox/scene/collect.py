"""From the scene to GeoJSON: the objects of one kind in an area."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from mapflow.sandbox.scene import buildings, greens
from mapflow.sandbox.scene.area import Area
from mapflow.sandbox.scene.arrays import to_lonlat_list
from mapflow.sandbox.scene.districts import MainRoad, district, main_road
from mapflow.sandbox.scene.drafts import BUILT
from mapflow.sandbox.scene.grid import Point, area_m2, shoelace, to_lonlat
from mapflow.sandbox.scene.noise import unit
from mapflow.sandbox.scene.parcels import Cover, Layout, Street, layout
from mapflow.sandbox.scene.untyped import Shape

Feature = dict[str, Any]
_SCORE = 301


class _Request(NamedTuple):
    """What every generator needs."""

    area: Area
    seed: int
    options: Mapping[str, bool]


def identity(i: int, j: int, path: int, index: int) -> int:
    """Return the id of an object: district, path of cuts, number on the parcel; below 2**53."""
    return ((i & 0x7FFF) << 38) | ((j & 0x7FFF) << 23) | (path << 11) | index


def _feature(
    polygons: Sequence[Sequence[Sequence[Point]]], properties: Feature, *, area: bool
) -> Feature:
    """Return a feature of polygons in lon/lat, each a list of rings that are not closed."""
    if area:
        properties["area"] = round(sum(area_m2(rings) for rings in polygons))
    coordinates = [
        [_closed(ring, hole=number > 0) for number, ring in enumerate(rings)] for rings in polygons
    ]
    single = len(coordinates) == 1
    geometry = {
        "type": "Polygon" if single else "MultiPolygon",
        "coordinates": coordinates[0] if single else coordinates,
    }
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _closed(ring: Sequence[Point], *, hole: bool) -> list[list[float]]:
    """Return a closed ring in the turn that GeoJSON asks for."""
    turned = ring if (shoelace(ring) > 0) != hole else ring[::-1]
    out = [[lon, lat] for lon, lat in turned]
    out.append(list(out[0]))
    return out


def _cut(
    asked: _Request, ring: Sequence[Point], properties: Feature, *, area: bool
) -> Iterator[Feature]:
    """Yield what the area holds of a ring in block units, if anything, as one feature."""
    lonlat = [to_lonlat(u, v) for u, v in ring]
    shape = asked.area.cut(lonlat)
    if shape is None:
        return
    whole = shape is asked.area.ALL
    yield _feature([[lonlat]] if whole else _parts(shape), properties, area=area)


def _parts(shape: Shape) -> list[list[list[Point]]]:
    """Return the polygons of a shape as rings that are not closed."""
    return [
        [
            [(round(x, 8), round(y, 8)) for x, y in ring.coords[:-1]]
            for ring in (part.exterior, *part.interiors)
        ]
        for part in getattr(shape, "geoms", (shape,))
    ]


def _plans(asked: _Request) -> Iterator[Layout]:
    """Yield the districts that meet the area."""
    for i, j in asked.area.districts():
        if asked.area.meets(district(asked.seed, i, j).ring):
            yield layout(asked.seed, i, j)


def _buildings(asked: _Request) -> Iterator[Feature]:
    """Yield the buildings whose centroid the area holds."""
    classes = asked.options.get("Classification", False)
    heights = asked.options.get("Heights", False)
    for plan in _plans(asked):
        i, j = plan.district.i, plan.district.j
        for number, parcel in enumerate(plan.parcels):
            if parcel.cover not in BUILT or not asked.area.may_meet(parcel.box):
                continue
            here = buildings.of_parcel(asked.seed, i, j, number)
            inside = asked.area.holds(to_lonlat_list([each.centre for each in here]))
            chosen = [each for each, wanted in zip(here, inside, strict=True) if wanted]
            key, base = parcel.key, identity(i, j, parcel.path, 0)
            for building, rings in zip(chosen, _rings(chosen), strict=True):
                yield {
                    "type": "Feature",
                    "geometry": {"type": "Polygon", "coordinates": rings},
                    "properties": _properties(
                        building, base, key, classes=classes, heights=heights
                    ),
                }


def _rings(chosen: Sequence[buildings.Building]) -> Iterator[list[list[list[float]]]]:
    """Yield the coordinates of buildings, all of them projected at once."""
    points = [p for each in chosen for p in (*each.ring[::-1], *each.yard)]
    positions = iter(to_lonlat_list(points))
    for each in chosen:
        rings: list[list[list[float]]] = []
        for count in (len(each.ring), len(each.yard)):
            if count:
                ring = list(islice(positions, count))
                rings.append([*ring, ring[0][:]])
        yield rings


def _properties(
    building: buildings.Building, base: int, key: int, *, classes: bool, heights: bool
) -> Feature:
    """Return the properties of a building."""
    properties: Feature = {
        "id": base + building.number,
        "object_type": "buildings",
        "area": round(building.area_m2),
    }
    if classes:
        properties["class_id"] = building.class_id
    if heights:
        properties["building_height"] = round(building.height_m, 1)
    properties["shape_type"] = building.shape
    score = 0.8 + 0.19 * unit(key, _SCORE, building.number)
    properties["simplification_confidence_score"] = round(score, 2)
    return properties


def _roads(asked: _Request) -> Iterator[Feature]:
    """Yield main roads and streets, cut at the border of the area."""

    def road(way: MainRoad | Street, key: int) -> Iterator[Feature]:
        return _cut(asked, way.ring, {"id": key, "object_type": "roads"}, area=False)

    for i, j in asked.area.districts():
        for index, down in enumerate((False, True)):
            way = main_road(asked.seed, i, j, down=down)
            if way is not None:
                yield from road(way, identity(i, j, 0, index))
        if asked.area.meets(district(asked.seed, i, j).ring):
            for street in layout(asked.seed, i, j).streets:
                yield from road(street, identity(i, j, street.path, 0))


def _ground(asked: _Request, cover: Cover, object_type: str) -> Iterator[Feature]:
    """Yield the outlines of one cover, cut at the border of the area."""
    heights = cover is Cover.FOREST and asked.options.get("Heights", False)
    for plan in _plans(asked):
        i, j = plan.district.i, plan.district.j
        for number, parcel in enumerate(plan.parcels):
            if parcel.cover is not cover or not asked.area.may_meet(parcel.box):
                continue
            key = identity(i, j, parcel.path, 0)
            properties: Feature = {"id": key, "object_type": object_type, "area": 0}
            if heights:
                properties["class_id"], properties["max_height"] = greens.height_of(parcel)
            if ring := greens.outline(asked.seed, i, j, number):
                yield from _cut(asked, ring, properties, area=True)


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
    """Yield the features of one kind in an area; see `mapflow.sandbox.scene.features`."""
    if kind not in _KINDS:
        raise ValueError(f"unknown kind {kind!r}; there are {', '.join(_KINDS)}")
    return _KINDS[kind](_Request(Area(polygon), seed, options))
