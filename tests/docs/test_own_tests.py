"""Tests of users' own programs, as the guide shows them, never reach the service itself."""

import os
import re
import subprocess
import sys
import textwrap

import pytest

from mapflow import AsyncMapflow, Mapflow, config
from tests.docs.test_pages import PAGES

pytestmark = pytest.mark.slow

# What it imports and how it is marked may stand before it.
_TEST = re.compile(
    r"^```python\n((?:(?:import|from|@) ?[^\n]*\n|\n)*(?:async )?def test_.*?)^```",
    re.DOTALL | re.MULTILINE,
)
DOCUMENTED = {
    f"{page.stem}-{number}": code
    for page in PAGES
    for number, code in enumerate(_TEST.findall(page.read_text(encoding="utf-8")))
}
#: The program that a page tests.
_PROGRAM = re.compile(
    r"^```python\n((?:import \w+\n+)*from mapflow import (?:(?!^```).)*?^def (?!test_).*?)^```",
    re.DOTALL | re.MULTILINE,
)
#: Keeps a list of whatever is asked for that is not on this machine, and refuses it.
_WATCH = """
import socket
from pathlib import Path

_ask, _connect = socket.getaddrinfo, socket.socket.connect


def _refuse(host):
    if host not in ("127.0.0.1", "localhost", "::1", None):
        with Path("left.txt").open("a") as file:
            print(host, file=file)
        raise OSError(f"left the machine: {host}")


def _asked(host, *args, **kwargs):
    _refuse(host)
    return _ask(host, *args, **kwargs)


def _connected(self, address):
    if isinstance(address, tuple):
        _refuse(address[0])
    return _connect(self, address)


socket.getaddrinfo, socket.socket.connect = _asked, _connected
"""
#: Programs as people write them: they make clients at any time, in any way.
OWN = """
import asyncio, os, subprocess, sys
import pytest
from mapflow import AsyncMapflow, Mapflow, errors


def program():
    with Mapflow() as mf:
        return mf.base_url, mf.account.status().email


def test_a_client_of_its_own(mapflow_sandbox):
    address, email = program()
    assert address == mapflow_sandbox.base_url
    assert email != "live@example.com"


async def _program():
    async with AsyncMapflow() as mf:
        return mf.base_url


def test_an_async_client_of_its_own(mapflow_sandbox):
    assert asyncio.run(_program()) == mapflow_sandbox.base_url


def test_a_profile(mapflow_sandbox):
    with pytest.raises(errors.ConfigurationError):
        Mapflow(profile="live")


def test_a_command(mapflow_sandbox):
    done = subprocess.run(
        [sys.executable, "-m", "mapflow.cli", "status", "--json"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "live@example.com" not in done.stdout


def test_with_an_environment_of_its_own(monkeypatch, mapflow_sandbox):
    monkeypatch.setenv("MAPFLOW_TOKEN", "somebody@example.com:else")
    monkeypatch.setenv("MAPFLOW_BASE_URL", mapflow_sandbox.base_url)
    os.environ["MAPFLOW_PROFILE"] = "left behind"
    os.environ["MAPFLOW_API_VERSION"] = "v2"


def test_afterwards_all_is_as_before():
    assert "MAPFLOW_API_VERSION" not in os.environ
    assert os.environ["MAPFLOW_TOKEN"] == "live@example.com:live"
    assert os.environ["MAPFLOW_PROFILE"] == "live"
    assert "MAPFLOW_BASE_URL" not in os.environ
    assert os.environ["MAPFLOW_CONFIG_DIR"] == "profiles"
"""


def _run(folder, code):
    """Run tests in a separate folder, as a user with a token of the service would."""
    (folder / "conftest.py").write_text(_WATCH, encoding="utf-8")
    (folder / "test_own.py").write_text(textwrap.dedent(code), encoding="utf-8")
    (folder / "profiles").mkdir(mode=0o700)
    environ = {
        **os.environ,
        "MAPFLOW_TOKEN": "live@example.com:live",
        "MAPFLOW_PROFILE": "live",
        "MAPFLOW_CONFIG_DIR": "profiles",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    environ.pop("MAPFLOW_BASE_URL", None)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly"]
    done = subprocess.run(
        [*command, "test_own.py"], cwd=folder, env=environ, capture_output=True, text=True
    )
    left = folder / "left.txt"
    assert not left.exists(), left.read_text()
    assert done.returncode == 0, done.stdout[-3000:]
    return done.stdout


def test_the_guide_shows_some():
    assert len(DOCUMENTED) >= 4


def test_those_of_the_guide(tmp_path):
    page = next(page for page in PAGES if page.stem == "testing")
    program = _PROGRAM.search(page.read_text(encoding="utf-8"))[1]
    _run(tmp_path, "\n".join((program, *DOCUMENTED.values())))


def test_those_of_a_user(tmp_path):
    profiles = tmp_path / "profiles"
    assert "6 passed" in _run(tmp_path, OWN)
    assert list(profiles.iterdir()) == []


@pytest.mark.parametrize("kind", ["client", "async_client"])
async def test_a_client_of_a_sandbox_is_one_of_it_alone(kind, mapflow_sandbox, monkeypatch):
    from tests.support.client_kinds import closed, maybe_await

    monkeypatch.setenv("MAPFLOW_TOKEN", "live@example.com:live")
    monkeypatch.setenv("MAPFLOW_BASE_URL", config.DEFAULT_BASE_URL)
    made = getattr(mapflow_sandbox, kind)(api_version="v2", max_retries=0)
    assert isinstance(made, {"client": Mapflow, "async_client": AsyncMapflow}[kind])
    assert made.base_url == mapflow_sandbox.base_url
    assert (await maybe_await(made.account.status())).email
    await closed(made)
    poor = getattr(mapflow_sandbox, kind)(token=mapflow_sandbox.account("poor@example.com"))
    assert (await maybe_await(poor.account.status())).email == "poor@example.com"
    await closed(poor)
