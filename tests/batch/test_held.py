"""Rows that hold several named areas, and small areas that share a processing."""

import json

import geopandas
import pytest

from mapflow import Mapflow, SplitLimits, batch, errors
from mapflow.batch._holds import _corners, _Outline, _owner, read_held
from mapflow.batch._rows import read_rows
from mapflow.geometry import read_areas, summarise
from mapflow.sandbox import FaultRule
from mapflow.splitting import limits_of
from tests.batch.conftest import collection
from tests.batch.test_batches import states
from tests.support.places import square

LIMITS = SplitLimits(25e6, 3)


def farms(count=6):
    """Squares side by side, every other one of another farm."""
    found = collection(count)
    for number, feature in enumerate(found["features"]):
        feature["properties"]["farm"] = "Hill" if number % 2 else "Dale"
    return found


def held(rows):
    return {row.name: [each.name for each in read_held(row.holds)] for row in rows}


def within(feature, number):
    """Whether a feature lies in the square of that number."""
    west = 37.3 + number * 0.003
    return all(
        west - 1e-6 <= x <= west + 0.002 + 1e-6 for x, _ in feature["geometry"]["coordinates"][0]
    )


BY_FARM = {"Dale": ["a0", "a2", "a4"], "Hill": ["a1", "a3", "a5"]}


def as_dict(_):
    return farms()


def as_dicts(_):
    return farms()["features"]


def as_frame(_):
    return geopandas.GeoDataFrame.from_features(farms(), crs="EPSG:4326")


def as_iterator(_):
    return iter(farms()["features"])


def as_file(name, **more):
    def write(folder):
        path = folder / name
        as_frame(folder).to_file(path, **more)
        return path

    return write


def as_csv(folder):
    path = folder / "farms.csv"
    frame = as_frame(folder)
    frame.assign(wkt=frame.geometry.to_wkt()).drop(columns="geometry").to_csv(path, index=False)
    return path


@pytest.mark.parametrize(
    "given",
    [as_dict, as_dicts, as_frame, as_iterator, as_csv, as_file("f.geojson", driver="GeoJSON"),
     as_file("f.gpkg"), as_file("f.shp")],
    ids=["dict", "dicts", "frame", "iterator", "csv", "geojson", "gpkg", "shp"],
)  # fmt: skip
def test_a_property_puts_areas_together_whatever_they_come_as(given, tmp_path):
    assert held(read_rows(batch.grouped(given(tmp_path), "farm"), None)) == BY_FARM


def test_collections_and_frames_in_a_mapping_keep_the_names_in_them():
    frame = as_frame(None)
    rows = {"North": farms(2), "South": frame[frame.farm == "Hill"], "East": square(37.5, 55.6)}
    found = read_rows(rows, None)
    assert held(found) == {"North": ["a0", "a1"], "South": ["a1", "a3", "a5"], "East": []}
    assert [json.loads(row.area)["type"] for row in found] == [
        "MultiPolygon", "MultiPolygon", "Polygon"]  # fmt: skip
    by_farm = read_rows({"North": farms(2)}, "farm")
    assert held(by_farm) == {"North": ["Dale", "Hill"]}


async def test_a_row_of_several_areas_is_one_processing_and_its_features_name_them(batches):
    rows = batch.grouped(farms(), "farm")
    estimate = await batches.run(rows, dry_run=True)
    assert (estimate.count, estimate.areas) == (2, 6)
    report = await batches.run(rows)
    assert len(batches.posts()) == len(await batches.there()) == 2
    assert report.spent == estimate.cost == sum(row.cost for row in report.rows)
    assert {row.name: list(row.areas) for row in report.rows} == BY_FARM
    assert str(report).startswith("2 processings of 6 areas: 2 done")
    assert batch.status(batches.folder) == report
    assert json.loads((batches.folder / "report.json").read_text()) == report.to_dict()
    found = [
        feature for row in report.rows for feature in json.loads(row.result.read_text())["features"]
    ]
    assert len(found) > 5
    for feature in found:
        assert within(feature, int(feature["properties"]["area_name"][1:]))
    file = batches.folder / "all.geojson"
    batch.collect(batches.folder, file)
    collected = json.loads(file.read_text())["features"]
    names = {(each["properties"]["cell"], each["properties"]["area_name"]) for each in collected}
    assert names <= {(row, area) for row, areas in BY_FARM.items() for area in areas}
    assert len(names) > 3
    assert (await batches.run(rows)) == report
    assert len(batches.posts()) == 2


