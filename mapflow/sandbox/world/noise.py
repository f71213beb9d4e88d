"""Numbers that look random and depend on nothing but their arguments."""

from math import floor
from typing import Any

_MASK = 0xFFFFFFFF
_FIRST = 0x7FEB352D
_SECOND = 0x846CA68B
_FOLD = 0x9E3779B1


def mix(seed: int, *values: int) -> int:
    """Return 32 bits that depend on every argument."""
    h = (seed ^ (seed >> 32) ^ 0x5BD1E995) & _MASK
    for value in values:
        h = ((h ^ (value & _MASK)) * _FOLD + 0x7F4A7C15) & _MASK
        h ^= h >> 16
        h = (h * _FIRST) & _MASK
        h ^= h >> 15
        h = (h * _SECOND) & _MASK
        h ^= h >> 16
    return h


def unit(seed: int, *values: int) -> float:
    """Return a number in [0, 1) that depends on every argument."""
    return mix(seed, *values) / 4294967296.0


def value_noise(seed: int, salt: int, x: float, y: float, period: int) -> float:
    """Return smooth noise in [0, 1) over the plane; x repeats after `period` cells."""
    x0, y0 = floor(x), floor(y)
    fx, fy = x - x0, y - y0
    sx, sy = fx * fx * (3 - 2 * fx), fy * fy * (3 - 2 * fy)
    left, right = x0 % period, (x0 + 1) % period
    a, b = unit(seed, salt, left, y0), unit(seed, salt, right, y0)
    c, d = unit(seed, salt, left, y0 + 1), unit(seed, salt, right, y0 + 1)
    top = a + (b - a) * sx
    bottom = c + (d - c) * sx
    return top + (bottom - top) * sy


def mix_grid(seed: int, salt: int, x: Any, y: Any) -> Any:
    """Return `mix(seed, salt, x, y)` for two numpy integer arrays that broadcast."""
    import numpy as np

    with np.errstate(over="ignore"):
        start = np.uint32(mix(seed, salt))
        shape = np.broadcast_shapes(np.shape(x), np.shape(y))
        h = np.full(shape, start, dtype=np.uint32)
        for value in (x, y):
            h = (h ^ np.asarray(value).astype(np.uint32)) * np.uint32(_FOLD)
            h = h + np.uint32(0x7F4A7C15)
            h ^= h >> np.uint32(16)
            h *= np.uint32(_FIRST)
            h ^= h >> np.uint32(15)
            h *= np.uint32(_SECOND)
            h ^= h >> np.uint32(16)
    return h


def value_noise_grid(seed: int, salt: int, x: Any, y: Any, period: int) -> Any:
    """Return `value_noise` for the grid spanned by two one-dimensional numpy arrays."""
    import numpy as np

    x0, y0 = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    columns = np.unique(np.concatenate((x0, x0 + 1)))
    rows = np.unique(np.concatenate((y0, y0 + 1)))
    lattice = mix_grid(seed, salt, (columns % period)[None, :], rows[:, None]) / 4294967296.0
    fx, fy = x - x0, y - y0
    sx = fx * fx * (3 - 2 * fx)
    sy = (fy * fy * (3 - 2 * fy))[:, None]
    left, top = np.searchsorted(columns, x0), np.searchsorted(rows, y0)
    upper = lattice[top]
    lower = lattice[top + 1]
    upper = upper[:, left] + (upper[:, left + 1] - upper[:, left]) * sx
    lower = lower[:, left] + (lower[:, left + 1] - lower[:, left]) * sx
    return upper + (lower - upper) * sy
