"""The fixture ``mapflow_sandbox``: test your own program without an account."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from mapflow.sandbox.process import SandboxProcess

#: Whatever of these a test inherits could lead it to the service itself.
_ELSEWHERE = ("MAPFLOW_PROFILE", "MAPFLOW_API_VERSION")
_ALL = ("MAPFLOW_TOKEN", "MAPFLOW_BASE_URL", "MAPFLOW_CONFIG_DIR", *_ELSEWHERE)


@pytest.fixture(autouse=True)
def _mapflow_environment(request: pytest.FixtureRequest) -> Iterator[None]:
    """Bring the environment back after everything else of a test that asked for a sandbox.

    A test's own changes are undone after those of ``mapflow_sandbox`` where they were set up
    before, and would restore the sandbox's token. What a plugin sets up for every test comes
    first, and so ends last.
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
    """One sandbox for the whole run: starting one takes most of a second."""
    from mapflow.sandbox.process import start

    with start() as running:
        yield running


@pytest.fixture
def mapflow_sandbox(
    _mapflow_sandbox_process: "SandboxProcess", tmp_path_factory: pytest.TempPathFactory
) -> "Iterator[SandboxProcess]":
    """A sandbox, as good as new for each test, which every client and command of the test uses.

    During the test the environment names the sandbox and its token, and hides all
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
