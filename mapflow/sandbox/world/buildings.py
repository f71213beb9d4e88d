"""Buildings: what stands on a parcel.

Every building belongs to one parcel and lies inside it, so it is found once wherever an area is cut.
"""

from enum import StrEnum
from functools import lru_cache
from math import hypot
from random import Random
from typing import NamedTuple

from mapflow.sandbox.world.convex import (
    Frame,
    Ring,
    centroid,
    clip,
    contains,
    frames,
    inset,
    place,
    rectangle,
)
from mapflow.sandbox.world.grid import Point, shoelace
from mapflow.sandbox.world.parcels import Cover, Parcel, layout

SMALLEST_M2 = 20.0
"""The service drops smaller objects."""


class Roof(StrEnum):
    """How a roof is drawn."""

    GABLE = "gable"
    HIP = "hip"
    FLAT = "flat"
    SAWTOOTH = "sawtooth"


class Building(NamedTuple):
    """One building, in block units."""

    index: int
    ring: tuple[Point, ...]
    yard: tuple[Point, ...]
    centre: Point
    shape: str
    class_id: str
    roof: Roof
    height_m: float
    tone: int


class _Draft(NamedTuple):
    """One building in metres from the origin of its district."""

    ring: Ring
    shape: str
    class_id: str
    roof: Roof
    height_m: float
    tone: int
    yard: Ring = []  # noqa: RUF012 - a NamedTuple default, never changed


class _Site:
    """A parcel being built on: keeps buildings inside it and apart."""

    def __init__(self, parcel: Parcel) -> None:
        self.ring: Ring = list(parcel.ring)
        # Seeded by place alone: not meant to be unpredictable.
        self.random = Random(parcel.key)  # noqa: S311
        self.drafts: list[_Draft] = []
        self._circles: list[tuple[float, float, float]] = []

    def fits(
        self, ring: Ring, x: float, y: float, radius: float, margin: float, gap: float
    ) -> bool:
        """Tell whether a building fits, and keep its place if it does."""
        for ox, oy, other in self._circles:
            if hypot(x - ox, y - oy) < radius + other + gap:
                return False
        for px, py in ring:
            if not contains(self.ring, px, py, margin):
                return False
        self._circles.append((x, y, radius))
        return True


def _l_corners(along: float, deep: float, wing: float, back: float, *, left: bool) -> Ring:
    """Return an L: a front of full width and a wing to the back."""
    ring = [
        (-along, -deep),
        (along, -deep),
        (along, back),
        (-along + 2 * wing, back),
        (-along + 2 * wing, deep),
        (-along, deep),
    ]
    return ring if left else [(-a, b) for a, b in reversed(ring)]


def _houses(site: _Site, *, lot_m: float = 18.0, setback_m: float = 6.0) -> None:
    """Put houses along each street, sheds behind some of them."""
    rnd = site.random.random
    tone = site.random.randrange(1 << 16)
    for (ax, ay), _, length, frame in frames(site.ring):
        if length < 20:
            continue
        tx, ty, nx, ny = frame
        at = 3.0 + rnd() * 5
        while at < length - 8:
            lot = lot_m * (0.8 + 0.5 * rnd())
            along, deep = 4.2 + 2.6 * rnd(), 3.8 + 1.9 * rnd()
            kind, shade = rnd(), int(rnd() * 65536)
            middle = at + lot / 2
            off = setback_m * (0.75 + 0.6 * rnd()) + deep
            at += lot
            if rnd() < 0.06:
                continue
            x, y = ax + tx * middle + nx * off, ay + ty * middle + ny * off
            shade = (tone if shade & 3 else shade) & 0xFFF0 | shade & 15
            if kind < 0.24:
                deep += 1.6
                ring = place(
                    x, y, frame, _l_corners(along, deep, 2.4 + rnd(), 0.4, left=kind < 0.12)
                )
                shape, roof = "L-SHAPE", Roof.GABLE
            else:
                ring = rectangle(x, y, frame, along, deep)
                shape, roof = "RECTANGLE", Roof.HIP if kind < 0.5 else Roof.GABLE
            if not site.fits(ring, x, y, hypot(along, deep) * 0.92, 2.5, 1.0):
                continue
            site.drafts.append(_Draft(ring, shape, "102", roof, 4.5 + 3 * rnd(), shade))
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
    if site.fits(ring, cx, cy, hypot(half, back), 1.5, 0.5):
        tone = int(rnd() * 65536)
        site.drafts.append(_Draft(ring, "RECTANGLE", "105", Roof.FLAT, 2.6, tone))


