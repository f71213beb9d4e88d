"""What pressing Tab offers: by the protocol of each shell, and in a real one."""

import contextlib
import os
import re
import sys
import time

import pytest
import typer.main

from mapflow import config
from mapflow._error_codes import ENTRIES
from mapflow._requests.raw import _METHODS
from mapflow.cli import _completion, _completion_names
from mapflow.cli._app import make_app
from mapflow.cli._app import run as run_command
from mapflow.formats import _registry
from mapflow.status import _KNOWN
from tests.cli.terminal import Terminal

SHELLS = ("bash", "zsh", "fish")


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


@pytest.fixture
def tab(monkeypatch, capsys):
    """Press Tab as a shell does; get the values that are offered, each with its description."""

    def press(line, shell="bash"):
        # Bash takes : and = for words, and tells its words a line each.
        words = re.findall(r"[:=]+|[^\s:=]+", line) + [""] * line.endswith(" ")
        told = {"COMP_WORDS": "\n".join(words), "COMP_CWORD": str(len(words) - 1)}
        others = {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
        for name in (*told, *others):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("_MAPFLOW_COMPLETE", f"complete_{shell}")
        for name, value in (told if shell == "bash" else others).items():
            monkeypatch.setenv(name, value)
        with contextlib.suppress(SystemExit):
            run_command([])
        seen = capsys.readouterr()
        assert seen.err == ""
        if shell == "zsh":
            return dict(re.findall(r'"((?:[^"]|"")*)"(?::"([^"]*)")?(?=[\n)])', seen.out))
        rows = (row.partition("\t") for row in seen.out.splitlines())
        return {value: description for value, _, description in rows if value}

    return press


def test_a_look_up_that_hangs_is_not_waited_for(cli, tab, monkeypatch):
    # Not the network alone can: a keyring, or a service that sends a byte a second.
    monkeypatch.setattr(_completion_names, "_look_up", lambda *_: time.sleep(20))
    began = time.monotonic()
    assert tab("mapflow run -m ") == {}
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("shell", SHELLS)
def test_processings_are_offered_with_their_names(cli, finished, tab, shell):
    cli.ok("rename", finished, "Old $(touch oops) town")
    for line in (f"mapflow result {finished[:4]}", "mapflow run --like ", "mapflow delete --yes "):
        assert tab(line, shell)[finished] == ("" if shell == "bash" else "Old touch oops town OK")
    assert finished in tab("mapflow map ", shell)


def test_a_file_goes_before_a_processing(cli, finished, tab, folder):
    (folder / f"{finished[:4]}.geojson").touch()
    assert tab(f"mapflow map {finished[:3]}") == {}


@pytest.mark.parametrize("shell", SHELLS)
def test_what_needs_no_account_is_offered_offline(tab, shell, monkeypatch, folder):
    monkeypatch.setenv("MAPFLOW_BASE_URL", "http://127.0.0.1:9/rest")
    monkeypatch.delenv("MAPFLOW_TOKEN", raising=False)
    config.save_profile("work", config.Profile("bWU6YQ==", "http://127.0.0.1:9/rest"))
    assert set(tab("mapflow status --profile w", shell)) == {"work"}
    assert set(tab("mapflow logout --profile ", shell)) == {"work"}
    codes = tab("mapflow explain source-validator.TooHigh", shell)
    assert set(codes) == {e.code for e in ENTRIES if e.code.startswith("source-validator.TooHigh")}
    (folder / "roofs.old").touch()
    names = set(tab("mapflow run -o roofs.", shell))
    assert names == {"roofs.old", *(f"roofs{each.suffixes[0]}" for each in _registry.FORMATS)}
    assert set(tab("mapflow map x --output new", shell)) == {"new.html", "new.png"}
    assert set(tab("mapflow list --status FA", shell)) == {"FAILED"}
    assert tab("mapflow run -m ", shell) == tab(f"mapflow result {'a' * 8}", shell) == {}


def test_files_are_left_to_the_shell_where_it_knows_better(tab, folder):
    (folder / "roofs").mkdir()
    assert tab("mapflow run -o ro") == tab("mapflow run -o roofs/") == tab("mapflow run -o ") == {}
    assert "roofs/new.gpkg" in tab("mapflow run -o roofs/new.g")
    assert tab("mapflow run -a ") == {}


def test_options_are_those_of_the_model(cli, tab):
    every = set(tab("mapflow run --option "))
    assert {"Classification", "Simplification"} <= every
    of_forest = set(tab("mapflow run -m forest --no-option "))
    assert of_forest < every
    assert "Classification" not in of_forest


@pytest.mark.parametrize("line", ["mapflow run -s provider:", "mapflow run -s provider:ma"])
def test_bash_is_offered_what_comes_after_the_colon(cli, tab, line):
    assert "mapbox" in {each.casefold() for each in tab(line)}
    assert not any(":" in each for each in tab(line))
    assert "forest" in tab("mapflow run -s provider:Mapbox -m fo")
    assert "forest" in tab("mapflow run -s xyz:https://tiles.example/{z} --model=fo")
    assert any(each.casefold() == "provider:mapbox" for each in tab(line, "fish"))


def test_nothing_that_costs_is_sent_and_what_is_known_is_not_asked_again(cli, finished, tab):
    before = len(cli.service.requests())
    for _ in range(2):
        for line in ("run -m ", "run --option ", "run -s ", "run --project ", "result ",
                     "mosaics show ", "planned show "):  # fmt: skip
            tab(f"mapflow {line}")
    sent = [each["operation"] for each in cli.service.requests()[before:]]
    assert len(sent) == len(set(sent)) < 7
    assert not set(sent) & {"runProcessing", "runProcessingV2", "restartProcessing"}


def test_words_that_are_offered_exist():
    offered = _completion._FIXED
    assert set(offered["STATUS"]) <= _KNOWN
    assert offered["METHOD"] == _METHODS
    root = typer.main.get_command(make_app())
    told = {p.metavar: p.help for p in root.commands["sandbox"].params}
    assert all(f"`{each}`" in told["FAULTS"] for each in offered["FAULTS"])
    told = {p.metavar: p.help for p in root.commands["projects"].commands["share"].params}
    assert all(each in told["ROLE"] for each in offered["ROLE"])


@pytest.fixture
def bash(cli, folder, monkeypatch):
    """A real shell on a real terminal, with the completion that people install."""
    mapflow = folder / "bin" / "mapflow"
    mapflow.parent.mkdir()
    mapflow.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mapflow.cli "$@"\n')
    mapflow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{mapflow.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("PS1", "ready> ")
    monkeypatch.setenv("INPUTRC", os.devnull)
    terminal = Terminal(program=["bash", "--norc", "--noprofile", "-i"])
    terminal.until("ready> ")
    terminal.type(
        "bind 'set bell-style none'; eval \"$(_MAPFLOW_COMPLETE=source_bash mapflow)\";"
        " echo in''stalled\n"
    )
    terminal.until("installed")
    yield terminal
    terminal.type("\x15exit\n")
    assert terminal.end() == 0


def test_a_real_bash_completes(cli, bash, finished):
    cli.ok("projects", "create", "Roof survey")
    for typed, wanted in (
        ("mapflow mosa", "mapflow mosaics "),
        ("mapflow run -m build", "mapflow run -m buildings "),
        ("mapflow run --project Ro", r"mapflow run --project Roof\ survey "),
        ("mapflow run -s provider:mapb", "mapflow run -s provider:mapbox "),
        ("mapflow run -m buildings --option Classi", "--option Classification "),
        ("mapflow explain source-validator.TooHighZ", "source-validator.TooHighZoom "),
        (f"mapflow result {finished[:6]}", f"mapflow result {finished} "),
        ("mapflow result -o roofs.gp", "-o roofs.gpkg "),
    ):
        bash.seen = ""
        bash.type(f"{typed}\t")
        bash.until(wanted, timeout_s=10)
        bash.type("\x15")  # clear the line
