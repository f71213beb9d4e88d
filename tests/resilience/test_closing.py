"""A client closed while a request is under way sends nothing more, and keeps no connection."""

import asyncio
import gc
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import httpx
import pytest

from mapflow import AsyncMapflow, Mapflow
from mapflow._http._async.network import AsyncDeadlineTransport
from mapflow._http._sync.network import DeadlineTransport
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


class _Connection:
    """A connection to nothing, and what happens while it is encrypted."""

    def __init__(self, meanwhile=None):
        self._meanwhile = meanwhile
        self.is_closed = False
        self.encrypted = None

    def close(self):
        self.is_closed = True

    async def aclose(self):
        self.is_closed = True

    def start_tls(self, *_):
        self.encrypted = _Connection()
        return self._meanwhile(self.encrypted)


def _closing(transport):
    """What happens while a connection is made: the transport is closed."""

    def closed_now(made):
        transport.close()
        return made

    async def closed_soon(made):
        await transport.aclose()
        return made

    return closed_now if isinstance(transport, httpx.BaseTransport) else closed_soon


@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize("step", ["connecting", "encrypting"])
async def test_a_connection_being_made_meanwhile_is_closed(kind, step):
    if kind == "sync":
        transport = DeadlineTransport(httpx.HTTPTransport(), None)
    else:
        transport = AsyncDeadlineTransport(httpx.AsyncHTTPTransport(), None)
    closing = _closing(transport)
    usual = (lambda made: made) if kind == "sync" else _at_once
    connection = _Connection(closing if step == "encrypting" else usual)
    network = transport._transport._pool._network_backend
    meanwhile = closing if step == "connecting" else usual
    network._network = SimpleNamespace(connect_tcp=lambda *_, **__: meanwhile(connection))
    request = httpx.Request("GET", "https://127.0.0.1:9/")
    with pytest.raises(RuntimeError, match="has been closed"):
        if kind == "sync":
            transport.handle_request(request)
        else:
            await transport.handle_async_request(request)
    assert connection.is_closed
    assert step == "connecting" or connection.encrypted.is_closed


async def _at_once(made):
    return made
