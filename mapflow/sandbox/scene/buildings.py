"""Buildings: what stands on a parcel.

A parcel is divided into lots. Each lot holds one building at most, turned a little, so that
buildings never touch and each belongs to one parcel.
"""

from functools import lru_cache
from math import cos, hypot, sin
from random import Random
from typing import Final, NamedTuple

from mapflow.sandbox.scene.grid import Point, centroid
from mapflow.sandbox.scene.layout import Cover, Parcel, Ring


class Building(NamedTuple):
    """One building, in block units."""

    number: int
    ring: Ring
    yard: Ring
    """The yard it stands around, turning the same way; empty for most."""

    centre: Point
    reach: float
    """Distance from the centre to the farthest corner."""

    shape: str
    class_id: str
    height_m: float
    tone: int
    score: float
    """Confidence in the shape, from 0 to 1."""


class _Rule(NamedTuple):
    """How a cover is built up, in metres."""

    lot: Point
    half_length: Point
    half_depth: Point
    turn: float
    """The largest angle to the parcel's edge, in radians."""

    class_id: str
    height: Point
    built: float
    """The share of lots with a building."""

    wings: float = 0.0
    """The share of buildings with a wing."""


_RULES: Final = {
    Cover.HOUSES: _Rule((22, 21), (4.2, 6.8), (3.8, 5.7), 0.5, "102", (4.5, 7.5), 0.88, 0.24),
    Cover.FLATS: _Rule((54, 30), (12, 22), (6.2, 7.8), 0.12, "101", (12, 36), 0.9, 0.15),
    Cover.SHOPS: _Rule((62, 46), (16, 25), (12, 17), 0.06, "104", (7, 11), 0.75),
    Cover.FACTORIES: _Rule((72, 48), (20, 31), (13, 19), 0.04, "103", (7, 11), 0.85, 0.2),
    Cover.COURTYARDS: _Rule((74, 46), (30, 35), (18, 21), 0.02, "101", (11, 20), 0.95),
}

BUILT: Final = frozenset(_RULES)
"""Covers that carry buildings."""

_SHED: Final = _Rule((22, 21), (2.7, 3.6), (2.4, 3.0), 0.5, "105", (2.6, 3.2), 1.0)
_SHEDS: Final = 0.15
"""The share of lots between houses that hold a shed instead."""

_WING_M: Final = 11.0
"""Depth of the parts of a building around a yard."""


@lru_cache(maxsize=1024)
def buildings(parcel: Parcel) -> tuple[Building, ...]:
    """Return the buildings of a parcel."""
    if parcel.cover not in BUILT:
        return ()
    rule, random = _RULES[parcel.cover], parcel.random("buildings")
    box, metres = parcel.box, parcel.metres
    columns = int((box.u1 - box.u0) * metres / rule.lot[0])
    rows = int((box.v1 - box.v0) * metres / rule.lot[1])
    tone = random.randrange(1 << 16)
    found: list[Building] = []
    for row in range(rows):
        for column in range(columns):
            at = (
                box.u0 + (box.u1 - box.u0) * (column + 0.5) / columns,
                box.v0 + (box.v1 - box.v0) * (row + 0.5) / rows,
            )
            if random.random() < rule.built:
                # Most buildings of a parcel share a colour.
                look = tone if random.random() < 0.6 else random.randrange(1 << 16)
                is_shed = parcel.cover is Cover.HOUSES and random.random() < _SHEDS
                chosen = _SHED if is_shed else rule
                found.append(_building(parcel, chosen, random, len(found), at, look))
    return tuple(found)


def _building(
    parcel: Parcel, rule: _Rule, random: Random, number: int, at: Point, tone: int
) -> Building:
    length, depth = random.uniform(*rule.half_length), random.uniform(*rule.half_depth)
    angle = random.uniform(-rule.turn, rule.turn)
    height_m = random.uniform(*rule.height)
    rectangle = [(-length, -depth), (length, -depth), (length, depth), (-length, depth)]
    shape, yard = "RECTANGLE", list[Point]()
    if parcel.cover is Cover.COURTYARDS:
        shape, a, b = "COMPLEX", length - _WING_M, depth - _WING_M
        yard = [(-a, -b), (a, -b), (a, b), (-a, b)]
    elif random.random() < rule.wings:
        shape, side = "L-SHAPE", length * random.uniform(-0.1, 0.1)
        rectangle[2:] = [(length, 0.0), (side, 0.0), (side, depth), (-length, depth)]

    def placed(local: list[Point]) -> Ring:
        c, s = cos(angle) / parcel.metres, sin(angle) / parcel.metres
        return tuple([(at[0] + x * c - y * s, at[1] + x * s + y * c) for x, y in local])

    ring = placed(rectangle)
    centre = centroid(ring)
    reach = max([hypot(u - centre[0], v - centre[1]) for u, v in ring])
    score = random.uniform(0.8, 0.99)
    return Building(
        number, ring, placed(yard), centre, reach, shape, rule.class_id, height_m, tone, score
    )
