"""What formats cannot hold is refused, said or written in another way; never lost in silence."""

import gc
import json
import os
import sqlite3
import warnings
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

import pyogrio
import pytest

from mapflow import formats
from mapflow.errors import InvalidFile, InvalidInput, ResultWarning
from tests.formats.results import collection, feature, write
from tests.formats.test_tables import GDAL, rows
from tests.formats.test_texts import KML


def saved(path, features):
    """Save features, and give what was said about them."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        formats.save(path, collection(features))
    assert {each.category for each in told} <= {ResultWarning}
    return " ".join(str(each.message) for each in told)


@pytest.mark.parametrize("suffix", [".parquet", *GDAL])
def test_properties_called_like_the_geometry(tmp_path, suffix):
    own = {"GEOMETRY": "a", "Geom": "b", "geom": "c", "Geometry": "d", "WKB_GEOMETRY": "e"}
    path = tmp_path / f"out{suffix}"
    saved(path, [feature(number, **own) for number in range(3)])
    columns, shapes = rows(path)
    assert len([each for each in shapes if each is not None]) == 3
    texts = {values[0] for values in columns.values() if isinstance(values[0], str)}
    assert set(own.values()) <= texts


def test_properties_called_like_any_key(tmp_path):
    own = {"fid": 7, "ogc_fid": 7, "_fid": 7, "__fid": 7, "fid_1": 7, "FID_2": 7}
    path = tmp_path / "out.gpkg"
    assert saved(path, [feature(number, **own) for number in range(3)]) == ""
    columns, _ = rows(path)
    assert {name: columns[name] for name in own} == {key: [7, 7, 7] for key in own}


@pytest.mark.parametrize("number", [1e22, -1e300, 5e-324, 1.23456789012e-9])
def test_a_shapefile_keeps_numbers_of_any_size(tmp_path, number):
    path = tmp_path / "out.shp"
    saved(path, [feature(0, n=0.25), feature(1, n=number), feature(2, n=None)])
    columns, _ = rows(path)
    assert [None if n is None else float(n) for n in columns["n"]] == [0.25, number, None]


def test_a_shapefile_keeps_usual_numbers_as_such(tmp_path):
    usual = [0.1 + 0.2, 123456789.123456789, -1e15, 0.0, 1.5e-10, 0.9999999999]
    path = tmp_path / "out.shp"
    saved(path, [feature(number, n=n) for number, n in enumerate(usual)])
    assert rows(path)[0]["n"] == pytest.approx(usual, rel=1e-9)


def test_a_shapefile_with_rows_that_are_too_long_is_refused(tmp_path):
    long = {f"p{number}": "x" * 254 for number in range(280)}
    with pytest.raises(InvalidFile, match="65,535 are the most in a shapefile"):
        saved(tmp_path / "out.shp", [feature(0, **long)])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb", ".shp", ".kml"])
def test_control_characters(tmp_path, suffix):
    path = tmp_path / f"out{suffix}"
    told = saved(path, [feature(0, note="a\0b"), feature(1, note=None), feature(2, note="c")])
    assert "1 text has control characters that the format cannot hold" in told
    if suffix == ".kml":
        assert "<value>a\ufffdb</value>" in path.read_text("utf-8")
    else:
        assert sorted(rows(path)[0]["note"], key=str) == [None, "a\ufffdb", "c"]
        assert "'x\\x00y' is 'x\ufffdy'" in saved(
            tmp_path / f"b{suffix}", [feature(0, **{"x\0y": 5})]
        )


@pytest.mark.parametrize("count", [0, 2])
def test_a_table_without_properties_has_a_second_column(tmp_path, count):
    point = {"type": "Point", "coordinates": [37, 55]}
    saved(tmp_path / "out.csv", [{"type": "Feature", "geometry": point}] * count)
    lines = (tmp_path / "out.csv").read_text("utf-8").splitlines()
    assert lines == ["WKT,number", "POINT (37.0 55.0),0", "POINT (37.0 55.0),1"][: 1 + count]


def test_kml_keeps_the_ends_of_lines(tmp_path):
    note = "a\r\nb\rc\nd\te"
    saved(tmp_path / "out.kml", [feature(0, note=note)])
    document = ElementTree.parse(tmp_path / "out.kml").getroot()  # noqa: S314  # we made it
    values = {each.get("name"): each[0].text for each in document.iter(f"{KML}Data")}
    assert values["note"] == note


def test_a_style_is_xml_whatever_the_classes_are(tmp_path):
    path = tmp_path / "out.gpkg"
    saved(path, [feature(n, class_id=text) for n, text in enumerate(("\1", "<&\"'>"))])
    with closing(sqlite3.connect(path)) as database:
        ((style,),) = database.execute("SELECT styleQML FROM layer_styles")
    document = ElementTree.fromstring(style)  # noqa: S314  # we made it
    values = [each.get("value") for each in document.iter("category")]
    assert values == ["\ufffd", "<&\"'>"]


@pytest.mark.parametrize("suffix", [".parquet", ".gpkg", ".fgb", ".shp"])
def test_places_beyond_all_bounds(tmp_path, suffix):
    far = feature(0) | {"geometry": {"type": "Point", "coordinates": [1e300, -1e300]}}
    path = tmp_path / f"out{suffix}"
    assert "overflow" not in saved(path, [far])
    assert rows(path)[1][0].x == 1e300


def _cut(path, suffix):
    each = path.with_suffix(suffix)
    os.truncate(each, each.stat().st_size - 9)


def _without(path, statement):
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(statement)


#: What a disk that becomes full takes from a file when GDAL closes it, without a word.
LOST = {
    "the end of a FlatGeobuf": (".fgb", lambda path: _cut(path, ".fgb")),
    "the end of the geometries": (".shp", lambda path: _cut(path, ".shp")),
    "the end of the index": (".shp", lambda path: _cut(path, ".shx")),
    "the end of the values": (".shp", lambda path: _cut(path, ".dbf")),
    "an index of places": (".gpkg", lambda path: _without(path, "DROP TABLE rtree_out_geom")),
    "rows": (".gpkg", lambda path: _without(path, "DELETE FROM out WHERE fid = 3")),
}


@pytest.mark.parametrize("lost", LOST)
def test_a_file_that_is_not_complete_gets_no_name(tmp_path, monkeypatch, lost):
    suffix, damage = LOST[lost]
    write = pyogrio.write_arrow

    def write_less(given, path, **kwargs):
        write(given, path, **kwargs)
        damage(Path(path))

    monkeypatch.setattr(pyogrio, "write_arrow", write_less)
    with pytest.raises(InvalidFile, match="not complete; the disk is probably full"):
        saved(tmp_path / f"out{suffix}", [feature(number) for number in range(50)])
    assert list(tmp_path.iterdir()) == []


ONE = feature(0)
INSTEAD = {
    "a feature": (ONE, 1),
    "a geometry": (ONE["geometry"], 1),
    "a list": ([ONE, ONE], 2),
    "geometries among the features": (collection([ONE["geometry"], ONE]), 2),
    "a feature that does not say so": (collection([{"geometry": ONE["geometry"]}]), 1),
}


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".gpkg"])
@pytest.mark.parametrize("name", INSTEAD)
def test_files_of_other_geojson(tmp_path, name, suffix):
    content, count = INSTEAD[name]
    path = tmp_path / f"out{suffix}"
    formats.save(path, write(tmp_path / "in.geojson", content))
    if suffix == ".csv":
        shapes = [line for line in path.read_text().splitlines()[1:] if "POLYGON" in line]
    else:
        shapes = [each for each in rows(path)[1] if each is not None]
    assert len(shapes) == count
    table = formats.to_geodataframe(tmp_path / "in.geojson")
    assert table.geometry.notna().sum() == count


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".gpkg"])
def test_a_failure_in_the_form_of_a_result(tmp_path, suffix):
    path = write(tmp_path / "in.geojson", collection([], error="quota exceeded"))
    with pytest.raises(InvalidInput, match="quota exceeded"):
        formats.save(tmp_path / f"out{suffix}", path)
    with pytest.raises(InvalidInput, match="quota exceeded"):
        formats.to_geodataframe(path)
    with pytest.raises(InvalidInput, match="quota exceeded"):
        formats.summarise(path)
    assert [each.name for each in tmp_path.iterdir()] == ["in.geojson"]


@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("suffix", [".parquet", ".gpkg", ".fgb", ".shp"])
def test_no_file_stays_open(tmp_path, suffix):
    (tmp_path / "in.geojson").write_text('{"type": "FeatureCollection", "features": [{}, ')
    with pytest.raises(InvalidInput, match="broken"):
        formats.save(tmp_path / f"out{suffix}", tmp_path / "in.geojson")
    gc.collect()
    assert [each.name for each in tmp_path.iterdir()] == ["in.geojson"]


PATH = {"type": "LineString", "coordinates": [[37, 55, 120], [38, 56, 130]]}
SOME_HEIGHTS = [
    {"type": "LineString", "coordinates": [[37, 55, 120], [38, 56]]},
    {"type": "MultiPoint", "coordinates": [[37, 55, 120], [38, 56]]},
    {"type": "MultiLineString", "coordinates": [PATH["coordinates"], [[37, 55], [38, 56]]]},
    {"type": "GeometryCollection", "geometries": [PATH, {"type": "Point", "coordinates": [1, 2]}]},
]


@pytest.mark.parametrize("suffix", [".geojson", ".csv", ".kml", ".parquet", ".gpkg"])
@pytest.mark.parametrize("geometry", SOME_HEIGHTS, ids=[each["type"] for each in SOME_HEIGHTS])
def test_heights_of_some_positions(tmp_path, geometry, suffix):
    path = tmp_path / f"out{suffix}"
    told = saved(path, [feature(0) | {"geometry": geometry}, feature(1)])
    assert "1 geometry has heights in some positions only, and none in the file." in told
    if suffix in (".parquet", ".gpkg"):
        assert not any(shape.has_z for shape in rows(path)[1])
    else:
        assert "120" not in path.read_text("utf-8")


def test_more_than_three_numbers(tmp_path):
    measured = {"type": "LineString", "coordinates": [[37, 55, 120, 7], [38, 56, 130, 8]]}
    told = saved(tmp_path / "out.geojsonl", [feature(0) | {"geometry": measured}])
    assert "1 geometry has positions of more than three numbers" in told
    assert json.loads((tmp_path / "out.geojsonl").read_text("utf-8"))["geometry"] == PATH


def test_heights_stay_where_places_move(tmp_path):
    corners = [[413000, 6167000, 5], [413200, 6167000, 6], [413200, 6167200, 7]]
    geometry = {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}
    metres = {"type": "name", "properties": {"name": "EPSG:32637"}}
    found = collection([feature(0) | {"geometry": geometry}], crs=metres)
    formats.save(tmp_path / "out.geojsonl", found)
    ((ring,),) = [
        json.loads(line)["geometry"]["coordinates"]
        for line in (tmp_path / "out.geojsonl").read_text("utf-8").splitlines()
    ]
    assert [position[2] for position in ring] == [5, 6, 7, 5]
    assert 37 < ring[0][0] < 38


def test_tables_say_which_heights_they_lose(tmp_path):
    found = collection([feature(0) | {"geometry": SOME_HEIGHTS[0]}])
    for source in (found, write(tmp_path / "in.geojson", found)):
        with pytest.warns(ResultWarning, match="in some positions only, and none in the table"):
            assert not formats.to_geodataframe(source).has_z.any()


@pytest.mark.parametrize("suffix", [".csv", ".geojson"])
def test_values_that_are_left_out_are_counted(tmp_path, suffix):
    deep = json.loads("[" * 70 + "]" * 70)
    listed = feature(1) | {"properties": [1, 2]}
    told = saved(tmp_path / f"out{suffix}", [feature(0, deep=deep), listed])
    assert "1 value lies in more than 50 others, and '…' in the file." in told
    assert "1 feature has properties that are not an object, and none in the file." in told


NAMES = [
    *("a;b", "a!b", 'x"y', "it's", "x\ny", "layer_styles", "gpkg_contents", "sqlite_x", "?x"),
    *("-x", "select", "_x", "🏠", "a.b", "result"),
]


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb", ".SHP"])
@pytest.mark.parametrize("name", NAMES)
def test_names_of_files_are_only_names(tmp_path, name, suffix):
    others = (".shp", ".shx", ".dbf", ".prj", ".cpg") if suffix.lower() == ".shp" else ()
    path = tmp_path / f"{name}{suffix}"
    formats.save(path, [feature(0) | {"properties": {"n": 5}}])
    wanted = {path.name} | {f"{name}{each}" for each in others if each != suffix.lower()}
    assert {each.name for each in tmp_path.iterdir()} == wanted
    for each in wanted:
        (tmp_path / each).rename(tmp_path / f"plain{Path(each).suffix.lower()}")
    assert rows(tmp_path / f"plain{suffix.lower()}")[0]["n"] == [5]


@pytest.mark.parametrize("suffix", GDAL)
@pytest.mark.parametrize("name", ["Work!", "a!b;c", "x?y", "a\tb"])
def test_folders_that_look_like_addresses(tmp_path, name, suffix):
    folder = tmp_path / name
    folder.mkdir()
    formats.save(folder / f"out{suffix}", [feature(0) | {"properties": {"n": 5}}])
    assert {each.stem for each in folder.iterdir()} == {"out"}
    assert [each.name for each in tmp_path.iterdir()] == [name]
    folder.rename(tmp_path / "plain")
    assert rows(tmp_path / "plain" / f"out{suffix}")[0]["n"] == [5]
