"""The benchmarks as a lane of CI: each figure is a ratio to a peer that ran in the same process.

``scripts/bench --check [BENCHMARK...]`` measures the rows of ratios.csv. A row fails if its ratio
is over its bound, or a quarter over what was measured last. ``--update`` writes what was measured.

A row names a module of this folder, whose ``measure()`` returns seconds by candidate, and which
two candidates to compare. Rows are measured in their order, in one process: what allocates much
comes after what a full memory slows down. The bound is what is promised, the last column is where
it stands.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import sys
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

TABLE = Path(__file__).with_name("ratios.csv")
#: How far over the last measurement a ratio may be.
SLIP = 1.25
#: How often a ratio that fails is measured again: noise goes away, a slip does not.
ATTEMPTS = 3


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    benchmark: str
    ours: str
    against: str
    bound: float
    last: float | None

    @property
    def limit(self) -> float:
        """What a measurement must not exceed."""
        return self.bound if self.last is None else min(self.bound, self.last * SLIP)

    def measure(self) -> float:
        """Measure the ratio once."""
        found = importlib.import_module(f"tests.bench.{self.benchmark}").measure()
        return found[self.ours] / found[self.against]


def read(path: Path = TABLE) -> list[Row]:
    """Read the table."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Row(
                benchmark=line["benchmark"],
                ours=line["ours"],
                against=line["against"],
                bound=float(line["bound"]),
                last=float(line["last"]) if line["last"] else None,
            )
            for line in csv.DictReader(file)
        ]


def write(rows: list[Row], path: Path = TABLE) -> None:
    """Write the table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Row)], lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow(asdict(row) | {"last": "" if row.last is None else f"{row.last:.4g}"})


def judge(row: Row, attempts: int = ATTEMPTS) -> float:
    """Measure a ratio until it is within its limit, and return the least."""
    least = row.measure()
    for _ in range(attempts - 1):
        if least <= row.limit:
            break
        least = min(least, row.measure())
    return least


def main(arguments: list[str]) -> int:
    """Measure, print a line for each row, and return 1 if one failed."""
    parser = argparse.ArgumentParser(prog="scripts/bench --check")
    parser.add_argument("benchmarks", nargs="*", metavar="BENCHMARK")
    parser.add_argument("--update", action="store_true", help="write what was measured")
    given = parser.parse_args(arguments)
    rows, failed = read(), []
    print(f"{'benchmark':12} {'ratio':>8} {'limit':>8} {'bound':>8} {'last':>8}  against")
    for number, row in enumerate(rows):
        if given.benchmarks and row.benchmark not in given.benchmarks:
            continue
        ratio = judge(row, 1 if given.update else ATTEMPTS)
        over = ratio > (row.bound if given.update else row.limit)
        last = "" if row.last is None else f"{row.last:.3g}"
        print(
            f"{row.benchmark:12} {ratio:8.3g} {row.limit:8.3g} {row.bound:8.3g} {last:>8}"
            f"  {row.against}{'  FAILED' if over else ''}",
            flush=True,
        )
        if over:
            failed.append(row.benchmark)
        rows[number] = replace(row, last=ratio)
    if given.update:
        write(rows)
    if failed:
        print(
            f"Slower than promised, or by a quarter than last time: {', '.join(failed)}. Find the"
            " cause; if it is worth its price, `scripts/bench --check --update` records it.",
            file=sys.stderr,
        )
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
