"""Splitting a country with a rugged coast and islands, beside halving as `katana` does it.

Reach: 1.006 processings for each that no split could save, billed 1.001 of the true area, and no
limit broken. Halving is given the same clipping, margin and packing.
"""

from __future__ import annotations

import random
from functools import cache
from math import ceil, cos, pi, radians, sin

import shapely

from mapflow import SplitLimits, SplitPlan, split
from mapflow.geometry import Geometry, as_geometry, summarise
from mapflow.splitting._limits import with_margin
from mapflow.splitting._packing import Packer
from mapflow.splitting._pieces import Box, as_pieces, box_area_m2, clipped
from tests.bench.measure import report

LIMITS = SplitLimits(25e6, 10)


def coast(lon: float, lat: float, radius_deg: float, corners: int, seed: int) -> shapely.Polygon:
    """An island whose outline is rough at every scale."""
    chance = random.Random(seed)
    waves = [(k, chance.uniform(0, 2 * pi), chance.gauss(0, 0.35) / k) for k in range(2, 200)]
    ring = []
    for number in range(corners):
        angle = 2 * pi * number / corners
        part = 1 + sum(size * sin(k * angle + phase) for k, phase, size in waves)
        reach = radius_deg * max(part, 0.1)
        ring.append((lon + reach * cos(angle) / cos(radians(lat)), lat + reach * sin(angle)))
    return shapely.Polygon(ring)


def country(size: float = 1.0) -> Geometry:
    """A mainland of 50,000 km² with islands around it."""
    chance = random.Random(7)
    shapes = [coast(23, 39, 1.1 * size, 4000, 1)]
    for number in range(int(150 * size)):
        angle, reach = chance.uniform(0, 2 * pi), chance.uniform(1.6, 2.6) * size
        place = (23 + reach * cos(angle) * 1.3, 39 + reach * sin(angle))
        shapes.append(coast(*place, chance.choice([0.005, 0.01, 0.02, 0.08]), 80, number))
    apart = shapely.union_all([shapely.make_valid(shape) for shape in shapes])
    return as_geometry(apart.__geo_interface__)


def katana(shape: shapely.Polygon, limit_m2: float) -> list[shapely.Polygon]:
    """Cut across the middle of the longer side until each box fits."""
    done, todo = [], [shape]
    while todo:
        part = todo.pop()
        west, south, east, north = part.bounds
        if box_area_m2(part.bounds) <= limit_m2:
            done.append(part)
        elif (east - west) * cos(radians((south + north) / 2)) >= north - south:
            middle = (west + east) / 2
            todo += clipped(part, (west, south, middle, north))
            todo += clipped(part, (middle, south, east, north))
        else:
            middle = (south + north) / 2
            todo += clipped(part, (west, south, east, middle))
            todo += clipped(part, (west, middle, east, north))
    return done


def by_katana(geometry: Geometry) -> int:
    """How many processings halving needs, packed as ours are."""
    kept = with_margin(LIMITS)
    shape = shapely.geometry.shape(geometry)
    parts = [
        part for each in getattr(shape, "geoms", [shape]) for part in katana(each, kept.area_m2)
    ]
    pieces = as_pieces(parts, [("", Box(*part.bounds)) for part in parts])
    return len(Packer(kept, 2.0).pack(pieces))


def check(plan: SplitPlan) -> None:
    """No part is over a limit, as the service measures it."""
    for part in plan:
        measures = summarise(part.geometry)
        assert measures.area_m2 <= 25e6
        assert measures.polygon_count <= 10
        assert max(box.area_m2 for box in measures.bounding_boxes) <= 25e6


def parcels(count: int = 10_000, side_deg: float = 0.0009) -> list[Geometry]:
    """Fields of a hectare, in 40 villages."""
    chance = random.Random(3)
    villages = [(37 + chance.random() * 0.5, 55.5 + chance.random() * 0.3) for _ in range(40)]
    step, found = side_deg * 2, set()
    while len(found) < count:
        x, y = chance.choice(villages)
        x, y = x + chance.gauss(0, 0.015), y + chance.gauss(0, 0.009)
        found.add((round(x / step), round(y / step)))
    wide, high = step * 0.88, side_deg
    return [as_geometry((x * step, y * step, x * step + wide, y * step + high)) for x, y in found]


@cache
def measure(size: float = 1.0, count: int = 10_000) -> dict[str, float]:
    geometry = country(size)
    plan = split(geometry, LIMITS)
    check(plan)
    fields = parcels(count)
    hulls = split(fields, LIMITS, group="hull")
    check(hulls)
    return {
        "processings": len(plan),
        "the fewest possible": ceil(plan.area_m2 / 25e6),
        "halving": by_katana(geometry),
        "billed": plan.billed_m2,
        "true area": summarise(geometry).area_m2,
        "fields in hulls": hulls.billed_m2,
        "fields packed": split(fields, LIMITS).billed_m2,
    }


if __name__ == "__main__":
    found = measure()
    counts = {name: found[name] for name in ("processings", "the fewest possible", "halving")}
    report("Splitting a country", counts, "the fewest possible", "processings", 1)
    sizes = {name: found[name] for name in ("fields in hulls", "fields packed")}
    report("10,000 fields of a hectare", sizes, "fields packed", "km² billed", 1e-6)
