"""A fresh world for each example, on a machine where a token of the service lies about.

And the site, built once for all tests of it.
"""

import pytest
from filelock import FileLock

from scripts import site as builder
from tests.docs.examples import World
from tests.support.network import GUARD


@pytest.fixture
def _a_live_token(monkeypatch):
    """What a reader has in the environment; no example may take it anywhere."""
    monkeypatch.setenv("MAPFLOW_TOKEN", "live@example.com:live")
    before = len(GUARD.refused)
    yield
    assert GUARD.refused[before:] == []


@pytest.fixture
def world(_a_live_token, mapflow_sandbox, tmp_path, monkeypatch):
    return World(mapflow_sandbox, tmp_path, monkeypatch)


@pytest.fixture(autouse=True)
def _local(loopback):
    """Tests of this folder talk to their server on this machine."""


@pytest.fixture(scope="session")
def site(tmp_path_factory, worker_id):
    """The folder of the site in the version 1.10.0, beside an older one that is not whole."""
    alone = worker_id == "master"
    place = tmp_path_factory.getbasetemp() if alone else tmp_path_factory.getbasetemp().parent
    folder = place / "site"
    with FileLock(place / "site.lock"):  # workers share it
        if not folder.exists():
            for name in ("objects.inv", "quickstart.html"):
                (folder / "1.9.0" / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / "1.9.0" / name).write_text("<!doctype html><title>1.9.0</title>")
            builder.build("1.10.0", folder)
    return folder / "1.10.0"
