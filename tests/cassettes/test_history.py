"""Recorded conversations about long lists, what was spent, and what users say of results."""

import csv

import pytest

from mapflow import errors, sources
from tests.support.client_kinds import gathered, maybe_await
from tests.support.places import BLOCK

MAPBOX = sources.Provider("Mapbox")


@pytest.fixture
def run(mf):
    def start(name):
        return maybe_await(mf.processings.run(model="forest", area=BLOCK, source=MAPBOX, name=name))

    return start


async def test_processings_page_by_page(mf, run):
    for name in ("Barns", "Attics", "Cellars"):
        await run(name)
    pages = mf.processings.pages(sort_by="name", page_size=2)
    assert [p.name for p in await gathered(pages)] == ["Attics", "Barns", "Cellars"]
    assert (pages.total, pages.cursor) == (3, 3)
    (found,) = await gathered(mf.processings.pages(terms="barn"))
    assert found.name == "Barns"


async def test_projects_page_by_page(mf):
    for name in ("Harbour north", "Hill", "Harbour south"):
        await maybe_await(mf.projects.create(name))
    pages = mf.projects.pages(name="harbour", sort_by="name", descending=False, page_size=1)
    assert [p.name for p in await gathered(pages)] == ["Harbour north", "Harbour south"]
    rest = mf.projects.pages(name="harbour", sort_by="name", descending=False, cursor=1)
    assert [p.name for p in await maybe_await(rest.all())] == ["Harbour south"]


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


async def test_share(mf, control):
    if control:
        control.account("ada@example.com")
    project = await maybe_await(mf.projects.create("Harbour"))
    await maybe_await(mf.projects.share(project, "ada@example.com"))
    shared = await maybe_await(project.refresh())
    assert shared.raw["shareProject"]["users"][0]["role"] == "readonly"
    with pytest.raises(errors.MapflowError):
        await maybe_await(mf.projects.share(project, "nobody@example.com"))


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


async def test_version(mf):
    assert await maybe_await(mf.version())
