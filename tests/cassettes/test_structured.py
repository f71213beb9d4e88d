"""Recorded conversations by version 2 of the API."""

import pytest

from mapflow import errors, sources
from tests.support.client_kinds import maybe_await
from tests.support.places import BLOCK, FIELD, FIELD_IMAGE

MAPBOX = sources.Provider("Mapbox", zoom=18)


async def test_run_to_result(v2, pace):
    price = await maybe_await(v2.processings.estimate(model="buildings", area=BLOCK, source=MAPBOX))
    assert price.cost > 0
    job = await maybe_await(
        v2.processings.run(
            model="buildings", area=BLOCK, source=MAPBOX, name="Roofs", meta={"order": "17"}
        )
    )
    assert job.params["sourceParams"]["dataProvider"]["providerName"] == "Mapbox"
    await maybe_await(job.wait(**pace()))
    assert (job.status, job.percent, job.meta["order"]) == ("OK", 100, "17")
    read = await maybe_await((await maybe_await(job.result())).read())
    assert read["type"] == "FeatureCollection"


async def test_price_of_so_much(mf):
    def price(area_m2):
        return maybe_await(
            mf.processings.estimate_by_size(model="buildings", area_m2=area_m2, source=MAPBOX)
        )

    assert 0 < await price(1_000_000) < await price(9_000_000)


async def test_lists_and_names(v2):
    project = await maybe_await(v2.projects.create("Second"))
    here = await maybe_await(v2.processings.run(model="forest", area=BLOCK, source=MAPBOX))
    there = await maybe_await(
        v2.processings.run(model="forest", area=BLOCK, source=MAPBOX, project=project)
    )
    assert {p.id for p in await maybe_await(v2.processings.list())} == {here.id, there.id}
    assert [p.id for p in await maybe_await(v2.processings.list(project))] == [there.id]
    await maybe_await(there.rename(name="Woods", description="by version 2"))
    assert (there.name, there.description) == ("Woods", "by version 2")


async def test_failure_and_restart(v2, pace):
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
