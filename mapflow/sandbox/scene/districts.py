"""Districts: the coarse mesh of the scene, its land use, and the main roads between its cells.

The corners of a regular mesh are moved by hash and by a slow wave, so that the main roads run
askew. A district is the four-sided cell between four corners, less half of the roads along it.
"""

from enum import StrEnum
from functools import lru_cache
from math import hypot
from typing import NamedTuple

from mapflow.sandbox.scene.convex import Box, box
from mapflow.sandbox.scene.grid import BLOCKS, Point, metres_per_unit
from mapflow.sandbox.scene.noise import mix, unit, value_noise

PITCH = 4
"""Blocks from one corner of the mesh to the next."""

COUNT = BLOCKS // PITCH
"""Districts around the Earth."""

_CORNER, WAVE_X, WAVE_Y, _TOWN, _TOWN_FINE, _WILD, _INDUSTRY, _TRACK, _ANGLE = range(101, 110)

WAVE, WAVE_CELLS = 1.8, 8
"""How far and over how many cells the mesh is bent."""


class Use(StrEnum):
    """What a district is mostly used for."""

    TOWN = "town"
    SUBURB = "suburb"
    INDUSTRY = "industry"
    FARMLAND = "farmland"
    WOODLAND = "woodland"


URBAN = frozenset({Use.TOWN, Use.SUBURB, Use.INDUSTRY})


class MainRoad(NamedTuple):
    """A road along one edge of the mesh."""

    ring: tuple[Point, ...]
    start: Point
    end: Point
    width_m: float
    paved: bool
    metres: float
    """Metres to a block unit."""

    key: int


class District(NamedTuple):
    """One cell of the mesh: its ring and its roads in block units."""

    i: int
    j: int
    use: Use
    ring: tuple[Point, ...]
    metres: float
    angle: float
    key: int

    @property
    def box(self) -> Box:
        """The box around it in block units."""
        return box(self.ring)

    @property
    def origin(self) -> Point:
        """Where local positions are counted from, in block units."""
        return float(self.i * PITCH), float(self.j * PITCH)

    def to_local(self, point: Point) -> Point:
        """Return metres to the east and south of the district's origin."""
        return (point[0] - self.i * PITCH) * self.metres, (point[1] - self.j * PITCH) * self.metres

    def to_units(self, point: Point) -> Point:
        """Return block units of a local position."""
        return self.i * PITCH + point[0] / self.metres, self.j * PITCH + point[1] / self.metres


@lru_cache(maxsize=16384)
def corner(seed: int, i: int, j: int) -> Point:
    """Return a corner of the mesh in block units."""
    column = i % COUNT
    x = i + 0.3 * (unit(seed, _CORNER, column, j) - 0.5)
    y = j + 0.3 * (unit(seed, _CORNER, column, j, 1) - 0.5)
    at, period = (i / WAVE_CELLS, j / WAVE_CELLS), COUNT // WAVE_CELLS
    x += WAVE * (value_noise(seed, WAVE_X, *at, period) - 0.5)
    y += WAVE * (value_noise(seed, WAVE_Y, *at, period) - 0.5)
    return x * PITCH, y * PITCH


class Layer(NamedTuple):
    """One noise that land use depends on: its salt, its size in cells of the mesh, its weight."""

    salt: int
    cells: int
    weight: float


TOWN_LAYERS = (Layer(_TOWN, 8, 0.62), Layer(_TOWN_FINE, 2, 0.38))
WILD_LAYERS = (Layer(_WILD, 4, 1.0),)
INDUSTRY_LAYERS = (Layer(_INDUSTRY, 2, 1.0),)

TOWN_FROM = (0.46, 0.6)
"""Noise from which on there are suburbs, and town."""

INDUSTRY_FROM = 0.76
WOODLAND_FROM = 0.55


