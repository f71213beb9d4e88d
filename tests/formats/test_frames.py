"""A table of a file is that of its features, and is made of columns."""

import json
import warnings

import pytest
from geopandas.testing import assert_geodataframe_equal

from mapflow.formats import frames, to_geodataframe
from tests.formats.results import ODD, collection, feature, write


def _quietly(source):
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        return to_geodataframe(source), [str(each.message) for each in told]


@pytest.fixture
def small_blocks(monkeypatch):
    from mapflow.formats._arrow import parts

    monkeypatch.setattr(parts, "_BLOCK_BYTES", 20_000)


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("name", [name for name in ODD if name != "NaN coordinate"])
def test_a_table_of_a_file_is_that_of_its_features(tmp_path, name):
    path = write(tmp_path / "in.geojson", ODD[name]())
    ours, told = _quietly(path)
    rows, expected = _quietly(json.loads(path.read_text("utf-8")))
    assert_geodataframe_equal(ours, rows)
    assert ours.geom_type.tolist() == rows.geom_type.tolist()
    assert told == expected


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize(
    "name",
    [
        "plain",
        "open ring",
        "null geometry",
        "NaN",
        "late property",
        "mixed kinds",
        "heights of one",
        "nested",
        "type changes",
        "truth and number",
        "large numbers",
    ],
)
def test_what_is_unusual_takes_no_longer(tmp_path, name, monkeypatch):
    path = write(tmp_path / "in.geojson", ODD[name]())
    monkeypatch.setattr(frames, "features_in", lambda source: pytest.fail("made row by row"))
    assert len(_quietly(path)[0]) == len(ODD[name]()["features"])


@pytest.mark.usefixtures("small_blocks")
def test_whole_numbers_among_objects_stay_such(tmp_path):
    # That there are texts, too, shows when the numbers are read.
    values = [*[1, 2.5, None] * 1000, "a", {"deep": [1, 2.5]}]
    found = [feature(number) | {"properties": {"x": x}} for number, x in enumerate(values)]
    frame, _ = _quietly(write(tmp_path / "in.geojson", collection(found)))
    assert frame["x"].tolist() == values
    assert list(map(type, frame["x"])) == list(map(type, values))


def test_ids_stay_whole_numbers(tmp_path):
    found = [feature(n) | ({"id": n} if n else {}) for n in range(3)]
    frame = to_geodataframe(write(tmp_path / "in.geojson", collection(found)))
    assert frame["feature_id"].tolist() == [None, 1, 2]
