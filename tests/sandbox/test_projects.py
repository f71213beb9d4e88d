"""Projects: the default one, the life of others, and whose they are."""

import uuid

import pytest

from tests.support.places import MOSCOW, TWO_BLOCKS


def test_the_default_project_comes_with_the_account(api):
    default = api.get("/projects/default").json()
    assert default["name"] == "Default"
    assert default["isDefault"] is True
    assert default["description"] is None
    assert default["user"]["email"] == "demo@example.com"
    assert default["user"]["aoiAreaLimit"] == 25_000_000
    assert default["progress"] == {"status": "UNPROCESSED", "percentCompleted": 0, "details": []}
    assert [project["id"] for project in api.get("/projects").json()] == [default["id"]]


def test_a_project_is_created_with_the_default_models(api):
    created = api.post("/projects", json={"name": "test", "description": "test"}).json()
    assert (created["name"], created["description"]) == ("test", "test")
    assert created["isDefault"] is False
    assert len(created["workflowDefs"]) == 6
    assert created["workflowDefs"] == api.get("/user/status").json()["models"]
    assert api.get(f"/projects/{created['id']}").json() == created
    assert [p["name"] for p in api.get("/projects").json()] == ["Default", "test"]


def test_a_description_may_be_null_or_missing(api):
    for body in ({"name": "a"}, {"name": "b", "description": None}):
        assert api.post("/projects", json=body).json()["description"] is None


def test_rename_changes_what_is_sent(api):
    created = api.post("/projects", json={"name": "old", "description": "kept"}).json()
    path = f"/projects/{created['id']}"
    assert api.put(path, json={"name": "new"}).json()["description"] == "kept"
    assert api.put(path, json={"description": "other"}).json()["name"] == "new"
    assert api.put(path, json={}).json()["description"] == "other"
    assert api.put(path, json={"description": None}).json()["description"] is None


def test_the_default_project_cannot_be_renamed_or_deleted(api):
    path = f"/projects/{api.get('/projects/default').json()['id']}"
    for response in (api.put(path, json={"name": "x"}), api.delete(path)):
        assert response.status_code == 400
        assert response.json()["code"] == "BAD_REQUEST"
    assert api.get(path).json()["name"] == "Default"


def test_deleting_takes_everything_inside_along(api, running):
    project = api.post("/projects", json={"name": "test"}).json()
    run = {"wdName": "🏠 Buildings", "geometry": MOSCOW, "projectId": project["id"]}
    processing = api.post("/processings", json=run).json()
    running.advance(3600)
    assert api.get(f"/processings/{processing['id']}/result").status_code == 200
    deleted = api.delete(f"/projects/{project['id']}")
    assert (deleted.status_code, deleted.content) == (200, b"")
    for path in (
        f"/projects/{project['id']}",
        f"/projects/{project['id']}/processings",
        f"/processings/{processing['id']}",
        f"/processings/{processing['id']}/aois",
        f"/processings/{processing['id']}/result",
    ):
        response = api.get(path)
        assert (response.status_code, response.json()["code"]) == (404, "NOT_FOUND")


def test_progress_counts_the_areas(api, running):
    project = api.post("/projects", json={"name": "test"}).json()
    path = f"/projects/{project['id']}"

    def run(geometry, **meta):
        body = {"wdName": "🏠 Buildings", "geometry": geometry, "meta": meta}
        api.post("/processings", json={**body, "projectId": project["id"]})

    run(MOSCOW)
    assert api.get(path).json()["progress"]["status"] == "UNPROCESSED"
    running.advance(3)
    assert api.get(path).json()["progress"]["status"] == "IN_PROGRESS"
    running.advance(3600)
    now = api.get(path).json()
    assert (now["progress"]["status"], now["progress"]["percentCompleted"]) == ("OK", 100)
    assert now["aoiCount"] == 1
    assert now["area"] == now["aoiArea"] == 265197
    run(TWO_BLOCKS, **{"sandbox:fail": "inference.internalError", "sandbox:fail-areas": "0"})
    running.advance(3600)
    now = api.get(path).json()
    assert now["progress"]["status"] == "FAILED"
    assert {d["status"]: d["count"] for d in now["progress"]["details"]} == {"OK": 2, "FAILED": 1}
    assert sum(d["area"] for d in now["progress"]["details"]) == now["area"]
    assert now["progress"]["completionDate"].endswith("Z")
    assert now["processingCounts"] == {"succeeded": 1, "failed": 1}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/projects/{id}", None),
        ("PUT", "/projects/{id}", {"name": "x"}),
        ("DELETE", "/projects/{id}", None),
        ("GET", "/projects/{id}/processings", None),
    ],
)
def test_unknown_and_foreign_projects_do_not_exist(api, someone_else, method, path, body):
    foreign = someone_else.post("/projects", json={"name": "theirs"}).json()["id"]
    for project_id in (foreign, str(uuid.uuid4())):
        response = api.request(method, path.format(id=project_id), json=body)
        assert response.status_code == 404
        assert response.json()["code"] == "NOT_FOUND"
    assert someone_else.get(f"/projects/{foreign}").json()["name"] == "theirs"


@pytest.mark.parametrize("body", [{}, {"name": 5}, {"name": None}, [], "x", {"description": "x"}])
def test_a_project_needs_a_name(api, body):
    response = api.post("/projects", json=body)
    assert (response.status_code, response.json()["code"]) == (400, "BAD_REQUEST")
    assert response.json()["message"]


def test_text_of_all_kinds_survives(api):
    name = "Прибрежная зона 🏠 \u0000 \u2028 " + "x" * 5000
    created = api.post("/projects", json={"name": name}).json()
    assert api.get(f"/projects/{created['id']}").json()["name"] == name
