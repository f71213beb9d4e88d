"""Real countries, split by this package and by others, each in a separate process.

``python -m tests.soak.splitters [COUNTRY ...] [--atlas FILE] [--limit KM2] [--most SECONDS]``

sentinelhub and openEO cut the ground into tiles of a size that the user names: here the largest
that the limit on the area allows, less the margin that this package keeps. Each tile that meets the
area is a processing, and billed as it comes. They know of no limits: one is broken where the box
around a turned tile is too large, or where the ground within it has too many polygons, for whoever
clips tiles to the area. `katana` halves boxes until each fits. What takes longer than ``--most`` is
not waited for.

They are installed into ``build/peers``, in the versions of ``peers.txt``.
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

import shapely

from mapflow.errors import AreaWarning
from mapflow.geometry import Geometry, as_geometry, summarise
from mapflow.splitting._limits import MARGIN
from tests.bench.measure import peak_mb
from tests.bench.splits import katana
from tests.soak import countries

_HERE = Path("build/peers")
_ASKED = Path(__file__).with_name("peers.txt")
_PEERS = ("sentinelhub utm", "sentinelhub box", "sentinelhub osm", "openeo")
_COUNTRIES = ("Georgia", "Greece", "Netherlands", "Norway", "Chile", "Mongolia", "Fiji", "corridor")
_MOST_POLYGONS = 10


def install() -> Path:
    """The Python that has the peers."""
    python, uv = _HERE / "bin/python", [".venv/bin/uv"]
    if not python.is_file():
        subprocess.run([*uv, "venv", "--quiet", "--python", sys.executable, str(_HERE)], check=True)
        install = ("pip", "install", "--quiet", "--python", str(python), "-r", str(_ASKED))
        subprocess.run([*uv, *install], check=True)
    return python


def halve(path: Path, limit_m2: float) -> dict[str, object]:
    """What halving makes of an outline."""
    shape = shapely.geometry.shape(json.loads(path.read_bytes()))
    started = time.process_time()
    whole = getattr(shape, "geoms", [shape])
    parts = [part for each in whole for part in katana(each, limit_m2 * (1 - MARGIN))]
    return {
        "cpu_s": time.process_time() - started,
        "peak_mb": peak_mb(),
        "rings": [list(part.exterior.coords) for part in parts],
        "areas": [as_geometry(part) for part in parts],
    }


def judge(area: Geometry, limit_m2: float, found: dict) -> dict[str, float]:
    """What the tiles of another splitter mean here."""
    tiles = [shapely.Polygon(ring) for ring in found["rings"]]
    ground = shapely.geometry.shape(area)
    shapely.prepare(ground)
    billed, breaches = 0.0, 0
    for number, tile in enumerate(tiles):
        whole = found["areas"][number] if "areas" in found else tile
        measures = summarise(as_geometry(whole))
        billed += measures.area_m2
        broken = max(measures.area_m2, *(box.area_m2 for box in measures.bounding_boxes)) > limit_m2
        if not broken and not shapely.contains(ground, tile):
            clipped = shapely.get_parts(shapely.intersection(ground, tile))
            broken = sum(part.geom_type == "Polygon" for part in clipped) > _MOST_POLYGONS
        breaches += broken
    total_m2 = summarise(area).area_m2
    return {
        "processings": len(tiles),
        "ratio": len(tiles) / ceil(total_m2 / (limit_m2 * (1 - MARGIN))),
        "billed": billed / total_m2,
        "breaches": breaches,
        "cpu_s": found["cpu_s"],
        "peak_mb": found["peak_mb"],
    }


def measure(country: str, atlas: Path | None, limit_km2: float, most_s: int) -> None:
    """Print a line for each splitter."""
    area = countries.area_of(country, atlas)
    path = Path("build/countries") / f"{country}.geojson"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(area))
    limit_m2 = limit_km2 * 1e6
    ours = [sys.executable, "-m", "tests.soak.countries"]
    halving = [sys.executable, "-m", "tests.soak.splitters"]
    options = ["--measure", str(path), "--limit", str(limit_km2)]
    peer = [str(install()), str(Path(__file__).with_name("_peers.py"))]
    ways = {"mapflow": [*ours, *options], "katana": [*halving, *options]}
    ways |= {name: [*peer, name, str(path), str(limit_m2), str(most_s)] for name in _PEERS}
    for name, command in ways.items():
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        if run.returncode:
            last = run.stderr.strip().splitlines()[-1:]
            why = f"over {most_s} CPU s" if run.returncode < 0 else " ".join(last)
            print(f"{country:12} {name:16} {why}", flush=True)
            continue
        found = json.loads(run.stdout.splitlines()[-1])
        if name != "mapflow":
            found = judge(area, limit_m2, found)
        print(
            f"{country:12} {name:16} {found['processings']:11} {found['ratio']:8.4f}"
            f" {found['billed']:8.4f} {found['breaches']:9} {found['cpu_s']:8.2f}"
            f" {found['peak_mb']:6.0f}",
            flush=True,
        )


def main() -> int:
    """Measure, and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("countries", nargs="*", default=_COUNTRIES)
    parser.add_argument("--atlas", type=Path)
    parser.add_argument("--limit", type=float, default=25.0, help="km²")
    parser.add_argument("--most", type=int, default=300, help="CPU seconds of a splitter")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    wish = parser.parse_args()
    warnings.simplefilter("ignore", AreaWarning)
    if wish.measure:
        print(json.dumps(halve(wish.measure, wish.limit * 1e6)))
        return 0
    print("area         splitter         processings    ratio   billed  breaches    CPU s     MB")
    for country in wish.countries:
        measure(country, wish.atlas, wish.limit, wish.most)
    return 0


if __name__ == "__main__":
    sys.exit(main())
