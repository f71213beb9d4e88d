"""Plans of buildings: how each kind of parcel is built up, in metres."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from math import hypot
from random import Random
from typing import NamedTuple

from mapflow.sandbox.world.convex import (
    Frame,
    Ring,
    clip,
    contains,
    frames,
    inset,
    place,
    planes,
    rectangle,
)
from mapflow.sandbox.world.grid import Point, shoelace
from mapflow.sandbox.world.parcels import Cover, Parcel

Edge = tuple[Point, Point, float, Frame]


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


class _Site:
    """A parcel being built on: keeps buildings inside it and apart."""

    def __init__(self, parcel: Parcel) -> None:
        self.ring: Ring = list(parcel.ring)
        self.edges: list[Edge] = frames(self.ring)
        # Seeded by the place alone: it is not meant to be unpredictable.
        self.random = Random(parcel.key)  # noqa: S311
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


def _at(edge: Edge, along: float, inwards: float) -> Point:
    """Return the point at a distance along an edge and inwards from it."""
    (ax, ay), _, _, (tx, ty, nx, ny) = edge
    return ax + tx * along + nx * inwards, ay + ty * along + ny * inwards


def _l_corners(along: float, deep: float, wing: float, back: float, *, left: bool) -> Ring:
    """Return an L: a front of full width up to `back`, and a wing behind it as deep as `deep`."""
    ring = [
        (-along, -deep),
        (along, -deep),
        (along, back),
        (-along + 2 * wing, back),
        (-along + 2 * wing, deep),
        (-along, deep),
    ]
    if left:
        return ring
    mirrored = [(-a, b) for a, b in reversed(ring)]
    return [*mirrored[-2:], *mirrored[:-2]]


def _houses(site: _Site) -> None:
    """Put houses along each street, sheds behind some of them."""
    rnd = site.random.random
    tone = site.random.randrange(1 << 16)
    for edge in site.edges:
        length, frame = edge[2], edge[3]
        at = 3.0 + rnd() * 5
        while at < length - 8:
            lot = 14.0 + 10 * rnd()
            along, deep = 4.2 + 2.6 * rnd(), 3.8 + 1.9 * rnd()
            kind, shade = rnd(), int(rnd() * 65536)
            x, y = _at(edge, at + lot / 2, 4.5 + 3.5 * rnd() + deep)
            at += lot
            if rnd() < 0.06:
                continue
            # Most houses of a street share the colour of their tiles.
            shade = (tone if shade & 3 else shade) & 0xFFF0 | shade & 15
            if kind < 0.24:
                deep += 1.6
                corners = _l_corners(along, deep, 2.4 + rnd(), 0.4, left=kind < 0.12)
                ring, shape, roof = place(x, y, frame, corners), "L-SHAPE", Roof.GABLE
            else:
                ring, shape = rectangle(x, y, frame, along, deep), "RECTANGLE"
                roof = Roof.HIP if kind < 0.5 else Roof.GABLE
            if not site.take(ring, x, y, hypot(along, deep) * 0.92, 2.5, 1.0):
                continue
            site.drafts.append(Draft(ring, shape, "102", roof, 4.5 + 3 * rnd(), shade))
            if rnd() < 0.22:
                _shed(site, frame, x, y, deep)


def _shed(site: _Site, frame: Frame, x: float, y: float, deep: float) -> None:
    """Put a garage or a shed behind a house."""
    rnd = site.random.random
    tx, ty, nx, ny = frame
    half, back = 2.6 + rnd(), 2.2 + rnd() * 0.8
    side, off = (rnd() - 0.5) * 12, deep + back + 5 + 5 * rnd()
    cx, cy = x + tx * side + nx * off, y + ty * side + ny * off
    ring = rectangle(cx, cy, frame, half, back)
    if site.take(ring, cx, cy, hypot(half, back), 1.5, 0.5):
        site.drafts.append(Draft(ring, "RECTANGLE", "105", Roof.FLAT, 2.6, int(rnd() * 65536)))


def _flats(site: _Site) -> None:
    """Put slabs, towers and corners along the edges of a parcel."""
    rnd = site.random.random
    height = 12.0 + 3.0 * int(rnd() * 9)
    tone = site.random.randrange(1 << 16)
    for edge in site.edges:
        length, frame = edge[2], edge[3]
        nx, ny = frame[2:]
        at = 9.0 + 6 * rnd()
        while at < length - 24:
            deep = 6.2 + 1.6 * rnd()
            along = 9 + 2 * rnd() if rnd() < 0.2 else 16 + 16 * rnd()
            along = min(along, (length - at - 7) / 2)
            if along < 7:
                break
            x, y = _at(edge, at + along, 8 + 4 * rnd() + deep)
            at += 2 * along + 12 + 10 * rnd()
            if along > 15 and rnd() < 0.3:
                x, y = x + nx * (13 - deep), y + ny * (13 - deep)
                corners = _l_corners(along, 13.0, deep, -13 + 2 * deep, left=rnd() < 0.5)
                ring, shape, reach = place(x, y, frame, corners), "L-SHAPE", hypot(along, 13)
            else:
                ring, shape = rectangle(x, y, frame, along, deep), "RECTANGLE"
                reach = hypot(along, deep)
            if site.inside(ring, 5.0) and site.clear(ring, x, y, reach, 7.0):
                site.drafts.append(Draft(ring, shape, "101", Roof.FLAT, height, tone))


def _old_town(site: _Site) -> None:
    """Close the edges of a parcel with joined houses, or with one building around its yard."""
    rnd = site.random.random
    outer = inset(site.ring, 3.0)
    if not outer:
        return
    depth = 11.0 + 3 * rnd()
    inner = inset(outer, depth)
    tone = site.random.randrange(1 << 16)
    if not inner or shoelace(inner) < 150:
        if shoelace(outer) > 100:
            site.drafts.append(Draft(outer, "COMPLEX", "101", Roof.FLAT, 15, tone))
        return
    if rnd() < 0.25 and shoelace(outer) < 6000:
        site.drafts.append(Draft(outer, "COMPLEX", "101", Roof.FLAT, 17, tone, inner))
        return
    edges = frames(outer)
    for number, edge in enumerate(edges):
        (ax, ay), _, length, (tx, ty, nx, ny) = edge
        strip = clip(outer, nx, ny, nx * ax + ny * ay + depth)
        # A corner belongs to the edge that comes first, so that the strips do not overlap.
        for (bx, by), _, _, (_, _, mx, my) in edges[:number]:
            strip = clip(strip, -mx, -my, -(mx * bx + my * by) - depth)
        start, at = ax * tx + ay * ty, 0.0
        while strip and at < length:
            front = 15 + 14 * rnd()
            if length - at - front < 12:
                front = length - at + 1
            piece = clip(clip(strip, tx, ty, start + at + front), -tx, -ty, -start - at)
            at += front
            shade, height = tone ^ int(rnd() * 256), 11 + 3.2 * int(rnd() * 4)
            if piece and shoelace(piece) > 60 and rnd() > 0.07:
                shape = "RECTANGLE" if len(piece) == 4 else "COMPLEX"
                site.drafts.append(Draft(piece, shape, "101", Roof.GABLE, height, shade))


def _halls(site: _Site) -> None:
    """Fill a parcel with the halls of a works."""
    _boxes(site, "103", share=0.9, deep_m=(24, 30), long_m=(22, 48))


def _shops(site: _Site) -> None:
    """Put shops on one side of a parcel; the other is their car park."""
    _boxes(site, "104", share=0.5, deep_m=(26, 18), long_m=(22, 40))


def _boxes(site: _Site, class_id: str, *, share: float, deep_m: Point, long_m: Point) -> None:
    """Put rows of large boxes along the longest edge, over a share of the parcel's depth."""
    rnd = site.random.random
    yard = inset(site.ring, 7.0)
    if not yard:
        return
    edge = max(frames(yard), key=lambda each: each[2])
    (ax, ay), _, length, frame = edge
    _, _, nx, ny = frame
    deepest = max([nx * (x - ax) + ny * (y - ay) for x, y in yard]) * share
    row = 0.0
    while row < deepest - 12:
        deep = min(deepest - row, deep_m[0] + deep_m[1] * rnd())
        at = 0.0
        while at < length - 14:
            along = min(length - at, long_m[0] + long_m[1] * rnd())
            x, y = _at(edge, at + along / 2, row + deep / 2)
            at += along + 9 + 8 * rnd()
            tone, kind = int(rnd() * 65536), rnd()
            half, back = along / 2 - 1, deep / 2 - 1
            if half < 6 or back < 6 or kind < 0.12:
                continue
            if kind > 0.8 and half > 12 and back > 10:
                corners = _l_corners(half, back, half * 0.45, -back * 0.1, left=kind > 0.9)
                ring, shape, roof = place(x, y, frame, corners), "L-SHAPE", Roof.FLAT
            else:
                ring, shape = rectangle(x, y, frame, half, back), "RECTANGLE"
                roof = Roof.BANDS if class_id == "103" and kind < 0.45 else Roof.FLAT
            if all(contains(yard, px, py) for px, py in ring):
                site.drafts.append(Draft(ring, shape, class_id, roof, 7 + 4 * rnd(), tone))
        row += deep + 10 + 6 * rnd()


