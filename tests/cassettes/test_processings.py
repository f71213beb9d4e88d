"""Recorded conversations about processings, from the estimate to the result."""

import json

import pytest

from mapflow import errors, sources
from tests.support.client_kinds import gathered, maybe_await
from tests.support.places import BLOCK, MOSCOW, TWO_BLOCKS

MAPBOX = sources.Provider("Mapbox")


async def test_estimate(mf):
    estimate = await maybe_await(
        mf.processings.estimate(model="buildings", area=MOSCOW, source=MAPBOX)
    )
    assert estimate.cost > 0
    assert estimate.area_count == 1
    assert estimate.area_m2 == pytest.approx(265_197, rel=1e-3)


async def test_run_to_result(mf, pace, tmp_path):
    seen = []
    job = await maybe_await(
        mf.processings.run(
            model="🏠 Buildings",
            area=BLOCK,
            source=MAPBOX,
            options={"Simplification": True},
            name="Здания",
            meta={"order": "17"},
            max_cost=1000,
        )
    )
    assert job.status == "UNPROCESSED" or job.status == "IN_PROGRESS"
    await maybe_await(job.wait(**pace(seen)))
    assert (job.status, job.percent, job.name) == ("OK", 100, "Здания")
    assert job.meta["order"] == "17"
    assert [p for p in seen if p < 100], "progress was reported on the way"

    areas = await maybe_await(job.areas())
    assert [a.status for a in areas] == ["OK"]

    result = await maybe_await(job.result())
    path = await maybe_await(result.save(tmp_path / "buildings.geojson"))
    collection = json.loads(path.read_text(encoding="utf-8"))
    assert collection["type"] == "FeatureCollection"
    assert collection["features"]


async def test_result_without_a_file(mf, pace):
    job = await maybe_await(mf.processings.run(model="buildings", area=BLOCK, source=MAPBOX))
    await maybe_await(job.wait(**pace()))
    features = await gathered((await maybe_await(job.result())).features())
    read = await maybe_await((await maybe_await(job.result())).read())
    assert features == read["features"]


async def test_result_of_one_area(mf, pace):
    job = await maybe_await(mf.processings.run(model="buildings", area=TWO_BLOCKS, source=MAPBOX))
    await maybe_await(job.wait(**pace()))
    assert job.area_count == 2
    first, second = await maybe_await(job.areas())
    parts = [
        await maybe_await((await maybe_await(job.result(area=a))).read()) for a in (first, second)
    ]
    whole = await maybe_await((await maybe_await(job.result())).read())
    assert sum(len(p["features"]) for p in parts) == len(whole["features"])


async def test_lists(mf):
    project = await maybe_await(mf.projects.create("Lists"))
    here = await maybe_await(
        mf.processings.run(model="buildings", area=BLOCK, source=MAPBOX, name="default")
    )
    there = await maybe_await(
        mf.processings.run(
            model="forest", area=BLOCK, source=MAPBOX, name="elsewhere", project=project
        )
    )
    of_default = {p.id for p in await maybe_await(mf.processings.list())}
    of_project = {p.id for p in await maybe_await(mf.processings.list(project=project))}
    assert here.id in of_default
    assert there.id not in of_default
    assert of_project == {there.id}
    assert await maybe_await(mf.processings.get(there.id)) == there


async def test_rename_move_delete(mf):
    job = await maybe_await(mf.processings.run(model="buildings", area=BLOCK, source=MAPBOX))
    project = await maybe_await(mf.projects.create("Archive"))

    await maybe_await(job.rename(name="Old town", description="first try"))
    assert (job.name, job.description) == ("Old town", "first try")

    await maybe_await(job.move(project))
    assert job.project_id == project.id
    assert [p.id for p in await maybe_await(project.processings())] == [job.id]

    await maybe_await(job.delete())
    with pytest.raises(errors.NotFound):
        await maybe_await(job.refresh())


async def test_failure_and_restart(mf, pace):
    street_map = sources.XYZ("https://tile.openstreetmap.org/{z}/{x}/{y}.png")
    job = await maybe_await(mf.processings.run(model="buildings", area=BLOCK, source=street_map))
    with pytest.raises(errors.ProcessingFailed) as caught:
        await maybe_await(job.wait(**pace()))
    (message,) = job.messages
    assert message.code == "source-validator.UrlBlacklisted"
    assert "openstreetmap" in message.text
    assert message.text in str(caught.value)

    await maybe_await(job.restart())
    await maybe_await(job.refresh())
    assert job.status != "OK"


async def test_no_result_yet(mf):
    job = await maybe_await(mf.processings.run(model="buildings", area=BLOCK, source=MAPBOX))
    with pytest.raises(errors.InvalidInput, match=r"wait\(\)"):
        await maybe_await((await maybe_await(job.result())).read())


async def test_unknown_id(mf):
    with pytest.raises(errors.NotFound) as caught:
        await maybe_await(mf.processings.get("11111111-1111-4111-8111-111111111111"))
    assert caught.value.status == 404
