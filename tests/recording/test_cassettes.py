"""What every cassette must be: clean, small, of use, and true to the spec."""

import ast
from pathlib import Path

import pytest
import yaml

from tests.support import cassette, conformance, scrub

ROOT = Path(__file__).resolve().parents[2]
CASSETTES = sorted((ROOT / "cassettes").rglob("*.yaml"))


def _name(path):
    return path.relative_to(ROOT / "cassettes").as_posix()


def _tests_with_a_tape():
    """Name the cassette of each test in tests/cassettes, without running anything."""
    for module in sorted((ROOT / "tests" / "cassettes").glob("test_*.py")):
        noun = module.stem.removeprefix("test_")
        for node in ast.parse(module.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.AsyncFunctionDef) and node.name.startswith("test_"):
                yield f"{noun}/{node.name.removeprefix('test_')}.yaml"


def test_each_cassette_has_its_test_and_each_test_its_cassette():
    assert {_name(path) for path in CASSETTES} == set(_tests_with_a_tape())


@pytest.mark.parametrize("path", CASSETTES, ids=_name)
def test_it_holds_no_secret(path):
    assert scrub.found_secrets(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", CASSETTES, ids=_name)
def test_it_is_small_and_says_where_it_was_recorded(path):
    text = path.read_text(encoding="utf-8")
    assert path.stat().st_size <= cassette.SIZE_LIMIT_BYTES
    assert b"\r" not in path.read_bytes()
    assert text.startswith(cassette.HEADER[yaml.safe_load(text)["recorded_against"]])


@pytest.mark.parametrize("path", CASSETTES, ids=_name)
def test_every_interaction_follows_the_spec(path):
    found = [p for i in cassette.read(path)["interactions"] for p in conformance.problems(i)]
    assert found == []


@pytest.mark.parametrize(
    "planted",
    [
        "authorization: Basic ZGVtb0BleGFtcGxlLmNvbTpzZWNyZXQ=",
        "authorization: Bearer abcdefgh",
        "email: ada@geoalert.io",
        "url: s3://users-data/a.tif",
        "href: https://x.example/a?X-Amz-Signature=1",
        "set-cookie: a=b",
        "url: http://127.0.0.1:8000/layers",
        "jwt: eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0",
    ],
)
def test_a_planted_secret_is_found(planted):
    assert scrub.found_secrets(planted)
