"""A fresh world for each example."""

import pytest

from tests.docs.examples import World


@pytest.fixture
def world(mapflow_sandbox, tmp_path, monkeypatch):
    return World(mapflow_sandbox, tmp_path, monkeypatch)
