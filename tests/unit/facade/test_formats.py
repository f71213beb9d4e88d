"""A result is saved in the format that its name says, or refused before a request."""

import csv
import importlib.util
import json
from pathlib import Path

import httpx
import pyarrow.parquet
import pyogrio
import pytest

from mapflow import errors
from tests.support.client_kinds import maybe_await

from .conftest import JOB

ROOT = Path(__file__).resolve().parents[3]
RESULT = ("GET", f"/processings/{JOB}/result")
RING = [[37.0, 55.0], [37.001, 55.0], [37.001, 55.001], [37.0, 55.0]]
COLLECTION = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"n": n, "object_type": "buildings", "class_id": "101"},
            "geometry": {"type": "Polygon", "coordinates": [RING]},
        }
        for n in range(3)
    ],
}


def _lines(path):
    return [json.loads(line)["properties"]["n"] for line in path.read_text("utf-8").splitlines()]


def _table(path):
    with path.open(encoding="utf-8", newline="") as file:
        return [int(row["n"]) for row in csv.DictReader(file)]


READ = {
    "a.geojsonl": _lines,
    "a.CSV": _table,
    "a.parquet": lambda path: pyarrow.parquet.read_table(path)["n"].to_pylist(),
    "a.gpkg": lambda path: list(pyogrio.raw.read(path, layer="a")[3][0]),
    "a.fgb": lambda path: sorted(pyogrio.raw.read(path)[3][0]),
    "a.shp": lambda path: list(pyogrio.raw.read(path)[3][0]),
}


@pytest.mark.usefixtures("disk")
@pytest.mark.filterwarnings("ignore:Names have 10 bytes:mapflow.errors.ResultWarning")
@pytest.mark.parametrize("name", READ)
async def test_a_name_says_the_format(mf, service, tmp_path, name):
    service.responses[RESULT] = COLLECTION
    result = mf.processings.result(JOB)
    path = await maybe_await(result.save(tmp_path / name))
    assert path == tmp_path / name
    assert READ[name](path) == [0, 1, 2]
    assert result.count == 3
    assert len(service.sent(*RESULT)) == 1
    assert {each.stem for each in tmp_path.iterdir()} == {"a"}


async def test_a_shapefile_says_what_it_cannot_hold(mf, service, tmp_path):
    service.responses[RESULT] = COLLECTION
    with pytest.warns(errors.ResultWarning, match="'object_type' is 'object_typ'") as told:
        await maybe_await(mf.processings.result(JOB).save(tmp_path / "a.shp"))
    assert "mapflow/" not in told[0].filename.removeprefix(str(ROOT))


LIBRARIES = {
    "a.parquet": ("pyarrow", r"mapflow-client\[parquet\]"),
    "a.gpkg": ("pyogrio", r"mapflow-client\[geo\]"),
    "a.fgb": ("pyogrio", r"mapflow-client\[geo\]"),
    "a.shp": ("pyogrio", r"mapflow-client\[geo\]"),
}


@pytest.mark.parametrize("name", LIBRARIES)
async def test_a_missing_extra_is_named_before_anything_is_sent(
    mf, service, tmp_path, name, monkeypatch
):
    library, extra = LIBRARIES[name]
    find = importlib.util.find_spec
    monkeypatch.setattr(
        "mapflow.formats._registry.find_spec",
        lambda wanted: None if wanted == library else find(wanted),
    )
    with pytest.raises(errors.ConfigurationError, match=extra) as caught:
        await maybe_await(mf.processings.result(JOB).save(tmp_path / name))
    assert f"need {library}, which is not installed" in str(caught.value)
    assert service.log == []


async def test_a_file_beside_the_shapefile_is_not_replaced(mf, service, tmp_path):
    (tmp_path / "a.dbf").write_text("mine")
    with pytest.raises(errors.InvalidFile, match=r"a\.dbf exists already"):
        await maybe_await(mf.processings.result(JOB).save(tmp_path / "a.shp"))
    assert service.log == []


@pytest.mark.parametrize("name", ["a.gpkg", "a.parquet", "a.csv"])
async def test_a_broken_result_becomes_no_file(mf, service, tmp_path, name, clock):
    service.responses[RESULT] = httpx.Response(200, content=b'{"type": "FeatureCollection", "fea')
    (tmp_path / name).write_text("old")
    with pytest.raises(errors.IncompleteDownload):
        await maybe_await(mf.processings.result(JOB).save(tmp_path / name, overwrite=True))
    assert (tmp_path / name).read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.usefixtures("disk")
async def test_summary(mf, service):
    service.responses[RESULT] = COLLECTION
    summary = await maybe_await(mf.processings.result(JOB).summary())
    assert (summary.count, summary.without_geometry) == (3, 0)
    assert [(each.name, each.count) for each in summary.classes] == [("Apartment buildings", 3)]
    assert summary.area_m2 == pytest.approx(3 * 3560, rel=0.01)
