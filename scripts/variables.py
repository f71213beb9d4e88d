"""Writes the table of environment variables into the guide; with --check, only compares."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from mapflow._variables import VARIABLES

TARGET = Path(__file__).resolve().parent.parent / "docs/pages/settings.md"
_HEAD = "| Variable | What it sets | Read by | Default |\n|---|---|---|---|\n"
# Options, arguments and values are code on a page; the help of the command line is plain.
_CODE = re.compile(r"(?<![\w`-])(--[a-z-]+|[a-z_]+=|v[12]\b|dumb\b|[A-Z]+_PROXY)(?![\w`])")


def table() -> str:
    """Write the table."""
    rows = (
        f"| `{each.name}` | {_marked(each.meaning)} | {each.readers} | {_marked(each.default)} |\n"
        for each in VARIABLES
    )
    return _HEAD + "".join(rows)


def _marked(text: str) -> str:
    return _CODE.sub(r"`\1`", text)


def page(text: str) -> str:
    """Put the table in place of the one that the page has."""
    before, head, after = text.partition(_HEAD)
    if not head:
        raise SystemExit(f"{TARGET} has no table that begins with {_HEAD!r}")
    rest = re.sub(r"\A(\|.*\n)+", "", after)
    return before + table() + rest


def main() -> None:
    """Write, or compare."""
    now = TARGET.read_text("utf-8")
    wanted = page(now)
    if "--check" not in sys.argv:
        TARGET.write_text(wanted, "utf-8", newline="\n")
    elif now != wanted:
        sys.exit(f"{TARGET.name} is out of date: run scripts/generate")


if __name__ == "__main__":
    main()
