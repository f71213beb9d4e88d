"""The demo: one command, and a person sees it all."""

import base64
import io
import json
import re
import shlex
import shutil
import subprocess
import sys

import pytest
from PIL import Image

from mapflow._http import timing
from mapflow.cli.demo import steps
from mapflow.cli.demo.stage import Stage
from tests.cli.conftest import QUARTER
from tests.cli.terminal import Terminal
from tests.cli.test_json import ALL

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A demo that was played once: what it said, and where its files are."""
    folder = tmp_path_factory.mktemp("demo") / "seen"
    done = subprocess.run(
        [sys.executable, "-m", "mapflow.cli", "demo", "--tour", folder],
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


def test_a_tour_explains_each_step_and_waits_for_no_program(demo):
    said, folder = demo
    flat = " ".join(said.split())
    places = [flat.index(step.title) for step in steps.STEPS]
    assert places == sorted(places)
    for step in steps.STEPS:
        assert step.why in flat
        assert " ".join(step.python.split()) in flat
        assert all(f"$ {command}" in said for command in step.commands)
    assert "Enter:" not in said
    assert (folder / "map.html").resolve().as_uri() in said


def test_without_a_tour_a_step_is_a_title_and_a_command():
    out = io.StringIO()
    stage = Stage(out)
    for step in steps.STEPS[:2]:
        stage.step(step)
    assert out.getvalue().split("\n") == [
        "", "1  A private sandbox", "   $ mapflow sandbox",
        "", "2  The account", "   $ mapflow status", "   $ mapflow models", "",
    ]  # fmt: skip


@pytest.mark.parametrize("step", steps.STEPS, ids=lambda step: step.title)
def test_the_commands_of_the_steps_are_understood(step):
    for command in step.commands:
        _, name, *others = shlex.split(command)
        path = (name,) if (name,) in ALL else (name, others.pop(0))
        with ALL[path].make_context(" ".join(path), others):
            pass


def test_the_python_of_the_steps_does_it(cli, folder, monkeypatch):
    for name, given in (("quarter.geojson", "area.geojson"), ("town.geojson", "town.geojson"),
                        ("forest.tif", "forest.tif")):  # fmt: skip
        shutil.copyfile(QUARTER.parent / name, folder / given)
    monkeypatch.setattr("mapflow.sandbox.start", lambda: cli.service)
    monkeypatch.setattr(timing, "sleep", cli.service.advance)
    program = "\n".join(step.python for step in steps.STEPS)
    assert [line for line in program.splitlines() if len(line) > 37] == [], (
        "too wide for 40 columns"
    )
    names: dict = {}
    for step in steps.STEPS:
        if step is steps.LIVE:
            names["mf"].close()
        exec(compile(step.python, step.title, "exec"), names)  # noqa: S102
    names["mf"].close()
    assert json.loads((folder / "roofs.geojson").read_text("utf-8"))["features"]
    assert (folder / "map.html").stat().st_size > 10_000
    assert names["forest"].status.is_success


def words_cut(text, columns):
    """Lines that are longer than the terminal, though they could be broken between words."""
    lines = [line.strip() for line in re.split(r"[\r\n]+", text)]
    return [line for line in lines if len(line) > columns and " " in line]


@pytest.mark.parametrize(
    ("columns", "environment"),
    [(80, {}), (40, {"NO_COLOR": "1", "TERM": "dumb"})],
    ids=["80", "40 and dumb"],
)
def test_a_tour_waits_for_a_person_and_ends_when_told(columns, environment, folder):
    terminal = Terminal("demo", "--tour", columns=columns, **environment)
    terminal.until("Enter: next step. q: end.")
    assert "The account" not in terminal.text
    terminal.type("\n")
    terminal.until("demo@example.com")
    terminal.until("Enter: next step. q: end.", times=2)
    terminal.type("q\n")
    assert terminal.end() == 0
    assert "The tour has ended." in terminal.text
    assert "Buildings in the area" not in terminal.text
    assert words_cut(terminal.text, columns) == []
    assert ("\x1b" in terminal.seen) == (not environment)
