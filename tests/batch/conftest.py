"""Batches against a sandbox in which an hour passes in a moment."""

import json

import pytest

from mapflow import AsyncMapflow, Mapflow, batch, sandbox, sources
from tests.support.client_kinds import closed, maybe_await
from tests.support.places import square


def collection(count, **more):
    """``count`` squares side by side, named a0, a1, ..."""
    features = [
        {
            "type": "Feature",
            "properties": {"name": f"a{number}", **more},
            "geometry": square(37.3 + number * 0.003, 55.636),
        }
        for number in range(count)
    ]
    return {"type": "FeatureCollection", "features": features}


@pytest.fixture(scope="session")
def quick():
    with sandbox.start(seed=5, speed=20_000) as running:
        yield running


@pytest.fixture
def running(quick, loopback):
    quick.reset()
    quick.account("demo@example.com", credits=1_000_000)
    return quick


class Batches:
    """The module's functions for one kind of client, with short pauses."""

    def __init__(self, kind, running, folder):
        self._kind = kind
        self.running = running
        self.folder = folder / "batch"
        self.made = []
        self.client = self.another(timeout_s=5)

    def another(self, **options):
        """A second client of the same account."""
        usual = {"token": self.running.token, "base_url": self.running.base_url}
        self.made.append(self._kind(**(usual | options)))
        return self.made[-1]

    def another_account(self):
        """Another user's client."""
        return self.another(token=self.running.account("other@example.com", credits=1_000))

    async def run(self, areas, **more):
        function = batch.run if self._kind is Mapflow else batch.run_async
        usual = {
            "model": "forest",
            "source": sources.Provider("Mapbox"),
            "folder": self.folder,
            "interval_s": 0.02,
        }
        return await maybe_await(function(self.client, areas, **(usual | more)))

    async def resume(self, **more):
        function = batch.resume if self._kind is Mapflow else batch.resume_async
        return await maybe_await(function(self.client, self.folder, interval_s=0.02, **more))

    def posts(self):
        """The paid requests that the sandbox has seen."""
        return [seen for seen in self.running.requests() if seen["paid"]]

    async def there(self):
        """The processings that the sandbox has."""
        return await maybe_await(self.client.processings.list())


@pytest.fixture(params=[Mapflow, AsyncMapflow], ids=["sync", "async"])
async def batches(request, running, tmp_path):
    made = Batches(request.param, running, tmp_path)
    yield made
    for client in made.made:
        await closed(client)


@pytest.fixture
def fields(tmp_path):
    """A file with ``count`` areas."""

    def write(count, **more):
        path = tmp_path / "fields.geojson"
        path.write_text(json.dumps(collection(count, **more)))
        return path

    return write
