"""The manual pages: one for each command, as the command is now, and readable by any man."""

import re
import shutil
import subprocess

import pytest

from mapflow.cli._exits import MEANINGS
from scripts import commands, man_pages
from tests.cli.test_json import ALL

MACROS = {".TH", ".SH", ".TP", ".PP", ".B", ".I", ".nf", ".fi", ".nh", ".ad"}


@pytest.mark.locked  # versions of Typer write the brackets around choices differently
def test_the_pages_that_are_shipped_are_those_of_the_commands():
    assert man_pages.main(["--check"]) == 0, "run scripts/generate"


def test_a_page_that_is_stale_is_noticed(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(man_pages, "FOLDER", tmp_path / "man1")
    assert man_pages.main([]) == 0
    assert man_pages.main(["--check"]) == 0
    page = tmp_path / "man1" / "mapflow-run.1"
    page.write_text(page.read_text("utf-8").replace("CREDITS", "MONEY"), "utf-8")
    (tmp_path / "man1" / "mapflow-gone.1").touch()
    assert man_pages.main(["--check"]) == 1
    assert "scripts/generate" in capsys.readouterr().err
    assert man_pages.main([]) == 0
    assert man_pages.main(["--check"]) == 0


def test_there_is_a_page_for_each_command_and_group():
    groups = {path[:-1] for path in ALL}
    names = {"-".join(("mapflow", *path)) + ".1" for path in {*ALL, *groups}}
    assert set(man_pages.pages()) == names


def test_pages_hold_nothing_that_roff_would_misread():
    for name, text in man_pages.pages().items():
        assert text.isascii(), name
        for line in text.splitlines():
            assert not line.startswith(("'", "\\")) or line.startswith(("\\f", "\\&", "\\-")), line
            assert not line.startswith(".") or line.split()[0] in MACROS, line


@pytest.mark.locked
@pytest.mark.skipif(not shutil.which("man"), reason="needs man")
@pytest.mark.parametrize("name", ["mapflow", "mapflow-run", "mapflow-batch", "mapflow-api"])
def test_man_shows_all_of_a_page_without_a_warning(name):
    shown = subprocess.run(
        ["man", "--warnings", "--local-file", man_pages.FOLDER / f"{name}.1"],
        env={"MANWIDTH": "80", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert shown.stderr == ""
    text = re.sub(r".\x08", "", shown.stdout)
    assert max(map(len, text.splitlines())) <= 80
    if name == "mapflow-batch":
        assert "mapflow-batch-resume(1)" in text
        return
    flat = " ".join(text.split())
    assert all(f"{code.value} {meaning}" in flat for code, meaning in MEANINGS.items())
    known = {each.name: each for each in commands.every()}.get(name.removeprefix("mapflow-"))
    for value in (*known.arguments, *known.options, *known.shared) if known else ():
        assert " ".join(f"{value.name} {value.meaning}".replace("`", "").split()) in flat
    for example in known.examples if known else ():
        assert f"$ mapflow {example}" in re.sub(r" \\ ", " ", flat)
