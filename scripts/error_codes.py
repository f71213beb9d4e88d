"""Writes mapflow/_error_codes.py from openapi.yaml; with --check, only compares."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "mapflow" / "_error_codes.py"
HEAD = '''\
"""Every error code of the service that is known, from `x-error-catalogue` in openapi.yaml.

Written by scripts/generate; change openapi.yaml instead.
"""
# ruff: noqa: E501 - sentences are not wrapped, so that a change to one is one changed line

from typing import Final, NamedTuple


class Entry(NamedTuple):
    """What is known about one error code.

    Attributes:
        code: The code as the service spells it, or an HTTP status if it sends none.
        scope: Where it appears: `processing` in messages of a processing or an area, `api` in
            responses of the processing service, `imagery` in responses of the imagery service.
        parameters: Names of the values that come with it.
        message: One sentence with `{name}` where a value belongs; `{message}` is the
            service's own text.
        acts: Who can cure it: `user`, `support` or `user-then-support`.
        retry: Whether the same again can work: `no`, `restart` or `later`.
        hint: What to do next, in one sentence.
        aliases: Pairs of another spelling of a parameter and the parameter.
        contains: For a code with several meanings, the text in the service's message that
            selects this one, compared without case.
    """

    code: str
    scope: str
    parameters: tuple[str, ...]
    message: str
    acts: str
    retry: str
    hint: str
    aliases: tuple[tuple[str, str], ...]
    contains: str | None


'''


def entry(item: dict[str, Any]) -> str:
    """Write one entry as Python."""
    fields = {
        "code": item["code"],
        "scope": item["scope"],
        "parameters": tuple(item["parameters"]),
        "message": item["message"],
        "acts": item["acts"],
        "retry": item["retry"],
        "hint": item["hint"],
        "aliases": tuple(item.get("aliases", {}).items()),
        "contains": item.get("contains"),
    }
    return "Entry(" + ", ".join(f"{name}={value!r}" for name, value in fields.items()) + ",),"


def module() -> str:
    """Write the whole module."""
    spec = yaml.load((ROOT / "openapi.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    entries = "\n".join(map(entry, spec["x-error-catalogue"]))
    return subprocess.run(
        ["ruff", "format", "--isolated", "--no-cache", "--line-length", "100", "-"],
        input=f"{HEAD}ENTRIES: Final[tuple[Entry, ...]] = (\n{entries}\n)\n",
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout


def main() -> None:
    """Write, or compare."""
    text = module()
    if "--check" not in sys.argv[1:]:
        TARGET.write_text(text, "utf-8", newline="\n")
    elif not TARGET.exists() or TARGET.read_text("utf-8") != text:
        sys.exit("mapflow/_error_codes.py is out of date: run scripts/generate")


if __name__ == "__main__":
    main()
