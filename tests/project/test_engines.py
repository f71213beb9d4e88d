"""The lane of other programs fails if one reads a file wrongly, or is not here."""

import sys
from pathlib import Path

import pytest

from scripts import engines
from scripts.engines import Findings, Program, Written


@pytest.fixture
def lane(monkeypatch, capsys):
    """The lane with programs of the test's own, and nothing written."""
    monkeypatch.setattr(engines, "write", lambda folder: Written(3, {}, {}))

    def run(*programs, names=()):
        monkeypatch.setattr(engines, "PROGRAMS", {each.name: each for each in programs})
        code = engines.main(names)
        return code, capsys.readouterr()

    return run


def _counts(found):
    def check(written):
        findings = Findings("1.0", cannot={"csv": "without a reason", "kml": "without a reason"})
        findings.expect("geojson", found, written.features)
        return findings

    return check


def _broken(_):
    raise RuntimeError("it crashed")


def _here():
    return True


def test_all_opened(lane):
    code, said = lane(Program("one", _counts(3), _here), Program("two", _counts(3), _here))
    assert code == 0
    assert "one 1.0: opened" in said.out
    assert "opens geojson" in said.out
    assert "does not open csv, kml without a reason" in said.out


def test_a_wrong_count_fails(lane):
    code, said = lane(Program("one", _counts(2), _here), Program("two", _counts(3), _here))
    assert code == 1
    assert "WRONG geojson: 2 instead of 3" in said.out
    assert "two 1.0: opened" in said.out


def test_a_program_that_crashes_fails(lane):
    code, said = lane(Program("one", _broken, _here))
    assert code == 1
    assert "RuntimeError: it crashed" in said.out


def test_one_that_is_missing_fails_and_its_package_is_named(lane):
    missing = Program("one", _counts(3), lambda: False, ("one-bin",))
    code, said = lane(missing, Program("two", _counts(3), _here))
    assert code == 3
    assert "apt-get install one-bin" in said.err
    assert "two 1.0: opened" in said.out


def test_only_those_that_are_named_are_run(lane):
    missing = Program("one", _counts(3), lambda: False)
    assert lane(missing, Program("two", _counts(3), _here), names=["two"])[0] == 0
    with pytest.raises(SystemExit) as ended:
        lane(missing, names=["three"])
    assert ended.value.code == 2


def test_what_is_here_is_found_out():
    assert engines._imports(sys.executable, "json")
    assert not engines._imports(sys.executable, "no_such_module")
    assert not engines._imports(str(Path("no/such/python")), "json")
