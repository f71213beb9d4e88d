"""A fresh world for each example, on a machine where a token of the service lies about."""

import pytest

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
