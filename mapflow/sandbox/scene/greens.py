"""What grows: outlines of woods, lakes and fields, and single trees."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import cos, hypot, pi, sin
from random import Random
from typing import NamedTuple

from mapflow.sandbox.scene.buildings import of_parcel
from mapflow.sandbox.scene.convex import (
    Frame,
    Ring,
    box,
    centroid,
    contains,
    frames,
    inset,
    planes,
    rectangle,
    smooth,
)
from mapflow.sandbox.scene.grid import Point, shoelace
from mapflow.sandbox.scene.noise import mix, unit
from mapflow.sandbox.scene.parcels import Cover, Parcel, layout

_OUTLINE, _HEIGHT, _TREES, _PITCH = range(201, 205)

_SMALLEST_M2 = 60.0
_LAKE_POINTS = 44

_DENSITY: dict[Cover, tuple[float, float]] = {
    Cover.HOUSES: (130.0, 0.0),
    Cover.FLATS: (190.0, 13.0),
    Cover.OLD_TOWN: (420.0, 0.0),
    Cover.SHOPS: (900.0, 14.0),
    Cover.WORKS: (1500.0, 0.0),
    Cover.FARM: (330.0, 0.0),
    Cover.PARK: (75.0, 12.0),
    Cover.MEADOW: (600.0, 0.0),
    Cover.LAKE: (150.0, 0.0),
}
"""For each cover the square metres to a tree, and the metres between the trees of its avenue."""


class Pitch(NamedTuple):
    """A sports ground in local metres: its middle, its direction, half its length and width."""

    at: Point
    frame: Frame
    long: float
    short: float


class Tree(NamedTuple):
    """A crown, its centre in block units."""

    u: float
    v: float
    radius_m: float
    tone: int


def _wood(parcel: Parcel) -> Ring:
    """Return a parcel's ring with a soft, uneven edge.

    Points move towards the centroid only, which keeps a star-shaped ring free of crossings.
    """
    ring = inset(parcel.ring, 2.0)
    if not ring:
        return ring
    cx, cy = centroid(ring)
    points: Ring = []
    for (ax, ay), _, length, (tx, ty, _, _) in frames(ring):
        pieces = max(1, round(length / 13.0))
        for piece in range(pieces):
            x, y = ax + tx * length * piece / pieces, ay + ty * length * piece / pieces
            pull = 9.0 * unit(parcel.key, _OUTLINE, len(points))
            keep = max(0.5, 1 - pull / (hypot(x - cx, y - cy) or 1.0))
            points.append((cx + (x - cx) * keep, cy + (y - cy) * keep))
    return smooth(points)


def _lake(parcel: Parcel) -> Ring:
    """Return a rounded shore inside a parcel."""
    ring = inset(parcel.ring, 8.0)
    if not ring:
        return ring
    cx, cy = centroid(ring)
    sides = planes(ring)
    turn, depth = unit(parcel.key, _OUTLINE) * 6.3, 0.1 + 0.08 * unit(parcel.key, _OUTLINE, 1)
    points: Ring = []
    for k in range(_LAKE_POINTS):
        angle = 2 * pi * k / _LAKE_POINTS
        dx, dy = cos(angle), sin(angle)
        away = [
            (nx * cx + ny * cy - c) / -(nx * dx + ny * dy)
            for nx, ny, c in sides
            if nx * dx + ny * dy < -1e-9
        ]
        # The mean of the sides' distances rounds the corners off.
        reach = sum(d**-4 for d in away if d > 0) ** -0.25 if away else 0.0
        wave = depth * (sin(2 * angle + turn) + 0.6 * sin(3 * angle - 2 * turn))
        reach *= max(0.3, min(1.0, 0.85 + wave))
        points.append((cx + dx * reach, cy + dy * reach))
    return smooth(points)


@lru_cache(maxsize=2048)
def outline(seed: int, i: int, j: int, number: int) -> tuple[Point, ...]:
    """Return the outline in block units of a wood, lake, field or site; it may be empty."""
    parcel = layout(seed, i, j).parcels[number]
    match parcel.cover:
        case Cover.FOREST:
            ring = _wood(parcel)
        case Cover.LAKE:
            ring = _lake(parcel)
        case Cover.FIELD:
            ring = inset(parcel.ring, 2.0 + 2.5 * unit(parcel.key, _OUTLINE))
        case Cover.SITE:
            ring = inset(parcel.ring, 3.0)
        case _:
            return ()
    if not ring or shoelace(ring) < _SMALLEST_M2:
        return ()
    return tuple([parcel.district.to_units(p) for p in ring])


def pitch_of(parcel: Parcel) -> Pitch | None:
    """Return the sports ground of a park; most have none."""
    if parcel.cover is not Cover.PARK or unit(parcel.key, _PITCH) > 0.4:
        return None
    cx, cy = centroid(parcel.ring)
    frame = max(frames(parcel.ring), key=lambda edge: edge[2])[3]
    for long, short in ((45.0, 29.0), (32.0, 20.0), (20.0, 12.0)):
        corners = rectangle(cx, cy, frame, long, short)
        if all(contains(parcel.ring, x, y, 3.0) for x, y in corners):
            return Pitch((cx, cy), frame, long, short)
    return None


def height_of(parcel: Parcel) -> tuple[str, float]:
    """Return the height class of a wood and the height of its tallest tree in metres."""
    share = unit(parcel.key, _HEIGHT)
    if share < 0.15:
        return "00m-04m", round(2.0 + 13 * share, 1)
    if share < 0.45:
        return "04m-10m", round(4.5 + (share - 0.15) * 18, 1)
    return "10m-99m", round(11 + (share - 0.45) * 28, 1)


@lru_cache(maxsize=1024)
def trees(seed: int, i: int, j: int, number: int) -> tuple[Tree, ...]:
    """Return the single trees of a parcel, from north to south."""
    parcel = layout(seed, i, j).parcels[number]
    if parcel.cover not in _DENSITY:
        return ()
    per_tree_m2, row_m = _DENSITY[parcel.cover]
    # Seeded by the place alone: it is not meant to be unpredictable.
    rnd = Random(mix(parcel.key, _TREES)).random  # noqa: S311
    spots: list[tuple[float, float, float]] = []
    if row_m:
        for (ax, ay), _, length, (tx, ty, nx, ny) in frames(parcel.ring):
            for step in range(1, int(length / row_m)):
                if rnd() < 0.8:
                    along, radius = step * row_m + rnd() * 2, 2.0 + rnd()
                    x, y = ax + tx * along + nx * 3.4, ay + ty * along + ny * 3.4
                    spots.append((x, y, radius))
    x0, y0, x1, y1 = box(parcel.ring)
    spots += [
        (x0 + (x1 - x0) * rnd(), y0 + (y1 - y0) * rnd(), 1.4 + 2.2 * rnd() ** 1.5)
        for _ in range(int((x1 - x0) * (y1 - y0) / per_tree_m2))
    ]
    taken = _taken(seed, i, j, number)
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


def _along(pitch: Pitch, share: float) -> Point:
    """Return a point on the long axis of a pitch, from -1 to 1 within reach of its ends."""
    (x, y), (tx, ty, _, _), long, short = pitch
    off = share * (long - short * 0.6)
    return x + tx * off, y + ty * off


def _taken(seed: int, i: int, j: int, number: int) -> list[tuple[float, float, float]]:
    """Return circles in local metres where no tree may stand: buildings, and water."""
    place = layout(seed, i, j).district
    out: list[tuple[float, float, float]] = []
    for building in of_parcel(seed, i, j, number):
        x, y = place.to_local(building.centre)
        out.append((x, y, min(12.0, building.reach * place.metres * 0.75)))
    parcel = layout(seed, i, j).parcels[number]
    if pitch := pitch_of(parcel):
        for along in range(-4, 5):
            x, y = _along(pitch, along / 4)
            out.append((x, y, pitch.short + 1.5))
    if parcel.cover is Cover.LAKE:
        out.extend(_filled([place.to_local(p) for p in outline(seed, i, j, number)]))
    return out


def _filled(shore: Sequence[Point]) -> Iterator[tuple[float, float, float]]:
    """Yield circles that fill a lake, on the ways from its middle to its shore."""
    if not shore:
        return
    cx, cy = centroid(shore)
    for x, y in shore:
        for share in (0.0, 0.35, 0.6, 0.8):
            px, py = cx + (x - cx) * share, cy + (y - cy) * share
            yield px, py, 0.19 * hypot(x - cx, y - cy)
