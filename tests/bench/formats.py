"""A result of many buildings as GeoParquet, as a table, and feature by feature, beside others.

Reach: 0.45 of the CPU time of GeoPandas for GeoParquet and at most 200 MB, with sorted rows; 0.6
of it for a table, and less memory; 0.6 of ijson's for features, and at most 40 MB. That is for a
million features, and counts all that a program takes, imports included, which weigh more where
there are fewer.

``python -m tests.bench.formats 1000000`` measures in full, and fails over a bound.
"""

import json
import math
import random
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tests.bench.measure import compare, in_fresh_python

_CLASSES = ("101", "102", "103", "104", "105")
_METRE_DEG = 1 / 111_320


def buildings(path: Path, count: int) -> Path:
    """Write a result of buildings, a quarter of them with six corners; the same ones each time."""
    chance = random.Random(7)
    row = math.isqrt(count) + 1
    with path.open("w", encoding="utf-8") as file:
        file.write('{"type": "FeatureCollection", "features": [\n')
        for number in range(count):
            file.write(",\n" if number else "")
            file.write(json.dumps(_building(chance, number, number % row, number // row)))
        file.write("\n]}\n")
    return path


def _building(chance: random.Random, number: int, column: int, line: int) -> dict[str, object]:
    width, depth = chance.uniform(16, 50), chance.uniform(12, 36)
    turn = chance.uniform(0, math.pi / 2)
    is_angular = chance.random() < 0.25
    corners = [(0, 0), (width, 0), (width, depth), (0, depth)]
    if is_angular:
        corners[2:3] = [(width, depth / 2), (width / 2, depth / 2), (width / 2, depth)]
    west, south = 37 + column * 0.0007, 55.4 + line * 0.0004
    wide = 1 / math.cos(math.radians(south))
    ring = [
        [
            round(west + (x * math.cos(turn) - y * math.sin(turn)) * _METRE_DEG * wide, 8),
            round(south + (x * math.sin(turn) + y * math.cos(turn)) * _METRE_DEG, 8),
        ]
        for x, y in corners
    ]
    return {
        "type": "Feature",
        "properties": {
            "id": number + 1,
            "object_type": "buildings",
            "area": int(width * depth * (0.75 if is_angular else 1)),
            "class_id": chance.choice(_CLASSES),
            "shape_type": "L-SHAPE" if is_angular else "RECTANGLE",
            "simplification_confidence_score": round(chance.random(), 4),
            "processing_date": "2025-07-01",
            "GAN": "False",
        },
        "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
    }


#: What to import, what to do, and what it must give.
_WAYS = {
    "mapflow, GeoParquet": (
        "from mapflow import Mapflow, formats; import mapflow.formats._arrow.spool",
        "formats.save(folder + '/ours.parquet', path, overwrite=True)",
    ),
    "geopandas, GeoParquet": (
        "import geopandas, pyarrow.parquet",
        "geopandas.read_file(path).to_parquet(folder + '/theirs.parquet', compression='zstd',"
        " write_covering_bbox=True)",
    ),
    "mapflow, table": (
        "from mapflow import Mapflow, formats; import mapflow.formats._arrow.frames",
        "assert len(formats.to_geodataframe(path)) == count",
    ),
    "geopandas, table": (
        "import geopandas, pyogrio",
        "assert len(geopandas.read_file(path)) == count",
    ),
    "mapflow, features": (
        "from pathlib import Path; from mapflow import Mapflow;"
        " from mapflow._results.features import features_of",
        "assert sum(1 for _ in features_of(Path(path))) == count",
    ),
    "ijson, features": (
        "import ijson",
        "assert sum(1 for _ in ijson.items(open(path, 'rb'), 'features.item', use_float=True))"
        " == count",
    ),
}
_CODE = """
import re, time
path, folder, count = {path!r}, {folder!r}, {count}
{imports}
{work}
used_s = time.process_time()
peak_kb = re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1]
print({figure})
"""


class Bound(NamedTuple):
    """How much of a peer's CPU time and how much memory something may take."""

    ours: str
    against: str
    ratio: float
    peak_mb: float


BOUNDS = (
    Bound("mapflow, GeoParquet", "geopandas, GeoParquet", 0.45, 200),
    Bound("mapflow, table", "geopandas, table", 0.6, math.inf),
    Bound("mapflow, features", "ijson, features", 0.6, 40),
)


def _figure(way: str, path: Path, count: int, figure: str) -> float:
    imports, work = _WAYS[way]
    return in_fresh_python(
        _CODE.format(
            path=str(path),
            folder=str(path.parent),
            count=count,
            imports=imports,
            work=work,
            figure=figure,
        )
    )


def measure(count: int = 200_000, rounds: int = 1) -> dict[str, float]:
    """CPU seconds of each way."""
    with tempfile.TemporaryDirectory() as folder:
        path = buildings(Path(folder) / "result.geojson", count)
        ways = {way: partial(_figure, way, path, count, "used_s") for way in _WAYS}
        return compare(ways, rounds)


def peaks_mb(count: int, ways: tuple[str, ...] = tuple(_WAYS)) -> dict[str, float]:
    """How much memory each way takes at most."""
    with tempfile.TemporaryDirectory() as folder:
        path = buildings(Path(folder) / "result.geojson", count)
        return {way: _figure(way, path, count, "peak_kb") / 1024 for way in ways}


def main(count: int) -> int:
    """Measure all of it, print a line for each, and return 1 if one is over its bound."""
    used_s, peak_mb = measure(count), peaks_mb(count)
    for way in _WAYS:
        print(f"{way:24} {used_s[way]:8.2f} s {peak_mb[way]:8.0f} MB")
    is_over = False
    for bound in BOUNDS:
        ratio = used_s[bound.ours] / used_s[bound.against]
        most_mb = bound.peak_mb if bound.peak_mb < math.inf else peak_mb[bound.against]
        fails = ratio > bound.ratio or peak_mb[bound.ours] > most_mb
        is_over = is_over or fails
        print(
            f"{bound.ours:24} {ratio:8.2f} of {bound.ratio} {peak_mb[bound.ours]:8.0f} MB"
            f" of {most_mb:.0f}{'  FAILED' if fails else ''}"
        )
    return is_over


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
