"""Which areas a batch has, and what their results are called."""

import json

import geopandas
import pytest
import shapely
import shapely.affinity

from mapflow import errors
from mapflow.batch._rows import file_name, read_rows
from mapflow.errors import AreaWarning
from mapflow.geometry import read_areas
from tests.batch.conftest import collection
from tests.support.places import BLOCK


def names(areas, name_field=None):
    return [row.name for row in read_rows(areas, name_field)]


def written(tmp_path, content):
    path = tmp_path / "areas.geojson"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


def renamed(*found, field="name"):
    content = collection(len(found))
    for feature, name in zip(content["features"], found, strict=True):
        feature["properties"] = {} if name is None else {field: name}
    return content


def test_a_feature_is_a_row(tmp_path):
    assert names(written(tmp_path, collection(3))) == ["a0", "a1", "a2"]
    assert names(written(tmp_path, renamed("a", None, "c"))) == ["1", "2", "3"]
    assert names(written(tmp_path, renamed("a", "A", "c"))) == ["1", "2", "3"]
    assert names(written(tmp_path, renamed(7, 8, field="id"))) == ["7", "8"]
    assert names(written(tmp_path, renamed("x", "y", field="farm")), "farm") == ["x", "y"]
    assert names(written(tmp_path, BLOCK)) == ["1"]
    assert names([BLOCK] * 12)[:2] == ["01", "02"]
    assert names({"North": BLOCK, "South": BLOCK}) == ["North", "South"]


def test_names_of_a_mapping_stay_where_files_would_be_alike():
    given = dict.fromkeys(["Ost", "ost", "West", "OST", "ost (2)", "a/b", "a_b"], BLOCK)
    found = names(given)
    assert found == ["Ost", "ost (3)", "West", "OST (4)", "ost (2)", "a/b", "a_b (2)"]
    assert len({file_name(name).casefold() for name in found}) == len(given)


@pytest.mark.parametrize(
    ("content", "field", "said"),
    [
        (renamed("a", None), "name", "1 rows have no 'name'; the first is number 2"),
        (renamed("a", "A"), "name", "Several rows would be called 'a', 'A'"),
        (renamed("a/b", "a_b?"), "name", "Several rows would be called"),
        ({"type": "FeatureCollection", "features": []}, None, "holds no polygon"),
        ("[1]", None, "a bounding box has 4 numbers"),
        ('{"type": "Feat', None, "the JSON is broken"),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path, content, field, said):
    with pytest.raises(errors.InvalidInput, match=said):
        read_rows(written(tmp_path, content), field)


def test_there_is_no_file(tmp_path):
    for name in ("none.geojson", "none.gpkg"):
        with pytest.raises(errors.InvalidInput, match=r"^File .* does not exist"):
            read_rows(tmp_path / name, None)


def test_an_area_that_cannot_be_used_is_said_in_its_row(tmp_path):
    content = collection(2)
    content["features"][1]["geometry"] = None
    good, bad = read_rows(written(tmp_path, content), None)
    assert good.area is not None
    assert good.fault is None
    assert bad.area is None
    assert "geometry" in bad.fault.lower()


FEATURE = collection(1)["features"][0]
SHAPE = shapely.geometry.shape(BLOCK)
BOX = shapely.box(37.3, 55.636, 37.302, 55.638)
SHIFTED = shapely.affinity.translate(SHAPE, 0.01)
IN_METRES = geopandas.GeoDataFrame(
    {"Name": ["North", "South"]}, geometry=[SHAPE, SHIFTED], crs=4326
).to_crs(32637)


@pytest.mark.parametrize(
    ("areas", "expected"),
    [
        (collection(2), ["a0", "a1"]),
        (FEATURE, ["a0"]),
        (BLOCK, ["1"]),
        (SHAPE, ["1"]),
        ((37.3, 55.636, 37.302, 55.638), ["1"]),
        ([(37.3, 55.636, 37.302, 55.638), (37.4, 55.636, 37.402, 55.638)], ["1", "2"]),
        (BOX.wkt, ["1"]),
        (BOX.wkb, ["1"]),
        (IN_METRES, ["North", "South"]),
        (IN_METRES.geometry, ["1", "2"]),
        (iter([SHAPE]), ["1"]),
        ({"North": BLOCK, "South": SHAPE}, ["North", "South"]),
        ({"Both": collection(2)}, ["Both"]),
        ([collection(2), FEATURE], ["1", "2", "3"]),
        (read_areas({"a": BLOCK}), ["a"]),
        (shapely.MultiPolygon([SHAPE, SHIFTED]), ["1"]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_whatever_a_run_takes_a_batch_takes(areas, expected):
    rows = read_rows(areas, None)
    assert [row.name for row in rows] == expected
    assert [row.fault for row in rows] == [None] * len(rows)
    for row in rows:
        west, south, *_ = shapely.geometry.shape(json.loads(row.area)).bounds
        # A hundred metres would be 0.0016 degrees; a lost system is at least that.
        assert (
            min(abs(west - x) for x in (37.3, 37.303, 37.306, 37.31, 37.4, 37.298, 37.308)) < 5e-4
        )
        assert abs(south - 55.636) < 1e-6


def test_what_was_put_right_in_an_area_is_told():
    # A hole that is joined to its shell at a corner, as shapefiles have it.
    shell = [[37, 55], [37.1, 55], [37.1, 55.1], [37, 55.1], [37, 55]]
    ring = [*shell, [37.02, 55.07], [37.05, 55.05]]
    with pytest.warns(AreaWarning, match="^Joined: .*taken apart"):
        (row,) = read_rows({"Joined": {"type": "Polygon", "coordinates": [ring]}}, None)
    assert row.fault is None


def test_other_formats(tmp_path):
    frame = geopandas.GeoDataFrame.from_features(collection(2), crs="EPSG:4326")
    frame.to_crs("EPSG:32637").to_file(tmp_path / "areas.gpkg")
    rows = read_rows(tmp_path / "areas.gpkg", None)
    assert [row.name for row in rows] == ["a0", "a1"]
    west, south = json.loads(rows[0].area)["coordinates"][0][0]
    assert abs(west - 37.3) < 0.01
    assert abs(south - 55.636) < 0.01


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("North", "North"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("..", "_"),
        ("", "_"),
        ("a\x00b?", "ab"),
        ("con", "_con"),
        ("LPT1.x", "_LPT1.x"),
        ("😀" * 300, "😀" * 50),
        ("a. ", "a"),
    ],
)
def test_names_that_files_can_have(name, file):
    assert file_name(name) == file
    assert "/" not in file_name(name)
