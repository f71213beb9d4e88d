"""Each test here is one recorded conversation, held once and replayed by both clients.

A test asks for `mf` and writes ``await maybe_await(mf.projects.list())``; the fixture runs it with
`Mapflow` and with `AsyncMapflow` against the same cassette, so both must send the same requests.
The file is named after the test: ``tests/cassettes/test_projects.py::test_lists_all`` plays
``cassettes/projects/lists_all.yaml``.
"""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mapflow import AsyncMapflow, Mapflow
from tests.support import scrub
from tests.support.client_kinds import closed
from tests.support.control import Control
from tests.support.tape import Recorder

ROOT = Path(__file__).resolve().parents[2]
_SPRING = datetime(2035, 5, 1, tzinfo=UTC)
_SAMPLE_TOKEN = "ZGVtb0BleGFtcGxlLmNvbTpub3QtYS1zZWNyZXQ="


def cassette_path(test):
    noun = test.module.__name__.rpartition("test_")[2]
    return (
        ROOT
        / test.config.getoption("--cassettes")
        / noun
        / f"{test.function.__name__.removeprefix('test_')}.yaml"
    )


def _token(record):
    return os.environ["MAPFLOW_TOKEN"] if record else _SAMPLE_TOKEN


def pytest_generate_tests(metafunc):
    if "client_kind" in metafunc.fixturenames:
        # One client records; that the other one replays it shows that both send the same.
        recording = metafunc.config.getoption("--record")
        metafunc.parametrize("client_kind", ["sync"] if recording else ["sync", "async"])


@pytest.fixture
def tape(request, client_kind):
    """The cassette of this test, recording or playing; all of it must be played, and no more."""
    option = request.config.getoption
    record = option("--record")
    base_url = option("--api-url") if record else None
    path = cassette_path(request.node)
    against = option("--against")
    recorder = Recorder(base_url=base_url, against=against, record=record, token=_token(record))
    if record:
        path.unlink(missing_ok=True)
        if against == "sandbox":
            Control(base_url).reset()
    with recorder.use_cassette(path) as cassette:
        yield cassette
    if request.node.stash.get(_FAILED, False):
        if record:
            path.unlink(missing_ok=True)
        return
    assert cassette.faults == []
    left = [] if record else cassette.unplayed
    assert not left, f"{path.name} holds what no request asked for: {left}"


@pytest.fixture
def connect(request, client_kind, tape):
    """Makes a client of the client_kind under test, with this token or the one for recording."""
    record = request.config.getoption("--record")
    kind = Mapflow if client_kind == "sync" else AsyncMapflow
    base_url = request.config.getoption("--api-url") if record else scrub.REST
    usual = _token(record)
    return lambda token=usual, **more: kind(token=token, base_url=base_url, max_retries=0, **more)


@pytest.fixture
async def mf(connect):
    client = connect()
    yield client
    await closed(client)


@pytest.fixture
async def stranger(connect):
    """A client with an unknown token."""
    client = connect("nobody@example.com:wrong")
    yield client
    await closed(client)


@pytest.fixture
async def v2(connect):
    """A client that sends everything by version 2."""
    client = connect(api_version="v2")
    yield client
    await closed(client)


@pytest.fixture
def control(request):
    """The handles of the sandbox that is recorded; None when replaying or recording live."""
    recording = request.config.getoption("--record")
    live = request.config.getoption("--against") == "live"
    return Control(request.config.getoption("--api-url")) if recording and not live else None


@pytest.fixture
def spring(request, control):
    """The day that it is while recording: what a catalog holds depends on it.

    It lies far ahead, because clients refuse ends of planned searches that are past.
    """
    if request.config.getoption("--against") == "live":
        return datetime.now(UTC)
    if control:
        control.set_clock(_SPRING)
    return _SPRING


@pytest.fixture
def pace(request, control):
    """How to wait: not at all when replaying; when recording, by the clock of the server."""
    live = request.config.getoption("--against") == "live"

    def options(seen=None):
        def watch(job):
            if seen is not None:
                seen.append(job.percent)
            if control:
                control.advance(20)

        return {"on_progress": watch, "interval_s": None if live else 0, "timeout_s": 3600}

    return options


_FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if call.when == "call":
        item.stash[_FAILED] = report.failed
    return report


def pytest_itemcollected(item):
    item.add_marker("pythons")
