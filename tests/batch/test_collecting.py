"""One file of all results of a batch."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from mapflow import Mapflow, SplitLimits, batch, sandbox, sources, split
from mapflow.batch._ledger import Ledger
from mapflow.batch._rows import Row
from mapflow.errors import InvalidFile, InvalidInput, MapflowError
from mapflow.sandbox import scene
from tests.batch.conftest import collection
from tests.joining.world import free_standing, judge, parts_of, polygon, truths
from tests.support.client_kinds import maybe_await

TOWN = free_standing(4, 100)


@pytest.fixture(params=["sync", "async"])
def collect(request):
    function = batch.collect if request.param == "sync" else batch.collect_async

    async def call(*arguments, **more):
        return await maybe_await(function(*arguments, **more))

    return call


def batch_of(folder, parts, *, left_out=()):
    """A finished batch of these parts, as if the service had been there."""
    folder.mkdir()
    rows = [Row(part.name, json.dumps(part.area), None) for part in parts]
    ledger = Ledger.create(folder / "batch.sqlite", rows, {}, "x")
    for number, part in enumerate(parts, 1):
        if part.name in left_out:
            continue
        file = f"{part.name}.geojson"
        features = list(part.features)
        (folder / file).write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        ledger.change(number, state="done", processing_id=part.processing_id, result=file)
    ledger.close()
    return folder


@pytest.fixture(scope="module")
def parts():
    return list(parts_of(TOWN, "clip"))


@pytest.fixture
def folder(tmp_path, parts):
    return batch_of(tmp_path / "roofs", parts)


def features_in(path):
    return json.loads(path.read_text())["features"]


async def test_it_holds_each_object_once(collect, tmp_path, folder, parts):
    found = await collect(folder, tmp_path / "all.geojson")
    features = features_in(found.path)
    verdict = judge(TOWN, features, truths(parts), agreement=0.999)
    assert verdict.given > verdict.truth
    assert (verdict.left_over, verdict.lost, verdict.whole) == (0, 0, 1.0)
    assert found == (tmp_path / "all.geojson", 16, 0, verdict.given, verdict.out, found.joined)
    assert found.joined > 10
    assert [each["properties"]["id"] for each in features] == list(range(1, verdict.out + 1))
    assert {each["properties"]["processing_id"] for each in features} <= {
        f"p{n}" for n in range(16)
    }


async def test_without_joining_all_are_there_in_the_order_of_the_areas(
    collect, tmp_path, folder, parts
):
    found = await collect(folder, tmp_path / "all.geojson", join="none")
    cells = [each["properties"]["cell"] for each in features_in(found.path)]
    assert found.features == found.features_read == len(truths(parts)) == len(cells)
    assert list(dict.fromkeys(cells)) == [part.name for part in parts]


async def test_areas_without_a_result_are_named_or_left_out(collect, tmp_path, parts):
    folder = batch_of(tmp_path / "some", parts, left_out=("r0c1", "r2c2"))
    target = tmp_path / "all.geojson"
    with pytest.raises(InvalidInput, match="2 of 16 areas have no result: 'r0c1' is waiting") as no:
        await collect(folder, target)
    assert "partial=True" in str(no.value.hint)
    assert not target.exists()
    found = await collect(folder, target, partial=True)
    assert (found.areas, found.missing) == (14, 2)
    cells = {each["properties"]["cell"] for each in features_in(target)}
    assert len(cells) == 14


async def test_nothing_is_replaced_unless_it_may_be(collect, tmp_path, folder):
    target = tmp_path / "all.geojson"
    target.write_text("mine")
    with pytest.raises(InvalidFile, match="exists already"):
        await collect(folder, target)
    assert target.read_text() == "mine"
    await collect(folder, target, overwrite=True)
    assert features_in(target)
    with pytest.raises(InvalidFile, match="is the result of one area"):
        await collect(folder, folder / "r0c0.geojson", overwrite=True)


@pytest.mark.parametrize(
    ("damage", "text"),
    [
        (lambda file: file.unlink(), "result of 'r1c1' is missing"),
        (lambda file: file.write_bytes(file.read_bytes()[:-300]), "is not a result: it is cut"),
        (lambda file: file.write_text("<html>"), "is not a result"),
    ],
    ids=["missing", "cut", "page"],
)
async def test_a_damaged_result_ends_it_before_a_file_is_there(
    collect, tmp_path, folder, damage, text
):
    damage(folder / "r1c1.geojson")
    with pytest.raises(InvalidFile, match=text):
        await collect(folder, tmp_path / "all.geojson")
    assert [path.name for path in tmp_path.iterdir()] == ["roofs"]


async def test_other_formats(collect, tmp_path, folder):
    import geopandas

    found = await collect(folder, tmp_path / "all.gpkg")
    frame = geopandas.read_file(found.path, layer="all")
    assert len(frame) == found.features
    assert {"processing_id", "cell", "original_id"} <= set(frame.columns)


async def test_a_folder_without_a_batch(collect, tmp_path):
    with pytest.raises(MapflowError, match="does not exist"):
        await collect(tmp_path, tmp_path / "all.geojson")


def test_killed_at_any_moment_it_leaves_no_part_of_a_file(tmp_path, folder):
    batch.collect(folder, tmp_path / "reference.geojson")
    reference = (tmp_path / "reference.geojson").read_bytes()
    target = tmp_path / "all.geojson"
    arguments = f"{str(folder)!r}, {str(target)!r}, overwrite=True"
    code = f"from mapflow import batch; batch.collect({arguments})"
    begin = time.monotonic()
    subprocess.run([sys.executable, "-c", code], check=True)
    whole_s = time.monotonic() - begin
    target.unlink()
    for share in (0.5, 0.8, 0.95):
        process = subprocess.Popen([sys.executable, "-c", code])
        time.sleep(share * whole_s)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert not target.exists() or target.read_bytes() == reference
    subprocess.run([sys.executable, "-c", code], check=True)
    assert target.read_bytes() == reference


def test_neighbours_of_the_sandbox_become_the_result_of_their_ground(running, tmp_path):
    """Forest is cut at the border of an area; together it is what one processing finds."""
    squares = {
        f"{x}{y}": (37.30 + 0.005 * x, 55.63 + 0.005 * y, 37.305 + 0.005 * x, 55.635 + 0.005 * y)
        for x in range(3)
        for y in range(2)
    }
    mapbox = sources.Provider("Mapbox")
    with Mapflow(token=running.token, base_url=running.base_url) as mf:
        usual = {"model": "forest", "source": mapbox, "interval_s": 0.02}
        batch.run(mf, squares, folder=tmp_path / "parts", **usual)
        batch.run(mf, {"all": (37.30, 55.63, 37.315, 55.64)}, folder=tmp_path / "whole", **usual)
    found = batch.collect(tmp_path / "parts", tmp_path / "forest.geojson")
    whole = features_in(tmp_path / "whole" / "all.geojson")
    assert found.features_read > len(whole)
    assert found.features == len(whole)
    areas = sorted(each["properties"]["area"] for each in features_in(found.path))
    assert areas == pytest.approx(sorted(each["properties"]["area"] for each in whole), abs=2)


def test_unrelated_areas_of_a_batch(running, tmp_path):
    with Mapflow(token=running.token, base_url=running.base_url) as mf:
        report = batch.run(
            mf, collection(3), model="forest", source=sources.Provider("Mapbox"),
            folder=tmp_path / "b", interval_s=0.02,
        )  # fmt: skip
    assert report.is_success
    joined = batch.collect(tmp_path / "b", tmp_path / "all.geojson")
    assert joined.features == joined.features_read > 0
    assert joined.joined == 0


@pytest.mark.parametrize("border", ["owner", "clip", "whole"])
@pytest.mark.parametrize("row_houses", [False, True], ids=["single", "rows"])
def test_however_the_sandbox_cuts_it_is_what_the_ground_holds(
    loopback, tmp_path, border, row_houses
):
    west, south, side = 37.330, 55.600, 0.005
    squares = {
        f"{x}{y}": (
            west + x * side,
            south + y * side,
            west + (x + 1) * side,
            south + (y + 1) * side,
        )
        for x in range(3)
        for y in range(2)
    }
    how = {"border": border, "row_houses": row_houses}
    with sandbox.start(seed=5, speed=20_000, **how) as running, running.client() as mf:
        batch.run(
            mf, squares, model="buildings", source=sources.Provider("Mapbox"),
            folder=tmp_path / "parts", interval_s=0.02,
        )  # fmt: skip
    found = batch.collect(tmp_path / "parts", tmp_path / "roofs.geojson")
    ground = polygon((west, south, west + 3 * side, south + 2 * side))
    is_whole = scene.Border("whole" if border == "clip" else border, row_houses=row_houses)
    truth = list(scene.features("buildings", ground, seed=5, border=is_whole))
    assert found.features == len(truth)
    assert (found.joined > 3) == (border != "owner")
    assert found.features_read - found.features >= found.joined


@pytest.mark.parametrize(("border", "row_houses"), [("clip", True), ("whole", False)])
def test_a_district_that_was_split_comes_back_as_what_it_holds(
    loopback, tmp_path, border, row_houses
):
    corners = [(37.330, 55.600), (37.352, 55.603), (37.349, 55.612), (37.341, 55.609)]
    corners += [(37.334, 55.615), (37.327, 55.608), (37.330, 55.600)]
    district = {"type": "Polygon", "coordinates": [[list(corner) for corner in corners]]}
    plan = split(district, SplitLimits(150_000, 4))
    assert plan.polygon_count > len(plan) > 8
    how = {"border": border, "row_houses": row_houses}
    with sandbox.start(seed=5, speed=20_000, **how) as running, running.client() as mf:
        report = batch.run(
            mf, plan.areas, model="buildings", source=sources.Provider("Mapbox"),
            folder=tmp_path / "parts", interval_s=0.02, parallel=20,
        )  # fmt: skip
    assert report.is_success
    found = batch.collect(tmp_path / "parts", tmp_path / "roofs.geojson")
    setting = scene.Border(border, row_houses=row_houses)
    truth = list(scene.features("buildings", district, seed=5, border=setting))
    assert found.features == len(truth)
    assert found.joined > 20
