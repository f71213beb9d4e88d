"""The whole job with a client by openapi-generator. README.md in the folder above says what each step does and prints."""

import json
import os
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import urllib3
from mapflow_generated import (
    AccountApi,
    ApiClient,
    Configuration,
    CostRequest,
    ImageryApi,
    MosaicCreate,
    ProcessingRun,
    ProcessingRunV2,
    ProcessingsApi,
    ProjectsApi,
)
from mapflow_generated.exceptions import ApiException

UNKNOWN = uuid.UUID("00000000-0000-4000-8000-000000000000")
WHAT = {
    "wdId": "8cb13006-a299-4df6-b47d-91bd63de947f",
    "geometry": {
        "type": "Polygon",
        "coordinates": [[[18.6545, 54.3603], [18.6585, 54.3603], [18.6585, 54.3622], [18.6545, 54.3622], [18.6545, 54.3603]]],
    },
}  # fmt: skip
MAPBOX = {"data_provider": "Mapbox"}


def number(text: str) -> float:
    """Pydantic takes no 7.0 for an integer, so that a whole number is made one."""
    value = float(text)
    return int(value) if value.is_integer() else value


class Client(ApiClient):
    def deserialize(self, response_text: str, response_type: str, content_type: str | None) -> Any:
        """Read a response; a gateway's page of HTML, whatever the status, is read as nothing."""
        try:
            text = json.dumps(json.loads(response_text, parse_float=number))
        except ValueError:
            return None
        return super().deserialize(text, response_type, content_type)


# urllib3 would repeat requests when the connection ends, paid ones too if they never seem to have arrived.
configuration = Configuration(host=os.environ["MAPFLOW_BASE_URL"], retries=urllib3.Retry(0, redirect=0))
client = Client(configuration)
client.set_default_header("Authorization", f"Basic {os.environ['MAPFLOW_TOKEN']}")  # it is Base64 already
account, imagery = AccountApi(client), ImageryApi(client)
processings, projects = ProcessingsApi(client), ProjectsApi(client)


def line(step: str, **members: object) -> None:
    print(json.dumps({"step": step, **members}), flush=True)


def failed(step: str, error: ApiException) -> None:
    told = error.data
    code = told and (told.code or (told.detail and told.detail.code))
    message = (told and told.message) or code or f"The service answered with status {error.status}."
    line(step, error={"status": error.status, "code": code, "message": message})


def attempt(step: str, do: Callable[[], None]) -> None:
    try:
        do()
    except ApiException as error:
        failed(step, error)


def paid(step: str, send: Callable[[], Any]) -> uuid.UUID | None:
    """Send a paid request, once. One whose response is lost can be found by its tag."""
    try:
        run = send()
    except (ApiException, urllib3.exceptions.HTTPError) as error:
        if isinstance(error, ApiException) and error.status < 500:
            failed(step, error)
        else:
            line(step, lost=True)
        return None
    line(step, id=str(run.id))
    return run.id


def status() -> None:
    found = account.get_user_status()
    models = [model and model.name for model in found.models or []]
    line("status", credits=found.remaining_credits, models=models)


def project() -> None:
    found = projects.get_default_project()
    extra["projectId"] = str(found.id)
    line("project", id=str(found.id), name=found.name)


def poll(run: uuid.UUID) -> None:
    while True:
        try:
            found = processings.get_processing(run)
        except ApiException as error:
            if error.status < 500:
                raise
        else:
            if found.status in ("OK", "FAILED", "CANCELLED", "REFUNDED"):
                break
        time.sleep(0.1)
    line("poll", status=found.status, cost=found.cost)


def result(run: uuid.UUID) -> None:
    file = Path(os.environ["MAPFLOW_OUTPUT"], "result.geojson")
    file.write_bytes(processings.get_result(run))
    line("result", bytes=file.stat().st_size)


def upload() -> None:
    found = imagery.create_mosaic(MosaicCreate(name="Conformance"))
    imagery.upload_image(found.id, ("image.tif", Path(os.environ["MAPFLOW_IMAGE"]).read_bytes()))
    mosaics.append(str(found.id))
    line("upload", mosaic=str(found.id))


def run_v2(step: str, source: dict[str, object]) -> uuid.UUID | None:
    body = {**WHAT, "params": {"sourceParams": source}, "meta": {"tag": uuid.uuid4().hex}}
    return paid(step, lambda: processings.run_processing_v2(ProcessingRunV2.from_dict(body)))


def read_v2(run: uuid.UUID) -> None:
    found = processings.get_processing_v2(run)
    line("read-v2", id=str(found.id), status=found.status)


extra: dict[str, str] = {}
mosaics: list[str] = []
attempt("status", status)
attempt("project", project)
cost = CostRequest.from_dict({**WHAT, "params": MAPBOX})
attempt("cost", lambda: line("cost", credits=processings.estimate_cost(cost)))
order = {**WHAT, **extra, "name": "Conformance", "params": MAPBOX, "meta": {"tag": uuid.uuid4().hex}}
run = paid("run", lambda: processings.run_processing(ProcessingRun.from_dict(order)))
if run:
    attempt("poll", lambda: poll(run))
    attempt("result", lambda: result(run))
attempt("refused", lambda: processings.get_processing(UNKNOWN))
attempt("refused-image", lambda: imagery.get_image(UNKNOWN))
attempt("upload", upload)
if mosaics:
    run_v2("run-upload", {"myImagery": {"mosaicId": mosaics[0]}})
last = run_v2("run-v2", {"dataProvider": {"providerName": "Mapbox"}})
if last:
    attempt("read-v2", lambda: read_v2(last))
