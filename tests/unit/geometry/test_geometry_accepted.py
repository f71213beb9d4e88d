"""Every accepted form of one area gives the same geometry."""

import collections
import json
import pathlib
import warnings
from decimal import Decimal

import geopandas
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mapflow.errors import AreaWarning, InvalidArea
from mapflow.geometry import as_geometry

WEST, SOUTH, EAST, NORTH = 37.25, 55.5, 37.5, 55.625
RING = [[WEST, SOUTH], [EAST, SOUTH], [EAST, NORTH], [WEST, NORTH], [WEST, SOUTH]]
SQUARE = {"type": "Polygon", "coordinates": [RING]}
SHAPE = shapely.Polygon(RING)
OTHER_RING = [[x + 1, y] for x, y in RING]
OTHER = {"type": "Polygon", "coordinates": [OTHER_RING]}
BOTH = {"type": "MultiPolygon", "coordinates": [[RING], [OTHER_RING]]}


def feature(geometry, **members):
    return {"type": "Feature", "properties": {"name": "x"}, "geometry": geometry, **members}


def collection(*geometries):
    return {"type": "FeatureCollection", "features": [feature(g) for g in geometries]}


class Described:
    def __init__(self, geometry):
        self.__geo_interface__ = geometry


class Row:
    def __init__(self, geometry):
        self.geometry = geometry


NamedRow = collections.namedtuple("NamedRow", "Index name geometry")

ONE = {
    "polygon": SQUARE,
    "multipolygon of one": {"type": "MultiPolygon", "coordinates": [[RING]]},
    "feature": feature(SQUARE),
    "feature with an id and a box": feature(SQUARE, id=7, bbox=[0, 0, 1, 1]),
    "collection": collection(SQUARE),
    "geometry collection": {"type": "GeometryCollection", "geometries": [SQUARE]},
    "feature of a geometry collection": feature(
        {"type": "GeometryCollection", "geometries": [SQUARE]}
    ),
    "json": json.dumps(SQUARE),
    "json of a feature": json.dumps(feature(SQUARE)),
    "json with a byte order mark": "\ufeff" + json.dumps(SQUARE),
    "json in bytes": b"\xef\xbb\xbf" + json.dumps(SQUARE).encode(),
    "json of a box": f"[{WEST}, {SOUTH}, {EAST}, {NORTH}]",
    "tuples": {"type": "Polygon", "coordinates": tuple(tuple(map(tuple, r)) for r in [RING])},
    "decimals": {
        "type": "Polygon",
        "coordinates": [[[Decimal(str(x)), Decimal(str(y))] for x, y in RING]],
    },
    "numpy numbers": {"type": "Polygon", "coordinates": [list(np.array(RING, dtype=np.float32))]},
    "numpy ring": {"type": "Polygon", "coordinates": [np.array(RING)]},
    "numpy polygon": {"type": "Polygon", "coordinates": np.array([RING])},
    "heights": {"type": "Polygon", "coordinates": [[[x, y, 200.0] for x, y in RING]]},
    "four numbers": {"type": "Polygon", "coordinates": [[[x, y, 2.0, 9] for x, y in RING]]},
    "open": {"type": "Polygon", "coordinates": [RING[:-1]]},
    "repeated": {"type": "Polygon", "coordinates": [[p for p in RING for _ in range(3)]]},
    "clockwise": {"type": "Polygon", "coordinates": [[RING[0], *RING[-2:0:-1], RING[0]]]},
    "a turn too far west": {"type": "Polygon", "coordinates": [[[x - 360, y] for x, y in RING]]},
    "crs member lon/lat": {
        **SQUARE,
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
    },
    "crs member 4326": {
        **SQUARE,
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4326"}},
    },
    "crs member null": {**SQUARE, "crs": None},
    "box": (WEST, SOUTH, EAST, NORTH),
    "box in a list": [WEST, SOUTH, EAST, NORTH],
    "box with heights": (WEST, SOUTH, 0, EAST, NORTH, 100),
    "box in an array": np.array([WEST, SOUTH, EAST, NORTH]),
    "box as text": f"{WEST}, {SOUTH},{EAST},{NORTH}",
    "list of one": [SQUARE],
    "list of a list": [[feature(SQUARE)]],
    "list of a box": [(WEST, SOUTH, EAST, NORTH)],
    "shapely": SHAPE,
    "shapely multi": shapely.MultiPolygon([SHAPE]),
    "shapely collection": shapely.GeometryCollection([SHAPE]),
    "array of shapely": np.array([SHAPE]),
    "series": geopandas.GeoSeries([SHAPE]),
    "frame": geopandas.GeoDataFrame({"name": ["x"]}, geometry=[SHAPE], crs=4326),
    "frame without crs": geopandas.GeoDataFrame({"name": ["x"]}, geometry=[SHAPE]),
    "row of a frame": geopandas.GeoDataFrame({"a": [1]}, geometry=[SHAPE]).iloc[0],
    "tuple of a frame": next(geopandas.GeoDataFrame({"a": [1]}, geometry=[SHAPE]).itertuples()),
    "bounds of a frame": geopandas.GeoSeries([SHAPE]).total_bounds,
    "described as a feature": Described(feature(SQUARE)),
    "row": Row(SQUARE),
    "named row": NamedRow(0, "x", SHAPE),
    "wkt": SHAPE.wkt,
    "wkt in lower case": SHAPE.wkt.lower(),
    "wkt multi": shapely.MultiPolygon([SHAPE]).wkt,
    "wkt with a system": f"SRID=4326;{SHAPE.wkt}",
    "wkt with heights": shapely.force_3d(SHAPE, 7.0).wkt,
    "wkt without a space": SHAPE.wkt.replace("POLYGON (", "POLYGON("),
}
TWO = {
    "multipolygon": BOTH,
    "collection": collection(SQUARE, OTHER),
    "collection of a multipolygon": collection(BOTH),
    "geometry collection": {"type": "GeometryCollection", "geometries": [SQUARE, OTHER]},
    "list": [SQUARE, OTHER],
    "list of different kinds": [SHAPE, f"{WEST + 1},{SOUTH},{EAST + 1},{NORTH}"],
    "list of boxes": [(WEST, SOUTH, EAST, NORTH), (WEST + 1, SOUTH, EAST + 1, NORTH)],
    "wkt": shapely.MultiPolygon([SHAPE, shapely.Polygon(OTHER_RING)]).wkt,
    "json list": json.dumps([SQUARE, feature(OTHER)]),
    "series": geopandas.GeoSeries([SHAPE, shapely.Polygon(OTHER_RING)]),
    "rows": list(
        geopandas.GeoDataFrame(geometry=[SHAPE, shapely.Polygon(OTHER_RING)]).itertuples()
    ),
    "collection of objects": {"type": "FeatureCollection", "features": [Described(feature(BOTH))]},
}


