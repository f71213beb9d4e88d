"""Recorded conversations about processings, from the estimate to the result."""

import json

import pytest

from mapflow import errors, sources
from tests.support.flavours import gathered, settled
from tests.support.places import BLOCK, MOSCOW, TWO_BLOCKS

MAPBOX = sources.Provider("Mapbox")


async def test_estimate(mf):
    estimate = await settled(mf.processings.estimate(model="buildings", area=MOSCOW, source=MAPBOX))
    assert estimate.cost > 0
    assert estimate.area_count == 1
    assert estimate.area_m2 == pytest.approx(265_197, rel=1e-3)


async def test_run_to_result(mf, pace, tmp_path):
    seen = []
    job = await settled(
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
    await settled(job.wait(**pace(seen)))
    assert (job.status, job.percent, job.name) == ("OK", 100, "Здания")
    assert job.meta["order"] == "17"
    assert [p for p in seen if p < 100], "progress was reported on the way"

    areas = await settled(job.areas())
    assert [a.status for a in areas] == ["OK"]

    result = await settled(job.result())
    path = await settled(result.save(tmp_path / "buildings.geojson"))
    collection = json.loads(path.read_text(encoding="utf-8"))
    assert collection["type"] == "FeatureCollection"
    assert collection["features"]


async def test_result_without_a_file(mf, pace):
    job = await settled(mf.processings.run(model="buildings", area=BLOCK, source=MAPBOX))
    await settled(job.wait(**pace()))
    features = await gathered((await settled(job.result())).features())
    read = await settled((await settled(job.result())).read())
    assert features == read["features"]


async def test_result_of_one_area(mf, pace):
    job = await settled(mf.processings.run(model="buildings", area=TWO_BLOCKS, source=MAPBOX))
    await settled(job.wait(**pace()))
    assert job.area_count == 2
    first, second = await settled(job.areas())
    parts = [await settled((await settled(job.result(area=a))).read()) for a in (first, second)]
    whole = await settled((await settled(job.result())).read())
    assert sum(len(p["features"]) for p in parts) == len(whole["features"])


async def test_lists(mf):
    project = await settled(mf.projects.create("Lists"))
    here = await settled(
        mf.processings.run(model="buildings", area=BLOCK, source=MAPBOX, name="default")
    )
    there = await settled(
        mf.processings.run(
            model="forest", area=BLOCK, source=MAPBOX, name="elsewhere", project=project
        )
    )
    of_default = {p.id for p in await settled(mf.processings.list())}
    of_project = {p.id for p in await settled(mf.processings.list(project=project))}
    assert here.id in of_default
    assert there.id not in of_default
    assert of_project == {there.id}
    assert await settled(mf.processings.get(there.id)) == there


async def test_rename_move_delete(mf):
    job = await settled(mf.processings.run(model="buildings", area=BLOCK, source=MAPBOX))
    project = await settled(mf.projects.create("Archive"))

    await settled(job.rename(name="Old town", description="first try"))
    assert (job.name, job.description) == ("Old town", "first try")

    await settled(job.move(project))
    assert job.project_id == project.id
    assert [p.id for p in await settled(project.processings())] == [job.id]

    await settled(job.delete())
    with pytest.raises(errors.NotFound):
        await settled(job.refresh())


async def test_failure_and_restart(mf, pace):
    street_map = sources.XYZ("https://tile.openstreetmap.org/{z}/{x}/{y}.png")
    job = await settled(mf.processings.run(model="buildings", area=BLOCK, source=street_map))
    with pytest.raises(errors.ProcessingFailed) as caught:
        await settled(job.wait(**pace()))
    (message,) = job.messages
    assert message.code == "source-validator.UrlBlacklisted"
    assert "openstreetmap" in message.text
    assert message.text in str(caught.value)

    await settled(job.restart())
    await settled(job.refresh())
    assert job.status != "OK"


async def test_no_result_yet(mf):
    job = await settled(mf.processings.run(model="buildings", area=BLOCK, source=MAPBOX))
    with pytest.raises(errors.InvalidInput, match=r"wait\(\)"):
        await settled((await settled(job.result())).read())


async def test_unknown_id(mf):
    with pytest.raises(errors.NotFound) as caught:
        await settled(mf.processings.get("11111111-1111-4111-8111-111111111111"))
    assert caught.value.status == 404
