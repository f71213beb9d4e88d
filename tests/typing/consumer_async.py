"""The same with the async client, in short: what is awaited yields the same types."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import assert_type

from mapflow import (
    AccountStatus,
    AsyncImage,
    AsyncMapflow,
    AsyncMosaic,
    AsyncProcessing,
    AsyncProject,
    AsyncResult,
    DryRun,
    JsonValue,
    Model,
    callbacks,
    sources,
)


async def main() -> None:
    async with AsyncMapflow(token=lambda: "me@example.com:secret", timeout_s=10) as mf:
        assert_type(mf, AsyncMapflow)
        assert_type(await mf.account.status(), AccountStatus)
        assert_type(await mf.models.list(), list[Model])
        project = await mf.projects.default()
        assert_type(project, AsyncProject)
        job = await mf.processings.run(
            model="buildings", area="aoi.geojson", source=sources.Provider("Mapbox")
        )
        assert_type(job, AsyncProcessing)
        assert_type(await job.wait(), AsyncProcessing)
        perhaps = bool(job.id)
        assert_type(await mf.processings.run(like=job, dry_run=True), DryRun)
        assert_type(await mf.processings.run(like=job, dry_run=False), AsyncProcessing)
        assert_type(await mf.processings.run(like=job, dry_run=perhaps), AsyncProcessing | DryRun)
        assert_type(await mf.processings.restart(job, dry_run=perhaps), AsyncProcessing | DryRun)
        assert_type(await job.restart(dry_run=perhaps), AsyncProcessing | DryRun)
        found = await mf.catalog.search((0, 0, 1, 1)).all()
        assert_type(
            await mf.catalog.run(found, model="x", dry_run=perhaps), AsyncProcessing | DryRun
        )
        run = mf.planned.run
        some = await run("id", found, name="x", model="x", area=job, dry_run=perhaps)
        assert_type(some, AsyncProcessing | DryRun)
        assert_type(await mf.processings.list(), list[AsyncProcessing])
        result = job.result()
        assert_type(result, AsyncResult)
        assert_type(await result.save("roofs.geojson"), Path)
        assert_type(result.features(), AsyncIterator[dict[str, object]])
        image = await mf.imagery.upload("field.tif")
        assert_type(image, AsyncImage)
        assert_type(await mf.imagery.mosaics.get(image.mosaic_id or ""), AsyncMosaic)


def show_poll(job: AsyncProcessing) -> None:
    assert_type(job.percent, int | None)


async def functions_that_are_passed(mf: AsyncMapflow) -> None:
    on_poll: callbacks.OnPoll[AsyncProcessing] = show_poll
    assert_type(await mf.processings.wait_all([], on_progress=on_poll), list[AsyncProcessing])


async def raw(mf: AsyncMapflow, place: dict[str, list[float]]) -> None:
    response = await mf.request("POST", "/new", json=place, params={"tags": ["a"]}, paid=False)
    assert_type(response, JsonValue)
    if isinstance(response, dict):
        found: JsonValue = response["id"]
        assert isinstance(found, str)
        assert_type(found, str)
    await mf.request("POST", "/new", json={"on": True, "parts": [place, None, 1.5]}, paid=True)
    assert_type(await mf.download("/new", "file"), Path)
    shown = await mf.processings.run(model="m", area=(0, 0, 1, 1), extra={"n": [1]}, dry_run=True)
    assert_type(shown, DryRun)
