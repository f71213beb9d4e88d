"""Districts: the coarse mesh of the scene, its land use, and the main roads between its cells.

The corners of a regular mesh are moved by hash and by a slow wave, so that the main roads run
askew. A district is the four-sided cell between four corners, less half of the roads along it.
"""

from enum import StrEnum
from functools import lru_cache
from math import hypot
from typing import Any, NamedTuple

from mapflow.sandbox.world.grid import BLOCKS, Point, metres_per_unit
from mapflow.sandbox.world.noise import mix, unit, value_noise, value_noise_grid

PITCH = 4
"""Blocks from one corner of the mesh to the next."""

COUNT = BLOCKS // PITCH
"""Districts around the Earth."""

_CORNER, _WAVE_X, _WAVE_Y, _TOWN, _TOWN_FINE, _WILD, _INDUSTRY, _TRACK, _ANGLE = range(101, 110)


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


class District(NamedTuple):
    """One cell of the mesh: its ring and its roads in block units."""

    i: int
    j: int
    use: Use
    ring: tuple[Point, ...]
    metres: float
    angle: float
    key: int

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
    x += 1.8 * (value_noise(seed, _WAVE_X, i / 8, j / 8, COUNT // 8) - 0.5)
    y += 1.8 * (value_noise(seed, _WAVE_Y, i / 8, j / 8, COUNT // 8) - 0.5)
    return x * PITCH, y * PITCH


class _Layer(NamedTuple):
    """One noise that land use depends on: its salt, its size in cells of the mesh, its weight."""

    salt: int
    cells: int
    weight: float


_TOWN_LAYERS = (_Layer(_TOWN, 8, 0.62), _Layer(_TOWN_FINE, 2, 0.38))
_WILD_LAYERS = (_Layer(_WILD, 4, 1.0),)
_INDUSTRY_LAYERS = (_Layer(_INDUSTRY, 2, 1.0),)


@lru_cache(maxsize=16384)
def use_of(seed: int, i: int, j: int) -> Use:
    """Return the land use of a district."""

    def noise(layers: tuple[_Layer, ...]) -> float:
        return sum(
            layer.weight
            * value_noise(seed, layer.salt, x / layer.cells, y / layer.cells, COUNT // layer.cells)
            for layer in layers
        )

    x, y = i % COUNT + 0.5, j + 0.5
    if noise(_TOWN_LAYERS) > 0.46:
        if noise(_INDUSTRY_LAYERS) > 0.76:
            return Use.INDUSTRY
        return Use.TOWN if noise(_TOWN_LAYERS) > 0.6 else Use.SUBURB
    return Use.WOODLAND if noise(_WILD_LAYERS) > 0.55 else Use.FARMLAND


def use_grid(seed: int, x: Any, y: Any) -> Any:
    """Return the land use over a grid of positions in cells, as numbers in the order of `Use`."""
    import numpy as np

    def noise(layers: tuple[_Layer, ...]) -> Any:
        return sum(
            layer.weight
            * value_noise_grid(
                seed, layer.salt, x / layer.cells, y / layer.cells, COUNT // layer.cells
            )
            for layer in layers
        )

    town = noise(_TOWN_LAYERS)
    order = list(Use)
    return np.select(
        [
            (town > 0.46) & (noise(_INDUSTRY_LAYERS) > 0.76),
            town > 0.6,
            town > 0.46,
            noise(_WILD_LAYERS) > 0.55,
        ],
        [order.index(use) for use in (Use.INDUSTRY, Use.TOWN, Use.SUBURB, Use.WOODLAND)],
        order.index(Use.FARMLAND),
    )


@lru_cache(maxsize=16384)
def road_width(seed: int, i: int, j: int, *, down: bool) -> float:
    """Return the width in metres of the road that leaves a corner to the east, or down; 0 is none."""
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
    return MainRoad(ring, start, end, width, width > 7)