async def test_a_kill_before_the_features_are_named_loses_nothing(batches, monkeypatch):
    from mapflow.batch._async import downloads as of_async
    from mapflow.batch._sync import downloads as of_sync

    def stop(*_):
        raise errors.InvalidFile("The disk is full.")

    rows = batch.grouped(farms(), "farm")
    for module in (of_async, of_sync):
        monkeypatch.setattr(module, "name_areas", stop)
    with pytest.raises(errors.InvalidFile, match="full"):
        await batches.run(rows)
    assert "done" not in states(batch.status(batches.folder))
    monkeypatch.undo()
    report = await batches.resume()
    assert report.is_success
    assert len(batches.posts()) == 2
    for row in report.rows:
        for feature in json.loads(row.result.read_text())["features"]:
            assert feature["properties"]["area_name"] in row.areas


async def test_what_failed_is_started_again_as_it_was(batches):
    rows = batch.packed(farms(4), LIMITS)
    report = await batches.run(rows, meta={"sandbox:fail": "inference.internalError"})
    assert states(report) == ["failed", "failed"]
    cost = report.spent
    batches.running.set_faults(FaultRule("status", status=500, operations=["getResult"], count=1))
    again = await batches.resume(retry_failed=True)
    assert [row.areas for row in again.rows] == [("a0", "a1", "a2"), ("a3",)]
    assert again.spent == 2 * cost
    assert len(batches.posts()) == 4


async def test_one_area_that_cannot_be_used_stops_its_row_only(batches):
    areas = farms(4)
    areas["features"][1]["geometry"]["coordinates"][0][1][1] = 95.0
    report = await batches.run(batch.grouped(areas, "farm"))
    assert states(report) == ["done", "refused"]
    assert "95" in report.rows[1].note
    packed = await batches.run(batch.packed(areas, LIMITS), folder=batches.folder / "packed")
    names = [row.name for row in packed.rows]
    assert dict(zip(names, states(packed), strict=True)) == {
        "a0 and 2 more": "done",
        "a1": "refused",
    }


def test_packing_keeps_the_limits_and_every_area():
    areas = collection(20)
    areas["features"] += [
        {"type": "Feature", "properties": {"name": "large"}, "geometry": square(37.5, 55.6, 0.05)},
        {"type": "Feature", "properties": {"name": "far"}, "geometry": square(57.5, 55.6)},
        {"type": "Feature", "properties": {"name": "touching"}, "geometry": square(37.302, 55.636)},
    ]
    rows = batch.packed(areas, LIMITS)
    together = {name: [each.name for each in row] for name, row in rows.items()}
    assert sorted(name for names in together.values() for name in names) == sorted(
        feature["properties"]["name"] for feature in areas["features"]
    )
    assert together["far"] == ["far"]
    for name, row in rows.items():
        assert len(row) <= 3
        assert sum(summarise(each.geometry).area_m2 for each in row) <= 25e6
        assert name == (f"{row[0].name} and {len(row) - 1} more" if len(row) > 1 else row[0].name)
    (touching,) = (names for names in together.values() if "touching" in names)
    assert not {"a0", "a1"} & set(touching)  # it lies between them
    assert len(rows) <= 9
    assert batch.packed(areas, LIMITS) == rows


def test_areas_that_touch_never_share_a_processing():
    areas = {"a": square(37.3, 55.6), "b": square(37.302, 55.6), "c": square(37.305, 55.6)}
    rows = [[each.name for each in row] for row in batch.packed(areas, LIMITS).values()]
    assert len(rows) == 2
    assert ["a", "b"] not in rows


