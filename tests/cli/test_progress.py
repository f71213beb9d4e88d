"""Progress of commands, on a terminal and in a log."""

import pytest

from tests.cli.terminal import Terminal

RUN = ("run", "--model", "buildings", "--area", "37.300,55.636,37.305,55.640")
PAID = (*RUN, "--source", "provider:Mapbox", "--name", "A quarry far up in the north", "--yes")


@pytest.mark.parametrize("columns", [80, 40])
def test_a_bar_fits_the_terminal(cli, columns):
    started = cli.ok(*PAID).out.strip()
    terminal = Terminal("wait", started, "--interval", "0", columns=columns)
    assert terminal.end() == 0
    [*_, bar] = [line for line in terminal.text.replace("\r", "\n").splitlines() if "━" in line]
    assert bar.startswith("A quarry")
    assert "OK" in bar
    assert "100 %" in bar
    assert len(bar.rstrip()) <= columns


def test_several_waits_in_a_log_are_one(cli):
    started = [cli.ok(*PAID).out.strip() for _ in range(2)]
    done = cli.ok("wait", *started, "--interval", "0")
    lines = done.err.splitlines()
    assert lines[-1] == "2 processings: 2 OK, 100 %"
    assert len(lines) <= 3
    assert done.err.isascii()
    assert "\r" not in done.err
    assert "\x1b" not in done.err
