"""The audit of dependencies is lenient if the advisories cannot be reached, and only then."""

import importlib.util
import subprocess
from pathlib import Path

import pytest

_PATH = Path(__file__).resolve().parents[2] / "scripts" / "audit.py"
_SPEC = importlib.util.spec_from_file_location("audit", _PATH)
audit = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(audit)

GOOD = {"name": "httpx", "version": "0.28.1", "vulns": []}
UNKNOWN = {"name": "httpx", "skip_reason": "Dependency not found on PyPI: httpx (0.28.1)"}
OWN = {"name": "mapflow-client", "skip_reason": "distribution marked as editable"}
BAD = {
    "name": "attrs",
    "version": "23.2",
    "vulns": [{"id": "PYSEC-2026-1", "fix_versions": ["23.3"], "aliases": [], "description": ""}],
}


def _asked(probe, *packages):
    return lambda *arguments: [probe] if "--requirement" in arguments else list(packages)


def test_nothing_is_wrong(capsys):
    assert audit.main(_asked(GOOD, GOOD, OWN)) == 0
    assert capsys.readouterr().out == "None of the 1 packages has a known vulnerability.\n"


def test_a_vulnerability_is_never_let_through(capsys):
    assert audit.main(_asked(GOOD, GOOD, BAD, OWN)) == 1
    assert "attrs 23.2: PYSEC-2026-1 (mended in 23.3)" in capsys.readouterr().err


def test_a_package_that_the_advisories_do_not_know_is_told(capsys):
    assert audit.main(_asked(GOOD, {**UNKNOWN, "name": "odd"}, OWN)) == 1
    assert "odd: Dependency not found" in capsys.readouterr().err


def test_an_index_without_advisories_is_told_from_one_that_has_none_to_report(capsys):
    assert audit.main(_asked(UNKNOWN, BAD)) == 0
    assert "NOT AUDITED" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("ERROR:pip_audit._cli:Could not connect to PyPI's vulnerability feed", 0),
        ("requests.exceptions.ConnectionError: HTTPSConnectionPool(host='api.osv.dev')", 0),
        ("No module named pip_audit", 1),
        ("ERROR:pip_audit._cli:something else", 1),
        ("", 1),
    ],
)
def test_what_went_wrong_is_told_apart(said, code, monkeypatch, capsys):
    done = subprocess.CompletedProcess([], 1, stdout="", stderr=said)
    monkeypatch.setattr(audit.subprocess, "run", lambda *_, **__: done)
    assert audit.main() == code
    shown = capsys.readouterr()
    assert ("NOT AUDITED" in shown.out) == (code == 0)
