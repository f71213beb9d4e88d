"""The numbers of `noise` and the projection of `grid`, for whole arrays at once."""

from collections.abc import Sequence
from math import pi
from typing import Any

import numpy as np
import numpy.typing as npt

from mapflow.sandbox.scene.grid import BLOCKS, Point
from mapflow.sandbox.scene.noise import FIRST, FOLD, SECOND, STEP, mix

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.integer[Any]]
Hashes = npt.NDArray[np.uint32]


def mix_grid(seed: int, salt: int, x: Integers, y: Integers) -> Hashes:
    """Return `mix(seed, salt, x, y)` for two arrays that broadcast."""
    shape = np.broadcast_shapes(x.shape, y.shape)
    h = np.full(shape, np.uint32(mix(seed, salt)), dtype=np.uint32)
    for value in (x, y):
        h = (h ^ value.astype(np.uint32)) * np.uint32(FOLD) + np.uint32(STEP)
        h ^= h >> np.uint32(16)
        h *= np.uint32(FIRST)
        h ^= h >> np.uint32(15)
        h *= np.uint32(SECOND)
        h ^= h >> np.uint32(16)
    return h


def unit_grid(seed: int, salt: int, x: Integers, y: Integers) -> Floats:
    """Return `unit(seed, salt, x, y)` for two arrays that broadcast."""
    return mix_grid(seed, salt, x, y) / 4294967296.0


def value_noise_grid(seed: int, salt: int, x: Floats, y: Floats, period: int) -> Floats:
    """Return `value_noise` for the grid that two one-dimensional arrays span, y down the rows."""
    x0, y0 = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    columns = np.unique(np.concatenate((x0, x0 + 1)))
    rows = np.unique(np.concatenate((y0, y0 + 1)))
    lattice = unit_grid(seed, salt, (columns % period)[None, :], rows[:, None])
    fx, fy = x - x0, y - y0
    sx = fx * fx * (3 - 2 * fx)
    sy = (fy * fy * (3 - 2 * fy))[:, None]
    left, top = np.searchsorted(columns, x0), np.searchsorted(rows, y0)
    across = lattice[top] + (lattice[top + 1] - lattice[top]) * sy
    near = across[:, left]
    return near + (across[:, left + 1] - near) * sx


def to_lonlat_list(points: Sequence[Point]) -> list[list[float]]:
    """Return `to_lonlat` of many positions."""
    if not points:
        return []
    units = np.array(points)
    units[:, 0] = units[:, 0] * (360.0 / BLOCKS) - 180.0
    units[:, 1] = np.degrees(np.arctan(np.sinh(pi - units[:, 1] * (2 * pi / BLOCKS))))
    lonlat: list[list[float]] = np.round(units, 8).tolist()
    return lonlat
