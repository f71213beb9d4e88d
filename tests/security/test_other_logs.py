"""Records that other code in the process logs stay as they are, whatever this package masks."""

import logging

import httpx
import pytest

from mapflow import AsyncMapflow, Mapflow
from tests.security import canary
from tests.support import holes
from tests.support.client_kinds import closed, maybe_await

LIBRARIES = ("httpx", "httpcore", "httpcore.http11", "httpcore.http2", "httpcore.proxy")


@pytest.mark.parametrize("kind", [Mapflow, AsyncMapflow])
async def test_requests_of_others_are_logged_in_full(kind, loopback, caplog):
    caplog.set_level(logging.DEBUG)

    async def behave(reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        writer.write(
            canary._response(200, b"{}", more=canary._ELSEWHERE + f"X-Said: {head[:9]}\r\n")
        )
        await writer.drain()

    with holes.served(behave) as port:
        client = kind(token=canary.TOKEN, base_url=f"http://127.0.0.1:{port}/rest", max_retries=0)
        await maybe_await(client.version())
        ours = caplog.text
        caplog.clear()
        with httpx.Client() as other:
            other.get(  # noqa: ASYNC212 - the server has a separate thread
                f"http://127.0.0.1:{port}/theirs?key={canary.SECRETS['tile_key']}"
            )
        theirs = caplog.text
        await closed(client)
    assert "receive_response_headers.complete" in ours
    assert canary.found(ours) == []
    assert {"tile_key", "location_key"} <= set(canary.found(theirs))


@pytest.mark.parametrize("kind", [Mapflow, AsyncMapflow])
async def test_records_of_others_are_not_touched(kind):
    await closed(kind(token=canary.TOKEN, base_url="https://api.example.com/rest"))
    for name in LIBRARIES:
        logger = logging.getLogger(name)
        given = ("a", httpx.URL("https://me:open@x.test/a?key=abc#d"), {"headers": 1})
        text = "headers [(b'Location', b'https://x.test?sig=abc')] %s %s %s"
        record = logger.makeRecord(name, logging.INFO, "f", 1, text, given, None)
        assert logger.filter(record)
        assert (record.msg, record.args) == (text, given)
        assert record.args is given
