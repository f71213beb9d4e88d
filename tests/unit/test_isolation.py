"""The guard itself: a unit test writes where it asked to, starts no program and does not wait."""

import asyncio
import contextlib
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from tests.support.isolation import ISOLATION, NotIsolatedError


def _write():
    Path("left-over.txt").write_text("x")


def _make_a_folder():
    tempfile.mkdtemp()


def _start():
    subprocess.run([sys.executable, "-c", ""], check=True)


def _wait():
    time.sleep(0.01)


def _wait_in_a_task():
    asyncio.run(asyncio.sleep(0.01))


@pytest.mark.parametrize("deed", [_write, _make_a_folder, _start, _wait, _wait_in_a_task])
@pytest.mark.parametrize("caught", [False, True])
def test_what_was_not_asked_for_fails(deed, caught):
    handled = contextlib.suppress(Exception) if caught else contextlib.nullcontext()
    with pytest.raises(NotIsolatedError), ISOLATION.holding(allowed=set()), handled:
        deed()
    assert not Path("left-over.txt").exists()


def test_what_was_asked_for_works(tmp_path, programs, clock):
    (tmp_path / "file.txt").write_text("x")
    _start()
    _wait()


def test_reading_and_yielding_are_free():
    Path(__file__).read_text("utf-8")
    asyncio.run(asyncio.sleep(0))
    time.sleep(0)
