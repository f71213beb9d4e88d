"""On which side of a line a point lies, without rounding errors.

Whether two lines cross must not depend on the last bit of a product, or a valid polygon would be
refused on one machine and accepted on another. Floating point decides whenever that is safe, which
is nearly always; rational numbers decide the rest.
"""

from __future__ import annotations

from typing import Final

from mapflow.geometry._types import Position

# Shewchuk (1997): the largest relative error of the determinant in double precision. The small
# absolute term covers products that underflow.
RELATIVE_ERROR: Final = 3.3306690738754716e-16
ABSOLUTE_ERROR: Final = 1e-300


def side(ax: float, ay: float, bx: float, by: float, px: float, py: float) -> float:
    """Positive where p is left of the line from a to b, negative where right, 0 where on it."""
    left = (bx - ax) * (py - ay)
    right = (by - ay) * (px - ax)
    determinant = left - right
    bound = RELATIVE_ERROR * (abs(left) + abs(right)) + ABSOLUTE_ERROR
    if determinant > bound or determinant < -bound:
        return determinant
    if (px == bx and py == by) or ((bx == ax or py == ay) and (by == ay or px == ax)):
        return 0.0
    return _side_exactly(ax, ay, bx, by, px, py)


def is_on_edge(a: Position, b: Position, at: Position) -> bool:
    """Return whether a point lies on the edge from a to b, its ends included."""
    (ax, ay), (bx, by), (x, y) = a, b, at
    return (
        min(ax, bx) <= x <= max(ax, bx)
        and min(ay, by) <= y <= max(ay, by)
        and side(ax, ay, bx, by, x, y) == 0
    )


def contains(ring: list[Position], x: float, y: float) -> bool:
    """Return whether a ring encloses a point that is not on it."""
    inside = False
    x1, y1 = ring[-1]
    for x2, y2 in ring:
        if (y1 > y) != (y2 > y):
            turn = side(x1, y1, x2, y2, x, y)
            if (turn > 0) == (y2 > y1):
                inside = not inside
        x1, y1 = x2, y2
    return inside


def is_collinear(ring: list[Position]) -> bool:
    """Return whether all positions of a ring lie on one line."""
    (ax, ay), (bx, by) = ring[0], ring[1]
    return all(side(ax, ay, bx, by, x, y) == 0 for x, y in ring)


def is_counterclockwise(ring: list[Position]) -> bool:
    """Tell which way round a simple ring runs, by the turn at its westernmost corner."""
    corner = min(range(len(ring)), key=ring.__getitem__)
    before, at, after = ring[corner - 1], ring[corner], ring[(corner + 1) % len(ring)]
    return side(*before, *at, *after) > 0


def _side_exactly(ax: float, ay: float, bx: float, by: float, px: float, py: float) -> float:
    from fractions import Fraction  # a rare need, and it brings the decimal module with it

    fax, fay = Fraction(ax), Fraction(ay)
    determinant = (Fraction(bx) - fax) * (Fraction(py) - fay) - (Fraction(by) - fay) * (
        Fraction(px) - fax
    )
    sign = (determinant > 0) - (determinant < 0)
    return float(determinant) or sign * 5e-324
