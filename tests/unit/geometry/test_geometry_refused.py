"""What is not an area gets one clear sentence: what is wrong, where, and what to do."""

import contextlib
import json
import math
import pickle

import geopandas
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mapflow.errors import InvalidArea
from mapflow.geometry import as_geometry

RING = [[37.25, 55.5], [37.5, 55.5], [37.5, 55.625], [37.25, 55.625], [37.25, 55.5]]
SQUARE = {"type": "Polygon", "coordinates": [RING]}
METRES = [
    [413000.0, 6172000.0],
    [414000.0, 6172000.0],
    [414000.0, 6173000.0],
    [413000.0, 6172000.0],
]
METRES_SHAPE = shapely.Polygon(METRES)


def polygon(*rings):
    return {"type": "Polygon", "coordinates": list(rings)}


def feature(geometry):
    return {"type": "Feature", "properties": {}, "geometry": geometry}


def collection(*geometries):
    return {"type": "FeatureCollection", "features": [feature(g) for g in geometries]}


def changed(index, position, ring=RING):
    return [*ring[:index], position, *ring[index + 1 :]]


def box(west, south, east, north):
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


itself = {}
itself.update({"type": "GeometryCollection", "geometries": [itself]})
endless = []
endless.append(endless)

# name: (input, reason, where, a part of the message)
BAD = {
    # nothing there
    "none": (None, "missing", None, "no area"),
    "empty text": ("", "missing", None, "empty"),
    "blank text": (" \n", "missing", None, "empty"),
    "empty bytes": (b"", "missing", None, "empty"),
    "none in a list": ([SQUARE, None], "missing", "item 1", "no area"),
    "empty list": ([], "empty", None, "empty"),
    "empty collection": (collection(), "empty", None, "no polygon"),
    "empty polygon": (polygon(), "empty", None, "no polygon"),
    "empty multipolygon": (
        {"type": "MultiPolygon", "coordinates": []},
        "empty",
        None,
        "no polygon",
    ),
    "empty shape": (shapely.Polygon(), "empty", None, "no polygon"),
    "empty wkt": ("POLYGON EMPTY", "empty", None, "no polygon"),
    "empty ring": (polygon(RING, []), "empty", "ring 1", "no positions"),
    "empty frame": (geopandas.GeoDataFrame(geometry=[], crs=4326), "empty", None, "no polygon"),
    "empty array": (np.array([]), "empty", None, "empty"),
    "null geometry": (feature(None), "null_geometry", None, "feature has no geometry"),
    "only null geometries": (collection(None, None), "null_geometry", None, "none of the 2"),
    # of the wrong kind
    "integer": (5, "unsupported_type", None, "5 is not an area"),
    "boolean": (True, "unsupported_type", None, "True is not an area"),
    "object": (object(), "unsupported_type", None, "An object is not an area"),
    "class": (shapely.Polygon, "unsupported_type", None, "the class Polygon is not an area"),
    "set": ({1, 2, 3, 4}, "unsupported_type", None, "set is not an area"),
    "generator": ((x for x in (1, 2)), "unsupported_type", None, "generator"),
    "point": ({"type": "Point", "coordinates": [37, 55]}, "not_polygon", None, "a Point covers"),
    "line": ({"type": "LineString", "coordinates": RING}, "not_polygon", None, "LineString"),
    "shapely point": (shapely.Point(37, 55), "not_polygon", None, "Point"),
    "wkt point": ("POINT (37 55)", "not_polygon", None, "POINT"),
    "wkt collection": ("GEOMETRYCOLLECTION (POINT (1 2))", "not_polygon", None, "only 1 pin"),
    "points": (
        collection({"type": "Point", "coordinates": [37, 55]}),
        "not_polygon",
        None,
        "only 1 pin",
    ),
    "polygon and loose point": (
        [SQUARE, {"type": "Point", "coordinates": [37, 55]}],
        "not_polygon",
        "item 1",
        "a Point covers no area",
    ),
    "lines in a nested collection": (
        collection(
            {
                "type": "GeometryCollection",
                "geometries": [{"type": "LineString", "coordinates": RING}],
            },
        ),
        "not_polygon",
        None,
        "only 1 line",
    ),
    "esri": ({"rings": [RING], "spatialReference": {"wkid": 4326}}, "esri_json", None, "Esri"),
    "esri feature": ({"attributes": {}, "geometry": {"rings": [RING]}}, "esri_json", None, "Esri"),
    "esri set": (
        {"geometryType": "esriGeometryPolygon", "features": [{"geometry": {"rings": [RING]}}]},
        "esri_json",
        None,
        "Esri",
    ),
    "topojson": ({"type": "Topology", "objects": {}, "arcs": []}, "topojson", None, "TopoJSON"),
    "stac-like": ({"id": "x", "bbox": [0, 0, 1, 1]}, "bad_geojson", None, 'no "type"'),
    "no type": ({"coordinates": [RING]}, "bad_geojson", None, 'no "type"'),
    "lower case": ({"type": "polygon", "coordinates": [RING]}, "bad_geojson", None, '"Polygon"'),
    "unknown type": ({"type": "Circle", "coordinates": 1}, "bad_geojson", None, "'Circle'"),
    "type is a number": ({"type": 3, "coordinates": [RING]}, "bad_geojson", None, "3"),
    "no coordinates": ({"type": "Polygon"}, "no_coordinates", None, "no coordinates"),
    "null coordinates": (
        collection(SQUARE, {"type": "MultiPolygon", "coordinates": None}),
        "no_coordinates",
        "feature 1",
        "MultiPolygon has no coordinates",
    ),
    "no features": ({"type": "FeatureCollection"}, "bad_geojson", None, '"features"'),
    "feature is text": (
        {"type": "FeatureCollection", "features": ["x"]},
        "bad_geojson",
        "feature 0",
        "'x'",
    ),
    "contains itself": (itself, "bad_geojson", None, "nested"),
    "list contains itself": (endless, "bad_geojson", None, "nested"),
    # nesting and numbers
    "bare positions": ([[37, 55], [38, 55], [38, 56]], "bad_geojson", "item 0", "bare coordinates"),
    "bare rings": ([RING], "bad_geojson", "item 0, item 0", "bare coordinates"),
    "one level short": (polygon(*RING), "bad_coordinates", "ring 0, position 0", "too shallow"),
    "one level deep": (polygon([RING]), "bad_coordinates", "ring 0, position 0", "too deep"),
    "a number for rings": (
        {"type": "Polygon", "coordinates": 7},
        "bad_coordinates",
        None,
        "must be a list, found 7",
    ),
    "text for a ring": (polygon("ring"), "bad_coordinates", "ring 0", "found 'ring'"),
    "text for a number": (
        polygon(changed(2, ["37.5", 55.6])),
        "bad_coordinates",
        "ring 0, position 2",
        "the longitude must be a number, found '37.5'",
    ),
    "null for a number": (
        polygon(changed(2, [37.5, None])),
        "bad_coordinates",
        "ring 0, position 2",
        "the latitude must be a number, found null",
    ),
    "boolean for a number": (
        polygon(changed(1, [True, 55.0])),
        "bad_coordinates",
        "ring 0, position 1",
        "found True",
    ),
    "null for a position": (
        polygon(changed(3, None)),
        "bad_coordinates",
        "ring 0, position 3",
        "a position must be a list, found null",
    ),
    "one number": (
        polygon(changed(2, [37.5])),
        "bad_coordinates",
        "ring 0, position 2",
        "needs two numbers, found 1",
    ),
    "empty position": (polygon(changed(2, [])), "bad_coordinates", "ring 0, position 2", "found 0"),
    "nan": (
        polygon(changed(2, [math.nan, 55])),
        "not_finite",
        "ring 0, position 2",
        "longitude is nan",
    ),
    "infinite": (
        collection(SQUARE, polygon(RING, changed(1, [37.4, math.inf]))),
        "not_finite",
        "feature 1, ring 1, position 1",
        "latitude is inf",
    ),
    "huge integer": (polygon(changed(2, [10**400, 55])), "not_finite", "ring 0, position 2", "inf"),
    "nan in json": (
        '{"type": "Polygon", "coordinates": [[[NaN, 1], [2, 3], [4, 5]]]}',
        "not_finite",
        "ring 0, position 0",
        "nan",
    ),
    # out of place
    "metres": (polygon(METRES), "projected", "ring 0, position 0", "(413000, 6172000)"),
    "metres in a shape": (METRES_SHAPE, "projected", "ring 0, position 0", "look projected"),
    "metres in a box": ((413000, 6172000, 414000, 6173000), "projected", "ring 0, position 0", ""),
    "metres in a frame without crs": (
        geopandas.GeoDataFrame(geometry=[METRES_SHAPE]),
        "projected",
        "feature 0, ring 0, position 0",
        "look projected",
    ),
    "metres in wkt": (METRES_SHAPE.wkt, "projected", "ring 0, position 0", "look projected"),
    "swapped": (
        polygon([[y, x + 80] for x, y in RING]),
        "swapped",
        "ring 0, position 0",
        "(55.5, 117.25) has no valid latitude",
    ),
    "swapped box": ((-33.9, 151.1, -33.8, 151.2), "swapped", "ring 0, position 0", "other order"),
    "latitude 91": (
        polygon(changed(2, [37.5, 91.0])),
        "out_of_range",
        "ring 0, position 2",
        "the latitude 91 in (37.5, 91) is outside -90..90",
    ),
    "no order is valid": (
        polygon(box(120, -96, 121, -95)),
        "out_of_range",
        "ring 0, position 0",
        "-96",
    ),
    "latitude -95": (polygon(box(120, -95, 121, -80)), "out_of_range", "ring 0, position 0", "-95"),
    "longitude 179 to 181": (
        polygon(box(179, 1, 181, 2)),
        "antimeridian",
        "ring 0, position 1",
        "from longitude 179 to 181",
    ),
    "longitude 181 to 179": (
        polygon(box(-181, 1, -179, 2)),
        "antimeridian",
        "ring 0, position 0",
        "antimeridian",
    ),
    "an edge round the world": (
        collection(SQUARE, polygon(box(-179.5, 1, 179.5, 2))),
        "antimeridian",
        "feature 1, ring 0, position 1",
        "spans 359 degrees",
    ),
    # boxes
    "box upside down": ((37, 56, 38, 55), "bad_bbox", None, "south edge"),
    "box without height": ((37, 55, 38, 55), "bad_bbox", None, "south edge"),
    "box without width": ((37, 55, 37, 56), "bad_bbox", None, "west edge"),
    "box outside the world": ((370, 55, 37, 56), "bad_bbox", None, "west edge"),
    "box with nan": ((37, 55, math.nan, 56), "not_finite", None, "not finite"),
    "box of five": ((37, 55, 38, 56, 57), "bad_bbox", None, "4 numbers, found 5"),
    "box of two": ((37, 55), "bad_geojson", None, "bare coordinates"),
    "second box": ([(37, 55, 38, 56), (1, 2, 1, 3)], "bad_bbox", "item 1", "west edge"),
    "box as text": ("37,56,38,55", "bad_bbox", None, "south edge"),
    # rings
    "two positions": (polygon(RING[:2]), "too_few_positions", "ring 0", "this one has 2"),
    "closed line": (polygon([*RING[:2], RING[0]]), "too_few_positions", "ring 0", "this one has 2"),
    "all equal": (polygon([RING[0]] * 5), "too_few_positions", "ring 0", "this one has 1"),
    "on one line": (polygon([[1, 1], [2, 2], [5, 5], [1, 1]]), "zero_area", "ring 0", "one line"),
    "bow tie": (
        polygon([[37, 55], [38, 56], [38, 55], [37, 56], [37, 55]]),
        "self_intersection",
        "ring 0",
        "longitude 37.5, latitude 55.5 (positions 0 to 1 and positions 2 to 3)",
    ),
    "spike": (
        polygon([[37, 55], [38, 55], [39, 55], [38, 55], [38, 56], [37, 56]]),
        "self_intersection",
        "ring 0",
        "itself",
    ),
    "hole crosses": (
        collection(SQUARE, polygon(box(0, 0, 4, 4), box(3, 1, 5, 2))),
        "self_intersection",
        "feature 1, ring 1",
        "crosses ring 0 near longitude 4, latitude 1",
    ),
    "hole along the edge": (
        polygon(box(0, 0, 4, 4), box(0, 1, 1, 2)),
        "self_intersection",
        "ring 1",
        "runs along ring 0",
    ),
    "hole is the shell": (polygon(RING, RING), "self_intersection", "ring 1", "along ring 0"),
    "hole from side to side": (
        polygon(box(0, 0, 4, 4), [[0, 2], [2, 1], [4, 2], [2, 3]]),
        "self_intersection",
        "ring 1",
        "which cuts the polygon apart",
    ),
    "hole outside": (
        polygon(RING, [[1, 1], [2, 1], [2, 2], [1, 1]]),
        "hole_outside",
        "ring 1",
        "begins at longitude 1, latitude 1",
    ),
    "hole in a hole": (
        polygon(box(0, 0, 9, 9), box(1, 1, 8, 8), box(2, 2, 3, 3)),
        "nested_holes",
        "ring 2",
        "within the hole of ring 1",
    ),
    "second part of a multipolygon": (
        {"type": "MultiPolygon", "coordinates": [[RING], [RING[:2]]]},
        "too_few_positions",
        "polygon 1, ring 0",
        "",
    ),
    # texts
    "broken json": (
        '{"type": "Polygon",\n "coordinates": [[[37, 55],, [38, 55]]]}',
        "bad_json",
        None,
        "line 2, column 28",
    ),
    "cut json": (json.dumps(SQUARE)[:50], "bad_json", None, "line 1, column"),
    "json of deep brackets": ("[" * 200_000, "bad_json", None, "JSON cannot be read"),
    "json of a long number": ("[" + "9" * 5000 + ", 1, 2, 3]", "bad_json", None, "digits"),
    "json list of a path": ('["/etc/hostname"]', "unsupported_type", "item 0", "'/etc/hostname'"),
    "latin-1 bytes": (b'{"name": "\xe9"}', "bad_json", None, "UTF-8"),
    "broken wkt": ("POLYGON ((37 55, 38 55, 38 56)", "bad_wkt", None, "parentheses"),
    "wkt with words": ("POLYGON ((37 55, 38 north, 38 56))", "bad_wkt", None, "'north'"),
    "wkt with one number": (
        "POLYGON ((37 55, 38, 38 56))",
        "bad_coordinates",
        "ring 0, position 1",
        "1",
    ),
    "wkt with a second geometry": ("POLYGON ((1 1, 2 1, 2 2)), 5", "bad_wkt", None, "parentheses"),
    "missing path": ("missing.geojson", "no_such_file", None, "'missing.geojson'"),
    "text": ("some area near the river", "no_such_file", None, "does not exist"),
    "xml": ("<kml><Placemark/></kml>", "bad_text", None, "neither GeoJSON"),
    "long text": ("x" * 5000, "bad_text", None, "neither GeoJSON"),
    "text with a zero byte": ("a\0b", "no_such_file", None, "does not exist"),
    # reference systems
    "unnamed system": ({**SQUARE, "crs": {"type": "link"}}, "unknown_crs", None, '"crs"'),
    "unknown system": (
        collection(SQUARE, {**SQUARE, "crs": "EPSG:99999999"}),
        "unknown_crs",
        "feature 1",
        "EPSG:99999999",
    ),
}


