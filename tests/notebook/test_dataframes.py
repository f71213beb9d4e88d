"""Lists as data frames: columns of the right types, whatever is missing or odd."""

import sys
from datetime import UTC, datetime

import pytest

from mapflow import AsyncMapflow, CatalogImage, Mapflow, Option, Processing, errors, sources
from mapflow import batch as batches
from mapflow._display.listing import Listing
from mapflow._display.members import members_of
from mapflow._views.account import Model
from mapflow.formats import to_dataframe
from tests.support.places import BLOCK

pandas = pytest.importorskip("pandas")

ID = "65285409-ac88-4fc0-a937-193cf42c2343"
TYPES = {
    "id": "string",
    "name": "string",
    "status": "string",
    "percent": "Int64",
    "cost": "float64",
    "area_m2": "float64",
    "created": "datetime64[us, UTC]",
    "messages": "object",
}


def types_of(frame):
    return {name: str(frame[name].dtype) for name in TYPES}


def jobs(*raws):
    return Listing((Processing(None, {"id": ID} | raw) for raw in raws), kind=Processing)


def test_each_public_member_is_a_column_of_its_type():
    frame = to_dataframe(
        jobs(
            {"name": "a", "status": "OK", "percentCompleted": 100, "cost": 12, "area": 420_000},
            {"created": "2026-03-01T02:30:00+03:00"},
        )
    )
    assert types_of(frame) == TYPES
    assert list(frame["area_m2"])[:1] == [420_000.0]
    assert frame["percent"].isna().tolist() == [False, True]
    assert frame["created"][1] == datetime(2026, 2, 28, 23, 30, tzinfo=UTC)
    public = {name for name in dir(Processing) if isinstance(getattr(Processing, name), property)}
    hidden = {"raw", "data", "params"}
    assert set(frame) == {name for name in public if not name.startswith("_")} - hidden


def test_logins_of_sources_are_not_in_it():
    params = {"raster_password": "hunter22", "url": "https://tiles.example.com/SECRETKEY"}
    frame = to_dataframe(jobs({"params": params}))
    assert "hunter22" not in frame.to_csv()
    assert "SECRETKEY" not in frame.to_csv()


def test_without_items_the_columns_are_there():
    frame = to_dataframe(jobs())
    assert len(frame) == 0
    assert types_of(frame) == TYPES
    assert list(to_dataframe([])) == []


@pytest.mark.parametrize(
    "raw",
    [
        {"percentCompleted": 10**30, "area": float("nan")},
        {"created": "9999-12-31T23:59:59.999999+00:00"},
        {"created": "0001-01-01T00:00:00+00:00"},
        {"created": "yesterday", "cost": "much", "percentCompleted": "x", "name": 7},
    ],
)
def test_odd_values_do_not_cost_the_table(raw):
    assert len(to_dataframe(jobs(raw, {}))) == 2


def test_named_tuples_and_rows_of_a_batch():
    frame = to_dataframe([Option("a", "A", True, 2.0)])
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == {
        "name": "string",
        "label": "string",
        "optional": "boolean",
        "price_per_km2": "float64",
    }
    assert set(members_of(batches.RowReport)) == set(batches.RowReport._fields)
    assert members_of(batches.BatchEstimate)["cost"] == "float"


def test_catalog_images_keep_their_ground():
    outline = {"type": "Polygon", "coordinates": []}
    frame = to_dataframe([CatalogImage({"id": "a", "footprint": outline})])
    assert frame["footprint"][0] == outline


@pytest.mark.parametrize("things", ["abc", 7, None, [1], ["a"], [Option("", "", True, 0), 1]])
def test_what_is_no_list_of_things_is_refused(things):
    with pytest.raises(errors.InvalidInput, match="`things` must be"):
        to_dataframe(things)


def test_without_pandas_the_error_names_the_command(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(errors.ConfigurationError, match=r"pip install .mapflow-client\[geo\]"):
        to_dataframe(jobs())
    pages = Mapflow(token="bmFtZTprZXk=").processings.pages()
    with pytest.raises(errors.ConfigurationError, match="pandas"):
        pages.to_dataframe()  # and nothing was asked: there is no network here


async def test_pages_and_batches_of_both_clients(mapflow_sandbox, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    place = {"model": "forest", "source": sources.Provider("Mapbox")}
    with Mapflow() as mf:
        empty = mf.processings.pages().to_dataframe()
        assert (len(empty), types_of(empty)) == (0, TYPES)
        for name in ("Barns", "Attics", "Cellars"):
            mf.processings.run(**place, area=BLOCK, name=name)
        pages = mf.processings.pages(sort_by="name", page_size=2)
        frame = pages.to_dataframe()
        assert (list(frame["name"]), types_of(frame)) == (["Attics", "Barns", "Cellars"], TYPES)
        assert pages.cursor == 3
        again = pages.to_dataframe()  # as when a cell runs again
        assert list(again["name"]) == list(frame["name"])
        assert "read to its end" in pages._repr_html_()
        part = mf.processings.pages(sort_by="name", page_size=2)
        assert next(iter(part)).name == "Attics"
        assert len(part.to_dataframe()) == 3
        assert len(mf.processings.pages(cursor=1).to_dataframe()) == 2
        assert len(mf.processings.statistics().to_dataframe()) == 3
        assert len(mf.projects.pages().to_dataframe()) == 1
        assert "acquired" in mf.catalog.search(BLOCK).to_dataframe()
        assert len(to_dataframe(mf.models.list())) == len(mf.models.list())
        assert issubclass(mf.models.list().kind, Model)
        estimate = batches.run(mf, [BLOCK], **place, folder="a", dry_run=True)
        assert list(estimate.to_dataframe()["will_run"]) == [True]
    async with AsyncMapflow() as client:
        later = await client.processings.pages(sort_by="name", page_size=2).to_dataframe()
    assert list(later["name"]) == list(frame["name"])
