"""The lane of benchmarks fails on a slip of a quarter, and on nothing that noise explains."""

import csv
import sys
from dataclasses import replace
from types import SimpleNamespace

import pytest

from tests.bench import lane
from tests.bench.lane import Row

ROWS = lane.read()
ROW = Row("made_up", "ours", "theirs", bound=2.0, last=1.0)


@pytest.fixture
def measured(monkeypatch, tmp_path):
    """Lets a benchmark measure these ratios, then the last again; a table holds one row."""
    table = tmp_path / "ratios.csv"
    lane.write([ROW], table)
    monkeypatch.setattr(lane.read, "__defaults__", (table,))
    monkeypatch.setattr(lane.write, "__defaults__", (table,))

    def give(*ratios):
        left = list(ratios)

        def measure():
            ratio = left.pop(0) if len(left) > 1 else left[0]
            return {"ours": ratio * 4, "theirs": 4}

        module = SimpleNamespace(measure=measure)
        monkeypatch.setitem(sys.modules, "tests.bench.made_up", module)
        return table

    return give


def test_the_table_is_what_the_lane_writes(tmp_path):
    lane.write(ROWS, tmp_path / "ratios.csv")
    assert (tmp_path / "ratios.csv").read_bytes() == lane.TABLE.read_bytes()


def test_every_row_was_measured_and_keeps_what_it_promises():
    for row in ROWS:
        assert row.last is not None, f"scripts/bench --check --update {row.benchmark}"
        assert row.last <= row.bound, row


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.benchmark)
def test_every_row_has_a_benchmark(row):
    assert lane.TABLE.with_name(f"{row.benchmark}.py").is_file()


@pytest.mark.parametrize(
    ("ratios", "code"),
    [
        ([1.2], 0),
        ([1.3, 1.6, 1.24], 0),
        ([1.3, 1.26, 1.4], 1),
        ([1.3] * 7 + [1.24], 0),
        ([1.3] * 8 + [1.24], 1),
        ([0.2], 0),
    ],
)
def test_a_slip_of_a_quarter_fails_if_it_stays(measured, ratios, code):
    measured(*ratios)
    assert lane.main([]) == code


def test_a_peer_that_was_slow_hides_no_slip(measured, monkeypatch):
    measured(1)
    times = iter([(1.3, 1.0), (1.5, 1.1), *[(1.3, 1.04)] * 6])
    monkeypatch.setattr(
        sys.modules["tests.bench.made_up"],
        "measure",
        lambda: dict(zip(("ours", "theirs"), next(times), strict=True)),
    )
    assert lane.main([]) == 1


def test_the_bound_holds_however_slow_it_was_last_time(measured):
    lane.write([Row("made_up", "ours", "theirs", bound=2.0, last=1.9)], measured(2.1, 2.2, 2.3))
    assert lane.main([]) == 1


def test_an_update_writes_what_was_measured(measured):
    table = measured(1.6, 1.4, 1.5)
    assert lane.main(["--update"]) == 0
    with table.open(encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert row["last"] == "1.4"


def test_an_update_beyond_the_bound_is_no_success(measured):
    measured(2.4)
    assert lane.main(["--update"]) == 1


def test_rows_of_one_benchmark_are_measured_together(measured):
    row = Row("made_up", "ours", "theirs", bound=2.0, last=1.0)
    lane.write([row, replace(row, ours="theirs", against="ours")], measured(1.2))
    assert lane.main([]) == 0