@pytest.mark.parametrize(("area", "reason", "where", "part"), BAD.values(), ids=BAD.keys())
def test_refused(area, reason, where, part):
    with pytest.raises(InvalidArea) as caught:
        as_geometry(area)
    error = caught.value
    assert (error.reason, error.where) == (reason, where)
    assert part.lower() in error.message.lower()
    assert error.message.endswith(".")
    assert "\n" not in str(error)
    assert error.message[0] == error.message[0].upper()
    assert error.hint, "a message without what to do is half a message"
    assert len(str(error)) < 420
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_the_table_is_as_long_as_promised():
    assert len(BAD) >= 90


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(
            st.sampled_from(["type", "coordinates", "geometry", "features", "geometries", "crs"]),
            inner
            | st.sampled_from(["Polygon", "MultiPolygon", "Feature", "FeatureCollection"])
            | st.sampled_from(["GeometryCollection", "Point"]),
            max_size=4,
        )
    ),
    max_leaves=25,
)


@given(json_values)
def test_nothing_else_is_ever_raised(value):
    for area in (value, polygon(value), {"type": "MultiPolygon", "coordinates": [value]}):
        with contextlib.suppress(InvalidArea):
            as_geometry(area)


@given(st.text())
def test_no_text_raises_anything_else(text):
    for area in (text, f"POLYGON ({text}", "{" + text, text.encode("utf-16", "surrogatepass")):
        with contextlib.suppress(InvalidArea):
            as_geometry(area)


class Raising:
    """An object of another library that cannot be asked."""

    def __init__(self, name):
        self.name_of_it = name

    def __getattr__(self, name):
        if name == self.__dict__["name_of_it"]:
            raise ValueError("it is closed")
        raise AttributeError(name)


@pytest.mark.parametrize("name", ["__geo_interface__", "geometry"])
def test_what_an_object_raises_is_told(name):
    with pytest.raises(InvalidArea, match="Raising cannot be read: ValueError: it is closed"):
        as_geometry(Raising(name))
