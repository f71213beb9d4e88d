"""A secret that was planted is found in nothing that a person, a log or a report gets to see."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from mapflow import AsyncMapflow, Mapflow, sources
from tests.security import canary
from tests.support import holes
from tests.support.client_kinds import closed
from tests.support.every import calls

pytestmark = pytest.mark.slow

KINDS = {"sync": Mapflow, "async": AsyncMapflow}
AT_ONCE = 16


def source():
    return sources.XYZ(
        canary.TILES, login=canary.SECRETS["login"], password=canary.SECRETS["password"]
    )


def _client(kind, port, **more):
    return KINDS[kind](
        token=canary.TOKEN,
        base_url=f"http://127.0.0.1:{port}/rest",
        timeout_s=2,
        transfer_timeout_s=2,
        max_retries=0,
        **more,
    )


async def _tried(call, seen, free):
    async with free:
        try:
            value = await call.maybe_await()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is searched
            seen.error(call.name, error)
        else:
            seen.value(call.name, value)


async def _try_every(kind, port, folder, seen, **more):
    client = _client(kind, port, **more)
    seen.value("client", client)
    every = calls(client, folder, source=source())
    if kind == "async":
        free = asyncio.Semaphore(AT_ONCE)
        await asyncio.gather(*(_tried(call, seen, free) for call in every))
    else:

        def alone(call):
            asyncio.run(_tried(call, seen, asyncio.Semaphore(1)))

        with ThreadPoolExecutor(AT_ONCE) as hands:
            await asyncio.to_thread(lambda: [*hands.map(alone, every)])
    await closed(client)
    return len(every)


# Each client with one version of the API: which of them it is makes no difference to the other.
@pytest.mark.parametrize(("kind", "version"), [("sync", "v1"), ("async", "v2")])
@pytest.mark.parametrize("mode", canary.SAID_AGAIN)
async def test_whatever_the_service_says_again(mode, kind, version, tmp_path, loopback, capfd):
    with canary.watched() as seen, holes.served(canary.saying_again(mode)) as port:
        tried = await _try_every(kind, port, tmp_path, seen, api_version=version)
    assert tried > 100
    assert len(seen.texts) > 10 * tried
    for stream in capfd.readouterr():
        seen.add("output", stream)
    leaks = seen.leaks()
    assert leaks == []
