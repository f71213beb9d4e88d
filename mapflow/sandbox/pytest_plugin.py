"""The fixture ``mapflow_sandbox``: test your own program without an account."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from mapflow.sandbox.process import SandboxProcess

#: A test that inherits one of these could reach the service itself.
_ELSEWHERE = ("MAPFLOW_PROFILE", "MAPFLOW_API_VERSION")
_ALL = ("MAPFLOW_TOKEN", "MAPFLOW_BASE_URL", "MAPFLOW_CONFIG_DIR", *_ELSEWHERE)


@pytest.fixture(autouse=True)
def _mapflow_environment(request: pytest.FixtureRequest) -> Iterator[None]:
    """Restore the environment last after a test that used a sandbox.

    If the test sets variables before ``mapflow_sandbox`` does, its changes are undone later, which
    would restore the sandbox's token. An automatic fixture of a plugin starts first and so ends
    last.
    """
    before = {name: os.environ.get(name) for name in _ALL}
    yield
    if "mapflow_sandbox" in request.fixturenames:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@pytest.fixture(scope="session")
def _mapflow_sandbox_process() -> "Iterator[SandboxProcess]":
    """One sandbox for the test session: a start takes most of a second."""
    from mapflow.sandbox.process import start

    with start() as running:
        yield running


@pytest.fixture
def mapflow_sandbox(
    _mapflow_sandbox_process: "SandboxProcess", tmp_path_factory: pytest.TempPathFactory
) -> "Iterator[SandboxProcess]":
    """A sandbox, reset for each test, that all clients and commands of the test reach.

    During the test the environment has the address and the token of the sandbox, and hides all
    profiles, so that a program under test cannot reach the service by accident.
    """
    running = _mapflow_sandbox_process
    running.reset()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("MAPFLOW_TOKEN", running.token)
        environment.setenv("MAPFLOW_BASE_URL", running.base_url)
        environment.setenv("MAPFLOW_CONFIG_DIR", str(tmp_path_factory.mktemp("mapflow-config")))
        for name in _ELSEWHERE:
            environment.delenv(name, raising=False)
        yield running
