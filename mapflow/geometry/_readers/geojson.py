"""GeoJSON in, polygons out; and the formats that are mistaken for it, by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from mapflow.geometry._crs import crs_of_member
from mapflow.geometry._readers.found import Found
from mapflow.geometry._refusals import check_depth, inside, refuse
from mapflow.geometry._types import CrsLike
from mapflow.geometry._values import as_list, describe

_SPELLINGS = {
    name.lower(): name
    for name in (
        "Polygon",
        "MultiPolygon",
        "GeometryCollection",
        "Feature",
        "FeatureCollection",
        "Point",
        "MultiPoint",
        "LineString",
        "MultiLineString",
    )
}
#: What covers no area, and what a person calls it.
NOT_POLYGONS = {
    "Point": "pin",
    "MultiPoint": "pin",
    "LineString": "line",
    "MultiLineString": "line",
    "LinearRing": "line",
}


def read_mapping(
    value: Mapping[str, object],
    found: Found,
    *,
    where: str = "",
    crs: CrsLike | None = None,
    depth: int = 0,
) -> None:
    """Collect the polygons of one GeoJSON object, of any type that can hold some."""
    check_depth(depth)
    kind = value.get("type")
    if value.get("crs") is not None and found.crs is None:
        crs = crs_of_member(value["crs"], where=where)
    if kind == "Polygon":
        with found.row(where):
            found.add(_coordinates(value, where), crs, where)
    elif kind == "MultiPolygon":
        with found.row(where):
            _read_multipolygon(value, found, where, crs)
    elif kind == "Feature":
        properties = value.get("properties")
        held = cast("Mapping[str, object]", properties) if isinstance(properties, Mapping) else None
        with found.row(where, held, value.get("id")):
            _read_member(value.get("geometry"), found, where, crs, depth)
    elif kind == "FeatureCollection":
        for index, feature in enumerate(_members(value, "features", where)):
            place = inside(where, f"feature {index}")
            with found.leaving_out(), found.item(place):
                _read_member(feature, found, place, crs, depth)
    elif kind == "GeometryCollection":
        for index, geometry in enumerate(_members(value, "geometries", where)):
            place = inside(where, f"geometry {index}")
            with found.leaving_out(), found.item(place):
                _read_member(geometry, found, place, crs, depth)
    elif found.leaves_out and isinstance(kind, str) and kind in NOT_POLYGONS:
        found.left_out[NOT_POLYGONS[kind]] += 1
    else:
        _refuse_type(value, kind, where)


def _read_multipolygon(
    value: Mapping[str, object], found: Found, where: str, crs: CrsLike | None
) -> None:
    polygons = as_list(_coordinates(value, where), "the coordinates", where)
    if not polygons:
        found.add_empty(where)
    several = len(polygons) > 1
    for index, rings in enumerate(polygons):
        found.add(rings, crs, inside(where, f"polygon {index}") if several else where)


def _read_member(value: object, found: Found, where: str, crs: CrsLike | None, depth: int) -> None:
    if value is None:
        found.add_null(where)
        return
    if not isinstance(value, Mapping):
        # A collection built in Python may hold objects where its JSON form holds dicts.
        value = getattr(value, "__geo_interface__", value)
    if not isinstance(value, Mapping):
        raise refuse(
            "bad_geojson",
            f"expected a GeoJSON object, found {describe(value)}.",
            where=where,
            hint="Every feature and geometry is an object with a type.",
        )
    member = cast("Mapping[str, object]", value)
    read_mapping(member, found, where=where, crs=crs, depth=depth + 1)


def _coordinates(value: Mapping[str, object], where: str) -> object:
    if value.get("coordinates") is None:
        raise refuse(
            "no_coordinates",
            f"the {value['type']} has no coordinates.",
            where=where,
            hint='Give it a "coordinates" member: a list of rings.',
        )
    return value["coordinates"]


def _members(
    value: Mapping[str, object], name: str, where: str
) -> list[object] | tuple[object, ...]:
    members = value.get(name)
    if not isinstance(members, list | tuple):
        raise refuse(
            "bad_geojson",
            f'the {value["type"]} has no list "{name}".',
            where=where,
            hint="Check that the file was written completely.",
        )
    return cast("list[object] | tuple[object, ...]", members)


def _refuse_type(value: Mapping[str, object], kind: object, where: str) -> None:
    """Say what this is, since it is not an area."""
    polygons_only = "Pass a Polygon, a MultiPolygon, or features that hold them."
    if isinstance(kind, str) and kind in NOT_POLYGONS:
        raise refuse(
            "not_polygon",
            f"a {kind} covers no area.",
            where=where,
            hint="Buffer it to a polygon first, or leave it out.",
        )
    if kind == "Topology":
        raise refuse(
            "topojson",
            "this is TopoJSON, not GeoJSON.",
            where=where,
            hint="Convert it first, for example with topo2geo or mapshaper.",
        )
    inner = value.get("geometry")
    if (
        "rings" in value
        or "geometryType" in value
        or (kind is None and isinstance(inner, Mapping) and "rings" in inner)
    ):
        raise refuse(
            "esri_json",
            "this is Esri JSON, not GeoJSON.",
            where=where,
            hint="Export it as GeoJSON (f=geojson in an ArcGIS query).",
        )
    if isinstance(kind, str) and kind.lower() in _SPELLINGS:
        what = f'the type is "{kind}", GeoJSON spells it "{_SPELLINGS[kind.lower()]}".'
    elif kind is None:
        what = 'this object has no "type", so it is not GeoJSON.'
    else:
        what = f'"type": {describe(kind)} is not a GeoJSON type.'
    raise refuse("bad_geojson", what, where=where, hint=polygons_only)
