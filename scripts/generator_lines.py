"""Judges what openapi-generator says when it generates with every client target, without options.

Each line with WARN or ERROR must be one that conformance/bin/lines.tsv gives a reason for, and
each row of that table must be of use; lines about the tool itself may come and go.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "conformance/bin/lines.tsv"
PAGE = ROOT / "docs/pages/languages.md"
_LOUD = re.compile(r"\b(warn(ing)?|errors?|severe)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """A line that may be printed.

    Attributes:
        targets: By which targets; nothing for all.
        always: It is printed with any description and any options.
        line: What is found in it, an extended regular expression.
        why: Why no description that is true cures it.
    """

    targets: frozenset[str]
    always: bool
    line: re.Pattern[str]
    why: str

    def allows(self, target: str, line: str) -> bool:
        """Say whether it speaks of a line of a target."""
        return (not self.targets or target in self.targets) and bool(self.line.search(line))


def rows(table: Path = TABLE) -> tuple[Row, ...]:
    """Read the table; it has no quotation, so that a shell can read it too."""
    with table.open(encoding="utf-8", newline="") as opened:
        read = list(csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE))
    return tuple(
        Row(
            targets=frozenset(each["targets"].split()) - {"every"},
            always=each["when"] == "always",
            line=re.compile(each["line"]),
            why=each["why"],
        )
        for each in read
    )


def said(log: Iterable[str]) -> list[tuple[str, str]]:
    """Find what every target says, as (target, line); a target that says nothing has ""."""
    found: list[tuple[str, str]] = []
    target = ""
    for line in map(str.rstrip, log):
        if line.startswith("target "):
            target = line.removeprefix("target ")
            found.append((target, ""))
        elif _LOUD.search(line):
            found.append((target, line))
    return found


def faults(found: Sequence[tuple[str, str]], known: Sequence[Row]) -> list[str]:
    """Say what is wrong: lines without a reason, and reasons without a line."""
    used: set[tuple[int, str]] = set()
    told = []
    for target, line in found:
        allowing = [place for place, row in enumerate(known) if row.allows(target, line)]
        used |= {(place, target) for place in allowing}
        if line and not allowing:
            told.append(f"{target} says what no row of {TABLE.name} gives a reason for: {line}")
    told += [
        f"{target} no longer says {row.line.pattern}: take it from {TABLE.name}"
        for place, row in enumerate(known)
        for target in sorted(row.targets)
        if not row.always and (place, target) not in used
    ]
    return told


def main(log: Path) -> None:
    """Print a summary, and fail where something is wrong."""
    with log.open(encoding="utf-8", errors="replace") as opened:
        found = said(opened)
    targets = [target for target, line in found if not line]
    wrong = faults(found, rows())
    if f"all {len(targets)} client targets" not in PAGE.read_text("utf-8"):
        wrong.append(f"{PAGE.name} does not say that all {len(targets)} client targets were tried")
    lines = Counter(target for target, line in found if line)
    print(f"{len(targets)} targets, {len(targets) - len(lines)} of them silent")
    print(*(f"{target}: {count}" for target, count in lines.most_common()), sep=", ")
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
