"""The fixture ``mapflow_sandbox``: test your own program without an account."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from mapflow.sandbox.process import SandboxProcess


@pytest.fixture(scope="session")
def _mapflow_sandbox_process() -> "Iterator[SandboxProcess]":
    """One sandbox for the whole run: starting one takes most of a second."""
    from mapflow.sandbox.process import start

    with start() as running:
        yield running


@pytest.fixture
def mapflow_sandbox(_mapflow_sandbox_process: "SandboxProcess") -> "SandboxProcess":
    """A sandbox, as good as new for each test."""
    _mapflow_sandbox_process.reset()
    return _mapflow_sandbox_process