def rotated(geometry):
    """Bring each ring to begin at its smallest position: where a ring begins means nothing."""

    def ring(positions):
        start = positions.index(min(positions[:-1]))
        turned = positions[start:-1] + positions[: start + 1]
        return turned if len(turned) == len(positions) else turned + turned[:1]

    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        return [[ring(r) for r in polygons]]
    return [[ring(r) for r in p] for p in polygons]


@pytest.mark.parametrize("area", ONE.values(), ids=ONE.keys())
def test_one_polygon_in_any_form(area):
    geometry = as_geometry(area)
    assert geometry["type"] == "Polygon"
    assert rotated(geometry) == [[RING]]


@pytest.mark.parametrize("area", TWO.values(), ids=TWO.keys())
def test_several_polygons_become_one_multipolygon(area):
    geometry = as_geometry(area)
    assert geometry["type"] == "MultiPolygon"
    assert rotated(geometry) == [[RING], [OTHER_RING]]


def test_only_plain_lists_of_floats_come_out():
    geometry = as_geometry({"type": "Polygon", "coordinates": np.array([[[1, 2], [3, 2], [3, 4]]])})
    assert geometry == {
        "type": "Polygon",
        "coordinates": [[[1.0, 2.0], [3.0, 2.0], [3.0, 4.0], [1.0, 2.0]]],
    }
    (ring,) = geometry["coordinates"]
    assert type(ring) is list
    assert {type(n) for position in ring for n in position} == {float}
    assert json.loads(json.dumps(geometry)) == geometry


def test_the_first_position_stays_the_first():
    assert as_geometry({"type": "Polygon", "coordinates": [RING]})["coordinates"][0] == RING


def test_holes_wind_the_other_way():
    hole = [[37.3, 55.55], [37.35, 55.55], [37.35, 55.58], [37.3, 55.55]]
    for inner in (hole, hole[::-1]):
        rings = as_geometry({"type": "Polygon", "coordinates": [RING[::-1], inner]})["coordinates"]
        assert shapely.LinearRing(rings[0]).is_ccw
        assert not shapely.LinearRing(rings[1]).is_ccw


def test_a_box_across_the_antimeridian_becomes_two():
    assert as_geometry((179, -17, -179, -16)) == {
        "type": "MultiPolygon",
        "coordinates": [
            [[[179.0, -17.0], [180.0, -17.0], [180.0, -16.0], [179.0, -16.0], [179.0, -17.0]]],
            [[[-180.0, -17.0], [-179.0, -17.0], [-179.0, -16.0], [-180.0, -16.0], [-180.0, -17.0]]],
        ],
    }


