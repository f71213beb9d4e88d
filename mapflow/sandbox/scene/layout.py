"""The ground plan: main roads between cells, streets and parcels within them.

Everything is a rectangle in block units. Main roads, streets and parcels cover the plane without
gaps or overlaps.
"""

from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from random import Random
from typing import Final, NamedTuple

from mapflow.sandbox.scene.grid import Point, metres_per_unit
from mapflow.sandbox.scene.land_use import CELL, COUNT, URBAN, Use, use_of

Ring = tuple[Point, ...]
"""Corners, not closed, that turn from u to v."""


class Cover(StrEnum):
    """What stands or grows on a parcel."""

    HOUSES = "houses"
    FLATS = "flats"
    COURTYARDS = "courtyards"
    SHOPS = "shops"
    FACTORIES = "factories"
    PARK = "park"
    SITE = "site"
    FIELD = "field"
    FOREST = "forest"
    MEADOW = "meadow"


class Box(NamedTuple):
    """A rectangle in block units."""

    u0: float
    v0: float
    u1: float
    v1: float

    @property
    def ring(self) -> Ring:
        """Its corners."""
        u0, v0, u1, v1 = self
        return (u0, v0), (u1, v0), (u1, v1), (u0, v1)

    def inset(self, distance: float) -> "Box | None":
        """Return the rectangle shrunk by a distance on each side; None if nothing is left."""
        u0, v0, u1, v1 = self
        if min(u1 - u0, v1 - v0) <= 2 * distance:
            return None
        return Box(u0 + distance, v0 + distance, u1 - distance, v1 - distance)

    def meets(self, other: "Box") -> bool:
        """Return whether two rectangles have a point in common."""
        return (
            self.u0 <= other.u1
            and self.u1 >= other.u0
            and self.v0 <= other.v1
            and self.v1 >= other.v0
        )


class Road(NamedTuple):
    """A main road or a street; `number` tells the roads of a cell apart."""

    number: int
    ring: Ring
    width_m: float
    paved: bool


class Parcel(NamedTuple):
    """A piece of land with one cover."""

    seed: int
    i: int
    j: int
    number: int
    cover: Cover
    box: Box
    metres: float
    """Metres to a block unit."""

    def random(self, purpose: str) -> Random:
        """Return a source of numbers that depends on the place and the purpose alone."""
        key = f"{self.seed} {self.i % COUNT} {self.j} {self.number} {purpose}"
        return Random(key)  # noqa: S311 - not meant to be unpredictable


class Layout(NamedTuple):
    """Everything within the main roads of one cell."""

    parcels: tuple[Parcel, ...]
    streets: tuple[Road, ...]


class _Rule(NamedTuple):
    """How a use is divided: the size of parcels, the width of streets, the share of each cover."""

    width_m: float
    depth_m: float
    street_m: float
    shares: dict[Cover, float]


_RULES: Final = {
    Use.TOWN: _Rule(150, 92, 11, {
        Cover.FLATS: 44, Cover.COURTYARDS: 25, Cover.SHOPS: 11, Cover.PARK: 9,
        Cover.HOUSES: 6, Cover.SITE: 5,
    }),
    Use.SUBURB: _Rule(165, 70, 8, {
        Cover.HOUSES: 79, Cover.PARK: 6, Cover.FOREST: 5, Cover.FLATS: 4, Cover.SHOPS: 3,
        Cover.SITE: 3,
    }),
    Use.INDUSTRY: _Rule(230, 150, 12, {
        Cover.FACTORIES: 72, Cover.SHOPS: 12, Cover.MEADOW: 8, Cover.SITE: 8,
    }),
    Use.FARMLAND: _Rule(330, 190, 5, {
        Cover.FIELD: 70, Cover.FOREST: 12, Cover.HOUSES: 8, Cover.MEADOW: 9, Cover.SITE: 1,
    }),
    Use.WOODLAND: _Rule(320, 300, 4.5, {Cover.FOREST: 84, Cover.MEADOW: 10, Cover.HOUSES: 6}),
}  # fmt: skip


