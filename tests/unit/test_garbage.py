"""Garbage in any argument of any public call: a value or an error of ours, and nothing is spent."""

import asyncio
import inspect

import httpx
import pytest

from mapflow import AsyncMapflow, Mapflow, errors, sources
from mapflow._http import timing
from tests.support import every
from tests.unit.facade.conftest import BUILDINGS, JOB, PROJECT

BASE = "https://mapflow.test/rest"
CLIENTS = {Mapflow: httpx.Client, AsyncMapflow: httpx.AsyncClient}
GARBAGE = {
    "None": None,
    "nan": float("nan"),
    "inf": float("inf"),
    "huge": 10**400,
    "negative": -1,
    "number": 5,
    "true": True,
    "empty": "",
    "surrogate": "\ud800",
    "NUL": "a\x00b",
    "long": "x" * 3_000,
    "bytes": b"\xff",
    "list": [object()],
    "dict": {1: object()},
    "object": object(),
    "class": int,
}
#: The maximum of requests for one call; any further request gets a refused token.
_MOST_REQUESTS = 30


class Service:
    """Responds to every request, for a while, and notes what costs."""

    def __init__(self):
        self.asked = 0
        self.paid = []
        job = {"id": JOB, "status": "FAILED", "cost": 5, "projectId": PROJECT}
        self._responses = {
            "/user/status": {
                "email": "a@example.com",
                "billingType": "CREDITS",
                "remainingCredits": 100,
                "models": [{"id": BUILDINGS, "name": "forest"}],
            },
            "/projects/default": {"id": PROJECT, "isDefault": True},
            f"/projects/{every.ID}": {"id": PROJECT},
            "/processing/cost": 5,
            "/processing/cost/v2": 5,
            "/processings": job,
            f"/processings/{JOB}": job,
        }

    def __call__(self, request):
        self.asked += 1
        path = request.url.path.removeprefix("/rest")
        if request.method == "POST" and path == "/processings":
            self.paid.append(path)
        if self.asked > _MOST_REQUESTS:
            return httpx.Response(401, json={"message": "enough"})
        if path in self._responses:
            return httpx.Response(200, json=self._responses[path])
        return httpx.Response(404, json={"message": "nothing here"})


@pytest.fixture
def no_pauses(monkeypatch):
    now = [0.0]

    def sleep(seconds):
        now[0] += max(seconds, 0.001)

    async def asleep(seconds):
        sleep(seconds)
        await asyncio.sleep(0)

    monkeypatch.setattr(timing, "sleep", sleep)
    monkeypatch.setattr(timing, "asleep", asleep)
    monkeypatch.setattr(timing, "monotonic", lambda: now[0])
    monkeypatch.setattr(timing, "now", lambda: now[0])


def _every(client, folder):
    return every.calls(client, folder, source=sources.Provider("Mapbox"))


NAMES = [call.name for call in _every(Mapflow(token="a:b", base_url=BASE), ".")]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", CLIENTS)
async def test_a_call_gives_a_value_or_an_error_of_ours(kind, name, tmp_path, no_pauses, chdir):
    service = Service()
    own = CLIENTS[kind](transport=httpx.MockTransport(service))
    client = kind(token="a@example.com:b", base_url=BASE, http_client=own)
    [call] = [call for call in _every(client, tmp_path) if call.name == name]
    foreign = []
    for parameter in list(inspect.signature(call.method).parameters.values()):
        for what, garbage in GARBAGE.items():
            service.asked, service.paid = 0, []
            given = {**call.arguments, parameter.name: garbage}
            # What a function of the user's own raises is the user's.
            if parameter.name.startswith("on_") and callable(garbage):
                continue
            try:
                await every.Call(name, call.method, given).maybe_await()
            except errors.MapflowError as error:
                str(error), repr(error)
                if isinstance(error, errors.InvalidInput) and service.paid:
                    foreign.append(f"{parameter.name}={what}: paid, then {error}")
            except Exception as error:  # noqa: BLE001 - that is what the test finds
                foreign.append(f"{parameter.name}={what}: {type(error).__name__}: {error!s:.100}")
    assert not foreign, "\n".join(foreign)


@pytest.fixture
def chdir(tmp_path, monkeypatch):
    """Whatever is written under a name of garbage is written here."""
    monkeypatch.chdir(tmp_path)
