"""What is really on the screen, as a terminal draws it."""

import os
import re
import shutil
import subprocess
import sys
import time

import pytest
from rich.cells import cell_len

from tests.cli.conftest import QUARTER

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed"),
]

RUN = ("run", "-m", "buildings", "-a", QUARTER, "-s", "provider:Mapbox", "--yes")
NAMES = [
    "屋根の地図 東京都 千代田区",
    "🏠🏡 Häuser am Hafen",
    "A long name of a run, which is cut",
]


class Screen:
    """A command in a terminal of a given size."""

    def __init__(self, tmp_path, columns, rows=24):
        # A socket in a folder of the test: no other server of tmux is seen or stopped.
        self._tmux = ["tmux", "-S", str(tmp_path / "tmux"), "-f", "/dev/null"]
        self._size = ["-x", str(columns), "-y", str(rows)]

    def start(self, *arguments):
        command = [sys.executable, "-m", "mapflow.cli", *map(str, arguments)]
        # What ends stays on the screen.
        self._call("start-server", ";", "set", "-g", "remain-on-exit", "on", ";",
                   "new-session", "-d", *self._size, *command)  # fmt: skip

    def _call(self, *arguments):
        environment = {**os.environ, "LC_ALL": "C.UTF-8"}
        # Otherwise the size would be what the test's own terminal has.
        for name in ("COLUMNS", "LINES", "TMUX", "NO_COLOR"):
            environment.pop(name, None)
        return subprocess.run(
            [*self._tmux, *arguments], env=environment, capture_output=True, text=True, check=True
        ).stdout

    @property
    def lines(self):
        # With what was moved out of sight: tmux adds a line when a command has ended.
        captured = self._call("capture-pane", "-p", "-S", "-")
        return [line.rstrip() for line in captured.splitlines()]

    def until(self, words, timeout_s=30):
        end = time.monotonic() + timeout_s
        while words not in "".join(self.lines):
            assert time.monotonic() < end, self.lines
            time.sleep(0.1)

    def type(self, *keys):
        self._call("send-keys", *keys)

    def close(self):
        self._call("kill-server")


@pytest.fixture
def screen(tmp_path):
    found = []

    def make(columns, rows=24):
        found.append(Screen(tmp_path, columns, rows))
        return found[-1]

    yield make
    for each in found:
        each.close()


@pytest.mark.parametrize("columns", [80, 40])
def test_a_watch_is_drawn_in_place(frozen, screen, columns):
    for name in NAMES:
        frozen.ok(*RUN, "--name", name)
    there = screen(columns)
    there.start("watch")
    there.until("poll in")
    time.sleep(2.5)  # some more drawings
    lines = [line for line in there.lines if line]
    assert len(lines) == 5
    assert lines[0].startswith("Name ")
    assert all(cell_len(line) <= columns for line in lines)
    assert all(re.search(r"UNPROCESSED|IN_PROGRESS", line) for line in lines[1:4])
    assert re.fullmatch(r"3 running · 48 credits · poll in \d+ s", lines[4])
    there.type("C-c")
    there.until("3 processings continue at")
    assert sum(line.startswith("Name ") for line in there.lines) == 1


def test_more_than_fit_are_counted(frozen, screen):
    for number in range(9):
        frozen.ok(*RUN, "--name", f"Run {number}")
    there = screen(60, 9)
    there.start("watch")
    there.until("poll in")
    lines = [line for line in there.lines if line]
    assert lines[0].startswith("Name ")
    assert lines[-2] == "... and 4 more: 4 running, 0 ended"
    assert len(lines) == 8


def test_a_newcomer_on_a_narrow_terminal(cli, screen):
    there = screen(40, 60)
    there.start("init")
    for question in ("Model [1]:", "Imagery [1]:", "Area [37.300"):
        there.until(question)
        there.type("Enter")
    there.until("shows all that runs")
    text = "".join(there.lines)
    assert "mapflow run --model buildings --area 37.300,55.636,37.302,55.638" in text
    assert "Account        demo@example.com" in there.lines
