"""Compares the version of the description with what has changed since the last released copy."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from scripts.compare.changes import Change, Changes, Kind
from scripts.compare.operations import Operations
from scripts.compare.schemas import Schemas

Node = dict[str, Any]
RELEASED = Path(__file__).resolve().parent / "released"
_PART = {Kind.BREAKING: "major", Kind.ADDITIVE: "minor", Kind.EDITORIAL: "patch"}


def compare(old: Node, new: Node) -> list[Change]:
    """List every change between two states of the description, the gravest first.

    Raises:
        ValueError: If one of them refers to something that it does not have.
    """
    for document in (old, new):
        _check_references(document, document, "#")
    changes = Changes()
    schemas = Schemas(old, new, changes)
    Operations(old, new, changes, schemas).compare()
    schemas.components()
    _schemes(old, new, changes)
    _servers(old, new, changes)
    _errors(old, new, changes)
    for word in ("title", "description"):
        if old["info"].get(word) != new["info"].get(word):
            changes.editorial("info", f"{word} reads differently")
    _rest(old, new, changes)
    return sorted(set(changes.found), key=lambda each: (-each.kind, each.where, each.what))


def _check_references(document: Node, node: object, where: str) -> None:
    if isinstance(node, list):
        for place, each in enumerate(node):
            _check_references(document, each, f"{where}/{place}")
    elif isinstance(node, dict):
        reference = node.get("$ref")
        if isinstance(reference, str):
            target: object = document
            for part in reference.removeprefix("#/").split("/"):
                target = target.get(part) if isinstance(target, dict) else None
            if target is None:
                raise ValueError(
                    f"Version {document['info']['version']} of the description refers to"
                    f" {reference} at {where}, and has no such thing. Add it, or correct the $ref."
                )
        for word, each in node.items():
            if word not in ("example", "examples"):
                _check_references(document, each, f"{where}/{word}")


def _rest(old: Node, new: Node, changes: Changes) -> None:
    """Tell of what no client sees: the words about groups and servers, links, notes."""
    compared = {"info", "paths", "components", "security", "x-error-catalogue"}
    for word in sorted((old.keys() | new.keys()) - compared):
        if old.get(word) != new.get(word):
            changes.editorial(word, "reads differently")
    if old.get("components", {}).get("links") != new.get("components", {}).get("links"):
        changes.editorial("links", "read differently")


def _schemes(old: Node, new: Node, changes: Changes) -> None:
    before = old.get("components", {}).get("securitySchemes", {})
    after = new.get("components", {}).get("securitySchemes", {})
    for name in before.keys() - after.keys():
        changes.breaking(name, "the way to log in is gone")
    for name in after.keys() - before.keys():
        changes.additive(name, "the way to log in is new")
    for name in before.keys() & after.keys():
        words = {"description"}
        if any(
            before[name].get(key) != after[name].get(key)
            for key in (before[name].keys() | after[name].keys()) - words
        ):
            changes.breaking(name, "the way to log in is another")
        elif before[name] != after[name]:
            changes.editorial(name, "description reads differently")


def _servers(old: Node, new: Node, changes: Changes) -> None:
    before = [each["url"] for each in old.get("servers", [])]
    after = [each["url"] for each in new.get("servers", [])]
    for url in before:
        if url not in after:
            changes.breaking("servers", f"{url} is gone")
    for url in after:
        if url not in before:
            changes.additive("servers", f"{url} is new")


def _errors(old: Node, new: Node, changes: Changes) -> None:
    before, after = _catalogue(old), _catalogue(new)
    for key in before.keys() - after.keys():
        changes.breaking(key[0], "the error code is gone from the catalogue")
    for key in after.keys() - before.keys():
        changes.additive(key[0], "the error code is new in the catalogue")
    for key in before.keys() & after.keys():
        was, now = before[key], after[key]
        for name in set(was["parameters"]) - set(now["parameters"]):
            changes.breaking(key[0], f"the parameter {name} of the error is gone")
        for name in set(now["parameters"]) - set(was["parameters"]):
            changes.additive(key[0], f"the parameter {name} of the error is new")
        if {**was, "parameters": []} != {**now, "parameters": []}:
            changes.editorial(key[0], "the entry of the catalogue reads differently")


def _catalogue(document: Node) -> dict[tuple[str, str | None], Node]:
    return {
        (entry["code"], entry.get("contains")): entry
        for entry in document.get("x-error-catalogue", [])
    }


def parts(version: str) -> tuple[int, int, int]:
    """Read a version: major, minor and patch.

    Raises:
        ValueError: If the text is not a version.
    """
    if not re.fullmatch(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}", version):
        raise ValueError(f"{version!r} is not a version of three numbers, such as 1.2.0")
    major, minor, patch = map(int, version.split("."))
    return major, minor, patch


def needed(kind: Kind, released: str) -> str:
    """Name the lowest version that says what has changed since a released one."""
    major, minor, patch = parts(released)
    if kind is Kind.BREAKING:
        return f"{major + 1}.0.0"
    return f"{major}.{minor + 1}.0" if kind is Kind.ADDITIVE else f"{major}.{minor}.{patch + 1}"


def verdict(old: Node, new: Node) -> str | None:
    """Say what is wrong with the version of the newer description, if anything is."""
    released, version = old["info"]["version"], new["info"]["version"]
    changes = compare(old, new)
    if not changes:
        if parts(version) < parts(released):
            return f"info.version is {version}; {released} was released. Set it to {released}."
        return None
    gravest = changes[0].kind
    lowest = needed(gravest, released)
    if parts(version) >= parts(lowest):
        return None
    named = [each for each in changes if each.kind is gravest]
    told = "\n".join(f"  {each.where}: {each.what}" for each in named[:20])
    more = f"\n  and {len(named) - 20} more" if len(named) > 20 else ""
    return (
        f"info.version of openapi.yaml is {version}, and {released} was released. These changes "
        f"are {gravest.name.lower()}, so the {_PART[gravest]} number must say so: set it to "
        f"{lowest}, and tell of them in docs/pages/description-changes.md.\n{told}{more}"
    )


def last_released() -> Node:
    """Read the last released copy."""
    paths = RELEASED.glob("openapi-*.json")
    newest = max(paths, key=lambda path: parts(path.stem.removeprefix("openapi-")))
    loaded: Node = json.loads(newest.read_text("utf-8"))
    return loaded
