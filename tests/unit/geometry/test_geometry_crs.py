"""Reference systems: taken from wherever the input names them, converted where needed."""

import json
import sys

import geopandas
import pyproj
import pytest
import rasterio.crs
import shapely

from mapflow.errors import InvalidArea
from mapflow.geometry import as_geometry

SHAPE = shapely.Polygon([(37.25, 55.5), (37.5, 55.5), (37.5, 55.625), (37.25, 55.625)])
UTM = "EPSG:32637"
_TO_UTM = pyproj.Transformer.from_crs(4326, UTM, always_xy=True)
METRES = shapely.Polygon([_TO_UTM.transform(x, y) for x, y in SHAPE.exterior.coords])
MERCATOR_WKT = shapely.Polygon(
    [
        pyproj.Transformer.from_crs(4326, 3857, always_xy=True).transform(x, y)
        for x, y in SHAPE.exterior.coords
    ]
).wkt


class Described:
    def __init__(self, shape, crs):
        self.__geo_interface__ = shape.__geo_interface__
        self.crs = crs


def same_place(geometry, tolerance=1e-9):
    found = shapely.geometry.shape(geometry)
    return shapely.hausdorff_distance(found, SHAPE) < tolerance


def member(name):
    return {"type": "name", "properties": {"name": name}}


IN_METRES = {
    "frame": (geopandas.GeoDataFrame(geometry=[METRES], crs=UTM), None),
    "series": (geopandas.GeoSeries([METRES], crs=UTM), None),
    "list of frames": ([geopandas.GeoSeries([METRES], crs=UTM)], None),
    "object with a system": (Described(METRES, UTM), None),
    "object with a rasterio system": (Described(METRES, rasterio.crs.CRS.from_epsg(32637)), None),
    "crs member": ({**METRES.__geo_interface__, "crs": member(UTM)}, None),
    "crs member as urn": (
        json.dumps({**METRES.__geo_interface__, "crs": member("urn:ogc:def:crs:EPSG::32637")}),
        None,
    ),
    "crs member of the collection": (
        {
            "type": "FeatureCollection",
            "crs": member(UTM),
            "features": [{"type": "Feature", "geometry": METRES.__geo_interface__}],
        },
        None,
    ),
    "wkt with a system": (f"SRID=3857;{MERCATOR_WKT}", None),
    "named": (METRES, UTM),
    "named by number": (METRES, 32637),
    "named by object": (METRES, pyproj.CRS(32637)),
    "named by wkt": (METRES, pyproj.CRS(32637).to_wkt()),
    "named for a row": (
        next(geopandas.GeoDataFrame(geometry=[METRES], crs=UTM).itertuples()),
        UTM,
    ),
    "named against a wrong label": (
        geopandas.GeoDataFrame(geometry=[METRES], crs="EPSG:32636"),
        UTM,
    ),
    "named against a label of lon/lat": (
        geopandas.GeoDataFrame(geometry=[METRES], crs="EPSG:4326"),
        UTM,
    ),
}


@pytest.mark.parametrize(("area", "crs"), IN_METRES.values(), ids=IN_METRES.keys())
def test_metres_become_degrees(area, crs):
    assert same_place(as_geometry(area, crs=crs))


def test_a_box_in_metres():
    west, south, east, north = METRES.bounds
    geometry = as_geometry((west, south, east, north), crs=UTM)
    assert same_place(geometry, tolerance=0.01)
    with pytest.raises(InvalidArea, match="west edge") as caught:
        as_geometry((east, south, west, north), crs=UTM)
    assert caught.value.reason == "bad_bbox"


@pytest.mark.parametrize(
    "crs",
    [
        4326,
        "epsg:4326",
        "EPSG:4326",
        "OGC:CRS84",
        "CRS84",
        "WGS84",
        "urn:ogc:def:crs:EPSG::4326",
        "urn:ogc:def:crs:OGC:1.3:CRS84",
        "http://www.opengis.net/def/crs/EPSG/0/4326",
        "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
    ],
)
def test_longitude_and_latitude_need_no_library(crs, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyproj", None)
    assert same_place(as_geometry(SHAPE, crs=crs), tolerance=1e-15)


def test_the_authority_does_not_swap_the_axes():
    frame = geopandas.GeoDataFrame(geometry=[SHAPE], crs="EPSG:4326")
    assert as_geometry(frame) == as_geometry(SHAPE)


def test_other_degrees_are_converted_too():
    """Pulkovo 1942 is in degrees, and a hundred metres off."""
    geometry = as_geometry(SHAPE, crs="EPSG:4284")
    assert not same_place(geometry, tolerance=1e-4)
    assert same_place(geometry, tolerance=1e-2)


def test_each_part_has_its_own_system():
    geometry = as_geometry(
        [
            geopandas.GeoSeries([METRES], crs=UTM),
            f"SRID=3857;{MERCATOR_WKT.replace('POLYGON', 'Polygon')}",
            (40, 55, 41, 56),
        ][::2]
    )
    assert len(geometry["coordinates"]) == 2
    assert same_place({"type": "Polygon", "coordinates": geometry["coordinates"][0]})


def test_a_place_outside_the_system():
    far = shapely.Polygon([(1e12, 0), (2e12, 0), (2e12, 1e12)])
    with pytest.raises(InvalidArea, match="has no longitude and latitude in EPSG:32637") as caught:
        as_geometry([METRES, far], crs=UTM)
    assert caught.value.reason == "outside_crs"
    assert caught.value.where == "item 1, ring 0, position 0"


@pytest.mark.parametrize("crs", ["EPSG:0", "nonsense", "EPSG:99999", -5])
def test_a_system_that_does_not_exist(crs):
    with pytest.raises(InvalidArea, match="not a coordinate reference system") as caught:
        as_geometry(SHAPE, crs=crs)
    assert caught.value.reason == "unknown_crs"


@pytest.mark.parametrize("area", [METRES, {**METRES.__geo_interface__, "crs": member(UTM)}])
def test_without_pyproj_metres_are_refused(area, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyproj", None)
    with pytest.raises(InvalidArea, match="mapflow-client\\[geo\\]") as caught:
        as_geometry(area, crs=UTM)
    assert caught.value.reason == "needs_extra"


@pytest.mark.parametrize("crs", ["EPSG:32637", "EPSG:3857", "ESRI:102100"])
def test_degrees_that_are_said_to_be_metres(crs):
    """They would be a speck off the coast of Africa, and be charged as an area."""
    ring = [[37.3, 55.636], [37.302, 55.636], [37.302, 55.638], [37.3, 55.636]]
    member = {"type": "name", "properties": {"name": crs}}
    polygon = {"type": "Polygon", "coordinates": [ring]}
    for area, options in (({**polygon, "crs": member}, {}), (polygon, {"crs": crs})):
        with pytest.raises(InvalidArea, match="look like degrees") as caught:
            as_geometry(area, **options)
        assert caught.value.reason == "outside_crs"
        assert crs in str(caught.value)
    assert as_geometry({**polygon, "crs": member}, crs="EPSG:4326")["coordinates"][0][0] == ring[0]
