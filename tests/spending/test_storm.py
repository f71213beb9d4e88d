"""A small storm; `scripts/soak storm` is the large one."""

import pytest

from mapflow._http import retries
from tests.soak import storm

pytestmark = pytest.mark.soak


@pytest.mark.parametrize("seed", [4])
async def test_nothing_is_lost_and_nothing_paid_twice(loopback, monkeypatch, seed):
    # Some responses of a storm ask for hours of patience, of which a test has seconds.
    monkeypatch.setattr(retries, "_PAUSES_S", 1.0)
    seen = await storm.run(80, seed)
    assert seen.is_clean, seen
    assert seen.runs == 80
    assert seen.faulted / seen.requests > 0.12
    assert seen.unknown > 0
    assert seen.charged == seen.estimated > 0
