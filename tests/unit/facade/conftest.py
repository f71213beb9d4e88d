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
    """Answers requests from a table of (method, path) and keeps a log of them."""

    def __init__(self):
        self.log = []
        self.answers = {
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
        answer = self.answers.get((request.method, path))
        if callable(answer):
            answer = answer(request)
        if isinstance(answer, list) and answer and isinstance(answer[0], Turn):
            answer = (answer.pop(0) if len(answer) > 1 else answer[0]).answer
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, httpx.Response) and hasattr(answer, "_content"):
            # A response can be sent once; the table's one is a pattern.
            return httpx.Response(
                answer.status_code, headers=answer.headers, content=answer.content
            )
        if isinstance(answer, httpx.Response):
            return answer
        if answer is None and (request.method, path) not in self.answers:
            return httpx.Response(404, json={"code": "NOT_FOUND", "message": "nothing here"})
        return httpx.Response(200, json=answer)

    def sent(self, method, path):
        """The requests of one kind, as JSON bodies."""
        return [
            json.loads(request.content) if request.content else None
            for m, p, request in self.log
            if (m, p) == (method, path)
        ]


class Turn:
    """One of several answers to the same request, in order; the last one stays."""

    def __init__(self, answer):
        self.answer = answer


@pytest.fixture
def service():
    return Service()


class Clock:
    """Time that passes only when somebody sleeps."""

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
