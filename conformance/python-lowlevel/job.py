"""The whole job with the generated client alone; ../README.md says what each step prints."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
from mapflow_openapi import AuthenticatedClient
from mapflow_openapi.api.account import get_user_status
from mapflow_openapi.api.imagery import create_mosaic, get_image, upload_image
from mapflow_openapi.api.processings import (
    estimate_cost,
    get_processing,
    get_processing_v2,
    get_result,
    run_processing,
    run_processing_v2,
)
from mapflow_openapi.api.projects import get_default_project
from mapflow_openapi.errors import UndecodableBody, UnexpectedStatus
from mapflow_openapi.models import (
    CostRequest,
    MosaicCreate,
    ProcessingRun,
    ProcessingRunV2,
    UploadForm,
)
from mapflow_openapi.types import File, Unset

MODEL = "8cb13006-a299-4df6-b47d-91bd63de947f"
UNKNOWN = UUID("00000000-0000-4000-8000-000000000000")
WEST, SOUTH, EAST, NORTH = 18.6545, 54.3603, 18.6585, 54.3622
RING = [[WEST, SOUTH], [EAST, SOUTH], [EAST, NORTH], [WEST, NORTH], [WEST, SOUTH]]
WHAT = {"wdId": MODEL, "geometry": {"type": "Polygon", "coordinates": [RING]}}
MAPBOX = {"data_provider": "Mapbox"}


class Failed(Exception):
    """The service returned an error, or something that is not described."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(f"The service returned status {status}.")
        self.status = status
        try:
            told = json.loads(body)
        except ValueError:
            told = None
        told = told if isinstance(told, dict) else {}
        detail = told.get("detail") if isinstance(told.get("detail"), dict) else {}
        self.code = told.get("code") or detail.get("code")
        self.message = told.get("message") or str(self)


def line(step: str, **members: object) -> None:
    print(json.dumps({"step": step, **members}, ensure_ascii=False), flush=True)


def failed(step: str, error: Failed) -> None:
    line(step, error={"status": error.status, "code": error.code, "message": error.message})


def call(operation: Any, *arguments: Any, **more: Any) -> Any:
    """Call an operation; what is not a success is an error, whatever its body is."""
    try:
        response = operation.sync_detailed(*arguments, client=client, **more)
    except (UnexpectedStatus, UndecodableBody) as error:
        raise Failed(error.status_code, error.content) from error
    if not 200 <= response.status_code < 300:
        raise Failed(response.status_code, response.content)
    return response.parsed


def plain(value: Any) -> Any:
    """A member that may be missing."""
    return None if isinstance(value, Unset) else value


def paid(step: str, operation: Any, body: Any) -> UUID | None:
    """Send a paid request, once; its tag finds it when the response is lost."""
    try:
        run = call(operation, body=body)
    except (httpx.TransportError, Failed) as error:
        if isinstance(error, Failed) and error.status < 500:
            failed(step, error)
        else:
            line(step, lost=True)
        return None
    line(step, id=str(run.id))
    return run.id


def attempt(step: str, do: Callable[[], None]) -> None:
    try:
        do()
    except Failed as error:
        failed(step, error)


def status() -> None:
    account = call(get_user_status)
    models = [model.name for model in plain(account.models) or []]
    line("status", credits=plain(account.remaining_credits), models=models)


def project() -> None:
    found = call(get_default_project)
    line("project", id=str(found.id), name=found.name)
    extra["projectId"] = str(found.id)


def poll(run: UUID) -> None:
    while True:
        try:
            found = call(get_processing, run)
        except Failed as error:
            if error.status < 500:
                raise
        else:
            if found.status in ("OK", "FAILED", "CANCELLED", "REFUNDED"):
                break
        time.sleep(0.1)
    line("poll", status=found.status, cost=plain(found.cost))


def result(run: UUID) -> None:
    file = Path(os.environ["MAPFLOW_OUTPUT"], "result.geojson")
    file.write_bytes(call(get_result, run).payload.read())
    line("result", bytes=file.stat().st_size)


def upload() -> None:
    found = call(create_mosaic, body=MosaicCreate(name="Conformance"))
    with Path(os.environ["MAPFLOW_IMAGE"]).open("rb") as file:
        part = File(payload=file, file_name="image.tif", mime_type="image/tiff")
        call(upload_image, found.id, body=UploadForm(file=part))
    line("upload", mosaic=str(found.id))
    mosaic.append(str(found.id))


def run_v2(step: str, source: dict[str, object]) -> UUID | None:
    body = {**WHAT, "params": {"sourceParams": source}, "meta": {"tag": uuid4().hex}}
    return paid(step, run_processing_v2, ProcessingRunV2.from_dict(body))


def read_v2(run: UUID) -> None:
    found = call(get_processing_v2, run)
    line("read-v2", id=str(found.id), status=found.status)


client = AuthenticatedClient(
    base_url=os.environ["MAPFLOW_BASE_URL"], token=os.environ["MAPFLOW_TOKEN"], prefix="Basic"
)
extra: dict[str, str] = {}
mosaic: list[str] = []

attempt("status", status)
attempt("project", project)
cost = CostRequest.from_dict({**WHAT, "params": MAPBOX})
attempt("cost", lambda: line("cost", credits=call(estimate_cost, body=cost)))
order = {**WHAT, **extra, "name": "Conformance", "params": MAPBOX, "meta": {"tag": uuid4().hex}}
run = paid("run", run_processing, ProcessingRun.from_dict(order))
if run is not None:
    attempt("poll", lambda: poll(run))
    attempt("result", lambda: result(run))
attempt("refused", lambda: call(get_processing, UNKNOWN))
attempt("refused-image", lambda: call(get_image, UNKNOWN))
attempt("upload", upload)
if mosaic:
    run_v2("run-upload", {"myImagery": {"mosaicId": mosaic[0]}})
last = run_v2("run-v2", {"dataProvider": {"providerName": "Mapbox"}})
if last is not None:
    attempt("read-v2", lambda: read_v2(last))
