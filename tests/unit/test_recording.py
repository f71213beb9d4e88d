"""The cassettes are what the sandbox says today, byte for byte."""

import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]


def _texts(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.yaml"))
    }


def test_recording_again_changes_nothing(tmp_path):
    recording = [sys.executable, "-m", "tests.support.record"]
    run = subprocess.run(
        [*recording, "--cassettes", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, timeout=110, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    kept = _texts(ROOT / "cassettes")
    ours = {n for n, text in kept.items() if yaml.safe_load(text)["recorded_against"] == "sandbox"}
    fresh = _texts(tmp_path)
    assert sorted(n for n in ours if fresh[n] != kept[n]) == [], "run scripts/record, read the diff"
