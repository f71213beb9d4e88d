"""From the scene to GeoJSON: the objects of one kind in an area."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from mapflow.sandbox.scene import outlines
from mapflow.sandbox.scene.area import Area
from mapflow.sandbox.scene.border import USUAL, Border
from mapflow.sandbox.scene.buildings import BUILT, Building
from mapflow.sandbox.scene.cutting import Surroundings, at_border
from mapflow.sandbox.scene.grid import Point, area_m2, closed_ring, to_lonlat
from mapflow.sandbox.scene.layout import Cover, Parcel, inner_box, layout, main_roads
from mapflow.sandbox.scene.noise import to_lonlat_list
from mapflow.sandbox.scene.terraces import built
from mapflow.sandbox.scene.untyped import Shape

Feature = dict[str, Any]


class _Query(NamedTuple):
    """What every generator needs."""

    area: Area
    seed: int
    options: Mapping[str, bool]
    row_houses: bool = False


def _id(i: int, j: int, number: int, index: int) -> int:
    """Return the id of an object: cell, parcel or road, number on the parcel; below 2**53."""
    return ((i & 0x7FFF) << 38) | ((j & 0x7FFF) << 23) | ((number + 1) << 11) | index


def _cut(
    query: _Query, ring: Sequence[Point], properties: Feature, *, area: bool
) -> Iterator[Feature]:
    """Yield what the area holds of a ring in block units, if anything, as one feature."""
    lonlat = [to_lonlat(u, v) for u, v in ring]
    shape = query.area.cut(lonlat)
    if shape is None:
        return
    polygons = [[lonlat]] if shape is query.area.ALL else _polygons(shape)
    if area:
        properties["area"] = round(sum(area_m2(rings) for rings in polygons))
    coordinates = [
        [closed_ring(ring, hole=number > 0) for number, ring in enumerate(rings)]
        for rings in polygons
    ]
    single = len(coordinates) == 1
    geometry = {
        "type": "Polygon" if single else "MultiPolygon",
        "coordinates": coordinates[0] if single else coordinates,
    }
    yield {"type": "Feature", "geometry": geometry, "properties": properties}


def _polygons(shape: Shape) -> list[list[list[Point]]]:
    """Return the polygons of a shape as rings that are not closed."""
    return [
        [
            [(round(x, 8), round(y, 8)) for x, y in ring.coords[:-1]]
            for ring in (part.exterior, *part.interiors)
        ]
        for part in getattr(shape, "geoms", (shape,))
    ]


def _parcels(query: _Query, covers: frozenset[Cover]) -> Iterator[Parcel]:
    """Yield the parcels with some covers that may meet the area."""
    for i, j in query.area.cells():
        if query.area.meets(inner_box(query.seed, i, j).ring):
            for parcel in layout(query.seed, i, j).parcels:
                if parcel.cover in covers and query.area.may_meet(parcel.box):
                    yield parcel


def _buildings(query: _Query) -> Iterator[Feature]:
    """Yield the buildings whose centroid the area holds."""
    for parcel in _parcels(query, BUILT):
        here = built(parcel, row_houses=query.row_houses)
        inside = query.area.holds(to_lonlat_list([each.centre for each in here]))
        chosen = [each for each, wanted in zip(here, inside, strict=True) if wanted]
        for building, rings in zip(chosen, _rings(chosen), strict=True):
            properties: Feature = {
                "id": _id(parcel.i, parcel.j, parcel.number, building.number),
                "object_type": "buildings",
                "area": round(area_m2(rings)),
            }
            if query.options.get("Classification", False):
                properties["class_id"] = building.class_id
            if query.options.get("Heights", False):
                properties["building_height"] = round(building.height_m, 1)
            properties["shape_type"] = building.shape
            properties["simplification_confidence_score"] = round(building.score, 2)
            yield {
                "type": "Feature",
                "geometry": {"type": "Polygon", "coordinates": rings},
                "properties": properties,
            }


def _rings(chosen: Sequence[Building]) -> Iterator[list[list[Any]]]:
    """Yield the coordinates of buildings, all of them projected at once."""
    points = [p for each in chosen for p in (*each.ring[::-1], *each.yard)]
    positions = iter(to_lonlat_list(points))
    for each in chosen:
        rings = [list(islice(positions, len(ring))) for ring in (each.ring, each.yard) if ring]
        yield [[*ring, ring[0][:]] for ring in rings]


def _roads(query: _Query) -> Iterator[Feature]:
    """Yield main roads and streets, cut at the border of the area."""
    for i, j in query.area.cells():
        roads = list(main_roads(query.seed, i, j))
        if query.area.meets(inner_box(query.seed, i, j).ring):
            roads += layout(query.seed, i, j).streets
        for road in roads:
            properties = {"id": _id(i, j, road.number, 0), "object_type": "roads"}
            yield from _cut(query, road.ring, properties, area=False)


def _ground(query: _Query, cover: Cover, object_type: str) -> Iterator[Feature]:
    """Yield the outlines of one cover, cut at the border of the area."""
    heights = cover is Cover.FOREST and query.options.get("Heights", False)
    for parcel in _parcels(query, frozenset({cover})):
        properties: Feature = {
            "id": _id(parcel.i, parcel.j, parcel.number, 0),
            "object_type": object_type,
            "area": 0,
        }
        if heights:
            properties["class_id"], properties["max_height"] = outlines.height_of(parcel)
        if ring := outlines.outline(parcel):
            yield from _cut(query, ring, properties, area=True)


_KINDS: dict[str, Callable[[_Query], Iterator[Feature]]] = {
    "buildings": _buildings,
    "roads": _roads,
    "forest": lambda query: _ground(query, Cover.FOREST, "forest"),
    "fields": lambda query: _ground(query, Cover.FIELD, "fields"),
    "construction": lambda query: _ground(query, Cover.SITE, "construction"),
}


def find(
    kind: str,
    polygon: Mapping[str, Any],
    seed: int,
    options: Mapping[str, bool],
    border: Border = USUAL,
) -> Iterator[Feature]:
    """Yield the features of one kind in an area; see `mapflow.sandbox.scene.features`."""
    if kind not in _KINDS:
        raise ValueError(f"unknown kind {kind!r}; there are {', '.join(_KINDS)}")
    if border.is_usual:
        return _KINDS[kind](_Query(Area(polygon), seed, options, border.row_houses))
    found = _KINDS[kind](_Query(Surroundings(polygon), seed, options, border.row_houses))
    return at_border(found, polygon, border.behaviour_for(kind), border.jitter_m, seed)
