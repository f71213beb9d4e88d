"""What stands among polygons and covers no area, and systems that say nothing of a place."""

import json

import geopandas
import pyproj
import pytest
import shapely

from mapflow.errors import AreaWarning, InvalidArea
from mapflow.geometry import area_m2, as_geometry, polygon_count, read_areas

SQUARE = shapely.box(37.25, 55.5, 37.5, 55.625)
OTHER = shapely.box(38.25, 55.5, 38.5, 55.625)
PIN = shapely.Point(37, 55)
LINE = shapely.LineString([(37, 55), (38, 55)])


def feature(shape, name):
    properties = {"name": name}
    return {"type": "Feature", "properties": properties, "geometry": shape.__geo_interface__}


FEATURES = [feature(SQUARE, "a"), feature(PIN, "pin"), feature(LINE, "way"), feature(OTHER, "b")]
COLLECTION = {"type": "FeatureCollection", "features": FEATURES}
MIXED = {
    "collection": COLLECTION,
    "text": json.dumps(COLLECTION),
    "lines": "\n".join(map(json.dumps, FEATURES)),
    "frame": geopandas.GeoDataFrame.from_features(FEATURES, crs=4326),
    "nested": {
        "type": "FeatureCollection",
        "features": [FEATURES[0], COLLECTION | {"features": FEATURES[1:]}],
    },
}


@pytest.mark.parametrize("area", MIXED.values(), ids=MIXED)
def test_pins_and_lines_among_polygons_are_left_out_and_told(area):
    with pytest.warns(AreaWarning, match="1 pin and 1 line are omitted"):
        assert polygon_count(as_geometry(area)) == 2
    with pytest.warns(AreaWarning, match="1 pin and 1 line are omitted"):
        assert [(each.name, each.error) for each in read_areas(area)] == [("a", None), ("b", None)]


MIXTURE = shapely.GeometryCollection([PIN, SQUARE])


@pytest.mark.parametrize(
    "area",
    [MIXTURE, MIXTURE.__geo_interface__, MIXTURE.wkt, MIXTURE.wkb, feature(MIXTURE, "m")],
    ids=["shape", "dict", "text", "binary", "feature"],
)
def test_a_collection_of_geometries_too(area):
    with pytest.warns(AreaWarning, match="1 pin is omitted"):
        assert polygon_count(as_geometry(area)) == 1


def test_a_pin_alone_is_still_refused():
    for area in (PIN, feature(PIN, "pin"), [SQUARE, PIN], COLLECTION | {"features": FEATURES[1:3]}):
        with pytest.raises(InvalidArea) as caught:
            as_geometry(area)
        assert caught.value.reason == "not_polygon"


def test_pins_are_left_out_only_where_they_stand_among_polygons():
    """A table leaves out its pins; what comes after the table in a list is judged by itself."""
    table = f"name,wkt\nyard,{SQUARE.wkt!r}\npin,POINT (37 55)\n".replace("'", '"')
    with pytest.raises(InvalidArea, match="Item 1: a Point covers no area"):
        as_geometry([table, PIN])
    empty = {"type": "FeatureCollection", "features": []}
    with pytest.warns(AreaWarning, match="1 pin is omitted"):
        rows = read_areas({"first": table, "second": empty})
    assert [(each.name, each.error is None) for each in rows] == [
        ("first", True),
        ("second", False),
    ]


@pytest.mark.parametrize("crs", ["EPSG:5773", 3855, "EPSG:4978", pyproj.CRS(5705)])
def test_a_system_of_heights_says_nothing_of_a_place(crs):
    with pytest.raises(InvalidArea, match="does not say where a place on a map is") as caught:
        as_geometry(SQUARE, crs=crs)
    assert caught.value.reason == "unknown_crs"
    assert as_geometry(shapely.box(530_000, 180_000, 530_100, 180_100), crs="EPSG:7405")


@pytest.mark.parametrize(
    ("box", "crs"),
    [
        ((300_000, 6_000_000, 700_000, 6_400_000), 32637),
        ((-1_500_000, -1_500_000, -500_000, -500_000), 3413),
    ],
)
def test_edges_of_a_projected_box_bend(box, crs):
    corners = [box[:2], (box[2], box[1]), box[2:], (box[0], box[3])]
    dense = shapely.segmentize(shapely.Polygon(corners), 500).exterior.coords
    there = pyproj.Transformer.from_crs(crs, 4326, always_xy=True)
    exact = shapely.Polygon([there.transform(x, y) for x, y in dense])
    for area in (box, ",".join(map(str, box))):
        found = as_geometry(area, crs=f"EPSG:{crs}")
        shape = shapely.geometry.shape(found)
        assert shape.symmetric_difference(exact).area < 1e-4 * exact.area
        assert area_m2(found) == pytest.approx(
            area_m2({"type": "Polygon", "coordinates": [list(exact.exterior.coords)]}), rel=1e-4
        )
    small = as_geometry((413000, 6167000, 413200, 6167200), crs="EPSG:32637")
    assert len(small["coordinates"][0]) == 5


GML = (
    '<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml"><gml:featureMember><yard>'
    "<gml:Polygon%s><gml:outerBoundaryIs><gml:LinearRing><gml:coordinates>413000,6167000"
    " 413200,6167000 413200,6167200 413000,6167000</gml:coordinates></gml:LinearRing>"
    "</gml:outerBoundaryIs></gml:Polygon></yard></gml:featureMember></gml:FeatureCollection>"
)


def test_gml_that_names_no_system_asks_for_it(tmp_path):
    path = tmp_path / "yard.gml"
    path.write_text(GML % "")
    for area in (path, path.read_bytes()):
        with pytest.raises(InvalidArea, match="srsName") as caught:
            as_geometry(area)
        assert "crs=" in caught.value.hint
        with pytest.raises(InvalidArea, match="srsName"):
            read_areas(area)
    given = as_geometry(path, crs="EPSG:32637")
    path.write_text(GML % ' srsName="EPSG:32637"')
    assert as_geometry(path) == given


def test_pictures_in_kml_are_told(tmp_path):
    overlay = "<GroundOverlay><name>Photo</name><LatLonBox><north>1</north></LatLonBox>"
    ring = "37.25,55.5 37.5,55.5 37.5,55.625 37.25,55.5"
    polygon = (
        "<Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>"
        f"{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
    )
    text = f"<kml><Document>{overlay}</GroundOverlay>%s</Document></kml>"
    with pytest.warns(AreaWarning, match="1 ground overlay is omitted"):
        as_geometry(text % polygon)
    with pytest.raises(InvalidArea, match="only 1 ground overlay"):
        as_geometry((text % "").encode())


def test_what_was_read_is_an_area_again():
    with pytest.warns(AreaWarning):
        both = read_areas(COLLECTION)
    assert as_geometry(both) == as_geometry([SQUARE, OTHER])
    assert as_geometry(both[0]) == as_geometry(SQUARE)
    bow_tie = "POLYGON ((37.30 55.636, 37.304 55.638, 37.304 55.636, 37.30 55.638, 37.30 55.636))"
    mended = read_areas(bow_tie, repair=True)
    assert "repaired" in mended[0].notes[0]
    with pytest.warns(AreaWarning, match="repaired"):
        as_geometry(mended)
