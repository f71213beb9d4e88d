"""A client closed while a request is under way sends nothing more, and keeps no connection."""

import asyncio
import gc
from concurrent.futures import ThreadPoolExecutor

import pytest

from mapflow import AsyncMapflow, Mapflow
from mapflow.errors import InvalidInput
from tests.support.client_kinds import closed
from tests.support.holes import served

_BUSY = b"HTTP/1.1 503 Busy\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n"
_TOKEN = "someone@example.com:secret"


@pytest.fixture
def requests(loopback):
    """The port of a service that is busy, and a list that grows with each request."""
    seen = []

    async def busy(reader, writer):
        while True:
            await reader.readuntil(b"\r\n\r\n")
            seen.append(True)
            writer.write(_BUSY)
            await writer.drain()

    with served(busy) as port:
        seen.clear()
        yield port, seen


async def _sent(seen):
    for _ in range(1000):
        await asyncio.sleep(0.01)
        if seen:
            break
    await asyncio.sleep(0.1)  # the response is there, and the retry is not yet


@pytest.mark.parametrize("kind", [Mapflow, AsyncMapflow], ids=["sync", "async"])
async def test_a_retry_opens_no_connection_of_a_closed_client(kind, requests):
    port, seen = requests
    client = kind(token=_TOKEN, base_url=f"http://127.0.0.1:{port}/rest")
    with ThreadPoolExecutor(1) as pool:
        if kind is Mapflow:
            request = asyncio.wrap_future(pool.submit(client.account.status))
        else:
            request = asyncio.create_task(client.account.status())
        await _sent(seen)
        await closed(client)
        with pytest.raises(InvalidInput, match="This client is closed"):
            await request
    assert len(seen) == 1
    del client, request
    gc.collect()  # what is left open is an error of this test
