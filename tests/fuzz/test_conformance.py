"""The sandbox keeps to openapi.yaml, and a sandbox that does not would be found out.

A short run with a fixed seed; `scripts/fuzz` is the long one.
"""

import json
import threading
from contextlib import contextmanager

import pytest
import uvicorn

from mapflow import sandbox
from mapflow.sandbox.app import Options, Server
from tests.fuzz import world
from tests.fuzz.run import run, seen

STATUS = "/rest/user/status"
PROJECT = "/rest/projects/default"


@pytest.mark.timeout(300)
def test_the_sandbox_keeps_to_the_document():
    with sandbox.start(seed=1) as running:
        found = world.build(running.base_url, running.token, running.control_url)
        outcome = run(
            running.base_url,
            running.token,
            found,
            examples=4,
            seed=20_261_125,
            requests=lambda: seen(running),
        )
        assert "Traceback" not in running.errors()
    assert outcome.failures == {}, outcome.output
    assert outcome.code == 0, outcome.output
    assert outcome.cases > 2000
    assert outcome.requests > 2000
    assert "Tested: 72" in outcome.output


class Broken:
    """A sandbox that responds wrongly to one path."""

    def __init__(self, app, path, change):
        self._app = app
        self._path = path
        self._change = change
        self.requests = 0

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            self.requests += 1
        if scope["type"] != "http" or scope["path"] != self._path:
            await self._app(scope, receive, send)
            return
        head, body = {}, bytearray()

        async def collect(message):
            if message["type"] == "http.response.start":
                head.update(message)
            else:
                body.extend(message.get("body", b""))

        await self._app(scope, receive, collect)
        status, kind, content = self._change(
            scope, head["status"], dict(head["headers"])[b"content-type"], bytes(body)
        )
        told = [pair for pair in head["headers"] if not pair[0].startswith(b"content-")]
        length = str(len(content)).encode()
        headers = [*told, (b"content-type", kind), (b"content-length", length)]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})


@contextmanager
def serving(path, change):
    """The sandbox in a thread, behind something that breaks it."""
    server = Server(Options(seed=1), "http://127.0.0.1")
    broken = Broken(server.app, path, change)
    config = uvicorn.Config(broken, port=0, log_level="error", lifespan="off", http="h11")
    web = uvicorn.Server(config)
    thread = threading.Thread(target=web.run)
    thread.start()
    try:
        while not web.started:
            thread.join(0.01)
        port = web.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}/rest", server.token, broken
    finally:
        web.should_exit = True
        thread.join(10)
        server.close()


def member(name, value):
    """Change a member of every good response."""

    def change(scope, status, kind, body):
        content = json.loads(body)
        if status == 200:
            content[name] = value
        return status, kind, json.dumps(content).encode()

    return change


def without(name):
    """Leave a member out of every good response."""

    def change(scope, status, kind, body):
        content = json.loads(body)
        content.pop(name, None)
        return status, kind, json.dumps(content).encode()

    return change


BREAKAGES = {
    "a wrong type": ("getDefaultProject", PROJECT, member("name", 7)),
    "a missing member": ("getDefaultProject", PROJECT, without("id")),
    "an undocumented null": ("getDefaultProject", PROJECT, member("id", None)),
    "no uuid": ("getDefaultProject", PROJECT, member("id", "seven")),
    "a status that is not documented": (
        "getUserStatus",
        STATUS,
        lambda scope, status, kind, body: (300 if status == 200 else status, kind, body),
    ),
    "a failure": (
        "getUserStatus",
        STATUS,
        lambda scope, status, kind, body: (500, kind, b'{"code": "X", "message": "y"}'),
    ),
    "another type of content": (
        "getUserStatus",
        STATUS,
        lambda scope, status, kind, body: (status, b"text/plain", body),
    ),
    "no token needed": (
        "getUserStatus",
        STATUS,
        lambda scope, status, kind, body: (
            (200, b"application/json", b'{"email": "a@example.com"}')
            if status == 401
            else (status, kind, body)
        ),
    ),
}


@pytest.mark.timeout(120)
@pytest.mark.parametrize("kind", [None, *BREAKAGES])
def test_a_broken_response_is_found(kind):
    operation, path, change = BREAKAGES.get(
        kind, ("getUserStatus", STATUS, lambda scope, status, kind, body: (status, kind, body))
    )
    with serving(path, change) as (base_url, token, broken):
        outcome = run(
            base_url,
            token,
            {},
            examples=2,
            seed=1,
            requests=lambda: broken.requests,
            phases="examples,coverage,fuzzing",
            only=[operation],
        )
    assert outcome.requests > 3
    assert bool(outcome.failures) == bool(outcome.code) == (kind is not None), outcome.output
