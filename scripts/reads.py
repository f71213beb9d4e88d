"""Tells which members of responses the facade reads, each told from others of the same name.

A function reads the views that it names and those that their members lead to; a method also reads
that of its record, by way of `self._view`. Only two views in one function are not told apart.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from mapflow_openapi import views

_NAMED = re.compile(r"\bviews\.([A-Z]\w+)")
_OWN = "self._view"
_APART = {"sandbox", "_sync"}
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)

Read = tuple[str, str]


def reads(package: Path) -> set[Read]:
    """Every member that the package reads outside of the sandbox, as (schema, member)."""
    files = [file for file in package.rglob("*.py") if not _APART & set(file.parts)]
    return {read for file in files for read in _in_module(ast.parse(file.read_text("utf-8")))}


def _in_module(module: ast.Module) -> Iterator[Read]:
    aliases = dict(_aliases(module))
    for node in module.body:
        if isinstance(node, ast.ClassDef):
            bases = " ".join(map(ast.unparse, node.bases))
            own = _named(bases, aliases)
            if "Identified" in bases:
                yield from ((schema, "id") for schema in own)
            for member in node.body:
                yield from _in_function(member, own, aliases)
        else:
            yield from _in_function(node, set(), aliases)


def _aliases(module: ast.Module) -> Iterator[tuple[str, set[str]]]:
    """The names in a module by which a view is meant: of types, and of functions that give one."""
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and node.module == views.__name__:
            yield from ((name.name, {name.name}) for name in node.names)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id, set(_NAMED.findall(ast.unparse(node)))
        elif isinstance(node, _FUNCTIONS) and node.returns is not None:
            yield node.name, set(_NAMED.findall(ast.unparse(node.returns)))


def _in_function(node: ast.stmt, own: set[str], aliases: dict[str, set[str]]) -> Iterator[Read]:
    if not isinstance(node, _FUNCTIONS):
        return
    of_own: set[str] = set()
    of_others: set[str] = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Attribute):
            (of_own if ast.unparse(part.value) == _OWN else of_others).add(part.attr)
    others = _named(ast.unparse(node), aliases)
    todo = [(schema, of_own) for schema in own] + [(schema, of_others) for schema in others]
    while todo:
        schema, attributes = todo.pop()
        for attribute, member, targets in members(schema):
            if {attribute, f"{attribute}_as_sent"} & attributes:
                yield schema, member
                todo += [(target, of_others) for target in targets - others]
                others |= targets


def _named(text: str, aliases: dict[str, set[str]]) -> set[str]:
    words = set(re.findall(r"\w+", text))
    return set(_NAMED.findall(text)).union(*(aliases[name] for name in aliases.keys() & words))


def members(schema: str) -> Iterator[tuple[str, str, set[str]]]:
    """The members of a view: its attribute, the name in the JSON, the views that it leads to."""
    view = vars(views).get(schema)
    if not isinstance(view, type):
        return
    properties = {
        name: value.fget.__annotations__["return"]
        for name, value in vars(view).items()
        if isinstance(value, property) and not name.endswith("_as_sent")
    }
    # The generator keeps the order of the description.
    for (attribute, kind), member in zip(properties.items(), view.MEMBERS, strict=True):
        targets = {
            name for name in re.findall(r"\w+", kind) if hasattr(vars(views).get(name), "MEMBERS")
        }
        yield attribute, member, targets
