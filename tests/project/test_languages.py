"""The lane of programs in other languages tells what passed, what failed and what was not run."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from scripts import languages

ROOT = Path(__file__).resolve().parents[2]
ABOUT_THE_TOOL = "[main] WARN  o.o.codegen.utils.ModelUtils - Failed to get the schema name"
PASSES, FAILS = "exit 0", "echo broken; exit 4"


@pytest.fixture
def kit(tmp_path, monkeypatch):
    """A project whose programs a test makes, and a `mapflow conform` that runs them once."""
    tools = tmp_path / "bin"
    tools.mkdir()
    script(tools / "mapflow", '[ "$1 $2" = "conform --" ] && exec "$3"')
    (tools / "python").touch()
    monkeypatch.setattr(languages, "ROOT", tmp_path)
    monkeypatch.setattr(sys, "executable", str(tools / "python"))

    def make(name, toml="", **scripts):
        for script_name, text in scripts.items():
            script(tmp_path / "conformance" / name / script_name, text)
        if toml:
            (tmp_path / "conformance" / name / "program.toml").write_text(toml)

    return make


def script(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def test_all_pass(kit, capsys):
    kit("one", 'title = "One"', build=PASSES, run=PASSES)
    kit("two", run=PASSES)
    assert languages.main([]) == 0
    told = capsys.readouterr().out
    assert "passed   One: built in " in told
    assert "passed   two: nothing to build, conforms" in told
    assert told.endswith("\nlanguages: 2 passed, 0 failed\n")


@pytest.mark.parametrize("scripts", [{"build": FAILS, "run": PASSES}, {"run": FAILS}])
def test_a_failure_is_told_with_what_was_printed(kit, capsys, scripts):
    kit("bad", **scripts)
    kit("gone", 'commands = ["no-such-compiler"]', run=PASSES)
    assert languages.main([]) == languages.FAILED == 1
    told = capsys.readouterr().out
    assert "\nbroken\n" in told
    assert told.endswith("\nlanguages: 0 passed, 1 failed, 1 skipped\n")


def test_what_cannot_be_run_here_is_no_failure_and_no_success(kit, capsys):
    kit("gone", 'commands = ["no-such-compiler"]\ndebian = ["compiler"]', build=FAILS, run=FAILS)
    kit("file", 'files = ["/no/such.jar"]', run=FAILS)
    kit("good", run=PASSES)
    assert languages.main([]) == languages.NOT_RUN == 3
    told = capsys.readouterr().out
    assert "not run  gone: not here: no-such-compiler (Debian: compiler)\n" in told
    assert "not run  file: not here: /no/such.jar\n" in told
    assert told.endswith("\nlanguages: 1 passed, 0 failed, 2 skipped\n")


def test_those_elsewhere_are_asked_for(kit, capsys):
    kit("far", "elsewhere = true", run=FAILS)
    kit("good", run=PASSES)
    assert languages.main([]) == 0
    assert languages.main(["--languages"]) == languages.main(["far"]) == 1
    with pytest.raises(SystemExit):
        languages.main(["nothing"])
    assert "there is no nothing; there are far, good" in capsys.readouterr().err


def test_what_is_only_compiled_is_called_so(kit, capsys):
    kit("compiled", 'only = "there is no HTTP library"', build=PASSES)
    assert languages.main([]) == 0
    assert "; never run: there is no HTTP library\n" in capsys.readouterr().out


def test_toolchains_are_installed_if_asked(kit, tmp_path, monkeypatch, capsys):
    script(tmp_path / "bin/apt-get", f'echo "$@" >>{tmp_path}/asked')
    monkeypatch.setenv("PATH", f"{tmp_path}/bin{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    kit("gone", 'commands = ["no-such-compiler"]\ndebian = ["compiler", "headers"]', run=PASSES)
    kit("here", 'commands = ["sh"]\ndebian = ["dash"]', run=PASSES)
    assert languages.main([]) == 3
    assert not (tmp_path / "asked").exists()
    assert languages.main(["--install"]) == 3
    asked = (tmp_path / "asked").read_text().splitlines()
    assert asked[-1].endswith("--no-install-recommends compiler headers")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    languages.main(["--install"])
    assert (tmp_path / "asked").read_text().splitlines() == asked
    assert "installed by root on Debian only: compiler headers" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("echo all is well", 0),
        ("echo '[main] WARN  o.o.c.Something - renamed'", 1),
        ("echo 'Error: no schema' >&2", 1),
        ("echo warning: renamed", 1),
        ("echo '[main] INFO  o.o.codegen.TemplateManager - writing file Errors.kt'", 0),
        (f"echo '{ABOUT_THE_TOOL}: null'", 0),
        (f"echo '{ABOUT_THE_TOOL}: A'", 1),
        ("exit 7", 7),
    ],
)  # fmt: skip
def test_a_line_of_warning_fails_a_generator(printed, code):
    strictly = ROOT / "conformance/bin/strictly"
    command = [strictly, "sh", "-c", printed]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == code
    if code == 1:
        assert "cure its cause" in done.stderr


def test_versions_are_pinned():
    for line in (ROOT / "conformance/bin/requirements.txt").read_text().splitlines():
        assert "==" in line
    for package in ROOT.glob("conformance/*/package.json"):
        assert package.with_name("package-lock.json").exists()


def test_every_program_is_read():
    found = languages.programs(ROOT / "conformance")
    assert {"curl", "python-openapi-generator", "typescript-hey-api"} <= set(found)
    for each in found.values():
        assert (each.folder / "run").exists() != bool(each.only), each.name
        assert each.elsewhere or not each.only or each.name == "every-target", each.name
        told = each.folder / "program.toml"
        assert tomllib.loads(told.read_text())["title"], each.name
