"""What ends a request from outside, such as Ctrl-C, shows nothing of what was being sent."""

import asyncio

import pytest

from mapflow import AsyncMapflow, Mapflow, errors
from tests.security import canary
from tests.security.test_canary import source
from tests.support import holes
from tests.support.client_kinds import maybe_await
from tests.support.places import BLOCK

PROJECT = "546d148f-19a1-40d8-8f16-d1e6dabfd204"
#: What ends the program passes through; a failure leaves a paid request with an unknown outcome.
ENDS = {
    KeyboardInterrupt: KeyboardInterrupt,
    SystemExit: SystemExit,
    MemoryError: errors.OutcomeUnknown,
    RuntimeError: errors.OutcomeUnknown,
}


async def _response_until_paid(reader, writer):
    """A service that knows one model, and says nothing about what costs."""
    responses = {
        "/rest/user/status": {
            "billingType": "AREA",
            "models": [{"id": "30ddfd15-04aa-47f6-9ceb-68ce709fd710", "name": "buildings"}],
        },
        "/rest/projects/default": {"id": PROJECT},
    }
    while True:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        path = head.split()[1]
        if path not in responses:
            await asyncio.sleep(60)
        writer.write(canary._response(200, canary._json(responses[path])))
        await writer.drain()


async def _run(client):
    return await maybe_await(
        client.processings.run(model="buildings", area=BLOCK, source=source(), name="cut")
    )


def _interrupting(monkeypatch, end, operation):
    """Let the operation of a connection that carries the paid request end in this way."""
    from mapflow._http._async.network import AsyncStream
    from mapflow._http._sync.network import Stream

    def is_paid(stream):
        return getattr(stream, "_paid", False)

    write, awrite, read, aread = Stream.write, AsyncStream.write, Stream.read, AsyncStream.read

    def mark(stream, buffer):
        if b"/rest/processings " in buffer:
            stream._paid = True

    def do_write(self, buffer, timeout=None):
        mark(self, buffer)
        if operation == "write" and is_paid(self) and canary.found(buffer.decode("latin-1")):
            raise end
        return write(self, buffer, timeout)

    async def do_awrite(self, buffer, timeout=None):
        mark(self, buffer)
        if operation == "write" and is_paid(self) and canary.found(buffer.decode("latin-1")):
            raise end
        return await awrite(self, buffer, timeout)

    def do_read(self, max_bytes, timeout=None):
        if operation == "read" and is_paid(self):
            raise end
        return read(self, max_bytes, timeout)

    async def do_aread(self, max_bytes, timeout=None):
        if operation == "read" and is_paid(self):
            raise end
        return await aread(self, max_bytes, timeout)

    for kind, name, done in (
        (Stream, "write", do_write),
        (AsyncStream, "write", do_awrite),
        (Stream, "read", do_read),
        (AsyncStream, "read", do_aread),
    ):
        monkeypatch.setattr(kind, name, done)


@pytest.mark.parametrize("operation", ["write", "read"])
@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
@pytest.mark.parametrize("kind", [Mapflow, AsyncMapflow])
async def test_nothing_is_shown_of_what_was_being_sent(kind, end, operation, monkeypatch, loopback):
    for half in ("_sync", "_async"):
        for module in ("reconciling", "restarts"):
            monkeypatch.setattr(f"mapflow.{half}.processings.{module}.LOOKS_S", (0.0,))
    with canary.watched() as seen, holes.served(_response_until_paid) as port:
        client = kind(
            token=canary.TOKEN,
            base_url=f"http://127.0.0.1:{port}/rest",
            timeout_s=2,
            max_retries=0,
        )
        _interrupting(monkeypatch, end, operation)
        with pytest.raises(ENDS[end]) as caught:
            await _run(client)
        await maybe_await(client.close() if kind is Mapflow else client.aclose())
        seen.error("run", caught.value)
        seen.add("notes", "\n".join(getattr(caught.value, "__notes__", ())))
    assert len(seen.texts) > 5
    assert seen.leaks() == []
    # Where it happened can still be seen, as far as it is ours.
    names = [frame.name for frame in caught.traceback]
    assert "send" in names
    assert not [frame for frame in caught.traceback if "httpcore" in str(frame.path)]


async def test_a_cancelled_task_shows_nothing(loopback):
    with canary.watched() as seen, holes.served(_response_until_paid) as port:
        client = AsyncMapflow(token=canary.TOKEN, base_url=f"http://127.0.0.1:{port}/rest")
        task = asyncio.create_task(_run(client))
        await asyncio.sleep(1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await task
        seen.error("run", caught.value)
    assert any("reconcile" in note for note in caught.value.__notes__)
    assert seen.leaks() == []


async def test_a_timeout_shows_nothing(loopback, monkeypatch):
    for module in ("reconciling", "restarts"):
        monkeypatch.setattr(f"mapflow._async.processings.{module}.LOOKS_S", (0.0,))
    with canary.watched() as seen, holes.served(_response_until_paid) as port:
        client = AsyncMapflow(
            token=canary.TOKEN,
            base_url=f"http://127.0.0.1:{port}/rest",
            timeout_s=2,
            max_retries=0,
        )
        with pytest.raises(errors.MapflowError) as caught:
            await _run(client)
        seen.error("run", caught.value)
    assert seen.leaks() == []
