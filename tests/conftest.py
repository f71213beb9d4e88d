"""For every test: no network, none of the user's settings, and the options for recording."""

import itertools
import os

import pytest

from scripts import counts
from tests.support import lanes
from tests.support.network import GUARD

GUARD.install()

_LOCAL_FIXTURES = frozenset({"loopback", "mapflow_sandbox"})


def pytest_addoption(parser):
    parser.addoption(
        "--exhaustive",
        action="store_true",
        help="try every case with every client, where CI has them take turns",
    )
    group = parser.getgroup("cassettes")
    group.addoption("--record", action="store_true", help="record cassettes again, from --api-url")
    group.addoption(
        "--cassettes", default="cassettes", help="the folder to record to, or play from"
    )
    group.addoption("--api-url", help="where to record from, such as http://127.0.0.1:8799/rest")
    group.addoption(
        "--against",
        choices=["sandbox", "live"],
        default="sandbox",
        help="what stands behind --api-url",
    )


def pytest_ignore_collect(collection_path, config):
    """Pass over modules that cannot have a test of the lane, if one is asked for."""
    lane = config.getoption("markexpr")
    if lane.isidentifier() and collection_path.match("test_*.py"):
        return not lanes.names(collection_path, lane) or None
    return None


def pytest_collection_modifyitems(items):
    if found := lanes.unnamed(items):
        raise pytest.UsageError("\n".join(found))


def pytest_terminal_summary(terminalreporter):
    """Add this run to what `.ci/run` counts."""
    if hasattr(terminalreporter.config, "workerinput"):
        return  # who started this worker counts its tests
    seen = {outcome: len(reports) for outcome, reports in terminalreporter.stats.items()}
    counts.add("tests", seen.get("passed", 0), seen.get("failed", 0) + seen.get("error", 0))


@pytest.fixture(scope="session")
def exhaustive(request):
    """Whether all cases are asked for: CI tries each with one client, and each kind with both."""
    return request.config.getoption("--exhaustive")


@pytest.fixture
def loopback():
    """Asking for this lets a test reach servers on this machine."""


@pytest.fixture(autouse=True)
def _network(request):
    recording = request.config.getoption("--record")
    asked = not _LOCAL_FIXTURES.isdisjoint(request.fixturenames)
    with GUARD.allowing(loopback=asked or recording, anywhere=recording):
        yield


@pytest.fixture(scope="session")
def _nowhere(tmp_path_factory):
    """Gives folders that are not there, each time another."""
    folder = tmp_path_factory.mktemp("config")
    return (folder / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch, request, _nowhere):
    """Keep MAPFLOW_* and the profile file of whoever runs the tests out of them."""
    if not request.config.getoption("--record"):
        for name in [n for n in os.environ if n.startswith("MAPFLOW_")]:
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(next(_nowhere)))
