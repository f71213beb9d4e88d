"""Small versions of the benchmarks, with bounds wide enough for a busy machine.

The reach of each is in `bench/`; `scripts/bench` measures it in full.
"""

import pytest

from bench import areas, call, imports, listing, memory


def test_importing_costs_little_more_than_httpx():
    httpx, ours = imports.measure(rounds=7).values()
    assert ours < 1.6 * httpx


def test_a_long_list_costs_little_more_than_its_json():
    found = listing.measure(count=2000, rounds=5)
    assert found["mapflow"] < 2 * found["json.loads"]
    assert found["mapflow"] < found["pydantic v2"]


def test_a_small_read_costs_little_more_than_httpx(loopback):
    plain, ours = call.measure(calls=100, rounds=7).values()
    assert ours < 1.6 * plain


def test_summarising_areas_costs_a_fiftieth_of_geodesics():
    geodesics, ours = areas.measure(count=2000, rounds=5).values()
    assert ours < 0.03 * geodesics  # without its way for small polygons it is 0.045
    assert ours < 0.04  # a fifth of 0.1 s, with room for a busy machine


@pytest.mark.parametrize("flavour", ["sync", "async"])
@pytest.mark.parametrize("direction", ["download", "upload"])
def test_large_files_need_no_more_memory_than_small_ones(direction, flavour):
    assert memory.measure(direction, flavour, size=64 << 20) < 16
