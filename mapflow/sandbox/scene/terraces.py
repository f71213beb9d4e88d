"""Row houses: where they are asked for, they stand in place of single houses and share walls."""

from collections.abc import Iterator
from functools import lru_cache
from math import cos, sin
from typing import Final

from mapflow.sandbox.scene.buildings import Building, buildings
from mapflow.sandbox.scene.grid import Point, centroid
from mapflow.sandbox.scene.layout import Cover, Parcel

_WIDTH_M: Final = 6.0
_DEPTH_M: Final = 11.0
_GARDEN_M: Final = 24.0
"""From one row to the next."""

_TURN: Final = 0.02
"""The largest angle of a row to its parcel, in radians."""

_MARGIN_M: Final = 5.0


def built(parcel: Parcel, *, row_houses: bool) -> tuple[Building, ...]:
    """Return what stands on a parcel."""
    if row_houses and parcel.cover is Cover.HOUSES:
        return _terraces(parcel)
    return buildings(parcel)


@lru_cache(maxsize=1024)
def _terraces(parcel: Parcel) -> tuple[Building, ...]:
    return tuple(_houses(parcel))


def _houses(parcel: Parcel) -> Iterator[Building]:
    box, metres, random = parcel.box, parcel.metres, parcel.random("terraces")
    long_m, wide_m = (box.u1 - box.u0) * metres, (box.v1 - box.v0) * metres
    count = int((long_m - 2 * _MARGIN_M) / _WIDTH_M)
    rows = int((wide_m - 2 * _MARGIN_M) / _GARDEN_M)
    half, number = _DEPTH_M / 2, 0
    for row in range(rows):
        middle = (box.u0 + box.u1) / 2, box.v0 + (box.v1 - box.v0) * (row + 0.5) / rows
        angle, tone = random.uniform(-_TURN, _TURN), random.randrange(1 << 16)
        c, s = cos(angle) / metres, sin(angle) / metres

        def placed(x: float, y: float, at: Point = middle, c: float = c, s: float = s) -> Point:
            return at[0] + x * c - y * s, at[1] + x * s + y * c

        for house in range(count):
            # Neighbours share their corners to the last digit.
            left, right = ((house + side - count / 2) * _WIDTH_M for side in (0, 1))
            half = _DEPTH_M / 2
            ring = (
                placed(left, -half),
                placed(right, -half),
                placed(right, half),
                placed(left, half),
            )
            height_m = random.uniform(6.0, 8.0)
            reach = (_WIDTH_M**2 + _DEPTH_M**2) ** 0.5 / 2 / metres
            score = random.uniform(0.8, 0.99)
            yield Building(
                number, ring, (), centroid(ring), reach, "RECTANGLE", "102", height_m, tone, score
            )
            number += 1
