"""scripts/test runs the quick tests and says what it skipped; with --all nothing is skipped."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.support import lanes
from tests.support.lanes import MARKS

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]
#: These say where else a test runs, and leave it in its lane.
BESIDE = {"pythons", "locked"}


@pytest.fixture
def project(tmp_path):
    """The script, among programs that print how they are called."""
    (tmp_path / "scripts").mkdir()
    (tmp_path / ".venv/bin").mkdir(parents=True)
    for name in ("scripts/test", "scripts/help.sh"):
        shutil.copy(ROOT / name, tmp_path / name)
    for name in ("bootstrap", "check", "bench"):
        _program(tmp_path / "scripts" / name, f'echo "{name} $@"')
    _program(tmp_path / ".venv/bin/python", 'echo "python $@"')
    return tmp_path


def _program(path, text):
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def _run(project, *arguments, check=True):
    return subprocess.run(
        ["scripts/test", *arguments], cwd=project, capture_output=True, text=True, check=check
    )


def _lanes(expression):
    return set(re.findall(r"\w+", expression)) - {"not", "or"}


def test_a_developer_runs_what_is_in_no_lane_and_hears_of_the_lanes(project):
    done = _run(project)
    _, check, tests = done.stdout.splitlines()
    assert check.split() == ["check"]
    expression = tests.partition(" -m not ")[2]
    assert "--dist worksteal" in tests
    assert _lanes(expression) == MARKS - BESIDE
    for lane in MARKS - BESIDE:
        assert lane in done.stderr
    assert "scripts/test --all" in done.stderr


def test_ci_leaves_no_lane_out(project):
    _, tests, check, alone, ratios = _run(project, "--all").stdout.splitlines()
    assert check.split() == ["check"]
    # What the first leaves out, and nothing else, is what the second runs.
    assert tests.rpartition(" -m ")[2] == "not bench"
    assert alone.partition(" -m bench ")[2] == "tests/bench"
    assert ratios == "bench --check"


@pytest.mark.parametrize("failing", ["scripts/check", ".venv/bin/python"])
def test_what_fails_beside_the_other_fails_ci_and_both_are_told(project, failing):
    program = project / failing
    program.write_text(program.read_text("utf-8") + "exit 4\n", "utf-8")
    done = _run(project, "--all", check=False)
    assert done.returncode == 4
    _, tests, check = done.stdout.splitlines()
    assert tests.endswith("-m not bench")
    assert check.split() == ["check"]


def test_arguments_go_to_pytest_alone(project):
    _, tests = _run(project, "-m", "slow").stdout.splitlines()
    assert tests == "python -m pytest -m slow"


def test_unknown_marks_fail():
    assert "--strict-markers" in SETTINGS["ini_options"]["addopts"]


def test_a_lane_is_found_by_reading(tmp_path, monkeypatch):
    monkeypatch.setattr(lanes, "_TESTS", tmp_path)
    (tmp_path / "all").mkdir()
    (tmp_path / "all/conftest.py").write_text('item.add_marker("soak")')
    for name, text in {"quick": "", "marked": "pytest.mark.slow", "all/one": ""}.items():
        (tmp_path / f"{name}.py").write_text(text)

    def held(mark):
        modules = ("quick", "marked", "all/one")
        return [name for name in modules if lanes.names(tmp_path / f"{name}.py", mark)]

    assert held("slow") == ["marked"]
    assert held("soak") == ["all/one"]
    assert held("bench") == []


def test_a_mark_that_reading_would_miss_ends_the_run():
    mark = pytest.mark.slow.mark
    path = Path(lanes.__file__)
    item = SimpleNamespace(path=path, iter_markers=lambda: [mark, pytest.mark.asyncio.mark])
    assert lanes.unnamed([item]) == [
        f"{path} has tests with the mark 'slow', which it does not name"
    ]
