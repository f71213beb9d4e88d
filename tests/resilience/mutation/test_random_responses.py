"""A few hundred random responses, as in the long run, and those that once caused errors."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from mapflow import errors
from tests.resilience.mutation.drive import ended

pytestmark = pytest.mark.soak

ROOT = Path(__file__).resolve().parents[3]


def test_random_responses_give_a_value_or_an_error_of_ours():
    # In a separate process: it counts the seconds of each call with the signal that the tests'
    # own timeouts use.
    command = [sys.executable, "-m", "tests.soak.responses", "--seed", "4", "--count", "6"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    figures = json.loads(run.stdout)
    assert figures["responses"] == 2 * 6 * figures["operations"] > 800
    assert figures["faults"] == 0
    # Neither all of them good nor all of them refused: both ends were reached.
    ended = figures["ended"]
    assert ended["value"] > 100
    assert ended["InvalidResponse"] > 100
    assert len(ended) > 10


@pytest.mark.parametrize("cost", [b"1" + b"0" * 400, b"Infinity", b'"x"', b"-1", b"true", b"NaN"])
async def test_a_cost_that_is_no_amount(kind, cost, tmp_path):
    _, error = await ended(kind, "estimateCost", 200, {}, cost, tmp_path)
    assert isinstance(error, errors.InvalidResponse)
    # The response itself is not repeated: it may be long, and may be anything.
    assert len(error.message) < 120


async def test_a_storage_without_end(kind, tmp_path):
    body = b'{"memoryLimit": Infinity, "memoryUsed": 1e999, "memoryFree": NaN}'
    storage, error = await ended(kind, "getStorage", 200, {}, body, tmp_path)
    assert error is None
    assert (storage.limit_bytes, storage.used_bytes, storage.free_bytes) == (None, None, None)