@lru_cache(maxsize=16384)
def road_width_m(seed: int, i: int, j: int, *, down: bool) -> float:
    """Return the width of the main road from the corner of a cell to the east, or down."""
    uses = {use_of(seed, i, j), use_of(seed, i - 1, j) if down else use_of(seed, i, j - 1)}
    if uses <= URBAN:
        return 19.0 if Use.TOWN in uses else 13.0
    return 10.0 if uses & URBAN else 6.0


def _half_width(seed: int, i: int, j: int, *, down: bool) -> float:
    """Return half the width of a main road in block units."""
    row = (j + (0.5 if down else 0.0)) * CELL
    return road_width_m(seed, i, j, down=down) / 2 / metres_per_unit(row)


@lru_cache(maxsize=16384)
def inner_box(seed: int, i: int, j: int) -> Box:
    """Return a cell less its share of the main roads."""
    return Box(
        i * CELL + _half_width(seed, i, j, down=True),
        j * CELL + _half_width(seed, i, j, down=False),
        (i + 1) * CELL - _half_width(seed, i + 1, j, down=True),
        (j + 1) * CELL - _half_width(seed, i, j + 1, down=False),
    )


def main_roads(seed: int, i: int, j: int) -> tuple[Road, Road]:
    """Return the main roads that leave the north-west corner of a cell to the east, and down."""
    here = inner_box(seed, i, j).ring
    north, west = inner_box(seed, i, j - 1).ring, inner_box(seed, i - 1, j).ring
    u, v = float(i * CELL), float(j * CELL)
    east = ((u, v), north[3], north[2], (u + CELL, v), here[1], here[0])
    south = ((u, v), here[0], here[3], (u, v + CELL), west[2], west[1])
    return (
        _main_road(0, east, road_width_m(seed, i, j, down=False)),
        _main_road(1, south, road_width_m(seed, i, j, down=True)),
    )


def _main_road(number: int, ring: Ring, width_m: float) -> Road:
    return Road(number, ring, width_m, paved=width_m >= 10)


def _split(random: Random, low: float, high: float, size: float, gap: float) -> list[Point]:
    """Return the pieces, about as long as `size`, of a line that gaps divide."""
    count = max(1, round((high - low) / (size + gap)))
    step = (high - low) / count
    if step < 2 * gap:
        return [(low, high)]
    cuts = [low + step * (k + 0.3 * (random.random() - 0.5)) for k in range(1, count)]
    starts, ends = [low, *[cut + gap / 2 for cut in cuts]], [*[c - gap / 2 for c in cuts], high]
    return list(zip(starts, ends, strict=True))


@lru_cache(maxsize=512)
def layout(seed: int, i: int, j: int) -> Layout:
    """Return the parcels and streets of a cell."""
    use, box = use_of(seed, i, j), inner_box(seed, i, j)
    metres = metres_per_unit((j + 0.5) * CELL)
    width, depth, gap = (length / metres for length in _RULES[use][:3])
    shares = _RULES[use].shares
    random = Random(f"{seed} {i % COUNT} {j}")  # noqa: S311 - not meant to be unpredictable
    parcels: list[Parcel] = []
    streets: list[Box] = []
    rows = _split(random, box.v0, box.v1, depth, gap)
    for (_, north), (south, _) in pairwise(rows):
        streets.append(Box(box.u0, north, box.u1, south))
    for top, bottom in rows:
        columns = _split(random, box.u0, box.u1, width, gap)
        for (_, west), (east, _) in pairwise(columns):
            streets.append(Box(west, top, east, bottom))
        for left, right in columns:
            cover = random.choices(list(shares), list(shares.values()))[0]
            ground = Box(left, top, right, bottom)
            parcels.append(Parcel(seed, i, j, len(parcels), cover, ground, metres))
    paved, street_m = use in URBAN, _RULES[use].street_m
    return Layout(
        tuple(parcels),
        tuple(Road(n, street.ring, street_m, paved) for n, street in enumerate(streets, 2)),
    )
