"""What rises from the ground: trees, cars, shadows and buildings."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from mapflow.sandbox.world import buildings, greens, sprites
from mapflow.sandbox.world.buildings import Building, Roof
from mapflow.sandbox.world.canvas import Canvas
from mapflow.sandbox.world.convex import box
from mapflow.sandbox.world.grid import Point
from mapflow.sandbox.world.noise import mix, mix_grid
from mapflow.sandbox.world.palette import GROUND, SHADOW, Colour, roof, shade
from mapflow.sandbox.world.parcels import Cover, Layout, Parcel

if TYPE_CHECKING:
    pass

TREES_FROM = 15
DETAILED_FROM = 16
SUN: Point = (-0.45, -0.62)
"""Shadow cast by a metre of height, in metres to the east and south."""

LONGEST_SHADOW_M = 45.0
FOREST_TREES_FROM = 16
_SPACING_M = 5.2


def draw(canvas: Canvas, seed: int, plans: Sequence[Layout]) -> None:
    """Draw shadows, trees and roofs."""
    shown = list(_shown(canvas, seed, plans))
    for parcel, _, houses in shown:
        for building in houses:
            _shadow(canvas, building, parcel.district.metres)
    if canvas.level >= TREES_FROM:
        for parcel, number, _ in shown:
            _tree_shadows(canvas, seed, parcel, number)
    canvas.cast(SHADOW)
    if canvas.level >= TREES_FROM:
        for parcel, number, _ in shown:
            _trees(canvas, seed, parcel, number)
    for parcel, _, houses in shown:
        for building in houses:
            _building(canvas, building, parcel)


def _shown(
    canvas: Canvas, seed: int, plans: Sequence[Layout]
) -> Iterator[tuple[Parcel, int, tuple[Building, ...]]]:
    """Yield the parcels that show, with their buildings."""
    for plan in plans:
        place = plan.district
        margin = LONGEST_SHADOW_M / place.metres
        for number, parcel in enumerate(plan.parcels):
            if canvas.shows([place.to_units(p) for p in parcel.ring], margin):
                houses = buildings.of_parcel(seed, place.i, place.j, number)
                yield parcel, number, tuple(b for b in houses if canvas.shows(b.ring, margin))


def _shadow(canvas: Canvas, building: Building, metres: float) -> None:
    """Add the shadow of a building: its outline swept away from the sun."""
    reach = min(building.height_m, 60.0) / metres
    du, dv = SUN[0] * reach, SUN[1] * reach
    ring = building.ring
    canvas.darken([(u + du, v + dv) for u, v in ring], 125)
    pu, pv = ring[-1]
    for u, v in ring:
        canvas.darken([(pu, pv), (u, v), (u + du, v + dv), (pu + du, pv + dv)], 125)
        pu, pv = u, v


def _tree_shadows(canvas: Canvas, seed: int, parcel: Parcel, number: int) -> None:
    place = parcel.district
    for tree in greens.trees(seed, place.i, place.j, number):
        radius = tree.radius_m / place.metres
        u, v = tree.u + SUN[0] * radius * 1.3, tree.v + SUN[1] * radius * 1.3
        if canvas.shows(((u, v),), radius):
            canvas.shade_disc(u, v, radius, 105)


def _trees(canvas: Canvas, seed: int, parcel: Parcel, number: int) -> None:
    """Draw the trees of a parcel."""
    place = parcel.district
    pixels_per_metre = canvas.scale / place.metres
    if parcel.cover is Cover.FOREST:
        _wood(canvas, seed, parcel, number)
        return
    for tree in greens.trees(seed, place.i, place.j, number):
        if canvas.shows(((tree.u, tree.v),), tree.radius_m * 1.2 / place.metres):
            sprite, mask = sprites.crown(
                round(tree.radius_m * 1.15 * pixels_per_metre), tree.tone % sprites.VARIANTS
            )
            canvas.stamp(sprite, mask, tree.u, tree.v)


def _wood(canvas: Canvas, seed: int, parcel: Parcel, number: int) -> None:
    """Draw the crowns of a wood."""
    place = parcel.district
    if canvas.level < FOREST_TREES_FROM:
        return
    us, vs, looks = _wood_trees(seed, place.i, place.j, number)
    if us is None:
        return
    u0, v0, u1, v1 = canvas.bounds()
    margin = 4.0 / place.metres
    keep = (us > u0 - margin) & (us < u1 + margin) & (vs > v0 - margin) & (vs < v1 + margin)
    pixels_per_metre = canvas.scale / place.metres
    for u, v, look in zip(us[keep].tolist(), vs[keep].tolist(), looks[keep].tolist(), strict=True):
        radius = 2.3 + 1.3 * ((look >> 8) & 255) / 255
        sprite, mask = sprites.crown(round(radius * pixels_per_metre), look % sprites.VARIANTS)
        canvas.stamp(sprite, mask, u, v)


@lru_cache(maxsize=256)
def _wood_trees(seed: int, i: int, j: int, number: int) -> tuple[Any, Any, Any]:
    """Return the crowns of a wood: u, v and a number for the look of each; None when it has none."""
    import importlib

    import numpy as np

    shapely: Any = importlib.import_module("shapely")
    from mapflow.sandbox.world.parcels import layout

    parcel = layout(seed, i, j).parcels[number]
    ring = greens.outline(seed, i, j, number)
    if not ring:
        return None, None, None
    metres = parcel.district.metres
    u0, v0, u1, v1 = box(ring)
    step = _SPACING_M / metres
    columns, rows = np.arange(int((u1 - u0) / step) + 1), np.arange(int((v1 - v0) / step) + 1)
    look = mix_grid(parcel.key, 601, columns[None, :], rows[:, None])
    jitter_u = ((look & 0xFFFF) / 65536.0 - 0.5) * 0.8
    jitter_v = ((look >> np.uint32(16)) / 65536.0 - 0.5) * 0.8
    us = (u0 + (columns[None, :] + 0.5 + jitter_u) * step).ravel()
    vs = (v0 + (rows[:, None] + 0.5 + jitter_v) * step).ravel()
    inside = shapely.contains_xy(shapely.Polygon(ring).buffer(-1.2 / metres), us, vs)
    return us[inside], vs[inside], look.ravel()[inside]


def _building(canvas: Canvas, building: Building, parcel: Parcel) -> None:
    """Draw a building's roof."""
    colour = roof(building.class_id, parcel.cover, building.tone)
    canvas.fill(building.ring, colour)
    if canvas.level >= DETAILED_FROM:
        metres = parcel.district.metres
        match building.roof:
            case Roof.GABLE | Roof.HIP:
                _pitched(canvas, building, colour)
            case Roof.FLAT:
                _flat(canvas, building, colour, metres)
            case Roof.SAWTOOTH:
                _sawtooth(canvas, building, colour)
    if building.yard:
        canvas.fill(building.yard, shade(GROUND[Cover.OLD_TOWN][1], 0.8))


