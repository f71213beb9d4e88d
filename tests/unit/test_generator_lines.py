"""What openapi-generator says with every target: all of it has a reason, and no reason is stale."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from scripts import generator_lines
from scripts.generator_lines import Row, faults, said

KNOWN = (
    Row(frozenset({"c", "nim"}), False, re.compile("a reserved word$"), "A word of the language."),
    Row(frozenset(), True, re.compile("schema name: null$"), "It names what is not there."),
)
LOG = """target c
[main] WARN  o.o.c.C - template is a reserved word
target go
# Thanks for using it
target nim
[main] WARN  o.o.c.Nim - type is a reserved word
""".splitlines()


def test_what_has_a_reason_is_no_fault():
    assert faults(said(LOG), KNOWN) == []
    anyone = [*LOG, "target r", "[main] ERROR o.o.R - Failed to get the schema name: null"]
    assert faults(said(anyone), KNOWN) == []


@pytest.mark.parametrize(
    "line",
    ["[main] WARN  o.o.c.C - renamed", "Error: no schema", "ERROR it failed: NullPointerException"],
)
def test_a_new_line_is_told_with_its_target(line):
    [told] = faults(said([*LOG, line]), KNOWN)
    assert told == f"nim says what no row of lines.tsv gives a reason for: {line}"


def test_the_reason_of_another_target_does_not_count():
    log = [*LOG, "target go", "[main] WARN  o.o.c.Go - type is a reserved word"]
    [told] = faults(said(log), KNOWN)
    assert told.startswith("go says what no row")


def test_a_reason_that_is_needed_no_longer_is_told():
    [told] = faults(said(LOG[:4]), KNOWN)
    assert told == "nim no longer says a reserved word$: take it from lines.tsv"


def test_the_number_of_targets_is_that_of_the_page(tmp_path, capsys, monkeypatch):
    log = tmp_path / "log"
    log.write_text("\n".join(LOG))
    page = tmp_path / "page.md"
    monkeypatch.setattr(generator_lines, "PAGE", page)
    monkeypatch.setattr(generator_lines, "rows", lambda: KNOWN)
    page.write_text("with all 3 client targets")
    generator_lines.main(log)
    assert "3 targets, 1 of them silent" in capsys.readouterr().out
    page.write_text("with all 4 client targets")
    with pytest.raises(SystemExit, match="does not say that all 3 client targets were tried"):
        generator_lines.main(log)


def test_every_row_has_a_reason_that_the_page_gives():
    page = generator_lines.PAGE.read_text("utf-8")
    for row in generator_lines.rows():
        assert row.why.endswith(".")
        names = ", ".join(f"`{target}`" for target in sorted(row.targets))
        assert not row.targets or f"| {names} | {row.why} |" in page


@pytest.mark.skipif(not shutil.which("awk"), reason="awk is not here")
@pytest.mark.usefixtures("programs")
def test_the_shell_reads_the_same_lines_as_python():
    command = ["awk", "-F", "\t", '$2 == "always" { print $3 }', str(generator_lines.TABLE)]
    read = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    always = [row.line.pattern for row in generator_lines.rows() if row.always]
    assert read == always != []


def test_targets_that_are_always_allowed_something_are_few():
    always = {target for row in generator_lines.rows() if row.always for target in row.targets}
    assert always == {"python", "rust"}


def test_the_table_is_beside_what_reads_it():
    strictly = Path(generator_lines.TABLE).with_name("strictly").read_text("utf-8")
    assert generator_lines.TABLE.name in strictly
