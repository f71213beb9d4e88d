"""Writes docs/pages/error-codes.md from the catalogue of codes; with --check, only compares."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from mapflow._error_codes import ENTRIES, Entry
from mapflow.cli.reference import meaning

TARGET = Path(__file__).resolve().parent.parent / "docs/pages/error-codes.md"
_SCOPES = {
    "processing": "Of processings and their areas",
    "api": "Of refused requests",
    "imagery": "Of refused requests about imagery",
}
_HEAD = """\
# Error codes

Every known code of the service, with its cure. `mapflow explain CODE` prints the same without a
network, and [when it fails](errors.md) explains the errors of this package. In a message, values
take the place of names in braces.

<!-- Written by scripts/generate from `x-error-catalogue` in openapi.yaml; change it there. -->
"""


def page() -> str:
    """Write the page: the code is the anchor of its part."""
    codes = {entry.code: [each for each in ENTRIES if each.code == entry.code] for entry in ENTRIES}
    parts = [_HEAD]
    for scope, title in _SCOPES.items():
        parts.append(f"## {title}\n")
        for code, entries in codes.items():
            if entries[0].scope == scope:
                parts.append(f'### <a id="{code}"></a>`{code}`\n')
                parts += map(_facts, entries)
    return "\n".join(parts)


def _facts(entry: Entry) -> str:
    lines = (f"**{title}:** {_marked(title, text)}" for title, text in meaning(entry) if text)
    return "<br>\n".join(lines) + "\n"


def _marked(title: str, text: str) -> str:
    if title == "Parameters":
        return ", ".join(f"`{name}`" for name in text.split(", "))
    return re.sub(r"(\{[a-z_]+\})", r"`\1`", text)


def main() -> None:
    """Write, or compare."""
    if "--check" not in sys.argv:
        TARGET.write_text(page(), "utf-8", newline="\n")
    elif TARGET.read_text("utf-8") != page():
        sys.exit(f"{TARGET.name} is out of date: run scripts/generate")


if __name__ == "__main__":
    main()