@pytest.mark.parametrize("box", [(180, 0, -179, 1), (179, 0, -180, 1)])
def test_a_box_that_ends_at_the_antimeridian_stays_one(box):
    assert as_geometry(box)["type"] == "Polygon"


def test_features_without_geometry_are_left_out_and_counted():
    features = collection(None, SQUARE, {"type": "Polygon", "coordinates": []}, None)
    with pytest.warns(AreaWarning, match="^3 of 4 features have no geometry") as caught:
        geometry = as_geometry(features)
    assert rotated(geometry) == [[RING]]
    assert caught[0].filename == __file__, "the warning points at the caller"


def test_rows_without_geometry_are_left_out_and_counted():
    frame = geopandas.GeoDataFrame(geometry=[None, SHAPE, shapely.Polygon()], crs=4326)
    with pytest.warns(AreaWarning, match="^2 of 3 features"):
        assert rotated(as_geometry(frame)) == [[RING]]
    with pytest.warns(AreaWarning, match="^2 of 3 features"):
        assert rotated(as_geometry(list(frame.itertuples()))) == [[RING]]


def test_overlapping_polygons_are_a_warning():
    shifted = {"type": "Polygon", "coordinates": [[[x + 0.01, y] for x, y in RING]]}
    with pytest.warns(AreaWarning, match="^Feature 0 and feature 2 overlap"):
        geometry = as_geometry(collection(SQUARE, OTHER, shifted))
    assert len(geometry["coordinates"]) == 3
    with pytest.warns(AreaWarning, match="^Polygon 0 and polygon 1 overlap"):
        as_geometry({"type": "MultiPolygon", "coordinates": [[RING], [RING]]})


def test_neighbours_are_no_overlap():
    step = EAST - WEST
    cells = [(WEST + i * step, SOUTH, EAST + i * step, NORTH) for i in range(4)]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        as_geometry(cells)
        # one in the hole of another
        hole = [[37.3, 55.55], [37.35, 55.55], [37.35, 55.58], [37.3, 55.58], [37.3, 55.55]]
        ring = {"type": "Polygon", "coordinates": [RING, hole]}
        as_geometry([ring, {"type": "Polygon", "coordinates": [hole]}])
        # neighbours that were computed differently overlap by rounding errors
        as_geometry([(0.1, 0, 0.3, 1), (0.1 + 0.2 - 1e-15, 0, 0.5, 1)])


def test_a_name_that_looks_like_wkt_can_be_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    pathlib.Path("polygon (1).geojson").write_text(json.dumps(SQUARE))
    assert rotated(as_geometry("polygon (1).geojson")) == [[RING]]


lon = st.floats(-180, 180)
lat = st.floats(-90, 90)


@given(lon, lat, lon, lat)
def test_any_box_is_stable(west, south, east, north):
    """What comes out can go in again and stays as it is."""
    try:
        geometry = as_geometry((west, south, east, north))
    except InvalidArea:
        assert south >= north or abs(west - east) in (0, 360)
        return
    assert as_geometry(geometry) == geometry
    assert as_geometry(json.dumps(geometry)) == geometry
    assert all(
        -180 <= x <= 180 and -90 <= y <= 90
        for x, y in shapely.get_coordinates(shapely.geometry.shape(geometry))
    )


def encloses(ring, x, y):
    """Whether a line from a point to infinity crosses a ring an odd number of times."""
    edges = zip(ring, [*ring[1:], ring[0]], strict=True)
    crossed = [
        x < (x2 - x1) * (y - y1) / (y2 - y1) + x1
        for (x1, y1), (x2, y2) in edges
        if (y1 > y) != (y2 > y)
    ]
    return sum(crossed) % 2 == 1


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=3, max_size=8),
    st.booleans(),
)
def test_what_comes_out_is_valid_and_the_same_area(positions, closed):
    ring = [*positions, positions[0]] if closed else positions
    touching = False
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            geometry = as_geometry({"type": "Polygon", "coordinates": [ring]})
        except InvalidArea:
            return
        touching = any("touches itself" in str(each.message) for each in said)
        assert as_geometry(geometry) == geometry
    shape = shapely.geometry.shape(geometry)
    assert shape.is_valid
    assert all(part.exterior.is_ccw for part in shapely.get_parts(shape))
    drawn = shapely.Polygon(positions)
    assert drawn.is_valid != touching
    assert shape.area == pytest.approx(drawn.area, rel=1e-12)
    for x in range(12):
        for y in range(12):
            point = x * 0.5 + 0.237, y * 0.5 + 0.291
            assert shape.contains(shapely.Point(point)) == encloses(positions, *point)
