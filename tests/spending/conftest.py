"""A sandbox whose clock stands still, clients that give up soon, and no pauses between polls."""

from datetime import UTC, datetime, timedelta

import pytest

from mapflow import AsyncMapflow, Filters, Mapflow, sandbox, sources
from mapflow._http import timing
from tests.support.client_kinds import closed, gathered, maybe_await
from tests.support.places import BLOCK

# Well above what a response takes on a busy machine, well below what a test may take.
GIVES_UP_S = 1.5
MODEL = "forest"
DAY_S = 86_400


@pytest.fixture(scope="session")
def standing():
    with sandbox.start(seed=11, speed=0) as running:
        yield running


@pytest.fixture(scope="module", params=[Mapflow, AsyncMapflow], ids=["sync", "async"])
def kind(request):
    return request.param


@pytest.fixture
def running(standing, loopback):
    """The sandbox with one rich account, as good as new."""
    standing.reset()
    standing.account("demo@example.com", credits=1_000_000, aoiAreaLimit=100_000_000)
    return standing


@pytest.fixture
def hasty(monkeypatch):
    """No time passes between two searches for what was lost."""

    async def asleep(seconds):
        pass

    monkeypatch.setattr(timing, "sleep", lambda seconds: None)
    monkeypatch.setattr(timing, "asleep", asleep)


@pytest.fixture(params=["v1", "v2"])
async def mf(running, kind, request, loopback):
    """A client; one of async kind belongs to the loop of its test."""
    client = kind(
        token=running.token,
        base_url=running.base_url,
        api_version=request.param,
        timeout_s=GIVES_UP_S,
    )
    yield client
    await closed(client)


class Paid:
    """The paid call of one sort, ready to be made."""

    def __init__(self, mf, running):
        self.mf = mf
        self.running = running
        self.plans = []

    async def processing(self, **more):
        """A run."""

        async def call(tag):
            return await maybe_await(
                self.mf.processings.run(
                    model=MODEL, area=BLOCK, source=sources.Provider("Mapbox"), tag=tag, **more
                )
            )

        return call

    async def restart(self):
        """A restart of a processing that has failed."""
        run = await self.processing(meta={"sandbox:fail": "inference.internalError"})
        failed = await run(None)
        self.running.advance(3600)

        async def call(tag):
            return await maybe_await(self.mf.processings.restart(failed.id))

        return call

    async def planned(self):
        """A run on an image that a planned search has found."""
        now = datetime.now(UTC)
        plan = await maybe_await(
            self.mf.planned.create(
                "Quays",
                area=BLOCK,
                filters=Filters(providers=["sandbox_half_metre"], after=now - timedelta(days=30)),
                active_until=now + timedelta(days=90),
            )
        )
        # An account has two active ones at most.
        self.plans.append(plan)
        self.running.advance(60)
        image, *_ = await gathered(self.mf.planned.images(plan))

        async def call(tag):
            return await maybe_await(
                self.mf.planned.run(plan, image, name="Quays", model=MODEL, area=BLOCK, tag=tag)
            )

        return call


@pytest.fixture
async def paid(mf, running):
    sorts = Paid(mf, running)
    yield sorts
    for plan in sorts.plans:
        await maybe_await(plan.delete())
