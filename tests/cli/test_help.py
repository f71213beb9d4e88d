"""Help that can be read: examples that work, values with names, environment variables named."""

import re
import shlex
import subprocess
import sys
import time
from importlib import import_module

import pytest
import typer

from mapflow.cli._app import PARTS
from mapflow.cli._examples import EXAMPLES
from tests.cli.test_json import ALL

NAMES = [" ".join(path) for path in ALL]


def test_every_command_has_an_example_of_its_own():
    assert set(EXAMPLES) == set(NAMES)
    for name, examples in EXAMPLES.items():
        assert examples
        assert all(example.startswith(name) for example in examples)


@pytest.mark.parametrize("path", ALL, ids=NAMES)
def test_examples_are_understood(cli, path):
    shown = cli.ok(*path, "--help").out
    for example in EXAMPLES[" ".join(path)]:
        assert f"$ mapflow {example}" in shown
        typed = re.split(r" [|<] ?", example)[0]
        arguments = shlex.split(typed)[len(path) :]
        # It parses all of them, without a call: what is unknown or missing raises.
        with ALL[path].make_context(" ".join(path), arguments):
            pass


@pytest.mark.parametrize("path", ALL, ids=NAMES)
def test_values_have_names(cli, path):
    shown = cli.ok(*path, "--help").out
    assert not re.search(
        r"<(str|int|float|path|file|text)|\bTEXT\.\.\.|INTEGER|(?<!`)\b[Ii]d\b", shown
    )
    assert not re.search(r"--[A-Z]", shown)
    for parameter in ALL[path].params:
        if not getattr(parameter, "hidden", False):
            assert getattr(parameter, "help", None), (path, parameter.name)


@pytest.mark.parametrize("part", PARTS)
def test_each_module_registers_the_commands_it_is_listed_with(part):
    app = typer.Typer()
    import_module(f"mapflow.cli.{part}").register(app)
    found = [each.name for each in (*app.registered_commands, *app.registered_groups)]
    assert sorted(found) == sorted(PARTS[part])


def test_a_command_loads_nothing_it_does_not_need():
    code = """
import sys
from mapflow.cli import main
sys.argv = ["mapflow", "status", "--help"]
try:
    main()
except SystemExit as end:
    assert end.code == 0
import httpx
needless = ("mapflow.cli.running", "mapflow.geometry", "rich", "pygments", "click", "pydantic")
print([name for name in needless if name in sys.modules])
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"


def test_environment_variables_are_named(cli):
    everything = cli.ok("--help").out
    for name in ("TOKEN", "PROFILE", "BASE_URL", "API_VERSION", "SOURCE_PASSWORD", "DEBUG"):
        assert f"MAPFLOW_{name}" in everything
    run = cli.ok("run", "--help").out
    for name in ("PROFILE", "BASE_URL", "API_VERSION", "SOURCE_PASSWORD"):
        assert f"MAPFLOW_{name}" in run


def test_one_name_for_one_option():
    shown = {
        option
        for command in ALL.values()
        for parameter in command.params
        for option in parameter.opts
    }
    assert "--parallel" in shown
    assert "--concurrency" not in shown


def completed(monkeypatch, capsys, words, cursor, shell="zsh"):
    """What a shell is offered."""
    from mapflow.cli._app import make_app

    monkeypatch.setenv("_MAPFLOW_COMPLETE", f"complete_{shell}")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", words)
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(cursor))
    with pytest.raises(SystemExit):
        make_app()(args=[], prog_name="mapflow", complete_var="_MAPFLOW_COMPLETE")
    return capsys.readouterr().out


def test_completion_of_names(cli, monkeypatch, capsys):
    cli.ok("projects", "create", "Roof survey")
    for _ in range(2):  # from the service, then from what was kept
        before = len(cli.service.requests())
        assert "buildings" in completed(monkeypatch, capsys, "mapflow run -m ", 3)
        assert "Roof survey" in completed(monkeypatch, capsys, "mapflow run --project Ro", 3)
        assert r"Roof\ survey" in completed(
            monkeypatch, capsys, "mapflow run --project Ro", 3, "bash"
        )
        assert "mapbox" in completed(monkeypatch, capsys, "mapflow run -s prov", 3)
        assert "mapbox" in completed(monkeypatch, capsys, "mapflow search --provider map", 3)
    assert len(cli.service.requests()) == before
    kept = next(cli_config().glob("completions.json"))
    assert kept.stat().st_mode & 0o777 == 0o600
    assert cli.token not in kept.read_text()


def cli_config():
    from mapflow import config

    return config.profile_path().parent


def test_completion_never_blocks_and_never_fails(cli, monkeypatch, capsys):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("MAPFLOW_BASE_URL", f"http://127.0.0.1:{silent.getsockname()[1]}/rest")
        began = time.monotonic()
        assert completed(monkeypatch, capsys, "mapflow run -m ", 3, "bash").strip() == ""
        assert time.monotonic() - began < 3
    monkeypatch.setenv("MAPFLOW_TOKEN", "")
    assert completed(monkeypatch, capsys, "mapflow run -m ", 3, "bash").strip() == ""
