"""The table of operations in README is true, layer by layer."""

import importlib
import inspect
import re
import shlex
from pathlib import Path

import pytest
from mapflow_openapi import api
from typer.main import get_command

from mapflow import AsyncMapflow, Mapflow
from mapflow.cli._app import make_app
from mapflow.sandbox.app import HANDLERS
from tests.support import cassette, conformance

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(
    r"^\| `(\w+)` \| `(\w+) ([^`]+)` \| `([\w.]+)` \| `mapflow ([^`]+)` \|$", re.MULTILINE
)
TABLE = {row[0]: row[1:] for row in ROW.findall((ROOT / "README.md").read_text(encoding="utf-8"))}
DESCRIBED = {
    operation["operationId"]: (method, path, operation["tags"][0])
    for method, _, path, operation, _ in conformance.operations()
}


def test_it_has_every_operation_once_with_its_request():
    assert {name: row[:2] for name, row in TABLE.items()} == {
        name: described[:2] for name, described in DESCRIBED.items()
    }
    assert len(TABLE) == len(ROW.findall((ROOT / "README.md").read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", TABLE)
def test_the_low_level_client_has_it(name):
    module = re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()
    found = importlib.import_module(f"{api.__name__}.{DESCRIBED[name][2]}.{module}")
    assert callable(found._get_kwargs)


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


def test_the_sandbox_has_them():
    assert set(HANDLERS) == set(DESCRIBED)


def test_there_is_a_conversation_with_each():
    recorded = {
        conformance.operation_of(interaction["request"])[0]["operationId"]
        for path in (ROOT / "cassettes").rglob("*.yaml")
        for interaction in cassette.read(path)["interactions"]
        if interaction["response"]["status"] < 300
        and not conformance.follows_a_link(interaction["request"])
    }
    assert recorded == set(DESCRIBED)
