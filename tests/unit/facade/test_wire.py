"""The transport in front of a real server: retries, time, redirects, what is sent along."""

import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from mapflow import AsyncMapflow, Mapflow, errors
from tests.support.client_kinds import closed, maybe_await

JOB = "65285409-ac88-4fc0-a937-193cf42c2343"
GOOD = json.dumps({"id": JOB, "status": "OK"}).encode()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def response(self):
        length = int(self.headers.get("content-length") or 0)
        self.rfile.read(length)
        self.server.seen.append((self.command, self.path, dict(self.headers)))
        self.server.script(self, len(self.server.seen))

    do_GET = do_POST = do_PUT = do_DELETE = response

    def reply(self, status, body=GOOD, **headers):
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def server(loopback):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.seen = []
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(params=[Mapflow, AsyncMapflow], ids=["sync", "async"])
def kind(request):
    return request.param


def client(kind, server, **given):
    port = server.server_address[1]
    return kind(token="a@example.com:secret", base_url=f"http://127.0.0.1:{port}/rest", **given)


@pytest.mark.usefixtures("clock")
async def test_reads_are_repeated_until_they_work(kind, server):
    server.script = lambda h, n: h.reply(503 if n < 3 else 200)
    mf = client(kind, server)
    assert (await maybe_await(mf.processings.get(JOB))).status == "OK"
    assert len(server.seen) == 3
    await closed(mf)


@pytest.mark.usefixtures("clock")
async def test_retries_end(kind, server):
    server.script = lambda h, n: h.reply(503, b"", retry_after="0")
    mf = client(kind, server, max_retries=1)
    with pytest.raises(errors.ServerError):
        await maybe_await(mf.processings.get(JOB))
    assert len(server.seen) == 2
    await closed(mf)


async def test_creating_requests_are_sent_once(kind, server):
    server.script = lambda h, n: h.reply(503)
    mf = client(kind, server)
    with pytest.raises(errors.ServerError):
        await maybe_await(mf.projects.create("once"))
    assert len(server.seen) == 1
    await closed(mf)


@pytest.mark.usefixtures("clock")
async def test_a_repeated_delete_that_finds_nothing_has_worked(kind, server):
    server.script = lambda h, n: h.reply(502 if n == 1 else 404)
    mf = client(kind, server)
    await maybe_await(mf.processings.delete(JOB))
    assert len(server.seen) == 2
    await closed(mf)


async def test_a_first_delete_that_finds_nothing_is_an_error(kind, server):
    server.script = lambda h, n: h.reply(404)
    mf = client(kind, server)
    with pytest.raises(errors.NotFound):
        await maybe_await(mf.processings.delete(JOB))
    await closed(mf)


async def test_a_silent_server_times_out(kind, server):
    release = threading.Event()
    server.script = lambda h, n: release.wait(10)
    mf = client(kind, server, timeout_s=0.2, max_retries=0)
    started = time.monotonic()
    with pytest.raises(errors.TimedOut):
        await maybe_await(mf.processings.get(JOB))
    assert time.monotonic() - started < 1.2
    release.set()
    await closed(mf)


async def test_a_dripping_server_times_out(kind, server):
    def drip(handler, n):
        handler.send_response(200)
        handler.send_header("content-length", "1000")
        handler.end_headers()
        try:
            for _ in range(40):
                handler.wfile.write(b" ")
                handler.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass

    server.script = drip
    mf = client(kind, server, timeout_s=0.3, max_retries=0)
    started = time.monotonic()
    with pytest.raises(errors.TimedOut):
        await maybe_await(mf.processings.get(JOB))
    assert time.monotonic() - started < 1.3
    await closed(mf)


async def test_a_broken_response_is_a_failed_connection(kind, server):
    def cut(handler, n):
        handler.send_response(200)
        handler.send_header("content-length", "1000")
        handler.end_headers()
        handler.wfile.write(b"{")
        handler.close_connection = True

    server.script = cut
    mf = client(kind, server, max_retries=0)
    with pytest.raises(errors.ConnectionFailed) as caught:
        await maybe_await(mf.processings.get(JOB))
    assert caught.value.sent
    await closed(mf)


async def test_no_server_there(kind, loopback):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    mf = kind(token="a:b", base_url=f"http://127.0.0.1:{port}/rest", max_retries=0)
    with pytest.raises(errors.ConnectionFailed) as caught:
        await maybe_await(mf.processings.get(JOB))
    assert not caught.value.sent
    await closed(mf)


async def test_a_token_is_never_sent_elsewhere(kind, server):
    server.script = lambda h, n: h.reply(302, b"", location="http://127.0.0.1:1/steal")
    mf = client(kind, server)
    with pytest.raises(errors.ApiError, match="elsewhere"):
        await maybe_await(mf.processings.get(JOB))
    assert len(server.seen) == 1
    await closed(mf)


async def test_token_of_a_function_is_fresh_each_time(kind, server):
    tokens = iter(["a@example.com:one", "a@example.com:two"])
    server.script = lambda h, n: h.reply(200)
    port = server.server_address[1]
    mf = kind(token=lambda: next(tokens), base_url=f"http://127.0.0.1:{port}/rest")
    await maybe_await(mf.processings.get(JOB))
    await maybe_await(mf.processings.get(JOB))
    first, second = (headers["Authorization"] for _, _, headers in server.seen)
    assert first != second
    assert server.seen[0][2]["User-Agent"].startswith("mapflow-client/")
    await closed(mf)


def test_sync_client_starts_no_thread(server):
    server.script = lambda h, n: h.reply(200)
    before = threading.active_count()
    with client(Mapflow, server) as mf:
        mf.processings.get(JOB)
        # The server's own thread for the connection is the only new one.
        assert threading.active_count() <= before + 1
