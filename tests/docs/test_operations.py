"""The table of operations is true; what it or a layer lacks, scripts/layers.py names."""

import inspect
import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command

from mapflow import AsyncMapflow, Mapflow
from mapflow.cli._app import make_app
from tests.support import conformance

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(
    r"^\| `(\w+)` \| `(\w+) ([^`]+)` \| `([\w.]+)` \| `mapflow ([^`]+)` \|$", re.MULTILINE
)
PAGE = (ROOT / "docs/pages/operations.md").read_text(encoding="utf-8")
TABLE = {row[0]: row[1:] for row in ROW.findall(PAGE)}
DESCRIBED = {
    operation["operationId"]: (method, path, operation["tags"][0])
    for method, _, path, operation, _ in conformance.operations()
}


def test_it_has_every_operation_once_with_its_request():
    assert {name: row[:2] for name, row in TABLE.items()} == {
        name: described[:2] for name, described in DESCRIBED.items()
    }
    assert len(TABLE) == len(ROW.findall(PAGE))


@pytest.mark.parametrize("kind", [Mapflow, AsyncMapflow])
@pytest.mark.parametrize("name", TABLE)
def test_the_client_has_it(name, kind):
    thing = kind(token="a@example.com:b")
    for step in TABLE[name][2].split("."):
        thing = getattr(thing, step)
    assert f"{name} ({TABLE[name][0]} " in " ".join(inspect.getdoc(thing).split())


@pytest.mark.parametrize("name", TABLE)
def test_the_command_line_has_it(name):
    command = get_command(make_app())
    for word in shlex.split(TABLE[name][3]):
        command = command.commands[word]
    assert command.help
