"""Recorded conversations about processings, from the estimate to the result."""

import csv
import json

import pytest

from mapflow import errors, sources
from tests.support.client_kinds import gathered, maybe_await
from tests.support.places import BLOCK, FIELD, FIELD_IMAGE, MOSCOW, TWO_BLOCKS, square

MAPBOX = sources.Provider("Mapbox")
MAPBOX_18 = sources.Provider("Mapbox", zoom=18)
SOUTH = square(37.31, 55.63)


@pytest.fixture
def run(mf):
    def start(name):
        return maybe_await(mf.processings.run(model="forest", area=BLOCK, source=MAPBOX, name=name))

    return start


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


async def test_page_by_page(mf, run):
    for name in ("Barns", "Attics", "Cellars"):
        await run(name)
    pages = mf.processings.pages(sort_by="name", page_size=2)
    assert [p.name for p in await gathered(pages)] == ["Attics", "Barns", "Cellars"]
    assert (pages.total, pages.cursor) == (3, 3)
    (found,) = await gathered(mf.processings.pages(terms="barn"))
    assert found.name == "Barns"


async def test_statistics(mf, run, pace, tmp_path):
    job = await run("Barns")
    await maybe_await(job.wait(**pace()))
    await run("Attics")
    rows = await gathered(mf.processings.statistics(page_size=1))
    assert {row.name: str(row.status) for row in rows} == {
        "Barns": "OK",
        "Attics": "UNPROCESSED",
    }
    (done,) = await gathered(mf.processings.statistics(statuses=["OK"]))
    assert done.cost == job.cost
    path = await maybe_await(mf.processings.statistics_csv(tmp_path / "history.csv"))
    with path.open(encoding="utf-8", newline="") as file:
        assert len(list(csv.reader(file))) == 3


async def test_rate(mf, run, pace):
    job = await run("Barns")
    with pytest.raises(errors.InvalidInput, match="no result to rate"):
        await maybe_await(mf.processings.rate(job, 5))
    await maybe_await(job.wait(**pace()))
    rated = await maybe_await(mf.processings.rate(job, 4, feedback="Most barns."))
    assert rated.raw["rating"] == {"rating": 4, "feedback": "Most barns."}


async def test_review(mf, run, pace, control):
    if control:
        control.account("demo@example.com", reviewWorkflowEnabled=True)
    first, second = await run("Barns"), await run("Attics")
    for job in (first, second):
        await maybe_await(job.wait(**pace()))
        assert job.review.status == "IN_REVIEW"
    accepted = await maybe_await(mf.processings.accept(first))
    assert accepted.review.status == "ACCEPTED"
    place = {"type": "Feature", "properties": {}, "geometry": BLOCK}
    rejected = await maybe_await(
        mf.processings.reject(second, "The north is missing.", features=[place])
    )
    assert rejected.review.status == "NOT_ACCEPTED"
    with pytest.raises(errors.InvalidInput, match="ACCEPTED"):
        await maybe_await(mf.processings.accept(first))


async def test_waiting_for_all(mf, pace, control):
    jobs = [
        await maybe_await(mf.processings.run(model="forest", area=area, source=MAPBOX))
        for area in (BLOCK, SOUTH)
    ]
    seen = []
    if control:
        control.advance(3600)
    ended = await maybe_await(mf.processings.wait_all(jobs, **pace(seen)))
    assert [job.status for job in ended] == ["OK", "OK"]
    assert ended == jobs
    assert seen


async def test_estimate_by_size(mf):
    def price(area_m2):
        return maybe_await(
            mf.processings.estimate_by_size(model="buildings", area_m2=area_m2, source=MAPBOX_18)
        )

    assert 0 < await price(1_000_000) < await price(9_000_000)


async def test_run_to_result_by_version_2(v2, pace):
    price = await maybe_await(
        v2.processings.estimate(model="buildings", area=BLOCK, source=MAPBOX_18)
    )
    assert price.cost > 0
    job = await maybe_await(
        v2.processings.run(
            model="buildings", area=BLOCK, source=MAPBOX_18, name="Roofs", meta={"order": "17"}
        )
    )
    assert job.params["sourceParams"]["dataProvider"]["providerName"] == "Mapbox"
    await maybe_await(job.wait(**pace()))
    assert (job.status, job.percent, job.meta["order"]) == ("OK", 100, "17")
    read = await maybe_await((await maybe_await(job.result())).read())
    assert read["type"] == "FeatureCollection"


async def test_lists_and_names_by_version_2(v2):
    project = await maybe_await(v2.projects.create("Second"))
    here = await maybe_await(v2.processings.run(model="forest", area=BLOCK, source=MAPBOX_18))
    there = await maybe_await(
        v2.processings.run(model="forest", area=BLOCK, source=MAPBOX_18, project=project)
    )
    assert {p.id for p in await maybe_await(v2.processings.list())} == {here.id, there.id}
    assert [p.id for p in await maybe_await(v2.processings.list(project))] == [there.id]
    await maybe_await(there.rename(name="Woods", description="by version 2"))
    assert (there.name, there.description) == ("Woods", "by version 2")


async def test_failure_and_restart_by_version_2(v2, pace):
    street_map = sources.XYZ("https://tile.openstreetmap.org/{z}/{x}/{y}.png")
    job = await maybe_await(v2.processings.run(model="buildings", area=BLOCK, source=street_map))
    with pytest.raises(errors.ProcessingFailed, match="openstreetmap"):
        await maybe_await(job.wait(**pace()))
    await maybe_await(job.restart())
    assert job.status != "FAILED"


async def test_run_on_a_mosaic(mf, pace):
    image = await maybe_await(mf.imagery.upload(FIELD_IMAGE, name="Field"))
    # Version 1 cannot name a mosaic, so this goes by version 2 without being told to.
    job = await maybe_await(
        mf.processings.run(
            model="forest", area=FIELD, source=sources.MyImagery(mosaic=image.mosaic_id)
        )
    )
    await maybe_await(job.wait(**pace()))
    assert job.status == "OK"
