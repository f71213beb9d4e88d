"""Which Pythons CI tries, and that it says which it could not."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project(tmp_path):
    """The scripts, on a machine that has Python 3.11 and 3.13 only."""
    (tmp_path / "scripts/spectral").mkdir(parents=True)
    (tmp_path / ".ci").mkdir()
    for name in ("scripts/pythons", "scripts/help.sh", ".ci/run", ".python-version"):
        shutil.copy(ROOT / name, tmp_path / name)
    tools = tmp_path / ".venv/bin"
    tools.mkdir(parents=True)
    for path, text in {
        tools / "python": "echo 3.11",
        tools / "tox": 'echo "tox $@"; echo "tests 20 0" >>"${MAPFLOW_COUNTS:-/dev/null}"',
        tools / "uv": 'for last; do :; done; [ "$last" != 3.12 ]',
        tmp_path / "scripts/bootstrap": "exit 0",
        tmp_path / "scripts/audit": "echo audit",
        tmp_path / "scripts/test": 'echo test; echo "tests 300 1" >>"$MAPFLOW_COUNTS"',
        tmp_path / "scripts/conform": (
            'echo "languages $@"; echo "languages 4 0" >>"$MAPFLOW_COUNTS"'
        ),
        tmp_path / "scripts/spectral/run": "echo spectral",
    }.items():
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)
    return tmp_path


def _run(project, *command, **environment):
    return subprocess.run(
        command, cwd=project, env={**os.environ, **environment}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def test_every_other_python_that_is_there_is_tried(project):
    done = _run(project, "scripts/pythons")
    assert done.stdout == "tox run --quiet -e py313,lowest -- -q -n 2 --dist worksteal -m pythons\n"
    assert done.stderr == "Ran on: py313,lowest. Not found here, so not tried: 3.12\n"


def test_all_tests_can_be_asked_for(project):
    done = _run(project, "scripts/pythons", "--whole", MAPFLOW_PYTHONS="3.11 3.13")
    assert done.stdout == "tox run --quiet -e py313 -- -q -n 2 --dist worksteal\n"


def test_ci_runs_all_parts_and_ends_with_one_count(project):
    whole = _run(project, ".ci/run")
    parts = [line.split()[0] for line in whole.stdout.splitlines()]
    assert parts == ["audit", "test", "tox", "languages", "spectral"]
    counts, took = re.split(r" Took:", whole.stderr.splitlines()[-1])
    assert counts.startswith("CI passed: 324 passed (")
    assert counts.endswith("), 1 failed.")
    assert set(re.findall(r"[a-z]+ \d+(?=[,)])", counts)) == {"tests 320", "languages 4"}
    assert set(re.findall(r"([a-z]{3,}) \d+ s", took)) == {"audit", "test", "pythons", "languages"}


@pytest.mark.parametrize("failing", ["scripts/test", ".venv/bin/tox", "scripts/conform"])
def test_ci_fails_if_a_part_does_and_counts_all_the_same(project, failing):
    program = project / failing
    program.write_text(program.read_text("utf-8") + "exit 3\n", "utf-8")
    done = _run(project, ".ci/run")
    assert done.returncode == 3
    assert "CI failed: 3" in done.stderr.splitlines()[-1]
    assert (failing != "scripts/conform") or "languages --install\n" in done.stdout


def test_parts_of_ci_can_be_named(project):
    assert _run(project, ".ci/run", "audit").stdout == "audit\n"
    wrong = _run(project, ".ci/run", "nothing")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "audit, test, pythons and languages are the parts" in wrong.stderr


def test_readme_and_classifiers_name_what_is_run():
    versions = [".".join(v.split(".")[:2]) for v in (ROOT / ".python-version").read_text().split()]
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    readme = (ROOT / "README.md").read_text("utf-8")
    for version in versions:
        assert f'"Programming Language :: Python :: {version}"' in project
    *first, last = versions
    assert f"Python {', '.join(first)} and {last} are tested" in readme
