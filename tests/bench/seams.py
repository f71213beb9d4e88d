"""What a join of 1,000,000 features in 400 parts makes of them, in which time and memory.

Row houses are fewer, and all of them at seams. ``python -m tests.bench.seams rows clip`` measures
those alone.

The parts are written to files first; a fresh process joins them. Reach: a count within 10 of the
truth, 99.9 % of the objects whole, none lost, 200 left over at the most where outlines differ by
half a metre, and 100 MB.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from mapflow._results.features import features_of
from mapflow.joining import Join, Part
from tests.bench.measure import peak_mb
from tests.joining import world

CASES = (
    ("free-standing", "clip", 0.0),
    ("free-standing", "clip", 0.5),
    ("free-standing", "whole", 0.5),
    ("free-standing", "owner", 0.5),
    ("rows", "clip", 0.0),
    ("rows", "clip", 0.5),
)
#: Too many, left over where outlines differ, the share that is whole, lost, and megabytes.
MOST_OFF, MOST_LEFT_OVER, LEAST_WHOLE, MOST_LOST, MOST_MB = 10, 200, 0.999, 0, 100
ROOT = Path(__file__).resolve().parents[2]


def _town(kind: str, side: int, each: int) -> world.Town:
    if kind == "rows":
        return world.row_houses(side, side * side * each // 125)
    return world.free_standing(side, each)


def _write(folder: Path, town: world.Town, border: str, jitter_m: float) -> list[int]:
    truths: list[int] = []
    index = []
    for part in world.parts_of(town, border, jitter_m=jitter_m):
        features = list(part.features)
        truths += world.truths([part])
        path = folder / f"{part.name}.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        index.append([part.name, part.area, path.name])
    (folder / "parts.json").write_text(json.dumps(index))
    return truths


def _child(folder: Path) -> None:
    parts = [
        Part(name, area, features_of(folder / file), name)
        for name, area, file in json.loads((folder / "parts.json").read_text())
    ]
    begin = time.process_time()
    join, kept = Join(parts), 0
    with (folder / "joined.jsonl").open("w") as file:
        for feature in join:
            kept = max(kept, join.kept)
            file.write(json.dumps(feature) + "\n")
    cpu_s = time.process_time() - begin
    print(json.dumps({"cpu_s": cpu_s, "peak_mb": peak_mb(), "kept": kept, "joined": join.joined}))


def _lines(path: Path) -> Iterator[dict]:
    with path.open() as file:
        yield from map(json.loads, file)


def measure(
    kind: str, border: str, *, jitter_m: float = 0.0, side: int = 20, each: int = 2500
) -> tuple[world.Verdict, dict[str, float]]:
    """What came out, and what it cost; the time includes reading and writing."""
    town = _town(kind, side, each)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        truths = _write(folder, town, border, jitter_m)
        run = subprocess.run(
            [sys.executable, "-m", "tests.bench.seams", "--join", name],
            capture_output=True, text=True, check=True, cwd=ROOT,
        )  # fmt: skip
        agreement = 0.4 if jitter_m else 0.999
        found = world.judge(town, _lines(folder / "joined.jsonl"), truths, agreement=agreement)
    return found, json.loads(run.stdout)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--join", type=Path)
    parser.add_argument("kind", nargs="?", help="measure one case: free-standing or rows")
    parser.add_argument("border", nargs="?", help="owner, clip or whole")
    parser.add_argument("--side", type=int, default=20)
    parser.add_argument("--each", type=int, default=2500)
    asked = parser.parse_args()
    if asked.join:
        _child(asked.join)
        raise SystemExit
    failed = False
    for kind, border, jitter_m in CASES:
        if asked.border and (kind, border) != (asked.kind, asked.border):
            continue
        found, cost = measure(kind, border, jitter_m=jitter_m, side=asked.side, each=asked.each)
        is_over = (
            found.left_over > (MOST_LEFT_OVER if jitter_m else MOST_OFF),
            found.lost > MOST_LOST,
            found.whole < LEAST_WHOLE,
            cost["peak_mb"] > MOST_MB,
        )
        failed |= any(is_over)
        end = "  FAILED" if any(is_over) else ""
        print(kind, border, f"{jitter_m} m", found._asdict(), cost, end, flush=True)
    raise SystemExit(failed)
