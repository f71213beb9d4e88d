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
from mapflow.cli.demo import examples
from mapflow.cli.demo.scene import Painter
from mapflow.cli.demo.stage import Stage
from mapflow.errors import ProcessingFailed

if TYPE_CHECKING:
    from mapflow import Processing
    from mapflow.sandbox import SandboxProcess

_MAPBOX = sources.Provider("Mapbox")
# Virtual seconds for each real one: a processing of some minutes ends in a moment.
_SPEED = 140.0


def play(folder: Path, out: TextIO) -> list[Path]:
    """Play the demo, telling of it on ``out``; leave its files in ``folder`` and name them."""
    began = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    stage = Stage(out)
    stage.banner(
        "Mapflow demo",
        "A sandbox on this machine stands in for the service: imagery and results are synthetic,",
        "credits are play money, nothing leaves this machine and nothing is charged.",
    )
    stage.step("A private sandbox", "mapflow sandbox")
    with (
        _sandbox() as service,
        Mapflow(base_url=service.base_url, token=service.token) as client,
        Painter() as painter,
    ):
        stage.say("Service", f"{service.base_url}, up in {time.monotonic() - began:.1f} s")
        _account(stage, client)
        buildings = _start_buildings(stage, client)
        roads = _start_roads(client)
        _finish_buildings(stage, painter, buildings, folder)
        _finish_roads(stage, painter, client, roads, folder)
        _forest(stage, painter, client, folder)
        _failure(stage, client)
        stage.step("Pictures of the results")
        for path, what in painter.finished():
            stage.file(path, what)
        left = client.account.status().remaining_credits
    _farewell(stage, folder, time.monotonic() - began, left)
    return stage.files


def _sandbox() -> SandboxProcess:
    from mapflow import sandbox

    try:
        return sandbox.start(speed=_SPEED)
    except RuntimeError as error:
        raise Stop(f"{error}.", Exit.UNEXPECTED) from error


def _account(stage: Stage, client: Mapflow) -> None:
    status = client.account.status()
    stage.step("The account", "mapflow status; mapflow models")
    stage.say("Account", status.email)
    stage.say("Credits", f"{status.remaining_credits:,.0f}")
    stage.say("Models", ", ".join(model.name for model in status.models))
    stage.say("Imagery", ", ".join(provider.label for provider in status.providers))


def _start_buildings(stage: Stage, client: Mapflow) -> Processing:
    area = examples.path("quarter.geojson")
    estimate = client.processings.estimate(
        model="buildings", area=area, source=_MAPBOX, options=["Classification"]
    )
    lon, lat = estimate.centre
    stage.step(
        "Buildings in the area of the service's own documentation",
        f"mapflow run --model buildings --area {area.name} --source provider:Mapbox"
        " --option Classification --output buildings.geojson",
    )
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


def _start_roads(client: Mapflow) -> Processing:
    return client.processings.run(
        model="roads",
        area=examples.path("town.geojson"),
        source=_MAPBOX,
        name="Demo: roads",
        max_cost=100,
    )


def _finish_buildings(stage: Stage, painter: Painter, processing: Processing, folder: Path) -> None:
    with stage.attend(processing):
        saved = processing.result().save(folder / "buildings.geojson", overwrite=True)
    area = examples.path("quarter.geojson")
    shutil.copyfile(area, folder / "area.geojson")
    features = _features(saved)
    stage.file(saved, f"{len(features):,} buildings")
    painter.draw(
        processing,
        geometry.as_geometry(area),
        features,
        subtitle=f"{km2(processing.area_m2)} · {in_credits(processing.cost)}",
        png=folder / "map.png",
        html=folder / "map.html",
    )


def _finish_roads(
    stage: Stage, painter: Painter, client: Mapflow, processing: Processing, folder: Path
) -> None:
    stage.step(
        "Roads in two areas from a file, started together with the buildings",
        "mapflow run --model roads --area town.geojson --source provider:Mapbox --wait",
    )
    with stage.attend(processing):
        saved = processing.result().save(folder / "roads.geojson", overwrite=True)
    for place, area in enumerate(client.processings.areas(processing), 1):
        stage.say(f"Area {place}", f"{km2(area.area_m2)}, {area.status}")
    features = _features(saved)
    stage.file(saved, f"{len(features):,} stretches of road")
    painter.draw(
        processing,
        geometry.as_geometry(examples.path("town.geojson")),
        features,
        subtitle=f"{km2(processing.area_m2)} · {in_credits(processing.cost)}",
        png=folder / "roads.png",
    )


def _forest(stage: Stage, painter: Painter, client: Mapflow, folder: Path) -> None:
    file = examples.path("forest.tif")
    stage.step(
        "Forest in your image",
        f"mapflow mosaics upload {file.name}; mapflow run --model forest --source image:ID ...",
    )
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


def _failure(stage: Stage, client: Mapflow) -> None:
    drawn_map = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
    stage.step(
        "What a failure looks like: a drawn map instead of imagery",
        f"mapflow run --model buildings --area quarter.geojson --source 'xyz:{drawn_map}' --wait",
    )
    processing = client.processings.run(
        model="buildings",
        area=examples.path("quarter.geojson"),
        source=sources.XYZ(drawn_map),
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
    stage.step("The same on the live service, with real imagery and real credits")
    stage.text(
        "1. Get an API token: https://app.mapflow.ai/account/api",
        "2. mapflow login",
        "3. mapflow estimate --model buildings --source provider:Mapbox"
        f" --area {folder / 'area.geojson'}",
        "4. mapflow run --model buildings --source provider:Mapbox"
        f" --area {folder / 'area.geojson'} --max-cost 50 --output buildings.geojson",
    )
    stage.text("")
    stage.text(
        f"Done in {took_s:.1f} s; {credits_left or 0:,.0f} credits of play money left. "
        f"Open {folder / 'map.html'} and {folder / 'map.png'}.",
        style="bold",
    )
