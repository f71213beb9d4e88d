"""What a release ships can be built, checked, installed and tried, by the script that does it."""

import subprocess
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


@pytest.mark.timeout(900)
def test_a_release_is_built_and_tried(tmp_path):
    dist = tmp_path / "dist"
    done = subprocess.run(
        ["scripts/release", str(dist)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "built and tried: mapflow-client" in done.stderr
    archive, wheel = sorted(dist.iterdir(), key=lambda path: path.suffix)
    assert (archive.suffixes[-2:], wheel.suffix) == ([".tar", ".gz"], ".whl")
    with tarfile.open(archive) as files:
        tops = {name.split("/")[1] for name in files.getnames() if "/" in name}
    assert {"mapflow", "generated", "openapi.yaml", "LICENSE"} <= tops
    assert not {"cassettes", "tests", ".venv"} & tops
