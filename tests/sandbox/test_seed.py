"""The requests of the version 1 page, in its order and in its words.

Only what the service hands out is put in: ids of projects, processings and images, and the token.
"""

import contextlib
import time

import httpx
import pytest

from mapflow import sandbox
from tests.support.places import FIELD_IMAGE

PROJECT = "20f05e39-ccea-4e26-a7f3-55b620bf4e31"
COST = """
{
"wdId": "8cb13006-a299-4df6-b47d-91bd63de947f",
"geometry": {
"type": "Polygon",
"coordinates": [
[
[
37.29836940765381,
55.63619642594767
],
[
37.307724952697754,
55.63619642594767
],
[
37.307724952697754,
55.64024152130109
],
[
37.29836940765381,
55.64024152130109
],
[
37.29836940765381,
55.63619642594767
]
]
]
},
"params": {
"data_provider": "Mapbox"
}
}
"""
GEOMETRY = COST[COST.index('"geometry"') : COST.index(',\n"params"')]
RUN = f"""
{{
"name": "Test",
"description": "A simple test",
"projectId": "{PROJECT}",
"wdName": "🏠 Buildings",
{GEOMETRY},
"params": {{
"data_provider": "Mapbox"
}},
"meta": {{
"test": "test"
}}
}}
"""
OPTIONS = """
"blocks": [
{
"name": "Simplification",
"enabled": false
},
{
"name": "Classification",
"enabled": true
}
]
"""

STATUS_KEYS = {
    "email", "processedArea", "remainingArea", "areaLimit", "memoryLimit", "models", "teams"
}  # fmt: skip
PROJECT_KEYS = {
    "id", "name", "description", "progress", "aoiCount", "area", "user", "isDefault", "created",
    "updated", "workflowDefs",
}  # fmt: skip
USER_KEYS = {
    "id", "login", "email", "role", "areaLimit", "aoiAreaLimit", "processedArea", "created",
    "updated", "isPremium",
}  # fmt: skip
PROCESSING_KEYS = {
    "id", "name", "description", "projectId", "vectorLayer", "rasterLayer", "workflowDef",
    "aoiCount", "area", "cost", "status", "reviewStatus", "rating", "percentCompleted", "params",
    "blocks", "meta", "messages", "created", "updated",
}  # fmt: skip
MODEL_KEYS = {"id", "name", "description", "created", "updated", "pricePerSqKm", "blocks"}
AREA_KEYS = {"id", "status", "percentCompleted", "geometry", "area", "messages"}


class Service:
    """Sends a request as the page writes it: method, full address, body."""

    def __init__(self, running):
        self._running = running
        self._client = httpx.Client(headers={"Authorization": f"Basic {running.token}"})

    def close(self):
        self._client.close()

    def __call__(self, method, url, body=None):
        url = url.replace("https://api.mapflow.ai/rest", self._running.base_url)
        headers = {"Content-Type": "application/json"} if body else {}
        response = self._client.request(method, url, content=body, headers=headers)
        assert response.status_code == 200, response.text
        return response


@pytest.fixture
def service(running):
    with contextlib.closing(Service(running)) as service:
        yield service


@pytest.fixture
def project(service):
    body = '{\n"name": "test",\n"description": "test"\n}'
    return service("POST", "https://api.mapflow.ai/rest/projects", body).json()


def test_user_status(service):
    status = service("GET", "https://api.mapflow.ai/rest/user/status").json()
    assert set(status) >= STATUS_KEYS
    assert set(status["models"][0]) == MODEL_KEYS
    assert set(status["models"][0]["blocks"][0]) == {"name", "displayName", "optional", "price"}


def test_projects(service, project):
    assert set(project) >= PROJECT_KEYS
    found = service("GET", f"https://api.mapflow.ai/rest/projects/{project['id']}").json()
    assert found == project
    assert set(found["user"]) >= {"id", "login", "email", "role", "created"}
    assert set(found["workflowDefs"][0]) >= {"id", "name", "created", "updated"}
    assert found["progress"] == {"status": "UNPROCESSED", "percentCompleted": 0, "details": []}
    assert (found["aoiCount"], found["area"], found["isDefault"]) == (0, 0, False)
    default = service("GET", "https://api.mapflow.ai/rest/projects/default").json()
    assert set(default) >= PROJECT_KEYS
    assert set(default["user"]) >= USER_KEYS
    everything = service("GET", "https://api.mapflow.ai/rest/projects").json()
    assert {each["id"] for each in everything} == {project["id"], default["id"]}
    body = '{\n"name": "new name (optional)",\n"description": "new description (optional)"\n}'
    renamed = service("PUT", f"https://api.mapflow.ai/rest/projects/{project['id']}", body).json()
    assert renamed["name"] == "new name (optional)"
    service("DELETE", f"https://api.mapflow.ai/rest/projects/{project['id']}")
    assert service("GET", "https://api.mapflow.ai/rest/projects").json() == [default]


def test_cost(service):
    response = service("POST", "https://api.mapflow.ai/rest/processing/cost", COST)
    # The page itself returns 30, for a model and prices that it does not name.
    assert response.text == "16"


