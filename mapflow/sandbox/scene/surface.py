"""What rises from the ground: shadows, trees and buildings."""

from collections.abc import Iterator, Sequence

from mapflow.sandbox.scene import buildings, greens, roofs, sprites, woods
from mapflow.sandbox.scene.buildings import Building
from mapflow.sandbox.scene.canvas import Canvas
from mapflow.sandbox.scene.grid import Point
from mapflow.sandbox.scene.palette import CROWNS, SHADOW
from mapflow.sandbox.scene.parcels import Cover, Layout, Parcel

TREES_FROM = 15
"""First zoom that shows trees, as dots."""

CROWNS_FROM = 16
"""First zoom that shows their crowns and shadows."""

LONGEST_SHADOW_M = 45.0
TALLEST_M = 55.0
"""Taller buildings cast the shadow of one this tall."""

_BUILDING_SHADOW, _TREE_SHADOW = 125, 105

Shown = tuple[Parcel, int, Sequence[Building]]


def draw(canvas: Canvas, seed: int, plans: Sequence[Layout]) -> None:
    """Draw shadows, then trees, then roofs: no tree hides a building."""
    shown = list(_shown(canvas, seed, plans))
    for parcel, _, houses in shown:
        for building in houses:
            _shadow(canvas, building, parcel.district.metres)
    if canvas.level >= CROWNS_FROM:
        for parcel, number, _ in shown:
            _tree_shadows(canvas, seed, parcel, number)
    canvas.cast(SHADOW)
    if canvas.level >= TREES_FROM:
        for parcel, number, _ in shown:
            if parcel.cover is Cover.FOREST:
                woods.draw(canvas, seed, parcel, number)
            else:
                _trees(canvas, seed, parcel, number)
    for parcel, _, houses in shown:
        for building in houses:
            if canvas.near(*building.centre, building.reach):
                roofs.draw(canvas, building, parcel)


def _shown(canvas: Canvas, seed: int, plans: Sequence[Layout]) -> Iterator[Shown]:
    """Yield the parcels that show or cast something, with such of their buildings."""
    for plan in plans:
        place = plan.district
        margin = LONGEST_SHADOW_M / place.metres
        for number, parcel in enumerate(plan.parcels):
            if canvas.shows(parcel.box, margin):
                houses = buildings.of_parcel(seed, place.i, place.j, number)
                near = [b for b in houses if canvas.near(*b.centre, b.reach + margin)]
                yield parcel, number, near


def _shadow(canvas: Canvas, building: Building, metres: float) -> None:
    """Add the shadow of a building: its outline swept away from the sun."""
    reach = min(building.height_m, TALLEST_M) / metres
    du, dv = roofs.SUN[0] * reach, roofs.SUN[1] * reach
    ring = building.ring
    if len(ring) != 6:
        canvas.shade(_swept(ring, du, dv), _BUILDING_SHADOW)
        return
    canvas.shade([(u + du, v + dv) for u, v in ring], _BUILDING_SHADOW)
    pu, pv = ring[-1]
    for u, v in ring:
        canvas.shade([(pu, pv), (u, v), (u + du, v + dv), (pu + du, pv + dv)], _BUILDING_SHADOW)
        pu, pv = u, v


def _swept(ring: Sequence[Point], du: float, dv: float) -> list[Point]:
    """Return the outline of a convex ring and of all its copies on the way to a shift."""
    out: list[Point] = []
    pu, pv = ring[-1]
    ahead = _faces(ring[-2], ring[-1], du, dv)
    for u, v in ring:
        now = _faces((pu, pv), (u, v), du, dv)
        if ahead or now:
            out.append((pu + du, pv + dv))
        if not (ahead and now):
            # Where the outline passes from what moved to what stayed, both ends of the way count.
            stayed = (pu, pv)
            out.insert(len(out) - 1 if now and not ahead else len(out), stayed)
        pu, pv, ahead = u, v, now
    return out


def _faces(a: Point, b: Point, du: float, dv: float) -> bool:
    """Tell whether an edge of a ring that turns from x to y lies on the side of a shift."""
    return (b[1] - a[1]) * du - (b[0] - a[0]) * dv > 0


def _tree_shadows(canvas: Canvas, seed: int, parcel: Parcel, number: int) -> None:
    """Add the shadows of the single trees of a parcel."""
    place = parcel.district
    for tree in greens.trees(seed, place.i, place.j, number):
        radius = tree.radius_m / place.metres
        u, v = tree.u + roofs.SUN[0] * radius * 1.3, tree.v + roofs.SUN[1] * radius * 1.3
        if canvas.near(u, v, radius):
            canvas.shade_disc(u, v, radius, _TREE_SHADOW)


def _trees(canvas: Canvas, seed: int, parcel: Parcel, number: int) -> None:
    """Draw the single trees of a parcel."""
    place = parcel.district
    per_metre = canvas.scale / place.metres
    for tree in greens.trees(seed, place.i, place.j, number):
        if canvas.near(tree.u, tree.v, tree.radius_m * 1.2 / place.metres):
            radius = round(tree.radius_m * 1.15 * per_metre)
            if canvas.level < CROWNS_FROM:
                canvas.dot(tree.u, tree.v, radius, CROWNS[tree.tone % len(CROWNS)])
                continue
            sprite, mask = sprites.crown(radius, tree.tone % sprites.VARIANTS)
            canvas.stamp(sprite, mask, tree.u, tree.v)
