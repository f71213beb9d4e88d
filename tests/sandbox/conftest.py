"""A sandbox whose clock stands still, new for each test, and clients that check its responses."""

import httpx
import pytest

from mapflow import sandbox
from tests.sandbox import responses
from tests.sandbox.planned import DAY, MAY, NORTH, feature, moment, search


class Api(httpx.Client):
    """Talks to a sandbox as one account, and checks every response it gets.

    A response must fit the document, and hold what published clients cannot do without. The
    checker shares no code with the sandbox's own.
    """

    def __init__(self, base_url, token=None, **more):
        headers = {"Authorization": f"Basic {token}"} if token else {}
        super().__init__(
            base_url=base_url, headers=headers, timeout=30, trust_env=False, verify=False, **more
        )
        self.event_hooks = {"response": [_check]}


def _check(response):
    value = None
    if response.headers.get("content-type") == "application/json":
        response.read()
        value = response.json()
    request = response.request
    found = responses.faults(
        request.method, str(request.url), response.status_code, response.headers, value
    )
    assert not found, found


@pytest.fixture(scope="session")
def frozen():
    """A sandbox in which time passes only when a test says so."""
    with sandbox.start(speed=0) as running:
        yield running


@pytest.fixture
def running(frozen):
    """The same, as good as new."""
    frozen.reset()
    return frozen


@pytest.fixture
def api(running):
    """The first account."""
    with Api(running.base_url, running.token) as client:
        yield client


@pytest.fixture
def someone_else(running):
    """Another account."""
    with Api(running.base_url, running.account("else@example.com")) as client:
        yield client


@pytest.fixture
def start(api):
    """Creates a processing and returns it as created."""

    def create(geometry, model="🏠 Buildings", **more):
        response = api.post("/processings", json={"wdName": model, "geometry": geometry, **more})
        assert response.status_code == 200, response.text
        return response.json()

    return create


@pytest.fixture
def finish(running, api, start):
    """Creates a processing, lets time pass and returns it as it ended."""

    def create(*args, **more):
        created = start(*args, **more)
        running.advance(3600)
        return api.get(f"/processings/{created['id']}").json()

    return create


@pytest.fixture
def may(running):
    """A fixed day: found images depend on it."""
    httpx.post(f"{running.control_url}clock", json={"now": MAY}).raise_for_status()


@pytest.fixture
def project(api):
    """The default project."""
    return api.get("/projects/default").json()["id"]


@pytest.fixture
def plan(api, may, project):
    """Creates a planned search and returns the response."""

    def create(*features, params=None, days=180, **more):
        body = {
            "name": "Quays",
            "projectId": project,
            "activeUntil": moment(MAY + days * DAY - 60),
            "searchParams": params or search(*(features or [feature(NORTH, name="North")])),
            **more,
        }
        return api.post("/processings/template", json=body)

    return create


@pytest.fixture
def planned(api, plan):
    """The path of a planned search of one area."""
    return f"/processings/template/{plan().json()['template']['id']}"


@pytest.fixture(autouse=True)
def _local(loopback):
    """Tests of this folder talk to their server on this machine."""
