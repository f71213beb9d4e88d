"""Small versions of the benchmarks, with bounds wide enough for a busy machine.

`scripts/bench` measures it in full.
"""

import os
import subprocess
import sys

import pytest

from tests.bench import (
    areas,
    batch,
    call,
    download,
    formats,
    imports,
    listing,
    memory,
    splits,
    status,
)  # fmt: skip
from tests.bench.server import serving


def test_importing_costs_little_more_than_httpx():
    httpx, ours, their_client, our_client = imports.measure(rounds=7).values()
    assert ours < 0.5 * httpx  # with the HTTP library it is 1.1
    assert our_client < 1.3 * their_client


def test_a_small_command_costs_little_more_than_the_libraries_under_it():
    libraries, ours = status.measure(rounds=9).values()
    assert ours < 1.5 * libraries


def test_a_long_list_costs_half_of_its_json():
    found = listing.measure(count=10_000, rounds=5)
    assert found["mapflow"] < 0.5 * 1.25 * found["json.loads"]
    assert found["mapflow"] < found["pydantic v2"]


def test_a_small_read_costs_little_more_than_httpx(loopback):
    plain, ours = call.measure(calls=100, rounds=7).values()
    assert ours < 1.6 * plain


def test_a_large_download_costs_little_more_than_curl(loopback):
    found = download.measure(size=100_000_000, rounds=3)
    assert found["mapflow"] < 1.8 * found["curl"]
    assert found["mapflow, a result"] < 5 * found["curl"]  # read feature by feature it is 30


def test_summarising_areas_costs_a_fiftieth_of_geodesics():
    geodesics, ours = areas.measure(count=2000, rounds=5).values()
    assert ours < 0.02 * geodesics  # without its way for small polygons it is 0.045
    assert ours < 0.04  # a fifth of 0.1 s, with room for a busy machine


def test_converting_needs_no_more_memory_for_more():
    ways = ("mapflow, GeoParquet", "mapflow, features")
    few, many = (formats.peaks_mb(count, ways) for count in (60_000, 180_000))
    for way in ways:
        assert many[way] < few[way] + 25  # all of them are another 50
    assert many["mapflow, GeoParquet"] < 300
    assert many["mapflow, features"] < 45


def test_a_country_needs_hardly_more_processings_than_any_split_could():
    found = splits.measure(size=0.4, count=2000)
    assert found["processings"] <= 1.01 * found["the fewest possible"]  # a small one rounds up more
    assert found["processings"] <= 0.9 * found["halving"]
    assert found["billed"] <= 1.001 * found["true area"]
    assert found["fields in hulls"] <= 0.7 * found["fields packed"]  # there are fewer to join


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