def _between(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def _lit(colour: Colour, a: Point, b: Point) -> Colour:
    """Return the colour of a slope whose eaves run from a to b."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    # The outward normal of an edge that turns from x to y, against the direction of shadows.
    facing = (dy / length) * -SUN[0] + (-dx / length) * -SUN[1]
    return shade(colour, 1.0 + 0.2 * facing / 0.766)


def _pitched(canvas: Canvas, building: Building, colour: Colour) -> None:
    """Draw the slopes of a roof with a ridge."""
    ring = building.ring
    if len(ring) == 4:
        _slopes(canvas, ring, colour, 0.5 if building.roof is Roof.HIP else 0.0)
    elif len(ring) == 6:
        for wing in _wings(ring):
            _slopes(canvas, wing, colour, 0.0)


def _wings(ring: Sequence[Point]) -> Iterator[tuple[Point, Point, Point, Point]]:
    """Yield the two rectangles of an L."""
    for k in range(6):
        (ax, ay), (bx, by), (cx, cy) = ring[k - 1], ring[k], ring[(k + 1) % 6]
        if (bx - ax) * (cy - by) - (by - ay) * (cx - bx) < 0:
            p, q, r = ring[k - 3], ring[k - 2], ring[k - 1]
            corner = p[0] + r[0] - q[0], p[1] + r[1] - q[1]
            yield p, q, r, corner
            yield corner, ring[k], ring[(k + 1) % 6], ring[(k + 2) % 6]


def _slopes(canvas: Canvas, ring: Sequence[Point], colour: Colour, hip: float) -> None:
    """Draw two or four slopes over a rectangle."""
    a, b, c, d = ring
    if (b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2 < (c[0] - b[0]) ** 2 + (c[1] - b[1]) ** 2:
        a, b, c, d = b, c, d, a
    first, last = _between(a, d, 0.5), _between(b, c, 0.5)
    length = ((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2) ** 0.5
    depth = ((c[0] - b[0]) ** 2 + (c[1] - b[1]) ** 2) ** 0.5
    share = min(0.5, hip * depth / length)
    start, end = _between(first, last, share), _between(first, last, 1 - share)
    canvas.fill([a, b, end, start], _lit(colour, a, b))
    canvas.fill([c, d, start, end], _lit(colour, c, d))
    if hip:
        canvas.fill([d, a, start], _lit(colour, d, a))
        canvas.fill([b, c, end], _lit(colour, b, c))


def _flat(canvas: Canvas, building: Building, colour: Colour, metres: float) -> None:
    """Draw a flat roof with its rim and what stands on it."""
    if canvas.level >= 17:
        closed = [*building.ring, building.ring[0]]
        canvas.line(closed, shade(colour, 1.12), 0.9 / metres)
    if canvas.level < 17 or building.height_m < 6 or len(building.ring) != 4:
        return
    a, b, _, d = building.ring
    for k in range(3):
        h = mix(building.tone, k, building.index)
        s, t = 0.15 + 0.7 * (h & 255) / 255, 0.25 + 0.5 * ((h >> 8) & 255) / 255
        x = a[0] + (b[0] - a[0]) * s + (d[0] - a[0]) * t
        y = a[1] + (b[1] - a[1]) * s + (d[1] - a[1]) * t
        r = 1.4 / metres
        canvas.fill(
            [(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)],
            shade(colour, 0.86 if h & 65536 else 1.1),
        )


def _sawtooth(canvas: Canvas, building: Building, colour: Colour) -> None:
    """Draw the bands of a hall's roof."""
    a, b, c, d = building.ring
    bands = 6
    for k in range(1, bands, 2):
        ring = [
            _between(a, b, k / bands),
            _between(a, b, (k + 1) / bands),
            _between(d, c, (k + 1) / bands),
            _between(d, c, k / bands),
        ]
        canvas.fill(ring, shade(colour, 0.93))
