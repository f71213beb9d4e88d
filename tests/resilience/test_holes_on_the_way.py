"""A service that falls silent at one operation, after it responded to all others as it should."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from mapflow import AsyncMapflow, Mapflow, errors
from mapflow._http import timing
from tests.resilience.mutation.drive import CALLS, OF_VERSION_2, Stub, usual
from tests.support import holes, scrub
from tests.support.client_kinds import closed, maybe_await

pytestmark = pytest.mark.slow

TIMEOUT_S = 0.3
GRACE_S = 1.0
AT_ONCE = 20


@pytest.fixture(scope="module", autouse=True)
def _warm():
    """Load what takes longer than the time under test: the reader of GeoTIFFs."""
    import rasterio  # noqa: F401


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch):
    """The pauses before searching again for what was lost are known, and add up to four seconds."""

    async def asleep(seconds):
        await asyncio.sleep(min(seconds, 0.01))

    monkeypatch.setattr(timing, "sleep", lambda seconds: time.sleep(min(seconds, 0.01)))
    monkeypatch.setattr(timing, "asleep", asleep)


class Service:
    """Responds to ``/OPERATION/rest/...`` as recorded, but to that operation not at all."""

    def __init__(self, hole):
        self._hole = hole
        self._stubs = {
            operation: Stub(operation, *self._marked(usual()[operation])) for operation in CALLS
        }

    @staticmethod
    def _marked(response):
        status, headers, _ = response
        return status, {**headers, "x-hole": "here"}, b""

    async def __call__(self, reader, writer):
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            first, *lines = head.decode("latin-1").split("\r\n")
            method, target, _ = first.split(" ")
            headers = dict(line.lower().split(": ", 1) for line in lines if line)
            await reader.readexactly(int(headers.get("content-length", 0)))
            operation, _, path = target.lstrip("/").partition("/rest")
            response = self._response(operation, method, path, headers)
            if "x-hole" in response.headers:
                # The holes wait for the end of a request's head, which has come already.
                reader.feed_data(b"\r\n\r\n")
                await self._hole(reader, writer)
                return
            response.read()
            fields = {**response.headers, "content-length": str(len(response.content))}
            lines = [
                f"HTTP/1.1 {response.status_code} X",
                *(f"{k}: {v}" for k, v in fields.items()),
            ]
            writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + response.content)

    def _response(self, operation, method, path, headers):
        kept = {k: v for k, v in headers.items() if k == "authorization"}
        return self._stubs[operation](httpx.Request(method, f"{scrub.REST}{path}", headers=kept))


def _client(kind, port, operation):
    return kind(
        token="a@example.com:b",
        base_url=f"http://127.0.0.1:{port}/{operation}/rest",
        api_version="v2" if operation in OF_VERSION_2 else "v1",
        timeout_s=TIMEOUT_S,
        transfer_timeout_s=TIMEOUT_S,
        max_retries=0,
    )


async def _driven(kind, port, operation, folder):
    client = _client(kind, port, operation)
    try:
        await maybe_await(CALLS[operation](client, folder))
    finally:
        await closed(client)


def _faults(kind, port, folder):
    def judged(operation):
        began = time.monotonic()
        try:
            # Each in a separate thread and loop: a sync client holds up the loop it is in.
            asyncio.run(_driven(kind, port, operation, folder))
        except errors.MapflowError as error:
            ended = type(error).__name__
        else:
            return f"{operation}: no error"
        took_s = time.monotonic() - began
        if took_s > TIMEOUT_S + GRACE_S:
            return f"{operation}: {took_s:.2f} s, {ended}"
        return None

    with ThreadPoolExecutor(AT_ONCE) as hands:
        return [fault for fault in hands.map(judged, CALLS) if fault]


@pytest.mark.parametrize("kind", [Mapflow, AsyncMapflow])
@pytest.mark.parametrize("mode", ["silence", "dripping_body"])
def test_every_operation_may_be_the_one(mode, kind, tmp_path, loopback):
    hole = holes.MODES[mode]
    with holes.served(Service(hole)) as port:
        assert _faults(kind, port, tmp_path) == []
    assert list(tmp_path.iterdir()) == []
