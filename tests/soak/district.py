"""A district in a shapefile becomes one file in one command, however often that is killed.

    python -m tests.soak.district [--format SUFFIX] [--radius KM] [--seed N]

The command gets SIGKILL at twenty moments, from planning to writing, and is run again each time.
Then the file must hold what the sandbox's scene holds, each object once, and no part may have been
paid for twice.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from mapflow import Mapflow, batch, sandbox
from mapflow.geometry import as_geometry, summarise
from mapflow.sandbox import scene

#: What the command is about to do, or has just done, when it is killed: the phase, the class or
#: module, the function, the call that counts, and whether it is still to come or over.
MOMENTS = (
    ("planning", "mapflow.splitting", "split", 1, "before"),
    ("planning", "mapflow.splitting", "split", 1, "after"),
    ("pricing", "mapflow.splitting._price:Asking", "add", 1, "before"),
    ("pricing", "mapflow.splitting._price:Asking", "add", 3, "after"),
    ("starting", "mapflow.batch._ledger:Ledger", "create", 1, "before"),
    ("starting", "mapflow.batch._ledger:Ledger", "create", 1, "after"),
    ("starting", "mapflow._sync.processings.sending:RunSender", "send", 1, "before"),
    ("starting", "mapflow._sync.processings.sending:RunSender", "send", 1, "after"),
    ("starting", "mapflow._sync.processings.sending:RunSender", "send", 2, "after"),
    ("waiting", "mapflow.batch._sync.polls:Polls", "poll", 2, "before"),
    ("waiting", "mapflow.batch._sync.polls:Polls", "poll", 3, "after"),
    ("downloading", "mapflow.batch._sync.downloads:Downloads", "_save", 1, "before"),
    ("downloading", "mapflow.batch._sync.downloads:Downloads", "_check", 1, "before"),
    ("downloading", "mapflow.batch._sync.downloads:Downloads", "_save", 1, "after"),
    ("joining", "mapflow.batch._sync.split_run", "collect_results", 1, "before"),
    ("joining", "mapflow.joining._numbering:Numbering", "numbered", 50, "after"),
    ("writing", "mapflow.formats._save", "convert", 1, "before"),
    ("writing", "mapflow.formats._conversion", "publish", 1, "before"),
    ("writing", "mapflow.formats._conversion", "publish", 1, "after"),
    ("writing", "mapflow.batch._outputs:OutputFile", "end", 1, "after"),
)
_KILLED = """
import importlib, os, signal, sys
place, name, wanted, when = {moment!r}
module, _, kind = place.partition(":")
owner = importlib.import_module(module)
owner = getattr(owner, kind) if kind else owner
held = owner.__dict__[name]
inner = getattr(held, "__func__", held)
calls = 0
def killed(*given, **more):
    global calls
    calls += 1
    is_meant = calls == wanted
    if is_meant and when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    found = inner(*given, **more)
    if is_meant:
        os.kill(os.getpid(), signal.SIGKILL)
    return found