def _flats(site: _Site) -> None:
    """Put slabs and towers along the edges of a parcel."""
    rnd = site.random.random
    height = 12.0 + 3.0 * int(rnd() * 9)
    tone = site.random.randrange(1 << 16)
    for (ax, ay), _, length, frame in frames(site.ring):
        tx, ty, nx, ny = frame
        at = 9.0 + 6 * rnd()
        while at < length - 24:
            deep = 6.2 + 1.6 * rnd()
            along = 9 + 2 * rnd() if rnd() < 0.2 else 16 + 16 * rnd()
            along = min(along, (length - at - 7) / 2)
            if along < 7:
                break
            middle, off = at + along, 8 + 4 * rnd() + deep
            at += 2 * along + 12 + 10 * rnd()
            x, y = ax + tx * middle + nx * off, ay + ty * middle + ny * off
            if along > 15 and rnd() < 0.3:
                wing = _l_corners(along, 13.0, deep, -13 + 2 * deep, left=rnd() < 0.5)
                ring = place(x + nx * (13 - deep), y + ny * (13 - deep), frame, wing)
                shape = "L-SHAPE"
                x, y = x + nx * (13 - deep), y + ny * (13 - deep)
                reach = hypot(along, 13)
            else:
                ring, shape, reach = rectangle(x, y, frame, along, deep), "RECTANGLE", along
            if site.fits(ring, x, y, reach * 0.8, 5.0, 2.0) and _apart(site, ring, 7.0):
                site.drafts.append(_Draft(ring, shape, "101", Roof.FLAT, height, tone))


def _apart(site: _Site, ring: Ring, gap: float) -> bool:
    """Tell whether a long ring keeps clear of the buildings that stand, by its corners and theirs."""
    grown = [inset_point for draft in site.drafts for inset_point in draft.ring]
    hull = inset(ring, -gap) if shoelace(ring) > 0 and len(ring) == 4 else ring
    if any(contains(hull, x, y) for x, y in grown):
        return False
    return not any(
        contains(inset(draft.ring, -gap), x, y)
        for draft in site.drafts
        if len(draft.ring) == 4
        for x, y in _along(ring)
    )


def _along(ring: Ring) -> Ring:
    """Return the corners of a ring and points between them."""
    out: Ring = []
    px, py = ring[-1]
    for x, y in ring:
        out.extend((px + (x - px) * k / 4, py + (y - py) * k / 4) for k in range(4))
        px, py = x, y
    return out


def _old_town(site: _Site) -> None:
    """Close the edges of a parcel with joined houses around a yard, or with one that has a yard."""
    rnd = site.random.random
    outer = inset(site.ring, 3.0)
    depth = 11.0 + 3 * rnd()
    inner = inset(outer, depth)
    if not outer:
        return
    tone = site.random.randrange(1 << 16)
    if not inner or shoelace(inner) < 150:
        if shoelace(outer) > 100:
            site.drafts.append(_Draft(outer, "COMPLEX", "101", Roof.FLAT, 15, tone))
        return
    if rnd() < 0.25 and shoelace(outer) < 6000:
        draft = _Draft(outer, "COMPLEX", "101", Roof.FLAT, 17, tone, inner)
        site.drafts.append(draft)
        return
    for (ax, ay), _, length, (tx, ty, nx, ny) in frames(outer):
        at = 0.0
        strip = clip(outer, nx, ny, nx * ax + ny * ay + depth)
        # A corner belongs to the edge that comes first, so that the strips do not overlap.
        for (bx, by), _, _, (_, _, mx, my) in frames(outer):
            if (bx, by) == (ax, ay):
                break
            strip = clip(strip, -mx, -my, -(mx * bx + my * by) - depth)
        start = ax * tx + ay * ty
        while strip and at < length:
            front = 15 + 14 * rnd()
            if length - at - front < 12:
                front = length - at + 1
            piece = clip(clip(strip, tx, ty, start + at + front), -tx, -ty, -start - at)
            at += front
            shade = int(rnd() * 65536)
            height = 11 + 3.2 * int(rnd() * 4)
            if piece and shoelace(piece) > 60 and rnd() > 0.07:
                shape = "RECTANGLE" if len(piece) == 4 else "COMPLEX"
                site.drafts.append(
                    _Draft(piece, shape, "101", Roof.HIP, height, tone ^ shade & 255)
                )


