"""Each script says what it does when asked, and a slip of the finger changes nothing."""

import subprocess
from pathlib import Path

import pytest

from scripts import changelog, renames

ROOT = Path(__file__).resolve().parents[2]
# `node-tool` is called by scripts alone.
SCRIPTS = sorted(
    path.name
    for path in (ROOT / "scripts").iterdir()
    if path.is_file() and path.read_bytes().startswith(b"#!/usr/bin/env bash")
)
SCRIPTS.remove("node-tool")


def run(name, *arguments):
    return subprocess.run(
        [ROOT / "scripts" / name, *arguments],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def test_contributing_lists_all_scripts():
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert [name for name in SCRIPTS if f"| `scripts/{name}" not in text] == []


@pytest.mark.parametrize("option", ["--help", "-h"])
@pytest.mark.parametrize("name", SCRIPTS)
def test_help_is_the_comment_at_the_top_and_nothing_is_done(name, option):
    top = (ROOT / "scripts" / name).read_text("utf-8").split("\nset -euo")[0].splitlines()[1:]
    done = run(name, option)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [line[2:] for line in top]
    assert len(done.stdout) > 40


@pytest.mark.parametrize("version", ["--chek", "1", "next", "1.2.0 --draft", "v1.2.0", ""])
def test_only_a_version_joins_the_fragments(version, monkeypatch):
    monkeypatch.setattr(changelog, "release", lambda _: pytest.fail("joined"))
    with pytest.raises(SystemExit, match="nothing was changed"):
        changelog.main([version])


@pytest.mark.parametrize("version", ["1.2.0", "0.14.0", "2.0.0rc1"])
def test_a_version_joins_them(version, monkeypatch):
    joined = []
    monkeypatch.setattr(changelog, "release", joined.append)
    changelog.main([version])
    assert joined == [version]


def test_a_release_is_not_built_over_other_files(tmp_path):
    kept = tmp_path / "thesis.odt"
    kept.write_text("years of work")
    old = tmp_path / "mapflow_client-0.1.0.tar.gz"
    old.write_bytes(b"")
    done = run("release", str(tmp_path))
    assert done.returncode == 2
    assert "thesis.odt" in done.stderr
    assert kept.exists()
    assert old.exists()


@pytest.mark.parametrize("name", ["release", "pythons", "bench", "soak"])
def test_an_unknown_word_is_told(name):
    done = run(name, "--nonsense")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "nonsense" in done.stderr


def test_a_member_that_is_not_read_is_not_reported_as_checked(capsys):
    assert renames.main(["Processing.nonsense"]) == 2
    assert "Processing.nonsense" in capsys.readouterr().err
