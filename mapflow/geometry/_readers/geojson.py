"""GeoJSON in, polygons out; and the formats that are mistaken for it, by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast

from mapflow.geometry._crs import crs_of_member
from mapflow.geometry._readers.found import Found
from mapflow.geometry._values import as_list, describe

#: What covers no area, and what a person calls it.
NOT_POLYGONS: Final = {
    "Point": "pin",
    "MultiPoint": "pin",
    "LineString": "line",
    "MultiLineString": "line",
    "LinearRing": "line",
}
_TYPES: Final = (
    *("Polygon", "MultiPolygon", "GeometryCollection", "Feature", "FeatureCollection"),
    *("Point", "MultiPoint", "LineString", "MultiLineString"),
)
_SPELLINGS: Final = {name.lower(): name for name in _TYPES}
#: What holds members: in which list, and what one of them is called.
_COLLECTIONS: Final = {
    "FeatureCollection": ("features", "feature"),
    "GeometryCollection": ("geometries", "geometry"),
}


def read_geojson(value: Mapping[str, object], found: Found) -> None:
    """Collect the polygons of one GeoJSON object, of any type that can hold some."""
    kind = value.get("type")
    if value.get("crs") is not None and found.crs is None:
        with found.inside(crs=crs_of_member(value["crs"], where=found.where)):
            read_geojson({**value, "crs": None}, found)
    elif kind in ("Polygon", "MultiPolygon"):
        coordinates = value.get("coordinates")
        with found.row():
            if coordinates is None:
                raise found.refuse(
                    "no_coordinates",
                    f"the {kind} has no coordinates.",
                    'Give it a "coordinates" member: a list of rings.',
                )
            if kind == "Polygon":
                found.add(coordinates)
                return
            polygons = as_list(coordinates, "the coordinates", found.where)
            for index, rings in enumerate(polygons or [[]]):
                found.add(rings, f"polygon {index}" if len(polygons) > 1 else "")
    elif kind == "Feature":
        properties = value.get("properties")
        held = cast("Mapping[str, object]", properties) if isinstance(properties, Mapping) else None
        with found.row(held, value.get("id")):
            _read_member(value.get("geometry"), found)
    elif isinstance(kind, str) and kind in _COLLECTIONS:
        name, noun = _COLLECTIONS[kind]
        members = value.get(name)
        if not isinstance(members, list | tuple):
            raise found.refuse(
                "bad_geojson",
                f'the {kind} has no list "{name}".',
                "Check that the file was written completely.",
            )
        for index, member in enumerate(cast("list[object]", members)):
            with found.inside(f"{noun} {index}", is_member=True, leaves_out=True):
                _read_member(member, found)
    elif found.leaves_out and isinstance(kind, str) and kind in NOT_POLYGONS:
        found.left_out[NOT_POLYGONS[kind]] += 1
    else:
        _refuse_type(value, kind, found)


def _read_member(value: object, found: Found) -> None:
    if value is None:
        found.add_null()
        return
    if not isinstance(value, Mapping):
        # A collection built in Python may hold objects where its JSON form holds dicts.
        value = getattr(value, "__geo_interface__", value)
    if not isinstance(value, Mapping):
        raise found.refuse(
            "bad_geojson",
            f"expected a GeoJSON object, found {describe(value)}.",
            "Every feature and geometry is an object with a type.",
        )
    read_geojson(cast("Mapping[str, object]", value), found)


def _refuse_type(value: Mapping[str, object], kind: object, found: Found) -> None:
    """Say what this is, since it is not an area."""
    if isinstance(kind, str) and kind in NOT_POLYGONS:
        raise found.refuse(
            "not_polygon",
            f"a {kind} covers no area.",
            "Buffer it to a polygon first, or omit it.",
        )
    if kind == "Topology":
        raise found.refuse(
            "topojson",
            "this is TopoJSON, not GeoJSON.",
            "Convert it first, for example with topo2geo or mapshaper.",
        )
    inner = value.get("geometry")
    if (
        "rings" in value
        or "geometryType" in value
        or (kind is None and isinstance(inner, Mapping) and "rings" in inner)
    ):
        raise found.refuse(
            "esri_json",
            "this is Esri JSON, not GeoJSON.",
            "Export it as GeoJSON (f=geojson in an ArcGIS query).",
        )
    if isinstance(kind, str) and kind.lower() in _SPELLINGS:
        what = f'the type is "{kind}", GeoJSON spells it "{_SPELLINGS[kind.lower()]}".'
    elif kind is None:
        what = 'this object has no "type", so it is not GeoJSON.'
    else:
        what = f'"type": {describe(kind)} is not a GeoJSON type.'
    hint = "Pass a Polygon, a MultiPolygon, or features that hold them."
    raise found.refuse("bad_geojson", what, hint)