setattr(owner, name, classmethod(killed) if isinstance(held, classmethod) else killed)
from mapflow.cli import main
sys.argv[0] = "mapflow"
main()
"""
_EAST_M, _NORTH_M = 410_000.0, 6_170_000.0
_PATIENCE_S = 600.0
_MODEL = "forest"
#: The share of its area by which an outline may differ: coordinates are rounded.
_OFF = 0.002


@dataclass
class Figures:
    """What came of it."""

    km2: float = 0.0
    parts: int = 0
    kills: list[str] = field(default_factory=list)
    paid: int = 0
    processings: int = 0
    truth: int = 0
    features: int = 0
    slowest_s: float = 0.0
    faults: list[str] = field(default_factory=list)


def write_district(path: Path, radius_m: float, seed: int) -> Path:
    """Write an irregular district with a lake in it, in metres of a UTM zone."""
    import geopandas
    from shapely.geometry import Polygon

    random = Random(seed)
    waves = [
        (n, random.uniform(0.2, 1) * 0.22 / n**0.7, random.uniform(0, 6.3)) for n in range(1, 9)
    ]

    def ring(radius: float, count: int, east: float, north: float) -> list[tuple[float, float]]:
        corners = []
        for number in range(count):
            angle = 2 * math.pi * number / count
            reach = radius * (1 + sum(size * math.sin(n * angle + at) for n, size, at in waves))
            corners.append((east + reach * math.cos(angle), north + reach * math.sin(angle)))
        return corners

    lake = ring(radius_m / 8, 60, _EAST_M + radius_m / 5, _NORTH_M - radius_m / 6)
    shape = Polygon(ring(radius_m, 700, _EAST_M, _NORTH_M), [lake])
    assert shape.is_valid
    frame = geopandas.GeoDataFrame({"name": ["District"]}, geometry=[shape], crs="EPSG:32637")
    frame.to_file(path)
    return path


def run(
    folder: Path,
    running: sandbox.Sandbox,
    *,
    suffix: str = ".gpkg",
    radius_m: float = 9_600.0,
    seed: int = 1,
    moments=MOMENTS,
    scene_seed: int = 5,
) -> Figures:
    """Kill the command at each moment, and check what is left."""
    seen = Figures()
    district = write_district(folder / "district.shp", radius_m, seed)
    ground = as_geometry(district)
    seen.km2 = summarise(ground).area_m2 / 1e6
    target = folder / f"woods{suffix}"
    words = ["run", "--split", "-a", district, "-m", _MODEL, "-s", "provider:Mapbox"]
    words += [
        "-o",
        target,
        "--max-cost",
        "100000",
        "--interval",
        "0.1",
        "--settle",
        "1.5",
        "--parallel",
        "3",
    ]
    words = [*map(str, words), "--json"]
    for phase, *moment in moments:
        began = time.monotonic()
        code, out, err = _run(running, ["-c", _KILLED.format(moment=tuple(moment)), *words])
        took_s = time.monotonic() - began
        seen.slowest_s = max(seen.slowest_s, took_s)
        print(f"{phase}: {' '.join(map(str, moment))}: {took_s:.1f} s", file=sys.stderr)
        if code != -signal.SIGKILL:
            seen.faults.append(f"{phase} {moment}: not killed, ended with {code}: {err[-400:]}")
        seen.kills.append(phase)
    code, out, err = _run(running, ["-m", "mapflow.cli", *words])
    if code:
        seen.faults.append(f"the last turn ended with {code}: {err[-600:]}")
        return seen
    done = json.loads(out)
    seen.parts, seen.features = done["plan"]["processings"], done["features"]
    _judge_money(running, Path(done["folder"]), seen)
    _judge_features(target, ground, scene_seed, seen)
    _judge_file(running, words, target, Path(done["folder"]), seen)
    return seen


def _run(running: sandbox.Sandbox, words: list[str]) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=_PATIENCE_S,
        env=os.environ | {"MAPFLOW_TOKEN": running.token, "MAPFLOW_BASE_URL": running.base_url},
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def _judge_money(running: sandbox.Sandbox, folder: Path, seen: Figures) -> None:
    with Mapflow(token=running.token, base_url=running.base_url) as mf:
        there = mf.processings.list()
    seen.processings = len(there)
    seen.paid = sum(entry["paid"] for entry in running.requests())
    rows = sorted(found.meta["mapflow-batch-row"] for found in there)
    if rows != sorted(row.name for row in batch.status(folder).rows):
        seen.faults.append(f"processings: {rows}")
    if not seen.paid == seen.processings == seen.parts:
        seen.faults.append(f"{seen.paid} paid requests, {seen.processings} processings")


def _judge_features(target: Path, ground, scene_seed: int, seen: Figures) -> None:
    """Compare the objects with those of the scene, by identity and outline."""
    import geopandas
    import shapely

    truth = [_shape(each["geometry"]) for each in scene.features(_MODEL, ground, seed=scene_seed)]
    seen.truth = len(truth)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a GeoPackage has its styles as a layer
        frame = geopandas.read_file(target)
    found = [shapely.make_valid(shape) for shape in frame.geometry]
    if not len(found) == seen.features == seen.truth:
        seen.faults.append(f"{len(found)} features in the file, {seen.features} said")
    tree = shapely.STRtree(found)
    taken: set[int] = set()
    for number, expected in enumerate(truth):
        near = tree.query(expected, predicate="intersects").tolist()
        off, best = min(
            ((found[each].symmetric_difference(expected).area, each) for each in near),
            default=(math.inf, -1),
        )
        if off > _OFF * expected.area or best in taken:
            seen.faults.append(f"object {number} of the scene is not in the file, or not alone")
        taken.add(best)


def _shape(geometry):
    import shapely

    return shapely.make_valid(shapely.geometry.shape(geometry))


def _judge_file(
    running: sandbox.Sandbox, words: list[str], target: Path, folder: Path, seen: Figures
) -> None:
    """Compare the file with one that nothing interrupted; the command again leaves it alone."""
    again = batch.collect(folder, target.with_name(f"again{target.suffix}")).path
    if _content(target) != _content(again):
        seen.faults.append("the file differs from one that was collected at once")
    before = target.read_bytes(), target.stat().st_mtime_ns
    sent = len(running.requests())
    code, _, err = _run(running, ["-m", "mapflow.cli", *words])
    if code or (target.read_bytes(), target.stat().st_mtime_ns) != before:
        seen.faults.append(f"run again, the command changed the file, or ended with {code}: {err}")
    if any(entry["paid"] for entry in running.requests()[sent:]):
        seen.faults.append("run again, the command paid")
    left = [path.name for path in target.parent.glob(".*.tmp")]
    if left:
        print(f"left behind: {left}")


def _content(path: Path) -> object:
    """What is in a file; formats that hold a date are compared by their features."""
    if path.suffix == ".geojson":
        return path.read_bytes()
    import geopandas

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        frame = geopandas.read_file(path)
    return [tuple(map(repr, row)) for row in frame.itertuples(index=False)]


def main() -> int:
    """Print one line of figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--format", default=".gpkg", metavar="SUFFIX")
    parser.add_argument("--radius", type=float, default=9.6, metavar="KM")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    began = time.monotonic()
    with (
        sandbox.start(seed=5, speed=2_000) as running,
        tempfile.TemporaryDirectory() as place,
    ):
        running.account("demo@example.com", credits=1_000_000)
        seen = run(
            Path(place), running, suffix=given.format, radius_m=given.radius * 1000, seed=given.seed
        )
    print("\n".join(seen.faults[:20]))
    print(
        f"district: {seen.km2:.0f} km² in {seen.parts} parts, {len(seen.kills)} kills,"
        f" {seen.paid} paid requests, {seen.processings} processings; {seen.features} features,"
        f" {seen.truth} in the scene; {len(seen.faults)} faults;"
        f" {time.monotonic() - began:.0f} s, the longest turn {seen.slowest_s:.1f} s,"
        f" seed {given.seed}"
    )
    return 1 if seen.faults else 0


if __name__ == "__main__":
    sys.exit(main())
