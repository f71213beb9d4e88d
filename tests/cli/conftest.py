"""Runs commands against real sandboxes, and watches over what is true of every command."""

import contextlib
import io
import json
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from mapflow import sandbox
from mapflow.cli._app import run as run_command
from tests.support.signals import hear_ctrl_c

QUARTER = Path(__file__).parents[2] / "docs" / "examples" / "quarter.geojson"


@dataclass
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def facts(self):
        return dict(line.split("\t", 1) for line in self.out.splitlines())

    @property
    def rows(self):
        titles, *lines = (line.split("\t") for line in self.out.splitlines())
        return [dict(zip(titles, line, strict=True)) for line in lines]


class Cli:
    """Calls ``mapflow`` as a user with a token for a sandbox would."""

    def __init__(self, service, monkeypatch):
        self.service = service
        self.token = service.token
        self._monkeypatch = monkeypatch
        monkeypatch.setenv("MAPFLOW_BASE_URL", service.base_url)
        monkeypatch.setenv("MAPFLOW_TOKEN", self.token)

    def __call__(self, *arguments, stdin=""):
        """Call it in this process, with its output piped."""
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        typed = io.TextIOWrapper(
            io.BytesIO(stdin if isinstance(stdin, bytes) else stdin.encode()), encoding="utf-8"
        )
        self._monkeypatch.setattr(sys, "stdin", typed)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run_command([str(argument) for argument in arguments])
        for stream in (out, err):
            stream.flush()
        return self._checked(
            Done(int(code), out.buffer.getvalue().decode(), err.buffer.getvalue().decode())
        )

    def start(self, *arguments, **options):
        """Start it as a separate process."""
        command = [sys.executable, "-m", "mapflow.cli", *map(str, arguments)]
        usual = {
            "stdin": subprocess.DEVNULL,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            "preexec_fn": hear_ctrl_c,
        }
        return subprocess.Popen(command, text=True, **(usual | options))

    def finish(self, process, timeout_s=60):
        out, err = process.communicate(timeout=timeout_s)
        return self._checked(Done(process.returncode, out, err))

    def interrupt(self, process):
        process.send_signal(signal.SIGINT)
        return self.finish(process)

    def ok(self, *arguments, **options):
        done = self(*arguments, **options)
        assert done.code == 0, done
        return done

    def _checked(self, done):
        for told in (done.out, done.err):
            assert self.token not in told
            assert "Traceback" not in told
        return done


@pytest.fixture(scope="session")
def _quick():
    """A sandbox in which every processing is over at the next poll."""
    with sandbox.start(speed=100_000) as running:
        yield running


@pytest.fixture(scope="session")
def _frozen():
    """A sandbox in which nothing ever ends, as its time stands still."""
    with sandbox.start(speed=0) as running:
        yield running


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    """Work in an empty folder, so that nothing is written anywhere else."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("MAPFLOW_CONFIG_DIR", str(tmp_path / "settings"))
    for name in ("MAPFLOW_DEBUG", "MAPFLOW_PROFILE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def folder(tmp_path):
    """The folder commands are called in."""
    return tmp_path / "work"


@pytest.fixture
def cli(_quick, monkeypatch):
    _quick.reset()
    return Cli(_quick, monkeypatch)


@pytest.fixture
def frozen(_frozen, monkeypatch):
    _frozen.reset()
    return Cli(_frozen, monkeypatch)


@pytest.fixture
def finished(cli):
    """The id of a processing with a result."""
    return cli.ok(
        "run", "--yes", "-m", "buildings", "-a", QUARTER, "-s", "provider:Mapbox",
        "--wait", "--interval", "0", "--json",
    ).json["id"]  # fmt: skip


@pytest.fixture
def failed(cli):
    """The id of a processing that failed for a reason that may pass."""
    started = cli.ok(
        "run", "--yes", "-m", "buildings", "-a", QUARTER, "-s", "provider:Mapbox",
        "--meta", "sandbox:fail=dataloader.InternalError", "--json",
    ).json["id"]  # fmt: skip
    assert cli("wait", started, "--interval", "0").code == 6
    return started


@pytest.fixture(autouse=True)
def _local(loopback):
    """Tests of this folder talk to their server on this machine."""
