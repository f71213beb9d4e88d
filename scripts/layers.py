"""Finds what each layer lacks of what openapi.yaml describes.

An operation, a parameter, a member or an error code is added in openapi.yaml first. `gaps` lists
the layers that do not know it yet, each with the file to change and what to do there. The page
docs/pages/changing.md walks through such a change.

The facade must read a member of a response through the view of its schema. For all else, and in
the sandbox, the word tells: a layer that does something with a member must name it, as the
service spells it or as Python does.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Set
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

import typer
from mapflow_openapi import views

from mapflow.sandbox.app import HANDLERS
from scripts.enumerations import METHODS
from scripts.reads import reads

Node = dict[str, Any]
ROOT = Path(__file__).resolve().parent.parent
#: The page with the table of operations.
TABLE = "docs/pages/operations.md"
GENERATE = "run scripts/generate"
ERRORS = "generated/errors.json"
#: Members that a layer leaves out on purpose, each with the reason.
LEFT_TO_RAW = "tests/spec/left_to_raw.txt"


#: A request of a cassette that succeeded: its method and path.
_SUCCEEDED = re.compile(
    r"method: (\w+)\n +uri: https://[^/]+/rest(/[^\s?]*)(?:(?!\n- request:).)*?\n    status: 2",
    re.DOTALL,
)


class Gap(NamedTuple):
    """Something that a layer lacks.

    Attributes:
        what: The operation, parameter, member or code.
        layer: The layer.
        file: Where to change it, from the top of the checkout.
        cure: What to do there.
    """

    what: str
    layer: str
    file: str
    cure: str

    def __str__(self) -> str:
        """Write it as one line."""
        return f"{self.what}: {self.layer} lacks it. In {self.file}, {self.cure}."


class Layers:
    """What the layers know, read from their files.

    Args:
        document: The description to compare them with.
        root: The checkout.
    """

    def __init__(self, document: Node, root: Path = ROOT) -> None:
        self._document = document
        self._root = root

    def gaps(self) -> list[Gap]:
        """List everything that is missing somewhere, in the order of the description."""
        return [
            *self._operations(),
            *self._parameters(),
            *self._members(),
            *self._error_codes(),
        ]

    def _operations(self) -> Iterator[Gap]:
        for path, method, operation in _operations(self._document):
            name, tag = operation["operationId"], operation["tags"][0]
            module = f"generated/mapflow_openapi/api/{tag}/{snake(name)}.py"
            if not (self._root / module).is_file():
                yield Gap(name, "the generated client", module, GENERATE)
            if f'"{name}"' not in self._text("tests/spec/index.py"):
                yield Gap(
                    name, "the index of sources", "tests/spec/index.py",
                    "add its number, method and path as the sources spell them",
                )  # fmt: skip
            line = f"{name} ({method.upper()} {path}"
            for half in ("_async", "_sync"):
                if line not in self._plain(f"mapflow/{half}"):
                    cure = GENERATE if half == "_sync" else "write the method"
                    yield Gap(
                        name, f"the {half[1:]} facade", f"mapflow/{half}",
                        f'{cure}; its docstring ends with "Operation: {line})."',
                    )  # fmt: skip
            if name not in HANDLERS:
                yield Gap(
                    name, "the sandbox", "mapflow/sandbox",
                    f"write a handler {snake(name)} beside its kin and enter it in HANDLERS",
                )  # fmt: skip
            row = re.search(rf"^\| `{name}` \|.*$", self._text(TABLE), re.MULTILINE)
            if row is None:
                yield Gap(
                    name, "the table of operations", TABLE,
                    "add a row that names request, method and command",
                )  # fmt: skip
            command = row and re.search(r"`mapflow ([^`]+)`", row[0])
            examples = self._text("mapflow/cli/_examples.py")
            if (
                command is None
                or command[1] not in self._commands
                or f'"{command[1]}"' not in examples
            ):
                yield Gap(
                    name, "the command line", "mapflow/cli",
                    f"write the command, its example in _examples.py, and name it in {TABLE}",
                )  # fmt: skip
            if (method.upper(), path) not in self._recorded:
                yield Gap(
                    name, "the set of cassettes", "tests/cassettes",
                    "write a test that calls it, then run scripts/record",
                )  # fmt: skip

    def _parameters(self) -> Iterator[Gap]:
        for _, _, operation in _operations(self._document):
            name, tag = operation["operationId"], operation["tags"][0]
            module = f"generated/mapflow_openapi/api/{tag}/{snake(name)}.py"
            for given in operation["parameters"]:
                parameter = _resolved(self._document, given)
                what = f"{name}?{parameter['name']}"
                known = _named(parameter["name"], set(re.findall(r"\w+", self._text(module))))
                if not known:
                    yield Gap(what, "the generated client", module, GENERATE)
                used = _named(parameter["name"], self._facade)
                yield from self._used(what, parameter["name"], "method", known=used)

    def _members(self) -> Iterator[Gap]:
        sources = self._sources
        for schema, definition in self._document["components"]["schemas"].items():
            for name in definition.get("properties", {}):
                what = f"{schema}.{name}"
                folder = "generated/mapflow_openapi/models"
                if name not in self._words(folder):
                    yield Gap(what, "the generated client", folder, GENERATE)
                if name not in sources.get(schema, set()):
                    yield Gap(
                        what, "the list of sources", "tests/spec/fields.txt",
                        f"add it under [{schema}] with its type and who shows it",
                    )  # fmt: skip
                is_read = (schema, name) in self._reads
                known = is_read if hasattr(views, schema) else _named(name, self._facade)
                yield from self._used(what, name, "record or request", known=known)

    def _used(self, what: str, name: str, where: str, *, known: bool) -> Iterator[Gap]:
        left = self._left.get(what, "")
        if not _named(name, self._words("mapflow/sandbox")) and "sandbox" not in left:
            yield Gap(
                what, "the sandbox", "mapflow/sandbox",
                f"let its responses or checks know it, or name it in {LEFT_TO_RAW}",
            )  # fmt: skip
        if not known and "facade" not in left:
            yield Gap(
                what, "the facade", "mapflow/_async, _requests or _views",
                f"add it to its {where}, or name it in {LEFT_TO_RAW}",
            )  # fmt: skip

    def _error_codes(self) -> Iterator[Gap]:
        published = {
            entry["code"] for entry in json.loads(self._text(ERRORS) or '{"errors": []}')["errors"]
        }
        for entry in self._document["x-error-catalogue"]:
            code = entry["code"]
            if f'"{code}"' not in self._text("mapflow/_error_codes.py"):
                yield Gap(code, "the catalogue in Python", "mapflow/_error_codes.py", GENERATE)
            if code not in published:
                yield Gap(code, "the catalogue for other languages", ERRORS, GENERATE)
            listed = self._text("tests/spec/test_error_codes.py")
            if not re.search(rf'^{re.escape(code)}\b|"{re.escape(code)}"', listed, re.MULTILINE):
                yield Gap(
                    code, "the list of codes", "tests/spec/test_error_codes.py",
                    "add it with the names of its parameters",
                )  # fmt: skip

    def _text(self, file: str) -> str:
        return _text(self._root / file)

    def _plain(self, folder: str) -> str:
        return _plain(self._root / folder)

    def _words(self, folder: str) -> frozenset[str]:
        return _words(self._root / folder)

    @cached_property
    def _facade(self) -> set[str]:
        folders = (
            *("_async", "_requests", "_rules", "_views"),
            *("_downloads", "_http", "sources", "formats"),
        )
        words = set().union(*(self._words(f"mapflow/{folder}") for folder in folders))
        for file in (self._root / "mapflow").glob("*.py"):
            if file.name != "_error_codes.py":
                words |= set(re.findall(r"\w+", _text(file)))
        return words

    @cached_property
    def _reads(self) -> set[tuple[str, str]]:
        return _reads(self._root / "mapflow")

    @cached_property
    def _commands(self) -> set[str]:
        return _all_commands()

    @cached_property
    def _left(self) -> dict[str, str]:
        lines = self._text(LEFT_TO_RAW).splitlines()
        rows = [line.split() for line in lines if line and not line.startswith("#")]
        return {row[0]: row[1] for row in rows}

    @cached_property
    def _sources(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        schema = ""
        for line in self._text("tests/spec/fields.txt").splitlines():
            if line.startswith("["):
                schema = line.strip("[]")
            elif line and not line.startswith("#"):
                found.setdefault(schema, set()).add(line.split()[0])
        return found

    @cached_property
    def _recorded(self) -> set[tuple[str, str]]:
        requests = _succeeded(self._root / "cassettes")
        return {
            (method.upper(), path)
            for path, method, _ in _operations(self._document)
            if any(
                sent == method.upper() and self._best(there, sent) == path
                for sent, there in requests
            )
        }

    def _best(self, address: str, method: str) -> str:
        """The path of the description that an address belongs to: the one with most fixed parts."""
        fitting = [
            path
            for path, of, _ in _operations(self._document)
            if of.upper() == method
            and re.fullmatch(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)), address)
        ]
        return min(fitting, key=lambda path: path.count("{"), default="")


# What files say is read once, however many descriptions are compared with them.


@cache
def _text(file: Path) -> str:
    return file.read_text("utf-8") if file.is_file() else ""


@cache
def _plain(folder: Path) -> str:
    return " ".join(" ".join(_text(file).split()) for file in sorted(folder.rglob("*.py")))


@cache
def _words(folder: Path) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", _plain(folder)))


@cache
def _succeeded(folder: Path) -> set[tuple[str, str]]:
    return {found for file in folder.rglob("*.yaml") for found in _SUCCEEDED.findall(_text(file))}


@cache
def _all_commands() -> set[str]:
    from mapflow.cli._app import make_app

    return set(_commands(make_app()))


_reads = cache(reads)


def snake(name: str) -> str:
    """Write a name of the API as Python does."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def _commands(app: typer.Typer, path: str = "") -> Iterator[str]:
    """What is typed after ``mapflow`` for each command of a group."""
    for command in app.registered_commands:
        yield f"{path}{command.name}"
    for group in app.registered_groups:
        if group.typer_instance is not None:
            yield from _commands(group.typer_instance, f"{path}{group.name} ")


def _named(name: str, words: Set[str]) -> bool:
    return name in words or snake(name) in words


def _operations(document: Node) -> Iterator[tuple[str, str, Node]]:
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                shared, own = item.get("parameters", []), item[method].get("parameters", [])
                yield path, method, {**item[method], "parameters": [*shared, *own]}


def _resolved(document: Node, item: Node) -> Node:
    while "$ref" in item:
        target: Any = document
        for part in item["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        item = target
    return item


if __name__ == "__main__":
    from scripts.codegen import read

    found = Layers(read()).gaps()
    sys.exit("\n".join(map(str, found)) or None)
