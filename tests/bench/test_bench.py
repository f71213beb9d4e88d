"""What benchmarks promise of memory and of the number of requests, in a small version.

Time is held by the ratios of `scripts/bench --check`; `scripts/bench` measures all in full.
"""

import os
import subprocess
import sys

import pytest

from tests.bench import batch, formats, memory, status
from tests.bench.server import serving


def test_converting_needs_no_more_memory_for_more():
    ways = ("mapflow, GeoParquet", "mapflow, features")
    few, many = (formats.peaks_mb(count, ways) for count in (60_000, 180_000))
    for way in ways:
        assert many[way] < few[way] + 25  # all of them are another 50
    assert many["mapflow, GeoParquet"] < 200
    assert many["mapflow, features"] < 40


def test_a_table_needs_less_memory_than_that_of_geopandas():
    found = formats.peaks_mb(180_000, ("mapflow, table", "geopandas, table"))
    assert found["mapflow, table"] < 0.85 * found["geopandas, table"]  # at a million about 0.6


@pytest.mark.parametrize("client_kind", ["sync", "async"])
@pytest.mark.parametrize("direction", ["download", "upload"])
def test_large_files_need_no_more_memory_than_small_ones(direction, client_kind):
    assert memory.measure(direction, client_kind, size=64 << 20) < 16


def test_a_batch_sends_few_requests_and_lists_no_more_for_a_larger_one(loopback):
    few = batch.measure(20, 10, interval_s=0.1, speed=2000)
    many = batch.measure(80, 10, interval_s=0.1, speed=2000)
    for seen in (few, many):
        assert seen.requests["cost"] == seen.requests["run"] == seen.requests["result"] == seen.rows
        assert seen.requests_a_row <= 5
    # A list of all of the project at each poll would grow with its square.
    assert many.listed_bytes_a_row < 2 * few.listed_bytes_a_row


def test_a_poll_costs_what_runs_and_not_what_is_done():
    few, many = batch.work_per_poll(100), batch.work_per_poll(20_000)
    assert many < 3 * few


def test_a_small_command_loads_what_it_needs():
    with serving() as base_url:
        run = subprocess.run(
            [sys.executable, "-X", "importtime", "-m", "mapflow.cli", "status"],
            env={**os.environ, "MAPFLOW_BASE_URL": base_url, "MAPFLOW_TOKEN": status.TOKEN},
            capture_output=True, text=True, check=True, timeout=60,
        )  # fmt: skip
    loaded = {line.rpartition("|")[2].strip() for line in run.stderr.splitlines()}
    assert {"httpx", "mapflow._sync.projects"} <= loaded
    needless = {"attr", "mapflow.geometry", "mapflow._sync.processings", "mapflow._results"}
    assert loaded & needless == set()
