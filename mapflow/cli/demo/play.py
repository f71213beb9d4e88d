"""The demo, step by step, written as a user of the package would write it."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from mapflow import Mapflow, geometry, sources
from mapflow._text.display import size
from mapflow.cli._exits import Exit, Stop
from mapflow.cli._output import in_credits, km2
from mapflow.cli.demo import examples, steps
from mapflow.cli.demo.scene import Painter
from mapflow.cli.demo.stage import Stage, TourEnded
from mapflow.errors import ProcessingFailed

if TYPE_CHECKING:
    from mapflow import Processing
    from mapflow.sandbox import SandboxProcess

_MAPBOX = sources.Provider("Mapbox")
# The files that the commands of the demo name, so that you can type them in its folder.
_GIVEN = {
    "quarter.geojson": "area.geojson",
    "town.geojson": "town.geojson",
    "forest.tif": "forest.tif",
}
# Virtual seconds for each real one: a processing of some minutes ends in a moment.
_SPEED = 140.0


def play(folder: Path, out: TextIO, *, tour: bool = False) -> list[Path]:
    """Play the demo, telling of it on ``out``; leave its files in ``folder`` and name them."""
    began = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    for name, given in _GIVEN.items():
        shutil.copyfile(examples.path(name), folder / given)
    stage = Stage(out, tour=tour)
    stage.banner(
        "Mapflow demo",
        "A sandbox on this machine stands in for the service: imagery and results are synthetic,"
        " credits are play money, nothing leaves this machine and nothing is charged.",
        *([f"A tour of {len(steps.STEPS)} steps; the files are in {folder}."] if tour else []),
    )
    try:
        left = _perform(stage, folder)
        stage.step(steps.LIVE)
    except TourEnded:
        stage.text(f"The tour has ended. Files so far are in {folder}.")
        return stage.files
    _farewell(stage, folder, time.monotonic() - began - stage.paused_s, left)
    return stage.files


def _perform(stage: Stage, folder: Path) -> float | None:
    """Play all steps that need the sandbox; return the credits that are left."""
    began = time.monotonic()
    stage.step(steps.SANDBOX)
    with (
        _sandbox() as service,
        Mapflow(base_url=service.base_url, token=service.token) as client,
        Painter() as painter,
    ):
        stage.say("Service", f"{service.base_url}, up in {time.monotonic() - began:.1f} s")
        _account(stage, client)
        buildings = _start_buildings(stage, client, folder)
        roads = _start_roads(client, folder)
        _finish_buildings(stage, painter, buildings, folder)
        _finish_roads(stage, painter, client, roads, folder)
        _forest(stage, painter, client, folder)
        _failure(stage, client, folder)
        stage.step(steps.PICTURES)
        for path, what in painter.finished():
            stage.file(path, what)
        return client.account.status().remaining_credits


def _sandbox() -> SandboxProcess:
    from mapflow import sandbox

    try:
        return sandbox.start(speed=_SPEED)
    except RuntimeError as error:
        raise Stop(f"{error}.", Exit.UNEXPECTED) from error


def _account(stage: Stage, client: Mapflow) -> None:
    stage.step(steps.ACCOUNT)
    status = client.account.status()
    stage.say("Account", status.email)
    stage.say("Credits", f"{status.remaining_credits:,.0f}")
    stage.say("Models", ", ".join(model.name for model in status.models))
    stage.say("Imagery", ", ".join(provider.label for provider in status.providers))


def _start_buildings(stage: Stage, client: Mapflow, folder: Path) -> Processing:
    stage.step(steps.BUILDINGS)
    area = folder / "area.geojson"
    estimate = client.processings.estimate(
        model="buildings", area=area, source=_MAPBOX, options=["Classification"]
    )
    lon, lat = estimate.centre
    stage.say("Model", estimate.model.name)
    stage.say("Area", f"{km2(estimate.area_m2)} around {lat:.4f}°N {lon:.4f}°E")
    stage.say("Cost", in_credits(estimate.cost))
    return client.processings.run(
        model="buildings",
        area=area,
        source=_MAPBOX,
        options=["Classification"],
        name="Demo: buildings",
        max_cost=estimate.cost,
    )


def _start_roads(client: Mapflow, folder: Path) -> Processing:
    return client.processings.run(
        model="roads",
        area=folder / "town.geojson",
        source=_MAPBOX,
        name="Demo: roads",
        max_cost=100,
    )


def _finish_buildings(stage: Stage, painter: Painter, processing: Processing, folder: Path) -> None:
    with stage.attend(processing):
        saved = processing.result().save(folder / "buildings.geojson", overwrite=True)
    features = _features(saved)
    stage.file(saved, f"{len(features):,} buildings")
    painter.draw(
        processing,
        geometry.as_geometry(folder / "area.geojson"),
        features,
        subtitle=f"{km2(processing.area_m2)} · {in_credits(processing.cost)}",
        png=folder / "map.png",
        html=folder / "map.html",
    )


def _finish_roads(
    stage: Stage, painter: Painter, client: Mapflow, processing: Processing, folder: Path
) -> None:
    stage.step(steps.ROADS)
    with stage.attend(processing):
        saved = processing.result().save(folder / "roads.geojson", overwrite=True)
    for place, area in enumerate(client.processings.areas(processing), 1):
        stage.say(f"Area {place}", f"{km2(area.area_m2)}, {area.status}")
    features = _features(saved)
    stage.file(saved, f"{len(features):,} stretches of road")
    painter.draw(
        processing,
        geometry.as_geometry(folder / "town.geojson"),
        features,
        subtitle=f"{km2(processing.area_m2)} · {in_credits(processing.cost)}",
        png=folder / "roads.png",
    )


def _forest(stage: Stage, painter: Painter, client: Mapflow, folder: Path) -> None:
    file = folder / "forest.tif"
    stage.step(steps.FOREST)
    image = client.imagery.upload(file, name="Demo")
    stage.say("Uploaded", f"{image.filename}, {size(image.size_bytes)}")
    outline = geometry.as_geometry(image.footprint or "")
    processing = client.processings.run(
        model="forest",
        area=outline,
        source=sources.GeoTIFF(image),
        name="Demo: forest",
        max_cost=50,
    )
    with stage.attend(processing):
        saved = processing.result().save(folder / "forest.geojson", overwrite=True)
    features = _features(saved)
    noun = "piece" if len(features) == 1 else "pieces"
    stage.file(saved, f"{len(features):,} {noun} of forest, found in the pixels of the upload")
    painter.draw(
        processing,
        outline,
        features,
        subtitle=f"{file.name}, uploaded · simple pixel statistics of the sandbox, not a model",
        png=folder / "forest.png",
    )


def _failure(stage: Stage, client: Mapflow, folder: Path) -> None:
    stage.step(steps.FAILURE)
    processing = client.processings.run(
        model="buildings",
        area=folder / "area.geojson",
        source=sources.XYZ(steps.DRAWN_MAP),
        name="Demo: not imagery",
        max_cost=50,
    )
    try:
        with stage.attend(processing):
            processing.wait(timeout_s=10)
    except ProcessingFailed as failure:
        stage.text(*str(failure).splitlines(), style="red")
        codes = ", ".join(message.code for message in failure.messages)
        stage.say("Service said", codes)


def _features(path: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(path.read_bytes())["features"]
    return found


def _farewell(stage: Stage, folder: Path, took_s: float, credits_left: float | None) -> None:
    area = folder / "area.geojson"
    run = f"--model buildings --source provider:Mapbox --area {area}"
    stage.text("1. Get an API token: https://app.mapflow.ai/account/api")
    stage.command("mapflow login", "2. ")
    stage.command(f"mapflow estimate {run}", "3. ")
    stage.command(f"mapflow run {run} --max-cost 50 --output buildings.geojson", "4. ")
    stage.text("")
    left = f"{credits_left or 0:,.0f} credits of play money left"
    stage.text(f"Done in {took_s:.1f} s; {left}.", style="bold")
    stage.text(f"Open the map: {(folder / 'map.html').resolve().as_uri()}", style="bold")
    stage.text(f"The picture of it: {folder / 'map.png'}")
