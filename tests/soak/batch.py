"""A batch that is killed, again and again, at random moments.

    python -m tests.soak.batch [--count N] [--kills N] [--seed N]

Each turn is a separate `mapflow batch resume` that gets SIGKILL; the last one is left alone. Then
each area must have exactly one processing, and one complete result. When a batch is done before
all kills are used up, another begins.

Meanwhile gateways return errors after the service has acted, connections break, another
account tries its luck, and the clock of the machine jumps.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from mapflow import Mapflow, batch, sandbox
from mapflow.sandbox import FaultRule

_SETTLE_S = "1.5"
_PATIENCE_S = 300.0
_FAULTS = (
    FaultRule("html-after", operations="paid", probability=0.03, status=[400, 403, 404, 429]),
    FaultRule("status-after", operations="paid", probability=0.02, status=[404, 429]),
    FaultRule("reset-after", operations="paid", probability=0.02),
    FaultRule("html", operations=["getProcessing"], probability=0.05, status=404),
)
#: Chances of a turn with another account, and of one whose clock jumps after a moment.
_STRANGERS, _JUMPS = 0.15, 0.3
_JUMPING = """
import sys, time
from mapflow._http import timing
began, now = time.monotonic(), time.time
timing.now = lambda: now() + ({jump_s} if time.monotonic() - began > 0.7 else 0)
from mapflow.cli import main
sys.argv[0] = "mapflow"
main()
"""


@dataclass
class Figures:
    """What came of it."""

    areas: int = 0
    batches: int = 0
    kills: int = 0
    posts: int = 0
    processings: int = 0
    results: int = 0
    strangers: int = 0
    jumps: int = 0
    faults: list[str] = field(default_factory=list)
    caught: dict[str, int] = field(default_factory=dict)


def run(count, kills, seed, *, longest_s=2.5):
    """Kill batches of ``count`` areas ``kills`` times, and check what is left."""
    random, seen = Random(seed), Figures()
    with sandbox.start(seed=seed, speed=2000) as running, tempfile.TemporaryDirectory() as place:
        running.account("demo@example.com", credits=100_000_000)
        while seen.kills < kills:
            running.reset()
            running.account("demo@example.com", credits=100_000_000)
            running.set_faults(*_FAULTS)
            _one(
                Path(place) / f"batch-{seen.batches}",
                running,
                count,
                kills,
                random,
                longest_s,
                seen,
            )
            seen.batches += 1
    return seen


def _one(folder, running, count, kills, random, longest_s, seen):
    areas = folder.with_suffix(".geojson")
    areas.write_text(json.dumps(_areas(count)))
    command = ["run", areas, "-o", folder, "-m", "forest", "-s", "provider:Mapbox", "--yes"]
    starting_s = _starting_s()
    while seen.kills < kills:
        if random.random() < _STRANGERS and batch.exists(folder):
            _stranger(running, folder, seen)
        jump_s = random.choice((3600, -3600, 315_360_000)) if random.random() < _JUMPS else None
        seen.jumps += jump_s is not None
        process = _begin(running, command, jump_s=jump_s)
        # Half of the moments lie early, where a turn finds out what the one before it has done.
        moment_s = random.choice((longest_s / 3, longest_s)) * random.random()
        if _ends_within(process, starting_s + moment_s):
            break
        process.kill()
        process.communicate()
        seen.kills += 1
        if batch.exists(folder):
            command = ["resume", folder]
            # What a turn was about to do is what makes a moment dangerous.
            for state in {"sending", "ended"} & set(batch.status(folder).counts):
                seen.caught[state] = seen.caught.get(state, 0) + 1
    process = _begin(running, command)
    out, err = process.communicate(timeout=_PATIENCE_S)
    if process.returncode:
        seen.faults.append(
            f"the last turn ended with {process.returncode}: {err[-500:]}{out[-200:]}"
        )
    _judge(folder, running, count, seen)


def _stranger(running, folder, seen):
    """Let another account resume: it is refused, and nothing is changed."""
    token = running.account("stranger@example.com", credits=1000)
    before = batch.status(folder)
    process = _begin(running, ["resume", folder], token=token)
    out, err = process.communicate(timeout=_PATIENCE_S)
    seen.strangers += 1
    if before.is_over:
        return
    if process.returncode != 2 or "another account" not in err:
        seen.faults.append(f"a stranger got {process.returncode}: {err[-300:]}{out[-100:]}")
    if batch.status(folder).rows != before.rows and not before.counts.get("sending"):
        seen.faults.append("a stranger changed rows")


def _begin(running, command, *, jump_s=None, token=None):
    """Start a turn."""
    program = ["-m", "mapflow.cli"] if jump_s is None else ["-c", _JUMPING.format(jump_s=jump_s)]
    words = [sys.executable, *program, "batch", *map(str, command)]
    words += ["--parallel", "60", "--settle", _SETTLE_S, "--interval", "0.1"]
    return subprocess.Popen(
        words,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ
        | {"MAPFLOW_TOKEN": token or running.token, "MAPFLOW_BASE_URL": running.base_url},
    )


def _ends_within(process, moment_s):
    """Wait so long; tell whether the turn ended before."""
    try:
        process.communicate(timeout=moment_s)
    except subprocess.TimeoutExpired:
        return False
    return True


def _starting_s():
    """How long a program takes here before it is at work."""
    began = time.monotonic()
    subprocess.run([sys.executable, "-m", "mapflow.cli", "batch", "--help"], capture_output=True)
    return time.monotonic() - began


def _judge(folder, running, count, seen):
    """Compare what is there with what was wanted."""
    running.clear_faults()
    seen.areas += count
    with Mapflow(token=running.token, base_url=running.base_url) as mf:
        there = mf.processings.list()
    seen.posts += sum(entry["paid"] for entry in running.requests())
    seen.processings += len(there)
    rows = [found.meta.get("mapflow-batch-row") for found in there]
    wanted = [f"a{number}" for number in range(count)]
    if sorted(rows) != sorted(wanted):
        twice = [row for row in wanted if rows.count(row) > 1]
        missing = [row for row in wanted if row not in rows]
        seen.faults.append(f"processings: twice {twice}, missing {missing}")
    ids = {found.id for found in there}
    for row in batch.status(folder).rows:
        if row.state != "done" or row.processing_id not in ids:
            seen.faults.append(f"{row.name} is {row.state}")
            continue
        try:
            whole = json.loads(row.result.read_text())["type"] == "FeatureCollection"
        except (OSError, ValueError) as error:
            seen.faults.append(f"the result of {row.name}: {error}")
            continue
        seen.results += whole
    known = {f"{row}.geojson" for row in wanted} | {"batch.sqlite", "report.json"}
    left = {path.name for path in folder.iterdir() if not path.name.startswith(".")} - known
    if left - {"batch.sqlite-wal", "batch.sqlite-shm"}:
        seen.faults.append(f"left behind: {sorted(left)[:5]}")


def _areas(count):
    features = []
    for number in range(count):
        west, south = 37.3 + number % 25 * 0.003, 55.6 + number // 25 * 0.003
        ring = [[west, south], [west + 0.002, south], [west + 0.002, south + 0.002]]
        ring += [[west, south + 0.002], ring[0]]
        features.append(
            {
                "type": "Feature",
                "properties": {"name": f"a{number}"},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    return {"type": "FeatureCollection", "features": features}


def main():
    """Print one line of figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    began = time.monotonic()
    seen = run(given.count, given.kills, given.seed)
    print("\n".join(seen.faults))
    print(
        f"batch: {seen.batches} batches of {given.count} areas, {seen.kills} kills,"
        f" {seen.caught.get('sending', 0)} of them while an area was being started,"
        f" {seen.jumps} turns with a clock that jumps, {seen.strangers} with another account;"
        f" {seen.posts} paid requests, {seen.processings} processings, {seen.results} whole results"
        f" for {seen.areas} areas; {len(seen.faults)} faults;"
        f" {time.monotonic() - began:.0f} s, seed {given.seed}"
    )
    return 1 if seen.faults else 0


if __name__ == "__main__":
    sys.exit(main())
