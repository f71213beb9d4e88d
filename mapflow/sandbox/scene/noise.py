"""Numbers that look random and depend on nothing but their arguments, for whole arrays at once."""

from collections.abc import Sequence
from math import pi
from typing import Any

import numpy as np
import numpy.typing as npt

from mapflow.sandbox.scene.grid import BLOCKS, Point

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.integer[Any]]
Hashes = npt.NDArray[np.uint32]


def mix(seed: int, salt: int, x: Integers, y: Integers) -> Hashes:
    """Return 32 bits for each position of two arrays that broadcast."""
    shape = np.broadcast_shapes(x.shape, y.shape)
    start = (seed ^ (seed >> 32) ^ 0x5BD1E995) & 0xFFFFFFFF
    h = np.full(shape, start, dtype=np.uint32)
    for value in (np.array([salt]), x, y):
        h = (h ^ value.astype(np.uint32)) * np.uint32(0x9E3779B1) + np.uint32(0x7F4A7C15)
        h ^= h >> np.uint32(16)
        h *= np.uint32(0x7FEB352D)
        h ^= h >> np.uint32(15)
        h *= np.uint32(0x846CA68B)
        h ^= h >> np.uint32(16)
    return h


def value_noise(seed: int, salt: int, x: Floats, y: Floats, period: int) -> Floats:
    """Return smooth noise in [0, 1) for the grid that two axes span, y down the rows.

    The noise repeats after `period` cells of x, so that it closes around the Earth.
    """
    x0, y0 = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    columns = np.unique(np.concatenate((x0, x0 + 1)))
    rows = np.unique(np.concatenate((y0, y0 + 1)))
    lattice = mix(seed, salt, (columns % period)[None, :], rows[:, None]) / 4294967296.0
    fx, fy = x - x0, y - y0
    sx = fx * fx * (3 - 2 * fx)
    sy = (fy * fy * (3 - 2 * fy))[:, None]
    left, top = np.searchsorted(columns, x0), np.searchsorted(rows, y0)
    across = lattice[top] + (lattice[top + 1] - lattice[top]) * sy
    near = across[:, left]
    return near + (across[:, left + 1] - near) * sx


def to_lonlat_list(points: Sequence[Point]) -> list[list[float]]:
    """Return `grid.to_lonlat` of many positions."""
    if not points:
        return []
    units = np.array(points)
    units[:, 0] = units[:, 0] * (360.0 / BLOCKS) - 180.0
    units[:, 1] = np.degrees(np.arctan(np.sinh(pi - units[:, 1] * (2 * pi / BLOCKS))))
    lonlat: list[list[float]] = np.round(units, 8).tolist()
    return lonlat
