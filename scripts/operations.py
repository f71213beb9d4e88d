"""Writes mapflow/_requests/operations.py from openapi.yaml; with --check, only compares."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "mapflow" / "_requests" / "operations.py"
HEAD = '''\
"""Every operation of the API by method and path, and which of them spend credits.

Written by scripts/generate; change openapi.yaml instead.
"""

from typing import Final, NamedTuple


class Operation(NamedTuple):
    """What is known of one operation.

    Attributes:
        name: Its name, the ``operationId``.
        method: HTTP method.
        path: Path, with names in braces where a value belongs.
        is_paid: Whether it spends credits each time it is sent, or may.
    """

    name: str
    method: str
    path: str
    is_paid: bool


'''


def module() -> str:
    """Write the whole module."""
    spec = yaml.load((ROOT / "openapi.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    # Without placeholders first: /projects/default is not an id of a project.
    found = sorted(
        (path.count("{"), path, method.upper(), item["operationId"], bool(item.get("x-paid")))
        for path, methods in spec["paths"].items()
        for method, item in methods.items()
        if method != "parameters"
    )
    rows = "".join(
        f"Operation({name!r}, {method!r}, {path!r}, {paid}),\n"
        for _, path, method, name, paid in found
    )
    members = sorted({name for body in _run_bodies(spec) for name in _members(body, spec)})
    known = "".join(f"{name!r},\n" for name in members)
    return subprocess.run(
        ["ruff", "format", "--isolated", "--no-cache", "--line-length", "100", "-"],
        input=f"{HEAD}OPERATIONS: Final[tuple[Operation, ...]] = (\n{rows})\n"
        "#: What the description has in the bodies of runs and of their prices.\n"
        f"RUN_MEMBERS: Final = frozenset(({known}))\n",
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout


def _run_bodies(spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for methods in spec["paths"].values():
        for method, item in methods.items():
            is_of_runs = method == "post" and (
                item.get("x-paid") or item["operationId"].startswith("estimateCost")
            )
            if is_of_runs and "requestBody" in item:
                body = _resolved(item["requestBody"], spec)
                yield body["content"]["application/json"]["schema"]


def _members(schema: dict[str, Any], spec: dict[str, Any]) -> Iterator[str]:
    """The names of the members of a schema, of its parts and alternatives too."""
    schema = _resolved(schema, spec)
    yield from schema.get("properties", {})
    for part in (each for key in ("allOf", "oneOf", "anyOf") for each in schema.get(key, ())):
        yield from _members(part, spec)


def _resolved(node: dict[str, Any], spec: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        target: Any = spec
        for key in node["$ref"].removeprefix("#/").split("/"):
            target = target[key]
        node = target
    return node


def main() -> None:
    """Write, or compare."""
    text = module()
    if "--check" not in sys.argv[1:]:
        TARGET.write_text(text, "utf-8", newline="\n")
    elif not TARGET.exists() or TARGET.read_text("utf-8") != text:
        sys.exit("mapflow/_requests/operations.py is out of date: run scripts/generate")


if __name__ == "__main__":
    main()
