"""A user's program, for the type checkers alone: every expression has exactly the type it says."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import assert_type

import mapflow
from mapflow import (
    AccountStatus,
    Area,
    DryRun,
    Estimate,
    Image,
    JsonValue,
    Mapflow,
    Message,
    Model,
    Mosaic,
    Option,
    Processing,
    Progress,
    Project,
    Result,
    Status,
    Storage,
    batch,
    callbacks,
    errors,
    sources,
    splitting,
)


def shown(progress: Progress) -> None:
    assert_type(progress.done_bytes, int)
    assert_type(progress.total_bytes, int | None)


def account(mf: Mapflow) -> None:
    status = mf.account.status()
    assert_type(status, AccountStatus)
    assert_type(status.email, str)
    assert_type(status.remaining_credits, float | None)
    models = mf.models.list()
    assert_type(models, list[Model])
    assert_type(models[0].options, list[Option])
    assert_type(mf.models.get("buildings"), Model)


def projects(mf: Mapflow) -> None:
    project = mf.projects.default()
    assert_type(project, Project)
    assert_type(project.name, str)
    assert_type(mf.projects.list(), list[Project])
    assert_type(mf.projects.create("Coast", description="x").rename("Shore"), Project)
    assert_type(mf.projects.update(project, name="x"), Project)
    assert_type(mf.projects.get(project.id), Project)
    assert_type(project.processings(), list[Processing])


def processings(mf: Mapflow) -> None:
    estimate = mf.processings.estimate(
        model="buildings", area=(37.29, 55.63, 37.31, 55.64), source=sources.Provider("Mapbox")
    )
    assert_type(estimate, Estimate)
    assert_type(estimate.cost, float)
    job = mf.processings.run(
        model=mf.models.get("buildings"),
        area={"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [0, 0]]]},
        source=sources.XYZ("https://tiles.example.com/{z}/{x}/{y}.png", zoom=18),
        options={"Simplification": True},
        meta={"order": "17"},
        max_cost=50,
    )
    assert_type(job, Processing)
    assert_type(job.id, str)
    perhaps = bool(job.id)
    assert_type(mf.processings.run(like=job, dry_run=True), DryRun)
    assert_type(mf.processings.run(like=job, dry_run=False), Processing)
    assert_type(mf.processings.run(like=job, dry_run=perhaps), Processing | DryRun)
    assert_type(mf.processings.restart(job, dry_run=perhaps), Processing | DryRun)
    assert_type(job.restart(dry_run=perhaps), Processing | DryRun)
    read = mapflow.geometry.read_areas("yards.gpkg", layer="North", crs=32637, repair=True)
    assert_type(mf.processings.run(like=job, area=read), Processing)
    assert_type(mf.processings.run(like=job, area=read[0]), Processing)
    found = mf.catalog.search((0, 0, 1, 1)).all()
    assert_type(mf.catalog.run(found, model="x", dry_run=perhaps), Processing | DryRun)
    run = mf.planned.run
    some = run("id", found, name="x", model="x", area=job, dry_run=perhaps)
    assert_type(some, Processing | DryRun)
    assert_type(job.status, Status)
    assert_type(job.percent, int | None)
    assert_type(job.created, datetime | None)
    assert_type(job.meta, dict[str, str])
    assert_type(job.raw, dict[str, object])
    assert_type(job.messages, list[Message])
    assert_type(job.wait(timeout_s=3600, on_progress=lambda p: print(p.percent)), Processing)
    assert_type(job.rename("Old town").move(mf.projects.default()).restart(), Processing)
    assert_type(job.areas(), list[Area])
    assert_type(mf.processings.list(project="Coast"), list[Processing])

    result = job.result()
    assert_type(result, Result)
    assert_type(result.save("roofs.geojson", overwrite=True, on_progress=shown), Path)
    assert_type(result.features(), Iterator[dict[str, object]])
    assert_type(result.read(), dict[str, object])


def progress_of_everything(mf: Mapflow, job: Processing) -> None:
    show = mapflow.progress.bar("Roofs", every_s=600)
    assert_type(job.wait(on_progress=show), Processing)
    assert_type(mf.processings.wait_all([job], on_progress=show), list[Processing])
    assert_type(job.result().save("roofs.geojson", on_progress=show), Path)
    mf.imagery.mosaics.upload_all("id", ["a.tif"], on_progress=show)
    mapflow.batch.resume(mf, "folder", on_progress=show)


def imagery(mf: Mapflow) -> None:
    image = mf.imagery.upload(Path("field.tif"), name="Field", tags=["a"], on_progress=shown)
    assert_type(image, Image)
    assert_type(mf.imagery.storage(), Storage)
    mosaic = mf.imagery.mosaics.create("Field", tags=["a"])
    assert_type(mosaic, Mosaic)
    assert_type(mf.imagery.mosaics.list(tags=["a"]), list[Mosaic])
    assert_type(mosaic.upload("field.tif"), Image)
    assert_type(mosaic.images(), list[Image])
    sources.GeoTIFF(image)
    sources.GeoTIFF("s3://bucket/field.tif")


def show_poll(job: Processing) -> None:
    assert_type(job.percent, int | None)


def show_file(path: Path, progress: Progress) -> None:
    assert_type(progress.done_bytes, int)


def show_report(report: batch.Report) -> None:
    assert_type(report.spent, float)


def agree(estimate: batch.BatchEstimate) -> None:
    assert_type(estimate.cost, float | None)


def agree_to(plan: splitting.SplitPlan, price: splitting.SplitPrice) -> float | None:
    return price.cost


def read_token() -> str:
    return "me@example.com:secret"


def tile(zoom: int, x: int, y: int) -> bytes | None:
    return None


def functions_that_are_passed(mf: Mapflow) -> None:
    on_poll: callbacks.OnPoll[Processing] = show_poll
    on_transfer: callbacks.OnTransfer = shown
    on_file: callbacks.OnFileTransfer = show_file
    on_report: callbacks.OnReport = show_report
    on_estimate: callbacks.OnEstimate = agree
    on_price: callbacks.OnPrice = agree_to
    token: callbacks.TokenFunction = read_token
    fetch: callbacks.FetchTile = tile
    mf.processings.wait_all([], on_progress=on_poll)
    mf.processings.get("x").result().save("x.geojson", on_progress=on_transfer)
    mf.imagery.mosaics.upload_all("x", ["field.tif"], on_progress=on_file)
    batch.run(
        mf,
        "x.csv",
        model="m",
        source=None,
        folder="x",
        on_progress=on_report,
        on_estimate=on_estimate,
    )
    batch.run_split(mf, "x.shp", "x.gpkg", model="m", on_price=on_price)
    mapflow.maps.stitch((0, 0, 1, 1), fetch, zoom=1)
    Mapflow(token=token).close()
    # Bars and lambdas fit wherever a function is taken; a lambda's argument has its type.
    mf.processings.wait_all([], on_progress=mapflow.progress.bar())
    mf.processings.wait_all([], on_progress=lambda job: assert_type(job, Processing))
    batch.run_split(
        mf, "x.shp", "x.gpkg", model="m", on_progress=lambda r: assert_type(r, batch.Report)
    )


def failures(mf: Mapflow) -> None:
    try:
        mf.processings.get("65285409-ac88-4fc0-a937-193cf42c2343").wait()
    except errors.ProcessingFailed as failed:
        for message in failed.messages:
            assert_type(message.code, str)
            assert_type(message.text, str)
    except errors.ApiError as error:
        assert_type(error.status, int)
        assert_type(error.hint, str | None)
    except errors.MapflowError as error:
        assert_type(error.message, str)


def every_module_is_an_attribute() -> None:
    assert_type(mapflow.limits.area_text(1e6), str)
    assert_type(mapflow.batch.status("roofs"), mapflow.batch.Report)
    assert_type(mapflow.batch.exists("roofs"), bool)
    assert_type(mapflow.spec.path(), Path)
    assert_type(mapflow.status.Status("OK"), mapflow.Status)
    assert_type(mapflow.geometry.as_geometry("0,0,1,1"), mapflow.geometry.Geometry)
    mapflow.config.check_base_url("https://api.mapflow.ai/rest")
    raise mapflow.errors.InvalidInput(
        f"{mapflow.messages.Message} {mapflow.maps.save_html} {mapflow.formats.to_geodataframe}"
        f" {mapflow.joining.Join} {mapflow.rasters} {mapflow.sandbox.start}"
        f" {mapflow.sources.Provider}"
    )


def raw(mf: Mapflow, place: dict[str, list[float]]) -> None:
    response = mf.request("POST", "/new", json=place, params={"tags": ["a"]}, paid=False)
    assert_type(response, JsonValue)
    if isinstance(response, dict):
        found: JsonValue = response["id"]
        assert isinstance(found, str)
        assert_type(found, str)
    mf.request("POST", "/new", json={"on": True, "parts": [place, None, 1.5]}, paid=True)
    assert_type(mf.download("/new", "file"), Path)
    shown = mf.processings.run(model="m", area=(0, 0, 1, 1), extra={"n": [1]}, dry_run=True)
    assert_type(shown, DryRun)
