"""The benchmarks as a lane of CI: each figure is a ratio to a peer that ran in the same process.

``scripts/bench --check [BENCHMARK...]`` measures the rows of ratios.csv. A row fails if its ratio
is over its bound, or a quarter over what was measured last. ``--update`` writes what was measured.

A row names a module of this folder, whose ``measure()`` returns seconds by candidate, and which
two candidates to compare; rows of one benchmark are measured together. Benchmarks run in their
order, in one process: what allocates much comes after what a full memory slows down. The bound is
what is promised, the last column is where it stands.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import sys
from dataclasses import asdict, dataclass, fields, replace
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from scripts import counts

TABLE = Path(__file__).with_name("ratios.csv")
#: How far over the last measurement a ratio may be.
SLIP = 1.25
#: How often a ratio that fails is measured again: noise goes away, a slip does not. A measurement
#: takes few rounds, since most ratios are within their limits at once.
ATTEMPTS = 8


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

    def ratio(self, seconds: dict[str, float]) -> float:
        """Return the ratio in one measurement."""
        return seconds[self.ours] / seconds[self.against]


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


def measure(benchmark: str) -> dict[str, float]:
    """Run one benchmark."""
    found: dict[str, float] = importlib.import_module(f"tests.bench.{benchmark}").measure()
    return found


def judge(rows: list[Row], *, thorough: bool = False) -> list[float]:
    """Measure one benchmark until its rows are within their limits, or as often as may be.

    Noise only adds, so a candidate's figure is the least of all its measurements.
    """
    least: dict[str, float] = {}
    for _ in range(ATTEMPTS):
        seconds = measure(rows[0].benchmark)
        least = {name: min(took, least.get(name, took)) for name, took in seconds.items()}
        if not thorough and all(row.ratio(least) <= row.limit for row in rows):
            break
    return [row.ratio(least) for row in rows]


def main(arguments: list[str]) -> int:
    """Measure, print a line for each row, and return 1 if one failed."""
    parser = argparse.ArgumentParser(prog="scripts/bench --check")
    parser.add_argument("benchmarks", nargs="*", metavar="BENCHMARK")
    parser.add_argument("--update", action="store_true", help="write what was measured")
    given = parser.parse_args(arguments)
    measured: list[Row] = []
    failed: list[str] = []
    print(f"{'benchmark':12} {'ratio':>8} {'limit':>8} {'bound':>8} {'last':>8}  against")
    for benchmark, group in groupby(read(), attrgetter("benchmark")):
        rows = list(group)
        if given.benchmarks and benchmark not in given.benchmarks:
            measured += rows
            continue
        for row, ratio in zip(rows, judge(rows, thorough=given.update), strict=True):
            over = ratio > (row.bound if given.update else row.limit)
            last = "" if row.last is None else f"{row.last:.3g}"
            print(
                f"{benchmark:12} {ratio:8.3g} {row.limit:8.3g} {row.bound:8.3g} {last:>8}"
                f"  {row.against}{'  FAILED' if over else ''}",
                flush=True,
            )
            if over:
                failed.append(benchmark)
            measured.append(replace(row, last=ratio))
    counts.add("ratios", len(measured) - len(failed), len(failed))
    if given.update:
        write(measured)
    if failed:
        print(
            f"Slower than promised, or by a quarter than last time: {', '.join(failed)}. Find the"
            " cause; if it is worth its price, `scripts/bench --check --update` records it.",
            file=sys.stderr,
        )
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
