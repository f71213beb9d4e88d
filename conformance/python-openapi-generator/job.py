"""The whole job with a client by openapi-generator, as README.md in the folder above tells it."""

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
    DataProviderSource,
    ImageryApi,
    MosaicCreate,
    MyImagerySource,
    ProcessingRun,
    ProcessingRunV2,
    ProcessingsApi,
    ProjectsApi,
    RunParams,
    RunParamsV2,
    SourceParams,
)
from mapflow_generated.exceptions import ApiException

UNKNOWN = uuid.UUID("00000000-0000-4000-8000-000000000000")
# Bodies are made by constructors: what from_dict makes sends null for members that are not named.
WHAT: dict[str, Any] = {
    "wd_id": "8cb13006-a299-4df6-b47d-91bd63de947f",
    "geometry": {
        "type": "Polygon",
        "coordinates": [
            [
                [18.6545, 54.3603],
                [18.6585, 54.3603],
                [18.6585, 54.3622],
                [18.6545, 54.3622],
                [18.6545, 54.3603],
            ]
        ],
    },
}
MAPBOX = RunParams(data_provider="Mapbox")


def number(text: str) -> float:
    """Pydantic takes no 7.0 for an integer, so that a whole number is made one."""
    value = float(text)
    return int(value) if value.is_integer() else value


class Client(ApiClient):
    """Reads what the service may send beside what it usually sends."""

    def deserialize(self, response_text: str, response_type: str, content_type: str | None) -> Any:
        """Read a response; a gateway's page of HTML, whatever the status, is read as nothing."""
        try:
            text = json.dumps(json.loads(response_text, parse_float=number))
        except ValueError:
            return None
        return super().deserialize(text, response_type, content_type)


# urllib3 repeats a request that seems not to have arrived, a paid one too.
once = urllib3.Retry(0, redirect=0)
client = Client(Configuration(host=os.environ["MAPFLOW_BASE_URL"], retries=once))
# The token is Base64 already; username and password would be encoded again.
client.set_default_header("Authorization", f"Basic {os.environ['MAPFLOW_TOKEN']}")
account, imagery = AccountApi(client), ImageryApi(client)
processings, projects = ProcessingsApi(client), ProjectsApi(client)


def line(step: str, **members: object) -> None:
    print(json.dumps({"step": step, **members}), flush=True)


def failed(step: str, error: ApiException) -> None:
    told = error.data
    code = told and (told.code or (told.detail and told.detail.code))
    message = (told and told.message) or code or f"The service returned status {error.status}."
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
    extra["project_id"] = found.id
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
    mosaics.append(found.id)
    line("upload", mosaic=str(found.id))


def run_v2(step: str, source: SourceParams) -> uuid.UUID | None:
    params = RunParamsV2(source_params=source)
    body = ProcessingRunV2(**WHAT, params=params, meta={"tag": uuid.uuid4().hex})
    return paid(step, lambda: processings.run_processing_v2(body))


def read_v2(run: uuid.UUID) -> None:
    found = processings.get_processing_v2(run)
    line("read-v2", id=str(found.id), status=found.status)


extra: dict[str, Any] = {}
mosaics: list[uuid.UUID] = []
attempt("status", status)
attempt("project", project)
cost = CostRequest(**WHAT, params=MAPBOX)
attempt("cost", lambda: line("cost", credits=processings.estimate_cost(cost)))
meta = {"tag": uuid.uuid4().hex}
order = ProcessingRun(**WHAT, **extra, name="Conformance", params=MAPBOX, meta=meta)
run = paid("run", lambda: processings.run_processing(order))
if run:
    attempt("poll", lambda: poll(run))
    attempt("result", lambda: result(run))
attempt("refused", lambda: processings.get_processing(UNKNOWN))
attempt("refused-image", lambda: imagery.get_image(UNKNOWN))
attempt("upload", upload)
if mosaics:
    run_v2("run-upload", SourceParams(my_imagery=MyImagerySource(mosaic_id=mosaics[0])))
last = run_v2("run-v2", SourceParams(data_provider=DataProviderSource(provider_name="Mapbox")))
if last:
    attempt("read-v2", lambda: read_v2(last))
