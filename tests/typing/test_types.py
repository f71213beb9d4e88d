"""Users' type checkers, run as users run them: on the installed package, strictly."""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SCRIPTS = sysconfig.get_path("scripts")
GOOD = [HERE / "consumer_sync.py", HERE / "consumer_async.py"]
BAD = HERE / "mistakes.py"
REFUSED = {
    n for n, line in enumerate(BAD.read_text().splitlines(), 1) if line.endswith("# refused")
}


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    """What mypy has understood of the package is the same for all programs."""
    return str(tmp_path_factory.mktemp("mypy-cache"))


@pytest.fixture
def run(tmp_path, cache):
    """Run a checker in a folder without settings: neither those of this project nor its sources."""
    (tmp_path / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}')

    def run_checker(*command):
        path = f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}"
        environment = {**os.environ, "MYPY_CACHE_DIR": cache, "PATH": path}
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )

    return run_checker


@pytest.fixture
def programs(tmp_path):
    """Copies of the users' programs, from where a checker finds the package only if installed.

    Beside a program it would find the sources, and judge them with whatever stubs there are.
    """
    return {file.name: shutil.copy(file, tmp_path) for file in (*GOOD, BAD)}


def mypy(run, *files):
    done = run(sys.executable, "-m", "mypy", "--strict", *files)
    return done, {int(n) for n in re.findall(r"^\S*?:(\d+): error", done.stdout, re.MULTILINE)}


def pyright(run, *files):
    done = run("pyright", "--outputjson", "--pythonpath", sys.executable, "-p", ".", *files)
    found = json.loads(done.stdout)["generalDiagnostics"]
    return done, {d["range"]["start"]["line"] + 1 for d in found if d["severity"] == "error"}


@pytest.mark.parametrize("checker", [mypy, pyright])
def test_a_user_program_is_understood(run, programs, checker):
    done, lines = checker(run, *(programs[file.name] for file in GOOD))
    assert lines == set(), done.stdout
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("checker", [mypy, pyright])
def test_mistakes_are_caught(run, programs, checker):
    done, lines = checker(run, programs[BAD.name])
    assert lines == REFUSED, done.stdout


def test_everything_public_has_a_type(run):
    # pyright looks the package up from the python on PATH, and not from a folder that contains it.
    done = run("pyright", "--verifytypes", "mapflow", "--ignoreexternal", "--outputjson")
    report = json.loads(done.stdout)["typeCompleteness"]
    untyped = [s["name"] for s in report["symbols"] if s["isExported"] and not s["isTypeKnown"]]
    assert untyped == []
    assert report["completenessScore"] == 1
