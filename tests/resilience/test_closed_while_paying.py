"""A client that is closed in the middle of a paid request says what it knows, and what to do."""

import asyncio
import threading
import time

import pytest

from mapflow import AsyncMapflow, Mapflow, errors, sandbox, sources
from mapflow.sandbox import FaultRule
from tests.support.client_kinds import maybe_await
from tests.support.places import BLOCK

RUN = {"model": "forest", "area": BLOCK, "source": sources.Provider("Mapbox")}
LATE = FaultRule("latency", operations="paid", count=1, seconds=1.5)
TAG = "0123456789abcdef0123456789abcdef"
FAILS = {"sandbox:fail": "inference.internalError"}


@pytest.fixture
def running(loopback):
    with sandbox.start(seed=3, speed=0) as running:
        running.account("demo@example.com", credits=1_000_000)
        yield running


@pytest.fixture(params=[Mapflow, AsyncMapflow], ids=["sync", "async"])
def client(request, running):
    return request.param(token=running.token, base_url=running.base_url)


async def _closed_meanwhile(running, client, call):
    """Close a client while the service takes its time over a paid request; return the error."""
    number = running.requests()[-1]["number"]
    running.set_faults(LATE)
    if isinstance(client, AsyncMapflow):
        task = asyncio.create_task(call())
        for _ in range(500):
            if _is_under_way(running):
                break
            await asyncio.sleep(0.02)
        await client.aclose()
        with pytest.raises(errors.OutcomeUnknown) as lost:
            await task
        error = lost.value
    else:
        error = _closed_from_another_thread(running, client, call)
    await asyncio.sleep(LATE.seconds)
    [_] = [seen for seen in running.requests() if seen["paid"] and seen["number"] > number]
    # Whoever could not look says so, and not what a look has shown.
    assert "This client is closed" in error.message
    assert "was found" not in error.message
    assert "FAILED" not in error.message
    return error


def _closed_from_another_thread(running, client, call):
    caught = []

    def work():
        with pytest.raises(errors.OutcomeUnknown) as lost:
            call()
        caught.append(lost.value)

    thread = threading.Thread(target=work)
    thread.start()
    while not _is_under_way(running):
        time.sleep(0.02)
    client.close()
    thread.join()
    return caught[0]


def _is_under_way(running):
    return running.faults()[0].faulted == 1


async def test_a_run(running, client):
    await maybe_await(client.account.status())
    lost = await _closed_meanwhile(running, client, lambda: client.processings.run(**RUN, tag=TAG))
    # It stays closed, so one look is enough.
    assert len(lost.__cause__.__notes__) == 1
    assert lost.tag == TAG
    assert f"mapflow reconcile {TAG} --project {lost.project_id}" in str(lost.hint)
    assert "an open client" in str(lost.hint)
    with Mapflow(token=running.token, base_url=running.base_url) as other:
        # The request was waiting, and a service that sees its sender leave may drop it.
        found = other.processings.reconcile(lost)
        assert found is None or found.meta["mapflow-client-tag"] == TAG


async def test_a_restart(running, client):
    failed = await maybe_await(client.processings.run(**RUN, meta=FAILS))
    running.advance(3600)
    lost = await _closed_meanwhile(running, client, lambda: client.processings.restart(failed.id))
    assert lost.processing_id == failed.id
    assert "Check its status" in str(lost.hint)
