"""The control interface says over HTTP what it can do."""

import dataclasses

import httpx
import pytest

from mapflow.sandbox.accounts.settings import AccountSettings
from mapflow.sandbox.app import Options, Server


@pytest.fixture
def control(running):
    with httpx.Client(base_url=running.control_url, trust_env=False) as client:
        yield client


@pytest.fixture(scope="module")
def bound():
    """Method and path of everything that the server serves under /sandbox."""
    server = Server(Options(), "http://127.0.0.1:1")
    try:
        app = server.app
        while not hasattr(app, "routes"):
            app = app._app
        yield {
            (method, route.path)
            for route in app.routes
            if route.path.startswith("/sandbox")
            for method in route.methods - {"HEAD"}
        }
    finally:
        server.close()


def test_everything_that_can_be_asked_for_is_listed(control, bound):
    described = {(each["method"], each["path"]) for each in control.get("").json()["control"]}
    assert described == bound - {("GET", "/sandbox")}


def test_everything_that_is_listed_can_be_asked_for(control):
    for each in control.get("").json()["control"]:
        assert set(each) == {"method", "path", "does", "takes", "gives"}
        assert each["does"].endswith(".")
        path = each["path"].removeprefix("/sandbox/")
        response = control.request(each["method"], path, json={} if each["takes"] else None)
        assert response.status_code in (200, 400), each


def test_accounts_are_described_with_all_their_settings(control):
    [described] = [
        each
        for each in control.get("").json()["control"]
        if (each["method"], each["path"]) == ("POST", "/sandbox/accounts")
    ]
    names = [field.name for field in dataclasses.fields(AccountSettings)]
    assert list(described["takes"]) == ["email", *names]
    for name in names:
        says, _, default = described["takes"][name].rpartition(" Default: ")
        assert len(says) > 10, name
        assert default.endswith("."), name
    assert described["takes"]["credits"].endswith("Default: 1000.")


def test_what_is_described_works(control, running):
    made = control.post("accounts", json={"email": "some@example.com", "credits": 5}).json()
    response = httpx.get(
        f"{running.base_url}/user/status", headers={"Authorization": f"Basic {made['token']}"}
    )
    assert response.json()["remainingCredits"] == 5
    listed = control.get("accounts").json()
    assert "some@example.com" in [each["email"] for each in listed]
    assert all("token" not in each for each in listed)


def test_people_get_a_page(control):
    accepted = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    response = control.get("", headers={"Accept": accepted})
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    for each in control.get("").json()["control"]:
        assert f"{each['method']} {each['path']}" in response.text
    assert "maxAoisPerProcessing" in response.text
    assert "sandbox:fail-areas" in response.text
    assert control.get("", headers={"Accept": "*/*"}).json()["synthetic"] is True
