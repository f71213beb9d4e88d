"""The sandbox's own interface."""

import httpx
import pytest

from tests.sandbox.conftest import Api
from tests.support.places import FIELD_IMAGE, MOSCOW


@pytest.fixture
def control(running):
    with httpx.Client(base_url=running.control_url) as client:
        yield client


def test_it_says_what_it_is(control):
    about = control.get("").json()
    assert about["synthetic"] is True
    assert "not the Mapflow service" in about["notice"]
    assert "never fetched" in about["notice"]
    assert len(about["failures"]) >= 56


def test_reset_forgets_everything_but_the_first_account(api, running, start):
    before = api.get("/user/status").json()
    project = api.post("/projects", json={"name": "x"}).json()
    start(MOSCOW, projectId=project["id"])
    with FIELD_IMAGE.open("rb") as file:
        api.post("/rasters/mosaic/image", params={"name": "m"}, files={"file": file})
    running.account("demo@example.com", credits=1)
    other = running.account("other@example.com")
    running.reset()
    assert running.requests() == []
    assert api.get("/user/status").json() == before
    assert len(api.get("/projects").json()) == 1
    assert api.get("/rasters/mosaic").json() == []
    assert api.get("/rasters/memory").json()["memoryUsed"] == 0
    with Api(running.base_url, other) as client:
        assert client.get("/user/status").status_code == 401


def test_the_clock_stands_runs_and_jumps(control):
    first = control.get("clock").json()
    assert first["speed"] == 0
    assert control.get("clock").json() == first
    assert control.post("clock", json={"seconds": 90}).json()["seconds"] == first["seconds"] + 90
    at = control.post("clock", json={"now": 1_700_000_000}).json()
    assert at["now"] == "2023-11-14T22:13:20.000000Z"
    control.post("clock", json={"speed": 100_000})
    later = control.get("clock").json()
    assert later["seconds"] > 1_700_000_000
    assert later["speed"] == 100_000


@pytest.mark.parametrize(
    "body",
    [
        {"seconds": -1},
        {"seconds": "x"},
        {"speed": -1},
        {"speed": 1e9},
        {"now": -5},
        {"now": True},
        [],
    ],
)
def test_the_clock_refuses_nonsense(control, body):
    response = control.post("clock", json=body)
    assert response.status_code == 400
    assert response.json()["message"]


def test_requests_are_remembered_without_secrets(api, running, start):
    secret = running.token
    api.get("/user/status", params={"token": "hidden", "x": "1"})
    start(
        MOSCOW,
        params={"source_type": "xyz", "url": "http://a/{z}/{x}/{y}", "raster_password": "pass-9"},
    )
    httpx.get(f"{running.base_url}/user/status", headers={"Authorization": "Basic wrong"})
    api.get("/nope")
    status, run, refused, nowhere = running.requests()
    assert status["method"] == "GET"
    assert status["path"] == "/rest/user/status"
    assert status["query"] == "token=REDACTED&x=1"
    assert status["status"] == 200
    assert status["account"] == "demo@example.com"
    assert status["time"].endswith("+00:00")
    assert run["body_bytes"] > 100
    assert run["response_bytes"] > 100
    assert (refused["status"], refused["account"]) == (401, None)
    assert nowhere["status"] == 404
    assert [entry["number"] for entry in running.requests()] == [1, 2, 3, 4]
    seen = str(running.requests())
    assert secret not in seen
    assert "hidden" not in seen
    assert "pass-9" not in seen


def test_the_log_can_be_cleared(api, running, control):
    api.get("/user/status")
    assert control.delete("requests").json() == {"cleared": True}
    assert running.requests() == []


def test_accounts_are_made_and_changed(api, running, control):
    token = running.account(
        "rich@example.com", credits=5, maxAoisPerProcessing=3, providers=["mapbox"]
    )
    with Api(running.base_url, token) as rich:
        status = rich.get("/user/status").json()
        assert (status["email"], status["remainingCredits"]) == ("rich@example.com", 5)
        assert status["maxAoisPerProcessing"] == 3
        assert [provider["name"] for provider in status["dataProviders"]] == ["mapbox"]
        assert rich.get("/projects/default").json()["user"]["login"] == "rich@example.com"
        assert running.account("rich@example.com", credits=7) == token
        assert rich.get("/user/status").json()["remainingCredits"] == 7
        assert rich.get("/user/status").json()["maxAoisPerProcessing"] == 3
    listed = control.get("accounts").json()
    assert [account["email"] for account in listed] == ["demo@example.com", "rich@example.com"]
    assert "token" not in str(listed)
    assert "secret" not in str(listed)


@pytest.mark.parametrize(
    "settings",
    [
        {"email": "no address"},
        {"email": "a:b@example.com"},
        {"credits": "many"},
        {"credits": True},
        {"credits": 1.5},
        {"billingType": "BARTER"},
        {"providers": ["unknown"]},
        {"providers": "mapbox"},
        {"wealth": 1},
    ],
)
def test_accounts_refuse_nonsense(running, settings):
    with pytest.raises(ValueError, match=r"."):
        running.account(**{"email": "x@example.com", **settings})


def test_no_account_sees_the_things_of_another(api, someone_else, start):
    start(MOSCOW)
    assert someone_else.get("/processings").json() == []
    assert someone_else.get("/user/status").json()["processedArea"] == 0
    mine = {project["id"] for project in api.get("/projects").json()}
    assert mine.isdisjoint(project["id"] for project in someone_else.get("/projects").json())


@pytest.mark.parametrize(
    "host", ["evil.example.com", "evil.example.com:80", "127.0.0.1.evil.com", ""]
)
def test_other_hosts_are_refused(api, running, host):
    for url in (f"{running.base_url}/user/status", f"{running.control_url}accounts"):
        assert api.get(url, headers={"Host": host}).status_code == 403


def test_pages_of_the_web_may_not_control_it(control):
    evil = {"Origin": "https://evil.example.com"}
    assert control.post("reset", headers=evil).status_code == 403
    assert (
        control.post("accounts", headers=evil, json={"email": "x@example.com"}).status_code == 403
    )
    assert control.get("accounts", headers={"Origin": "null"}).status_code == 403
    assert control.post("reset", headers={"Origin": "http://localhost:3000"}).status_code == 200


def test_unknown_pages_and_methods(control):
    assert control.get("nothing").status_code == 404
    assert control.get("reset").status_code == 405
    assert control.post("clock", content=b"{").status_code == 400