def _boxes(site: _Site, *, works: bool) -> None:
    """Put large boxes on a parcel: halls of a works, or shops with their car park."""
    rnd = site.random.random
    yard = inset(site.ring, 7.0)
    if not yard:
        return
    longest = max(frames(yard), key=lambda edge: edge[2])
    (ax, ay), _, length, frame = longest
    tx, ty, nx, ny = frame
    reach = max(nx * (x - ax) + ny * (y - ay) for x, y in yard)
    deepest = reach * (0.9 if works else 0.5)
    row = 0.0
    while row < deepest - 12:
        deep = min(deepest - row, (24 + 30 * rnd()) if works else (26 + 18 * rnd()))
        at = 0.0
        while at < length - 14:
            along = min(length - at, 22 + (48 if works else 40) * rnd())
            middle, off = at + along / 2, row + deep / 2
            x, y = ax + tx * middle + nx * off, ay + ty * middle + ny * off
            at += along + 9 + 8 * rnd()
            tone, kind = int(rnd() * 65536), rnd()
            half, back = along / 2 - 1, deep / 2 - 1
            if half < 6 or back < 6 or kind < (0.14 if works else 0.1):
                continue
            if kind > 0.8 and half > 12 and back > 10:
                corners = _l_corners(half, back, half * 0.45, -back * 0.1, left=kind > 0.9)
                ring, shape = place(x, y, frame, corners), "L-SHAPE"
                roof = Roof.FLAT
            else:
                ring, shape = rectangle(x, y, frame, half, back), "RECTANGLE"
                roof = Roof.SAWTOOTH if works and kind < 0.45 else Roof.FLAT
            if all(contains(yard, px, py) for px, py in ring):
                class_id = "103" if works else "104"
                site.drafts.append(_Draft(ring, shape, class_id, roof, 7 + 4 * rnd(), tone))
        row += deep + 10 + 6 * rnd()


def _farm(site: _Site) -> None:
    """Put a homestead on a parcel: a few houses along its longest edge and a barn or two."""
    rnd = site.random.random
    edges = sorted(frames(site.ring), key=lambda edge: -edge[2])
    for (ax, ay), _, length, frame in edges[:2]:
        tx, ty, nx, ny = frame
        at = 12.0 + 20 * rnd()
        while at < length - 25:
            barn = rnd() < 0.3
            along, deep = (
                (9 + 9 * rnd(), 6 + 2 * rnd()) if barn else (5 + 2 * rnd(), 4 + 1.5 * rnd())
            )
            middle, off = at + along, (26 if barn else 9) + 4 * rnd() + deep
            at += 2 * along + 10 + 26 * rnd()
            x, y = ax + tx * middle + nx * off, ay + ty * middle + ny * off
            ring = rectangle(x, y, frame, along, deep)
            tone, height = int(rnd() * 65536), 5 + 2 * rnd()
            if site.fits(ring, x, y, hypot(along, deep), 4.0, 3.0):
                draft = _Draft(
                    ring, "RECTANGLE", "105" if barn else "102", Roof.GABLE, height, tone
                )
                site.drafts.append(draft)


def _drafts(parcel: Parcel) -> list[_Draft]:
    """Return the buildings of a parcel in metres."""
    site = _Site(parcel)
    match parcel.cover:
        case Cover.HOUSES:
            _houses(site)
        case Cover.FLATS:
            _flats(site)
        case Cover.OLD_TOWN:
            _old_town(site)
        case Cover.SHOPS:
            _boxes(site, works=False)
        case Cover.WORKS:
            _boxes(site, works=True)
        case Cover.FARM:
            _farm(site)
        case _:
            pass
    return site.drafts


@lru_cache(maxsize=4096)
def of_parcel(seed: int, i: int, j: int, number: int) -> tuple[Building, ...]:
    """Return the buildings of one parcel of a district, by its number in the layout."""
    parcel = layout(seed, i, j).parcels[number]
    to_units = parcel.district.to_units
    out: list[Building] = []
    for index, draft in enumerate(_drafts(parcel)):
        if abs(shoelace(draft.ring)) < SMALLEST_M2:
            continue
        out.append(
            Building(
                index,
                tuple(to_units(p) for p in draft.ring),
                tuple(to_units(p) for p in draft.yard),
                to_units(centroid(draft.ring)),
                draft.shape,
                draft.class_id,
                draft.roof,
                draft.height_m,
                draft.tone,
            )
        )
    return tuple(out)