def _farm(site: _Site) -> None:
    """Put a homestead on a parcel: houses along its two longest edges, and barns."""
    rnd = site.random.random
    for edge in sorted(site.edges, key=lambda each: -each[2])[:2]:
        length, frame = edge[2], edge[3]
        at = 12.0 + 20 * rnd()
        while at < length - 25:
            barn = rnd() < 0.3
            along, deep = (
                (9 + 9 * rnd(), 6 + 2 * rnd()) if barn else (5 + 2 * rnd(), 4 + 1.5 * rnd())
            )
            x, y = _at(edge, at + along, (26 if barn else 9) + 4 * rnd() + deep)
            at += 2 * along + 10 + 26 * rnd()
            ring = rectangle(x, y, frame, along, deep)
            tone, height = int(rnd() * 65536), 5 + 2 * rnd()
            if site.take(ring, x, y, hypot(along, deep), 4.0, 3.0):
                kind = "105" if barn else "102"
                site.drafts.append(Draft(ring, "RECTANGLE", kind, Roof.GABLE, height, tone))


_BUILDERS: dict[Cover, Callable[[_Site], None]] = {
    Cover.HOUSES: _houses,
    Cover.FLATS: _flats,
    Cover.OLD_TOWN: _old_town,
    Cover.SHOPS: _shops,
    Cover.WORKS: _halls,
    Cover.FARM: _farm,
}

BUILT = frozenset(_BUILDERS)
"""Covers that carry buildings."""


def draw_up(parcel: Parcel) -> list[Draft]:
    """Return the buildings of a parcel in metres."""
    if parcel.cover not in BUILT:
        return []
    site = _Site(parcel)
    _BUILDERS[parcel.cover](site)
    return site.drafts
