"""Ctrl-C in the middle of a transfer: a clean stop, at once, with nothing half-done left."""

import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mapflow.sandbox import FaultRule
from tests.cli.terminal import Terminal

FOREST = Path(__file__).parents[2] / "docs" / "examples" / "forest.tif"
LARGE_BYTES = 300_000_000


@pytest.fixture
def stop():
    """Press Ctrl-C; gives the exit code and how long the end took."""

    def press(terminal):
        began = time.monotonic()
        terminal.press_ctrl_c()
        code = terminal.end()
        return code, time.monotonic() - began

    return press


def _drip(cli):
    rule = FaultRule("drip", operations=["getResult"], piece_bytes=200, pause_s=0.1)
    cli.service.set_faults(rule)


def _downloading(cli, folder, processing):
    _drip(cli)
    terminal = Terminal("result", processing, "-o", folder / "roofs.geojson")
    terminal.until("/s", timeout_s=60)
    return terminal


def test_a_download(cli, folder, finished, stop):
    terminal = _downloading(cli, folder, finished)
    parts = [path for path in folder.iterdir() if path.name.endswith(".part")]
    assert len(parts) == 1
    code, took_s = stop(terminal)
    assert code == 130
    assert took_s < 1
    assert "Interrupted." in terminal.seen
    assert "Traceback" not in terminal.seen
    assert re.search(r"result .*/[0-9.]+ kB.* [0-9.]+ (k?B|bytes)/s", terminal.text)
    assert not (folder / "roofs.geojson").exists()


@pytest.mark.parametrize("count", [1, 3])
def test_an_upload(cli, folder, stop, count):
    for number in range(count):
        large = folder / f"large{number}.tif"
        large.write_bytes(FOREST.read_bytes())
        with large.open("r+b") as file:
            file.truncate(LARGE_BYTES)
    # The service reads nothing of it, so the upload stands still in its middle.
    cli.service.set_faults(FaultRule("blackhole", operations=["uploadImage", "uploadToNewMosaic"]))
    terminal = Terminal("mosaics", "upload", folder, "--parallel", count)
    terminal.until("/s", timeout_s=60)
    code, took_s = stop(terminal)
    assert code == 130
    assert took_s < 1
    assert "Interrupted." in terminal.seen
    assert "Traceback" not in terminal.seen
    assert re.search(r"large.* .*/300.0 MB.* [0-9.]+ [kM]?B/s", terminal.text)


def test_a_program_of_ones_own_gets_its_interrupt(cli, folder, finished):
    """In Python it is a KeyboardInterrupt like any other, and leaves as little behind."""
    _drip(cli)
    program = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from mapflow import Mapflow\n"
        f"with Mapflow() as mf: mf.processings.result({finished!r}).save('own.geojson',"
        " on_progress=lambda at: print(at.done_bytes, flush=True))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert int(process.stdout.readline()) > 0
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert time.monotonic() - began < 1
    assert "KeyboardInterrupt" in err
    assert not (folder / "own.geojson").exists()
