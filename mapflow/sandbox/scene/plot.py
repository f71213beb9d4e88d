"""A plot of land being built on: where buildings still fit, and which stand."""

from collections.abc import Sequence
from enum import StrEnum
from math import hypot
from random import Random
from typing import NamedTuple

from mapflow.sandbox.scene.convex import Frame, Ring, frames, planes
from mapflow.sandbox.scene.grid import Point
from mapflow.sandbox.scene.parcels import Parcel

Edge = tuple[Point, Point, float, Frame]
"""Start, end, length and frame."""


class Roof(StrEnum):
    """How a roof is drawn."""

    GABLE = "gable"
    HIP = "hip"
    FLAT = "flat"
    BANDS = "bands"


class Draft(NamedTuple):
    """One building in metres from the origin of its district."""

    ring: Ring
    shape: str
    class_id: str
    roof: Roof
    height_m: float
    tone: int
    yard: Sequence[Point] = ()


class Plot:
    """A parcel being built on: keeps buildings inside it and apart."""

    def __init__(self, parcel: Parcel) -> None:
        """Start with nothing on a parcel."""
        self.ring: Ring = list(parcel.ring)
        self.edges: list[Edge] = frames(self.ring)
        # Seeded by the place alone: it is not meant to be unpredictable.
        self.random: Random = Random(parcel.key)  # noqa: S311
        self.drafts: list[Draft] = []
        self._circles: list[tuple[float, float, float]] = []
        self._planes = planes(self.ring)

    def inside(self, ring: Ring, margin: float) -> bool:
        """Tell whether a ring keeps a margin to the edges of the parcel."""
        for nx, ny, c in self._planes:
            if min([nx * x + ny * y for x, y in ring]) - c < margin:
                return False
        return True

    def take(
        self, ring: Ring, x: float, y: float, radius: float, margin: float, gap: float
    ) -> bool:
        """Take the place for a small building, if it keeps its margin and its gaps there."""
        least = min([nx * x + ny * y - c for nx, ny, c in self._planes])
        if least < margin or (least < radius + margin and not self.inside(ring, margin)):
            return False
        for ox, oy, other in self._circles:
            near = radius + other + gap
            if abs(x - ox) < near and hypot(x - ox, y - oy) < near:
                return False
        self._circles.append((x, y, radius))
        return True

    def clear(self, ring: Ring, x: float, y: float, reach: float, gap: float) -> bool:
        """Tell whether a ring keeps a gap to the buildings that have taken their place."""
        sides, dots = planes(_hull(ring)), _dotted(ring)
        for draft, (ox, oy, other) in zip(self.drafts, self._circles, strict=True):
            if hypot(x - ox, y - oy) > reach + other + gap:
                continue
            others = planes(_hull(draft.ring))
            if any(_within(others, px, py, gap) for px, py in dots):
                return False
            if any(_within(sides, px, py, gap) for px, py in _dotted(draft.ring)):
                return False
        self._circles.append((x, y, reach))
        return True


def _within(sides: list[tuple[float, float, float]], x: float, y: float, gap: float) -> bool:
    """Tell whether a point lies in a convex ring that is grown by a gap."""
    return all(nx * x + ny * y - c > -gap for nx, ny, c in sides)


def _hull(ring: Ring) -> Ring:
    """Return a rectangle or an L without its inner corner."""
    if len(ring) != 6:
        return ring
    return [b for a, b, c in zip([ring[-1], *ring], ring, [*ring[1:], ring[0]], strict=False)
            if (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0]) > 0]  # fmt: skip


def _dotted(ring: Ring) -> Ring:
    """Return the corners of a ring and points between them."""
    out: Ring = []
    px, py = ring[-1]
    for x, y in ring:
        out.extend([(px + (x - px) * k / 4, py + (y - py) * k / 4) for k in range(4)])
        px, py = x, y
    return out
