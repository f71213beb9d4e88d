"""Numbers that look random and depend on nothing but their arguments."""

from math import floor

MASK = 0xFFFFFFFF
FIRST = 0x7FEB352D
SECOND = 0x846CA68B
FOLD = 0x9E3779B1
STEP = 0x7F4A7C15


def mix(seed: int, *values: int) -> int:
    """Return 32 bits that depend on every argument."""
    h = (seed ^ (seed >> 32) ^ 0x5BD1E995) & MASK
    for value in values:
        h = ((h ^ (value & MASK)) * FOLD + STEP) & MASK
        h ^= h >> 16
        h = (h * FIRST) & MASK
        h ^= h >> 15
        h = (h * SECOND) & MASK
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
