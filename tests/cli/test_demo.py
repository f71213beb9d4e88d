"""The demo: one command, and a person sees it all."""

import base64
import json
import subprocess
import sys

import pytest
from PIL import Image

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A demo that was played once: what it said, and where its files are."""
    folder = tmp_path_factory.mktemp("demo") / "seen"
    done = subprocess.run(
        [sys.executable, "-m", "mapflow.cli", "demo", folder],
        capture_output=True,
        text=True,
        check=False,
        timeout=110,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout, folder


def test_it_tells_what_it_is_and_what_it_does(demo):
    said, _ = demo
    assert said.index("synthetic") < said.index("A private sandbox")
    for words in (
        "nothing is charged",
        "demo@example.com",
        "🏠 Buildings",
        "19 credits",
        "forest.tif",
        "serves a drawn map",
        "mapflow login",
        "--max-cost 50",
    ):
        assert words in said
    token = base64.b64encode(b"demo@example.com:").decode()[:20]
    assert token not in said


def test_its_files_are_there_and_sound(demo):
    _, folder = demo
    counts = {}
    for name in ("buildings", "roads", "forest"):
        document = json.loads((folder / f"{name}.geojson").read_text("utf-8"))
        counts[name] = len(document["features"])
    assert counts["buildings"] > 100
    assert counts["roads"] > 20
    assert counts["forest"] >= 1
    for name in ("map", "roads", "forest"):
        with Image.open(folder / f"{name}.png") as picture:
            assert min(picture.size) > 600
    page = (folder / "map.html").read_text("utf-8")
    assert f"<strong>{counts['buildings']}</strong>" in page
    assert not list(folder.glob("*.part"))


def test_the_area_it_leaves_behind_can_be_used(demo, cli):
    _, folder = demo
    done = cli.ok(
        "estimate", "-m", "buildings", "-s", "provider:Mapbox", "-a", folder / "area.geojson"
    )
    assert done.facts["cost"] == "16 credits"


def test_missing_libraries_are_named(cli, monkeypatch):
    monkeypatch.setattr("mapflow.cli.demo._NEEDED", ("starlette", "no_such_library"))
    done = cli("demo")
    assert done.code == 2
    assert "no_such_library" in done.err
    assert 'pip install "mapflow-client[cli,sandbox,maps]"' in done.err
