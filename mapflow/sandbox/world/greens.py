"""What grows: outlines of woods, lakes and fields, and single trees."""

from functools import lru_cache
from math import hypot
from random import Random
from typing import NamedTuple

from mapflow.sandbox.world.buildings import of_parcel
from mapflow.sandbox.world.convex import Ring, box, centroid, contains, frames, inset, smooth
from mapflow.sandbox.world.grid import Point, shoelace
from mapflow.sandbox.world.noise import mix, unit
from mapflow.sandbox.world.parcels import Cover, Parcel, layout

HEIGHT_CLASSES = ("00m-04m", "04m-10m", "10m-99m")
_OUTLINE, _HEIGHT, _TREES = range(201, 204)


class Tree(NamedTuple):
    """A crown: its centre in block units, its radius in metres and a number that varies its look."""

    u: float
    v: float
    radius_m: float
    tone: int


def _wobbled(parcel: Parcel, margin: float, depth: float, step: float) -> Ring:
    """Return a parcel's ring with a soft, uneven edge.

    Points move towards the centroid only, which keeps a star-shaped ring free of crossings.
    """
    ring = inset(parcel.ring, margin)
    if not ring:
        return ring
    cx, cy = centroid(ring)
    points: Ring = []
    number = 0
    for (ax, ay), _, length, (tx, ty, _, _) in frames(ring):
        pieces = max(1, round(length / step))
        for piece in range(pieces):
            x, y = ax + tx * length * piece / pieces, ay + ty * length * piece / pieces
            away = hypot(x - cx, y - cy)
            pull = depth * unit(parcel.key, _OUTLINE, number)
            number += 1
            keep = max(0.5, 1 - pull / away) if away else 1.0
            points.append((cx + (x - cx) * keep, cy + (y - cy) * keep))
    return smooth(points)


@lru_cache(maxsize=4096)
def outline(seed: int, i: int, j: int, number: int) -> tuple[Point, ...]:
    """Return the outline of a wood, lake, field or building site in block units; it may be empty."""
    parcel = layout(seed, i, j).parcels[number]
    match parcel.cover:
        case Cover.FOREST:
            ring = _wobbled(parcel, 2.0, 9.0, 13.0)
        case Cover.LAKE:
            short = min(edge[2] for edge in frames(parcel.ring))
            ring = _wobbled(parcel, min(25.0, short / 4), 30.0, 24.0)
            ring = smooth(ring) if ring else ring
        case Cover.FIELD:
            ring = inset(parcel.ring, 2.0 + 2.5 * unit(parcel.key, _OUTLINE))
        case Cover.SITE:
            ring = inset(parcel.ring, 3.0)
        case _:
            ring = []
    if not ring or shoelace(ring) < 60:
        return ()
    return tuple(parcel.district.to_units(p) for p in ring)


def height_of(parcel: Parcel) -> tuple[str, float]:
    """Return the height class of a wood and the height of its tallest tree in metres."""
    share = unit(parcel.key, _HEIGHT)
    if share < 0.15:
        return HEIGHT_CLASSES[0], round(2.0 + 13 * share, 1)
    if share < 0.45:
        return HEIGHT_CLASSES[1], round(4.5 + (share - 0.15) * 18, 1)
    return HEIGHT_CLASSES[2], round(11 + (share - 0.45) * 28, 1)


@lru_cache(maxsize=2048)
def trees(seed: int, i: int, j: int, number: int) -> tuple[Tree, ...]:
    """Return the single trees of a parcel: gardens, parks, avenues, meadows."""
    parcel = layout(seed, i, j).parcels[number]
    # Seeded by place alone: not meant to be unpredictable.
    rnd = Random(mix(parcel.key, _TREES)).random  # noqa: S311
    per_tree_m2, row_m = {
        Cover.HOUSES: (150.0, 0.0),
        Cover.FLATS: (210.0, 13.0),
        Cover.OLD_TOWN: (420.0, 0.0),
        Cover.SHOPS: (900.0, 14.0),
        Cover.WORKS: (1500.0, 0.0),
        Cover.FARM: (330.0, 0.0),
        Cover.PARK: (75.0, 12.0),
        Cover.MEADOW: (700.0, 0.0),
        Cover.FIELD: (0.0, 0.0),
        Cover.LAKE: (160.0, 0.0),
    }.get(parcel.cover, (0.0, 0.0))
    taken = _taken(seed, i, j, number, parcel)
    spots: list[tuple[float, float, float]] = []
    if row_m:
        for (ax, ay), _, length, (tx, ty, nx, ny) in frames(parcel.ring):
            for step in range(1, int(length / row_m)):
                if rnd() < 0.8:
                    along = step * row_m + rnd() * 2
                    spots.append(
                        (ax + tx * along + nx * 3.2, ay + ty * along + ny * 3.2, 2.0 + rnd())
                    )
    if per_tree_m2:
        x0, y0, x1, y1 = box(parcel.ring)
        for _ in range(int((x1 - x0) * (y1 - y0) / per_tree_m2)):
            spots.append((x0 + (x1 - x0) * rnd(), y0 + (y1 - y0) * rnd(), 1.4 + 2.2 * rnd() ** 1.5))
    out: list[Tree] = []
    for x, y, radius in spots:
        tone = int(rnd() * 256)
        if not contains(parcel.ring, x, y, 1.0):
            continue
        if any(
            abs(x - ox) < r + radius and hypot(x - ox, y - oy) < r + radius for ox, oy, r in taken
        ):
            continue
        out.append(Tree(*parcel.district.to_units((x, y)), radius, tone))
    return tuple(sorted(out, key=lambda tree: tree.v))


def _taken(
    seed: int, i: int, j: int, number: int, parcel: Parcel
) -> list[tuple[float, float, float]]:
    """Return circles where no tree may stand, in local metres: small buildings."""
    out: list[tuple[float, float, float]] = []
    for building in of_parcel(seed, i, j, number):
        x, y = parcel.district.to_local(building.centre)
        px, py = parcel.district.to_local(building.ring[0])
        out.append((x, y, min(12.0, hypot(px - x, py - y) * 0.75)))
    return out