@lru_cache(maxsize=16384)
def use_of(seed: int, i: int, j: int) -> Use:
    """Return the land use of a district."""

    def noise(layers: tuple[Layer, ...]) -> float:
        return sum(
            layer.weight
            * value_noise(seed, layer.salt, x / layer.cells, y / layer.cells, COUNT // layer.cells)
            for layer in layers
        )

    x, y = i % COUNT + 0.5, j + 0.5
    if (town := noise(TOWN_LAYERS)) > TOWN_FROM[0]:
        if noise(INDUSTRY_LAYERS) > INDUSTRY_FROM:
            return Use.INDUSTRY
        return Use.TOWN if town > TOWN_FROM[1] else Use.SUBURB
    return Use.WOODLAND if noise(WILD_LAYERS) > WOODLAND_FROM else Use.FARMLAND


@lru_cache(maxsize=16384)
def road_width(seed: int, i: int, j: int, *, down: bool) -> float:
    """Return the width in metres of the road from a corner to the east, or down; 0 is none."""
    here = use_of(seed, i, j)
    across = use_of(seed, i - 1, j) if down else use_of(seed, i, j - 1)
    uses = {here, across}
    if Use.TOWN in uses:
        return 19.0 if uses <= URBAN else 13.0
    if uses & URBAN:
        return 13.0 if uses <= URBAN else 10.0
    chance = unit(seed, _TRACK, i % COUNT, j, int(down))
    if uses == {Use.WOODLAND}:
        return 5.0 if chance < 0.3 else 0.0
    return 8.0 if chance < 0.5 else 5.0 if chance < 0.85 else 0.0


def _half_width(seed: int, i: int, j: int, *, down: bool) -> float:
    """Return half the width of a road in block units."""
    middle = (j + (0.5 if down else 0.0)) * PITCH
    return road_width(seed, i, j, down=down) / 2 / metres_per_unit(middle)


def _meet(before: Point, at: Point, after: Point, wide_in: float, wide_out: float) -> Point:
    """Return the corner of a ring moved inwards by one distance for each of its two edges."""
    ax, ay = at[0] - before[0], at[1] - before[1]
    bx, by = after[0] - at[0], after[1] - at[1]
    la, lb = hypot(ax, ay), hypot(bx, by)
    ax, ay, bx, by = ax / la, ay / la, bx / lb, by / lb
    sine = ax * by - ay * bx
    return (
        at[0] + (wide_in * bx - wide_out * ax) / sine,
        at[1] + (wide_in * by - wide_out * ay) / sine,
    )


@lru_cache(maxsize=16384)
def inner_ring(seed: int, i: int, j: int) -> tuple[Point, Point, Point, Point]:
    """Return the corners of a district less its share of the roads, from the north-west to east."""
    corners = [corner(seed, i + di, j + dj) for di, dj in ((0, 0), (1, 0), (1, 1), (0, 1))]
    halves = [
        _half_width(seed, i, j, down=False),
        _half_width(seed, i + 1, j, down=True),
        _half_width(seed, i, j + 1, down=False),
        _half_width(seed, i, j, down=True),
    ]
    a, b, c, d = (
        _meet(corners[k - 1], corners[k], corners[(k + 1) % 4], halves[k - 1], halves[k])
        for k in range(4)
    )
    return a, b, c, d


@lru_cache(maxsize=4096)
def district(seed: int, i: int, j: int) -> District:
    """Return one district."""
    metres = metres_per_unit((j + 0.5) * PITCH)
    key = mix(seed, _ANGLE, i % COUNT, j)
    angle = unit(key, 1) * 1.5708
    return District(i, j, use_of(seed, i, j), inner_ring(seed, i, j), metres, angle, key)


@lru_cache(maxsize=8192)
def main_road(seed: int, i: int, j: int, *, down: bool) -> MainRoad | None:
    """Return the road that leaves a corner of the mesh to the east, or down; None where none is."""
    width = road_width(seed, i, j, down=down)
    if not width:
        return None
    start = corner(seed, i, j)
    here = inner_ring(seed, i, j)
    if down:
        end = corner(seed, i, j + 1)
        west = inner_ring(seed, i - 1, j)
        ring = (start, here[0], here[3], end, west[2], west[1])
    else:
        end = corner(seed, i + 1, j)
        north = inner_ring(seed, i, j - 1)
        ring = (start, north[3], north[2], end, here[1], here[0])
    metres = metres_per_unit((start[1] + end[1]) / 2)
    key = mix(seed, _TRACK, i % COUNT, j, int(down), 1)
    return MainRoad(ring, start, end, width, width > 7, metres, key)
