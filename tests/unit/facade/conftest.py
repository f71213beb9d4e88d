"""A client of either kind in front of a service that is played by the test."""

import json

import httpx
import pytest

from mapflow import AsyncMapflow, Mapflow
from mapflow._http import timing

PROJECT = "546d148f-19a1-40d8-8f16-d1e6dabfd204"
JOB = "65285409-ac88-4fc0-a937-193cf42c2343"
BUILDINGS = "30ddfd15-04aa-47f6-9ceb-68ce709fd710"
BASE = "https://mapflow.test/rest"


class Service:
    """Responds to requests from a table of (method, path) and keeps a log of them."""

    def __init__(self):
        self.log = []
        self.responses = {
            ("GET", "/user/status"): {
                "email": "a@example.com",
                "billingType": "CREDITS",
                "remainingCredits": 100,
                "maxAoisPerProcessing": 10,
                "models": [
                    {
                        "id": BUILDINGS,
                        "name": "🏠 Buildings",
                        "blocks": [
                            {"name": "Segmentation", "optional": False, "price": 8},
                            {"name": "Simplification", "optional": True, "price": 5},
                        ],
                    }
                ],
            },
            ("GET", "/projects/default"): {
                "id": PROJECT,
                "name": "Default",
                "isDefault": True,
                "user": {"aoiAreaLimit": 25_000_000},
            },
            ("POST", "/processing/cost"): 30,
            ("POST", "/processings"): {"id": JOB, "status": "UNPROCESSED"},
            ("GET", f"/processings/{JOB}"): {"id": JOB, "status": "OK", "percentCompleted": 100},
            ("GET", f"/processings/{JOB}/aois"): [],
        }

    def __call__(self, request):
        path = request.url.path.removeprefix("/rest")
        self.log.append((request.method, path, request))
        response = self.responses.get((request.method, path))
        if callable(response):
            response = response(request)
        if isinstance(response, list) and response and isinstance(response[0], Turn):
            response = (response.pop(0) if len(response) > 1 else response[0]).response
        if isinstance(response, Exception):
            raise response
        if isinstance(response, httpx.Response) and hasattr(response, "_content"):
            # A response can be sent once; the table's one is a pattern.
            return httpx.Response(
                response.status_code, headers=response.headers, content=response.content
            )
        if isinstance(response, httpx.Response):
            return response
        if response is None and (request.method, path) not in self.responses:
            return httpx.Response(404, json={"code": "NOT_FOUND", "message": "nothing here"})
        return httpx.Response(200, json=response)

    def sent(self, method, path):
        """The requests of one kind, as JSON bodies."""
        return [
            json.loads(request.content) if request.content else None
            for m, p, request in self.log
            if (m, p) == (method, path)
        ]


class Turn:
    """One of several responses to the same request, in order; the last one stays."""

    def __init__(self, response):
        self.response = response


@pytest.fixture
def service():
    return Service()


class Clock:
    """Time that passes only when the code sleeps."""

    def __init__(self):
        self.time = 1000.0
        self.sleeps = []

    def monotonic(self):
        return self.time

    def now(self):
        return self.time

    def sleep(self, seconds):
        self.sleeps.append(seconds)
        self.time += seconds

    async def asleep(self, seconds):
        self.sleep(seconds)


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    for name in ("monotonic", "now", "sleep", "asleep"):
        monkeypatch.setattr(timing, name, getattr(clock, name))
    return clock


@pytest.fixture(params=["sync", "async"])
def mf(request, service, clock):
    transport = httpx.MockTransport(service)
    if request.param == "sync":
        kind, http = Mapflow, httpx.Client(transport=transport)
    else:
        kind, http = AsyncMapflow, httpx.AsyncClient(transport=transport)
    return kind(token="a@example.com:secret", base_url=BASE, http_client=http)
