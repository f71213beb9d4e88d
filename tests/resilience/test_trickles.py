"""Much is sent and nothing arrives, or all but the end: a transfer ends in the time it is given."""

import asyncio
import gzip
import json
import time

import pytest

from mapflow import AsyncMapflow, Mapflow, errors
from tests.support import holes
from tests.support.client_kinds import closed, maybe_await
from tests.support.places import FIELD_IMAGE

pytestmark = pytest.mark.slow

JOB = "65285409-ac88-4fc0-a937-193cf42c2343"
#: Given for a megabyte; what these servers send is many a megabyte.
TIMEOUT_S = 0.5
# Tests run beside others; what trickles forever is still there much later.
GRACE_S = 3.0
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/geo+json\r\n"
_CHUNKED = _HEAD + b"Transfer-Encoding: chunked\r\n"


def _chunk(data, extension=b""):
    return b"%x%s\r\n%s\r\n" % (len(data), extension, data)


def _member(content):
    """A packed part with a long comment, which unpacks to almost nothing."""
    packed = gzip.compress(content)
    return packed[:3] + b"\x10" + packed[4:10] + b"x" * 20_000 + b"\0" + packed[10:]


def _for_ever(head, piece):
    async def send(writer):
        writer.write(head)
        while True:
            writer.write(piece)
            await writer.drain()

    return send


async def _late_drip(writer):
    """Fast for twenty megabytes, then a byte now and then."""
    writer.write(_CHUNKED + b"\r\n" + _chunk(b'{"type": "FeatureCollection", "features": ['))
    for _ in range(200):
        writer.write(_chunk(b" " * 100_000))
        await writer.drain()
    while True:
        writer.write(_chunk(b" "))
        await writer.drain()
        await asyncio.sleep(holes.DRIP_S)


_HINT = b"HTTP/1.1 103 Early Hints\r\nLink: <" + b"x" * 8000 + b">\r\n\r\n"
TRICKLES = {
    "promises": _for_ever(b"", _HINT * 4),
    "empty_members": _for_ever(
        _CHUNKED + b"Content-Encoding: gzip\r\n\r\n", _chunk(_member(b"") * 3)
    ),
    "members_of_a_byte": _for_ever(
        _CHUNKED + b"Content-Encoding: gzip\r\n\r\n", _chunk(_member(b" ") * 3)
    ),
    "wide_chunks": _for_ever(_CHUNKED + b"\r\n", _chunk(b" ", b";x=" + b"y" * 200) * 50),
    "late_drip": _late_drip,
}


def _served(send):
    """Says that the processing has ended well; its result, and all else, trickles."""

    async def response(reader, writer):
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            if b"/result" in head or b"/rest/user/status" in head or head.startswith(b"POST"):
                await send(writer)
            images = b"/image" in head.partition(b"\r\n")[0]
            body = b"[]" if images else json.dumps({"id": JOB, "status": "OK"}).encode()
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)

    return holes.served(response)


@pytest.fixture(params=[Mapflow, AsyncMapflow], ids=["sync", "async"])
def kind(request):
    return request.param


@pytest.fixture(scope="module", autouse=True)
def _warm():
    """Load what takes longer than the time under test: the reader of GeoTIFFs."""
    import rasterio  # noqa: F401


async def _timed(kind, port, act, **given):
    times = {"timeout_s": 30, "transfer_timeout_s": TIMEOUT_S, "max_retries": 0, **given}
    client = kind(token="a@example.com:b", base_url=f"http://127.0.0.1:{port}/rest", **times)
    began = time.monotonic()
    try:
        with pytest.raises(errors.TimedOut):
            await maybe_await(act(client))
        return time.monotonic() - began
    finally:
        await closed(client)


@pytest.mark.parametrize("trickle", TRICKLES)
async def test_a_download_ends_in_its_time(kind, trickle, tmp_path, loopback):
    with _served(TRICKLES[trickle]) as port:
        path = tmp_path / "x.geojson"
        took_s = await _timed(kind, port, lambda mf: mf.processings.result(JOB).save(path))
    # Twenty megabytes take a second or two to arrive; that is not the time of a trickle.
    assert took_s <= TIMEOUT_S + GRACE_S + (4 if trickle == "late_drip" else 0)
    assert not path.exists()


@pytest.mark.parametrize("trickle", sorted({*TRICKLES} - {"late_drip"}))
async def test_a_read_ends_in_its_time(kind, trickle, loopback):
    with _served(TRICKLES[trickle]) as port:
        took_s = await _timed(kind, port, lambda mf: mf.account.status(), timeout_s=TIMEOUT_S)
    assert took_s <= TIMEOUT_S + GRACE_S


@pytest.mark.parametrize("trickle", ["promises", "empty_members"])
async def test_an_upload_ends_in_its_time(kind, trickle, loopback):
    with _served(TRICKLES[trickle]) as port:
        took_s = await _timed(kind, port, lambda mf: mf.imagery.mosaics.upload(JOB, FIELD_IMAGE))
    assert took_s <= TIMEOUT_S + GRACE_S