def test_a_feature_belongs_where_most_of_its_corners_lie():
    yard = [[[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]], [[1, 1], [3, 1], [3, 3], [1, 3], [1, 1]]]
    court = [[[1, 1], [3, 1], [3, 3], [1, 3], [1, 1]]]
    isle = [[[9, 0], [10, 0], [10, 1], [9, 1], [9, 0]]]
    areas = [("yard", [_Outline(yard), _Outline(isle)]), ("court", [_Outline(court)])]
    assert _owner([[2, 2]], areas) == "court"
    assert _owner([[0.5, 0.5]], areas) == "yard"
    assert _owner([[9.5, 0.5], [2, 2], [9.6, 0.6]], areas) == "yard"
    assert _owner([[12, 0]], areas) == "yard"
    assert _owner([], areas) is None


def test_a_feature_outside_all_areas_belongs_to_the_nearest():
    hook = [[[0, 0], [4, 0], [4, 4], [3, 4], [3, 1], [0, 1], [0, 0]]]
    yard = [[[1, 2], [2, 2], [2, 3], [1, 3], [1, 2]]]
    areas = [("hook", [_Outline(hook)]), ("yard", [_Outline(yard)])]
    # It fills the yard, and its corners lie a rounding error outside, in the box of the hook.
    fills = [[0.999, 1.999], [2.001, 1.999], [2.001, 3.001], [0.999, 3.001]]
    assert _owner(fills, areas) == "yard"
    assert _owner([[0.5, 1.2]], areas) == "hook"
    # A degree of longitude is half as long here.
    north = [("up", [_Outline([[[0, 60.015], [1, 60.015], [1, 61], [0, 61], [0, 60.015]]])])]
    east = [("right", [_Outline([[[0.02, 60], [1, 60], [1, 60.001], [0.02, 60.001], [0.02, 60]]])])]
    assert _owner([[0, 60]], north + east) == "right"


def test_the_corner_at_which_a_ring_closes_counts_once():
    geometry = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    assert len(list(_corners(geometry))) == 3


def test_packed_areas_with_the_same_name_stay_rows_of_their_own():
    crops = collection(8, crop="wheat")
    rows = batch.packed(crops, LIMITS, name_field="crop")
    assert [len(row) for row in rows.values()] == [3, 3, 2]
    assert list(rows) == ["wheat and 2 more", "wheat and 2 more (2)", "wheat and 1 more"]
    same = collection(1)
    twice = batch.packed(read_areas(same) + read_areas(same), LIMITS)
    assert [len(row) for row in twice.values()] == [1, 1]
    assert len({row.name for row in read_rows(twice, None)}) == 2


def test_an_area_whose_box_is_too_large_takes_no_other_with_it():
    pipe = [[[37.0, 55.0], [37.1, 55.1], [37.1001, 55.1], [37.0001, 55.0], [37.0, 55.0]]]
    areas = collection(2)
    areas["features"].append(
        {
            "type": "Feature",
            "properties": {"name": "pipe"},
            "geometry": {"type": "Polygon", "coordinates": pipe},
        }
    )
    rows = [[each.name for each in row] for row in batch.packed(areas, LIMITS).values()]
    assert rows == [["a0", "a1"], ["pipe"]]


@pytest.mark.parametrize("empty", [None, {"type": "Polygon", "coordinates": []}])
def test_an_area_without_a_geometry_makes_its_row_refused(empty):
    areas = farms(2)
    areas["features"][1]["geometry"] = empty
    north, south = read_rows({"North": areas, "South": farms(2)}, None)
    assert north.area is None
    assert "1" in north.fault
    assert south.area is not None


async def test_what_packing_saves_is_what_packed_areas_cost(batches):
    touching = collection(4)
    for number, feature in enumerate(touching["features"]):
        feature["geometry"] = square(37.3 + number * 0.002, 55.636)
    limits = SplitLimits(25e6, 10)
    alone = await batches.run(touching, dry_run=True)
    together = await batches.run(batch.packed(touching, limits), dry_run=True)
    assert together.count == alone.grouping.processings == 2
    assert together.cost == alone.grouping.cost == alone.cost - alone.grouping.saves
    assert together.grouping is None


def test_packing_takes_a_client_and_no_limit_in_another_unit(running):
    with Mapflow(token=running.token, base_url=running.base_url) as client:
        assert batch.packed(collection(3), client) == batch.packed(collection(3), limits_of(client))
    with pytest.raises(errors.InvalidInput, match="aoi_area_limit_m2") as no:
        batch.packed(collection(3), SplitLimits(25, 10))
    assert "square metres" in str(no.value.hint)
