"""Progress in a log, and which way of showing it a program gets."""

import io
import sys
from pathlib import Path

import pytest

from mapflow import Progress, errors, progress
from mapflow._views.processing import ProcessingRecord
from mapflow.batch import Report
from mapflow.progress import Bar, _lines, _places
from mapflow.progress._lines import Lines
from mapflow.progress._terminal import TerminalBars


class Log:
    """Lines with the seconds at which they were written."""

    def __init__(self):
        self.now = 0.0
        self.lines = []

    def monotonic(self):
        return self.now

    def write(self, line):
        self.lines.append((self.now, line))


@pytest.fixture
def log(monkeypatch):
    made = Log()
    monkeypatch.setattr(_lines, "time", made)
    return made


def bar(log, label=None, *, sizes=None):
    return Bar(Lines(log.write, 60), label, sizes)


def job(status, percent=0, *, key="1", name="Quarry"):
    return ProcessingRecord(
        {"id": key, "name": name, "status": status, "percentCompleted": percent}
    )


def report(**counts):
    return Report(ledger=Path("b"), rows=(), spent=16.0, budget=None, counts=counts)


def test_a_log_has_each_state_and_a_line_a_minute(log):
    show = bar(log)
    for log.now in range(0, 361, 30):
        show(job("UNPROCESSED" if log.now < 60 else "IN_PROGRESS", log.now // 4))
    log.now = 390
    show(job("OK", 100))
    assert log.lines == [
        (0, "Quarry: UNPROCESSED 0 %"),
        (60, "Quarry: IN_PROGRESS 15 %"),
        (120, "Quarry: IN_PROGRESS 30 %"),
        (180, "Quarry: IN_PROGRESS 45 %"),
        (240, "Quarry: IN_PROGRESS 60 %"),
        (300, "Quarry: IN_PROGRESS 75 %"),
        (360, "Quarry: IN_PROGRESS 90 %"),
        (390, "Quarry: OK 100 %"),
    ]


def test_the_end_is_told_however_soon_it_comes(log):
    show = bar(log, "Roofs")
    show(job("UNPROCESSED"))
    show(job("IN_PROGRESS", 3))
    show(job("OK", 100))
    assert [line for _, line in log.lines] == ["Roofs: UNPROCESSED 0 %", "Roofs: OK 100 %"]


def test_a_poll_of_hundreds_is_no_hundreds_of_lines(log):
    with bar(log) as show:
        for log.now in (0, 30):
            for key in range(500):
                show(job("OK" if log.now else "IN_PROGRESS", key=str(key)))
    assert [line for _, line in log.lines] == [
        "Quarry: IN_PROGRESS 0 %",
        "500 processings: 499 IN_PROGRESS, 1 OK, 0 %",
        "500 processings: 500 OK, 100 %",
    ]


def test_a_short_transfer_is_not_told_and_a_long_one_is(log):
    show = bar(log, "roofs.geojson")
    for log.now, done in ((0, 1), (59, 5_000_000), (61, 6_000_000), (62, 10_000_000)):
        show(Progress(done, 10_000_000))
    assert log.lines == [(61, "roofs.geojson: 6.0 MB of 10.0 MB (60 %)")]


def test_a_transfer_of_unknown_size_is_counted(log):
    show = bar(log)
    for log.now in (0, 61):
        show(Progress(2_000, None))
    assert log.lines == [(61, "File: 2.0 kB")]


def test_each_file_of_several_is_told_when_it_is_sent(log):
    show = bar(log)
    for done in (10, 20):
        for name in ("a.tif", "b.tif"):
            show(Path(name), Progress(done, 20))
    assert [line for _, line in log.lines] == ["Sent a.tif.", "Sent b.tif."]


def test_a_batch_tells_at_once_what_somebody_must_see_to(log):
    show = bar(log)
    for log.now, counts in (
        (0, {"waiting": 9, "running": 1}),
        (5, {"waiting": 5, "running": 4, "done": 1}),
        (10, {"waiting": 5, "running": 3, "done": 1, "failed": 1}),
        (15, {"done": 9, "failed": 1}),
    ):
        show(report(**counts))
    assert log.lines == [
        (0, "10 areas: 1 running, 9 waiting; 16 credits spent."),
        (10, "10 areas: 1 done, 1 failed, 3 running, 5 waiting; 16 credits spent."),
        (15, "10 areas: 9 done, 1 failed; 16 credits spent."),
    ]


def test_a_name_cannot_move_the_cursor_nor_fill_the_line(log):
    show = bar(log)
    show(job("OK", 100, name="\x1b[2J\r" + "x" * 500))
    [(_, line)] = log.lines
    assert line.isprintable()
    assert len(line) < 60


def test_a_label_shows_no_secret_of_an_address(log):
    name = "https://bob:hunter22@example.com/a.tif?X-Amz-Signature=SECRETKEY"
    bar(log, name)(job("OK", 100, key="1"))
    bar(log)(job("OK", 100, key="2", name=name))
    assert len(log.lines) == 2
    assert all("hunter22" not in line and "SECRET" not in line for _, line in log.lines)


def test_a_log_that_cannot_be_written_ends_nothing(monkeypatch):
    monkeypatch.setattr(sys, "stderr", None)
    progress.bar()(job("OK", 100))


class _Stream:
    def __init__(self, *, terminal):
        self._terminal = terminal
        self.text = ""

    def isatty(self):
        return self._terminal

    def write(self, text):
        self.text += text

    def flush(self):
        pass


@pytest.mark.parametrize(
    ("terminal", "term", "rich", "kind"),
    [
        (True, "xterm-256color", True, TerminalBars),
        (True, "dumb", True, Lines),
        (True, "xterm-256color", False, Lines),
        (False, "xterm-256color", True, Lines),
    ],
)
def test_only_a_terminal_that_can_go_back_gets_a_bar(monkeypatch, terminal, term, rich, kind):
    monkeypatch.setattr(sys, "stderr", _Stream(terminal=terminal))
    monkeypatch.setenv("TERM", term)
    if not rich:
        monkeypatch.setattr(_places, "find_spec", lambda _: None)
    assert type(_places.canvas(print)) is kind


def test_a_log_is_plain_text(monkeypatch):
    stream = _Stream(terminal=False)
    monkeypatch.setattr(sys, "stderr", stream)
    show = progress.bar(every_s=0)
    for percent in (0, 50, 100):
        show(job("OK" if percent == 100 else "IN_PROGRESS", percent))
    assert stream.text.count("\n") == 3
    assert "\r" not in stream.text
    assert "\x1b" not in stream.text


@pytest.mark.parametrize("every_s", [-1, "60", float("nan")])
def test_seconds_are_seconds(every_s):
    with pytest.raises(errors.InvalidInput, match="every_s"):
        progress.bar(every_s=every_s)


def test_the_first_bar_on_a_terminal_shows_the_first_step(monkeypatch):
    drawn = io.StringIO()
    monkeypatch.setattr(sys, "stderr", drawn)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    show = Bar(TerminalBars(), None)
    show(Path("large.tif"), Progress(done_bytes=1_000_000, total_bytes=300_000_000))
    show.close()
    assert "large.tif" in drawn.getvalue()
    assert "1.0/300.0 MB" in drawn.getvalue()
    assert "0/100 bytes" not in drawn.getvalue()
