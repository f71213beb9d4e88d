"""One sandbox, one server and one scripted assistant for the tasks of a module."""

import asyncio
import json
import shutil
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from mcp.client import Client

from mapflow import AsyncMapflow, sandbox
from mapflow._http import timing
from mapflow.mcp._server import make_server
from tests.batch.conftest import collection
from tests.mcp.assistant import Assistant
from tests.support.control import Control

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
#: A block of houses, west, south, east, north.
BLOCK = [37.298, 55.636, 37.302, 55.638]
RUN = {"model": "buildings", "source": "provider:Mapbox"}


@pytest.fixture(scope="package")
def service():
    """A sandbox in which hours pass in a second."""
    with sandbox.start(speed=20_000) as running:
        yield running


@pytest.fixture(scope="package")
def folder(tmp_path_factory):
    """The folder of the server, with some areas and an image."""
    place = tmp_path_factory.mktemp("assistant") / "maps"
    place.mkdir()
    for name in ("quarter.geojson", "town.geojson", "forest.tif"):
        shutil.copy(EXAMPLES / name, place)
    (place / "fields.geojson").write_text(json.dumps(collection(3)))
    return place


@pytest.fixture(scope="package")
def assistant(service, folder):
    """An assistant whose session may spend 500 credits."""
    with Assistant(folder, service, "--budget", "500") as one:
        yield one


def paid(service):
    """The requests that cost credits."""
    return [seen for seen in service.requests() if seen["paid"]]


@pytest.fixture
def connected(mapflow_sandbox, tmp_path):
    """Makes a server in this process, and a client of it; the clock of the sandbox stands still."""
    Control(mapflow_sandbox.base_url).set_speed(0)

    @asynccontextmanager
    async def connect(budget=0):
        server = make_server(lambda spending: AsyncMapflow(budget=spending), tmp_path, budget)
        async with Client(server) as client:
            yield client

    return connect


@pytest.fixture
def no_pauses(monkeypatch):
    """Nothing waits for seconds between two requests."""
    pause = asyncio.sleep
    monkeypatch.setattr(timing, "asleep", lambda _: pause(0.02))
