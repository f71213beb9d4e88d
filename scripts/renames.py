"""Renames members in a copy of openapi.yaml, and checks that the type checker names who reads them.

The facade reads responses through generated views. A member that the service calls otherwise from
now on must be an error at the line that reads it, or users get None without a word. All members
are renamed in a few rounds: within one, no member is renamed below another, whose error would hide
it. What the facade leaves to `raw` on purpose is listed in tests/spec/left_to_raw.txt.

    scripts/check-renames [Schema.member ...]
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml
from mapflow_openapi import views

from scripts.layers import LEFT_TO_RAW, ROOT, snake

_MARK = "Renamed"
_ERROR = re.compile(r'^(\S+):(\d+): error: .*?"(\w+)"(?: of "[^"]*")? has no attribute "(\w+)"')
# A record reads its id for all records in one place, of any view that has one.
_NO_ID = re.compile(r'^(\S+):(\d+): error: Type argument "([\w |]+)" of "Identified" must be')
_IGNORED = ("__pycache__", "_sync", "sandbox", "*.pyc")


def members(*, with_left: bool = False) -> list[tuple[str, str]]:
    """Every member of a response that the facade must read, as (schema, member)."""
    rows = [line.split() for line in (ROOT / LEFT_TO_RAW).read_text("utf-8").splitlines()]
    left = {row[0] for row in rows if len(row) > 1 and "facade" in row[1]}
    return [
        (view.__name__, member)
        for view in vars(views).values()
        if isinstance(view, type) and view.__module__ == views.__name__
        for member in view.MEMBERS
        if with_left or f"{view.__name__}.{member}" not in left
    ]


def rounds(wanted: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """The members in rounds: in none is a member renamed that leads to another one."""
    known = {schema for schema, _ in members(with_left=True)}
    targets = {pair: known & _kinds(*pair) for pair in members(with_left=True)}
    below = {schema: _below(schema, targets) for schema in known}
    found: list[list[tuple[str, str]]] = []
    for pair in wanted:
        for part in found:
            if not any(_hides(one, pair, targets, below) for one in part):
                part.append(pair)
                break
        else:
            found.append([pair])
    return found


def _kinds(schema: str, member: str) -> set[str]:
    """The names in the type of a member."""
    read = getattr(views, schema).__dict__[_attribute(schema, member)].fget
    return set(re.findall(r"\w+", read.__annotations__["return"]))


def _below(schema: str, targets: dict[tuple[str, str], set[str]]) -> set[str]:
    """Every schema that one leads to, itself included."""
    found, todo = {schema}, [schema]
    while todo:
        last = todo.pop()
        fresh = set().union(*(to for (of, _), to in targets.items() if of == last)) - found
        found |= fresh
        todo += fresh
    return found


def _hides(
    one: tuple[str, str],
    other: tuple[str, str],
    targets: dict[tuple[str, str], set[str]],
    below: dict[str, set[str]],
) -> bool:
    """Whether one of two members leads to the object that has the other."""
    return any(
        schema in below[target]
        for upper, (schema, _) in ((one, other), (other, one))
        for target in targets[upper]
    )


def _attribute(schema: str, member: str) -> str:
    """The name of a member in Python: the generator keeps the order of the description."""
    view = getattr(views, schema)
    names = [
        name
        for name, value in vars(view).items()
        if isinstance(value, property) and not name.endswith("_as_sent")
    ]
    return names[view.MEMBERS.index(member)]


def renamed(text: str, wanted: list[tuple[str, str]]) -> str:
    """The description with members renamed, and nothing else changed."""
    document = yaml.compose(text, yaml.CSafeLoader)
    schemas = _get(_get(document, "components"), "schemas")
    ends: list[int] = []
    for schema, member in wanted:
        definition = _get(schemas, schema)
        keys = [key for key, _ in _get(definition, "properties").value]
        required = _get(definition, "required")
        keys += [] if required is None else required.value
        ends += [key.end_mark.index for key in keys if key.value == member]
    for end in sorted(ends, reverse=True):
        text = text[:end] + _MARK + text[end:]
    return text


def _get(node: yaml.Node | None, name: str) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for key, value in pairs if key.value == name), None)


def copy_to(folder: Path) -> None:
    """Copy what is checked, without what reads no response or is made of what does."""
    ignored = shutil.ignore_patterns(*_IGNORED)
    shutil.copytree(ROOT / "mapflow", folder / "mapflow", ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", folder)


def named(folder: Path, wanted: list[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Generate from a renamed description, check types, and return who is named: file and line."""
    description = folder / "openapi.yaml"
    description.write_text(renamed((ROOT / "openapi.yaml").read_text("utf-8"), wanted), "utf-8")
    generator = ROOT / "scripts" / "generator"
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path}
    subprocess.run(
        ["openapi-python-client", "generate", "--path", str(description),
         "--config", str(generator / "config.yaml"),
         "--custom-template-path", str(generator / "templates"), "--meta", "none", "--overwrite",
         "--output-path", str(folder / "generated" / "mapflow_openapi")],
        check=True, capture_output=True, env=environment,
    )  # fmt: skip
    run = subprocess.run(
        [sys.executable, "-m", "mypy", "--no-pretty", "--config-file", "pyproject.toml", "mapflow"],
        cwd=folder, check=False, capture_output=True, text=True, env=environment,
    )  # fmt: skip
    places: dict[tuple[str, str], str] = {}
    for line in run.stdout.splitlines():
        if match := _ERROR.match(line):
            file, number, schema, attribute = match.groups()
            places.setdefault((schema, attribute.removesuffix("_as_sent")), f"{file}:{number}")
        elif match := _NO_ID.match(line):
            for schema in match[3].split(" | "):
                places.setdefault((schema, "id"), f"{match[1]}:{match[2]}")
    return {
        (schema, member): place
        for schema, member in wanted
        if (place := places.get((schema, _attribute(schema, member)))) is not None
    }


def main(chosen: list[str]) -> int:
    """Check all members, or those that are named, and print where each is read."""
    known = {".".join(pair): pair for pair in members()}
    if unknown := [name for name in chosen if name not in known]:
        left = f"{LEFT_TO_RAW} lists what the facade does not read"
        print(f"Not a member that the facade reads: {', '.join(unknown)}. {left}.", file=sys.stderr)
        return 2
    wanted = [known[name] for name in chosen] or list(known.values())
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        copy_to(folder)
        found: dict[tuple[str, str], str] = {}
        for part in rounds(wanted):
            found |= named(folder, part)
    for schema, member in wanted:
        place = found.get((schema, member), "NOT NAMED")
        print(f"{schema}.{member} -> {snake(member)}: {place}")
    missed = [pair for pair in wanted if pair not in found]
    print(f"{len(found)} of {len(wanted)} members are named by the type checker.")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
