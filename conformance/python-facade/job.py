"""The whole job with `mapflow`; ../README.md says what each step prints.

With the argument `async` it does the same with the async half.
"""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable
from inspect import isawaitable
from pathlib import Path
from typing import Any

from mapflow import AsyncMapflow, Mapflow, errors, sources

MODEL = "8cb13006-a299-4df6-b47d-91bd63de947f"
UNKNOWN = "00000000-0000-4000-8000-000000000000"
AREA = (18.6545, 54.3603, 18.6585, 54.3622)
MAPBOX = sources.Provider("Mapbox")


def line(step: str, **members: object) -> None:
    print(json.dumps({"step": step, **members}, ensure_ascii=False), flush=True)


def failed(step: str, error: errors.MapflowError) -> None:
    status, code = getattr(error, "status", None), getattr(error, "code", None)
    line(step, error={"status": status, "code": code, "message": str(error)})


async def maybe_await(value: Any) -> Any:
    """What a call of either half gives."""
    return await value if isawaitable(value) else value


async def paid(step: str, call: Awaitable[Any] | Any) -> Any:
    """Send a paid request. The client finds a lost one by its tag, and sends none twice."""
    try:
        run = await maybe_await(call())
    except errors.OutcomeUnknown:
        line(step, lost=True)
        return None
    line(step, id=str(run.id))
    return run


async def job(v1: Any, v2: Any) -> None:
    try:
        account = await maybe_await(v1.account.status())
        models = [model.name for model in account.models]
        line("status", credits=account.remaining_credits, models=models)
    except errors.MapflowError as error:
        failed("status", error)

    project = None
    try:
        project = await maybe_await(v1.projects.default())
        line("project", id=str(project.id), name=project.name)
    except errors.MapflowError as error:
        failed("project", error)

    what = {"model": MODEL, "area": AREA}
    estimate = await maybe_await(v1.processings.estimate(**what, source=MAPBOX))
    line("cost", credits=estimate.cost)

    run = await paid(
        "run",
        lambda: v1.processings.run(**what, source=MAPBOX, name="Conformance", project=project),
    )
    if run is not None:
        await maybe_await(run.wait(interval_s=0.1))
        line("poll", status=str(run.status), cost=run.cost)
        file = Path(os.environ["MAPFLOW_OUTPUT"], "result.geojson")
        await maybe_await(run.result().save(file))
        line("result", bytes=file.stat().st_size)

    for step, get in (("refused", v1.processings.get), ("refused-image", v1.imagery.images.get)):
        try:
            await maybe_await(get(UNKNOWN))
        except errors.MapflowError as error:
            failed(step, error)

    mosaic = await maybe_await(v1.imagery.mosaics.create("Conformance"))
    await maybe_await(v1.imagery.mosaics.upload(mosaic, os.environ["MAPFLOW_IMAGE"]))
    line("upload", mosaic=str(mosaic.id))

    upload = sources.MyImagery(mosaic=mosaic)
    await paid("run-upload", lambda: v2.processings.run(**what, source=upload))
    run = await paid("run-v2", lambda: v2.processings.run(**what, source=MAPBOX))
    if run is not None:
        run = await maybe_await(v2.processings.get(run.id))
        line("read-v2", id=str(run.id), status=str(run.status))


async def main() -> None:
    if sys.argv[1:] == ["async"]:
        async with AsyncMapflow() as v1, AsyncMapflow(api_version="v2") as v2:
            await job(v1, v2)
    else:
        with Mapflow() as v1, Mapflow(api_version="v2") as v2:
            await job(v1, v2)


if __name__ == "__main__":
    asyncio.run(main())
