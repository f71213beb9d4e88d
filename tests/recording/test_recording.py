"""The cassettes are what the sandbox says today, word for word."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import cassette

pytestmark = [pytest.mark.slow, pytest.mark.locked]

ROOT = Path(__file__).resolve().parents[2]


def _conversations(folder):
    """What each cassette holds; of pictures, that there is one: encoders differ by version."""
    return {
        path.relative_to(folder).as_posix(): [
            {
                **kept,
                "response": {**kept["response"], "body": body if "base64" not in body else ...},
            }
            for kept in cassette.read(path)["interactions"]
            for body in [kept["response"].get("body", {})]
        ]
        for path in sorted(folder.rglob("*.yaml"))
        if cassette.read(path)["recorded_against"] == "sandbox"
    }


def test_recording_again_changes_nothing(tmp_path):
    recording = [sys.executable, "-m", "tests.support.record"]
    run = subprocess.run(
        [*recording, "--cassettes", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, timeout=110, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    kept, fresh = _conversations(ROOT / "cassettes"), _conversations(tmp_path)
    assert sorted(n for n in kept if fresh[n] != kept[n]) == [], "run scripts/record, read the diff"
