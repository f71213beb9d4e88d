"""Which areas a batch has, and what their results are called."""

import json

import pytest

from mapflow import errors
from mapflow.batch._rows import file_name, read_rows
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


@pytest.mark.parametrize(
    ("content", "field", "said"),
    [
        (renamed("a", None), "name", "1 rows have no 'name'; the first is number 2"),
        (renamed("a", "A"), "name", "Several rows would be called 'a', 'A'"),
        (renamed("a/b", "a_b?"), "name", "Several rows would be called"),
        ({"type": "FeatureCollection", "features": []}, None, "no area in the batch"),
        ("[1]", None, "is no GeoJSON"),
        ('{"type": "Feat', None, "is no GeoJSON"),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path, content, field, said):
    with pytest.raises(errors.InvalidInput, match=said):
        read_rows(written(tmp_path, content), field)


def test_there_is_no_file(tmp_path):
    for name in ("none.geojson", "none.gpkg"):
        with pytest.raises(errors.InvalidInput, match="There is no file"):
            read_rows(tmp_path / name, None)


def test_an_area_that_cannot_be_used_is_said_in_its_row(tmp_path):
    content = collection(2)
    content["features"][1]["geometry"] = None
    good, bad = read_rows(written(tmp_path, content), None)
    assert good.area is not None
    assert good.fault is None
    assert bad.area is None
    assert "geometry" in bad.fault.lower()


def test_other_formats(tmp_path):
    import geopandas

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
