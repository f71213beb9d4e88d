"""Servers that never reach the end of a response, each in another way."""

import asyncio
import threading
from contextlib import contextmanager, suppress

#: A server of the real kind would drip a byte a second; the tests' patience is a part of one.
DRIP_S = 0.05
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n"


async def _silence(reader, writer):
    """Takes what comes, and says nothing."""
    await reader.read(-1)


async def _deafness(reader, writer):
    """Accepts the connection and does not even listen."""
    await asyncio.sleep(3600)


async def _headers_then_nothing(reader, writer):
    await reader.readuntil(b"\r\n\r\n")
    writer.write(_HEAD + b"\r\n")
    await reader.read(-1)


async def _drip(reader, writer, sent):
    await reader.readuntil(b"\r\n\r\n")
    for byte in sent:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(DRIP_S)


async def _dripping_headers(reader, writer):
    await _drip(reader, writer, _HEAD + b"X-Long: " + b"x" * 10_000)


async def _dripping_body(reader, writer):
    await reader.readuntil(b"\r\n\r\n")
    writer.write(_HEAD + b"\r\n")
    for _ in range(10_000):
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(DRIP_S)


async def _dripping_chunks(reader, writer):
    """A packed body without a length, of which each piece unpacks to nothing."""
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n")
    head = b"\x1f\x8b\x08\x10\0\0\0\0\0\0"  # then a comment, which may continue forever
    for byte in head + b"x" * 10_000:
        writer.write(b"1\r\n" + bytes([byte]) + b"\r\n")
        await writer.drain()
        await asyncio.sleep(DRIP_S)


async def _promises(reader, writer):
    """Says without end that it will continue in a moment."""
    await reader.readuntil(b"\r\n\r\n")
    while True:
        writer.write(b"HTTP/1.1 102 Processing\r\n\r\n" * 20)
        await writer.drain()
        await asyncio.sleep(DRIP_S / 5)


MODES = {
    "silence": _silence,
    "deafness": _deafness,
    "headers_then_nothing": _headers_then_nothing,
    "dripping_headers": _dripping_headers,
    "dripping_body": _dripping_body,
    "dripping_chunks": _dripping_chunks,
    "promises": _promises,
}


@contextmanager
def served(behave):
    """Run a server of one behaviour; gives its port."""
    loop = asyncio.new_event_loop()
    started, ports, faults = threading.Event(), [], []
    writers, tasks = [], set()
    # What goes wrong in a server must not look like a service that misbehaves on purpose.
    loop.set_exception_handler(lambda _, context: faults.append(context))

    async def response(reader, writer):
        # A client that has had enough goes away; so does the test, at its end.
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await behave(reader, writer)
        finally:
            with suppress(ConnectionError):
                writer.close()

    def accept(reader, writer):
        writers.append(writer)
        tasks.add(loop.create_task(response(reader, writer)))

    async def serve():
        server = await asyncio.start_server(accept, "127.0.0.1", 0, backlog=500)
        ports.append(server.sockets[0].getsockname()[1])
        started.set()
        await over.wait()
        server.close()
        # Before it is waited for: from Python 3.12 a server is closed when its connections are.
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        # Nothing may be left to be flushed to a client that does not read; and a task that was
        # cancelled before it began has closed nothing.
        for writer in writers:
            writer.transport.abort()
        await asyncio.wait_for(server.wait_closed(), 5)
        await asyncio.sleep(0)

    over = asyncio.Event()
    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()), daemon=True)
    thread.start()
    assert started.wait(10)
    try:
        yield ports[0]
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(10)
        loop.close()
    assert faults == []