def test_run_follow_download(service, running, project):
    run = RUN.replace(PROJECT, project["id"])
    created = service("POST", "https://api.mapflow.ai/rest/processings", run).json()
    assert set(created) >= PROCESSING_KEYS
    one = f"https://api.mapflow.ai/rest/processings/{created['id']}"
    running.advance(10)
    [area] = service("GET", f"{one}/aois").json()
    assert set(area) == AREA_KEYS
    assert area["status"] == "IN_PROGRESS"
    assert area["area"] == 265197
    assert area["geometry"]["coordinates"][0][1] == [37.29836940765381, 55.64024152130109]
    running.advance(3600)
    done = service("GET", one).json()
    assert (done["status"], done["percentCompleted"], done["messages"]) == ("OK", 100, [])
    assert set(done["vectorLayer"]) == {"id", "name", "tileJsonUrl", "tileUrl"}
    assert set(done["rasterLayer"]) == {"id", "tileJsonUrl", "tileUrl"}
    assert done["vectorLayer"]["tileUrl"].endswith("/tiles/{z}/{x}/{y}.vector.pbf")
    result = service("GET", f"{one}/result")
    assert result.headers["content-type"] == "application/octet-stream"
    assert result.json()["type"] == "FeatureCollection"
    assert service("GET", "https://api.mapflow.ai/rest/processings").json() == []
    listed = service(
        "GET", f"https://api.mapflow.ai/rest/projects/{project['id']}/processings"
    ).json()
    assert listed == [done]


def test_options(service):
    run = RUN.replace(f'"projectId": "{PROJECT}",\n', "").replace('"meta"', f'{OPTIONS},\n"meta"')
    created = service("POST", "https://api.mapflow.ai/rest/processings", run).json()
    assert [(b["name"], b["enabled"]) for b in created["blocks"]] == [
        ("Simplification", False),
        ("Classification", True),
    ]
    assert created["cost"] == 13 + 3 + 3


def test_rename_link_restart_delete(service, running, project):
    failing = RUN.replace('"test": "test"', '"sandbox:fail": "source-validator.PixelSizeTooHigh"')
    failing = failing.replace(PROJECT, project["id"])
    created = service("POST", "https://api.mapflow.ai/rest/processings", failing).json()
    running.advance(3600)
    one = f"https://api.mapflow.ai/rest/processings/{created['id']}"
    failed = service("GET", one).json()
    assert (failed["status"], failed["percentCompleted"]) == ("FAILED", 0)
    [message] = failed["messages"]
    assert message["code"] == "source-validator.PixelSizeTooHigh"
    assert set(message["parameters"]) == {"max_res", "level", "actual_res"}
    assert message["parameters"]["level"] == "error"
    service("POST", f"{one}/restart")
    running.advance(3600)
    assert service("GET", one).json()["status"] == "OK"
    body = '{\n"name": "new name (optional)",\n"description": "new description (optional)"\n}'
    service("PUT", f"https://api.mapflow.ai/rest/processing/{created['id']}", body)
    default = service("GET", "https://api.mapflow.ai/rest/projects/default").json()["id"]
    service("PUT", one, '{"projectId": "new_project_id"}'.replace("new_project_id", default))
    [moved] = service("GET", "https://api.mapflow.ai/rest/processings").json()
    assert (moved["name"], moved["projectId"]) == ("new name (optional)", default)
    service("DELETE", one)
    assert service("GET", "https://api.mapflow.ai/rest/processings").json() == []


def test_an_image_of_ones_own(service, running):
    with FIELD_IMAGE.open("rb") as file:
        response = httpx.post(
            f"{running.base_url}/rasters/mosaic/image?name=field",
            headers={"Authorization": f"Basic {running.token}"},
            files={"file": file},
        )
    mosaic = response.json()["mosaic_id"]
    [image] = service("GET", f"https://api.mapflow.ai/rest/rasters/mosaic/{mosaic}/image").json()
    run = RUN.replace(f'"projectId": "{PROJECT}",\n', "").replace("🏠 Buildings", "🌲 Forest")
    run = run.replace(
        '"data_provider": "Mapbox"', f'"source_type": "tif",\n"url": "{image["image_url"]}"'
    )
    created = service("POST", "https://api.mapflow.ai/rest/processings", run).json()
    running.advance(3600)
    done = service("GET", f"https://api.mapflow.ai/rest/processings/{created['id']}").json()
    assert done["status"] == "OK"


def test_the_samples_own_comments_are_not_json(running):
    # The page annotates its sample with comments and leaves a comma too many.
    for body in (
        RUN.replace('"name": "Test",', '"name": "Test", //Name'),
        RUN.replace("}\n}", "},\n}"),
    ):
        response = httpx.post(
            f"{running.base_url}/processings",
            headers={"Authorization": f"Basic {running.token}", "Content-Type": "application/json"},
            content=body,
        )
        assert (response.status_code, response.json()["code"]) == (400, "BAD_REQUEST")


def test_a_sandbox_that_runs_by_itself_finishes_by_itself():
    with sandbox.start(speed=100) as running, contextlib.closing(Service(running)) as service:
        run = RUN.replace(f'"projectId": "{PROJECT}",\n', "")
        created = service("POST", "https://api.mapflow.ai/rest/processings", run).json()
        assert created["status"] == "UNPROCESSED"
        one = f"https://api.mapflow.ai/rest/processings/{created['id']}"
        deadline = time.monotonic() + 20
        while service("GET", one).json()["status"] != "OK":
            assert time.monotonic() < deadline
            time.sleep(0.05)
