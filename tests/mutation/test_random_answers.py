"""A few hundred of the random answers of the long run, the same ones each time."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_random_answers_give_a_value_or_an_error_of_ours():
    # In a process of its own: it counts the seconds of each call with the signal that the tests'
    # own timeouts use.
    command = [sys.executable, "-m", "soak.answers", "--seed", "4", "--count", "6"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    figures = json.loads(run.stdout)
    assert figures["answers"] == 2 * 6 * figures["operations"] > 800
    assert figures["faults"] == 0
    # Neither all of them good nor all of them refused: both ends were reached.
    ended = figures["ended"]
    assert ended["value"] > 100
    assert ended["UndecodableAnswer"] > 100
    assert len(ended) > 10
