"""Plans of buildings: how each kind of parcel is built up, in metres."""

from collections.abc import Callable
from math import hypot

from mapflow.sandbox.scene.convex import (
    Frame,
    Ring,
    clip,
    contains,
    frames,
    inset,
    place,
    rectangle,
)
from mapflow.sandbox.scene.grid import Point, shoelace
from mapflow.sandbox.scene.parcels import Cover, Parcel
from mapflow.sandbox.scene.plot import Draft, Edge, Plot, Roof


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


def _houses(plot: Plot) -> None:
    """Put houses along each street, sheds behind some of them."""
    rnd = plot.random.random
    tone = plot.random.randrange(1 << 16)
    for edge in plot.edges:
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
            if not plot.take(ring, x, y, hypot(along, deep) * 0.92, 2.5, 1.0):
                continue
            plot.drafts.append(Draft(ring, shape, "102", roof, 4.5 + 3 * rnd(), shade))
            if rnd() < 0.22:
                _shed(plot, frame, x, y, deep)


def _shed(plot: Plot, frame: Frame, x: float, y: float, deep: float) -> None:
    """Put a garage or a shed behind a house."""
    rnd = plot.random.random
    tx, ty, nx, ny = frame
    half, back = 2.6 + rnd(), 2.2 + rnd() * 0.8
    side, off = (rnd() - 0.5) * 12, deep + back + 5 + 5 * rnd()
    cx, cy = x + tx * side + nx * off, y + ty * side + ny * off
    ring = rectangle(cx, cy, frame, half, back)
    if plot.take(ring, cx, cy, hypot(half, back), 1.5, 0.5):
        plot.drafts.append(Draft(ring, "RECTANGLE", "105", Roof.FLAT, 2.6, int(rnd() * 65536)))


def _flats(plot: Plot) -> None:
    """Put slabs, towers and corners along the edges of a parcel."""
    rnd = plot.random.random
    height = 12.0 + 3.0 * int(rnd() * 9)
    tone = plot.random.randrange(1 << 16)
    for edge in plot.edges:
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
            if plot.inside(ring, 5.0) and plot.clear(ring, x, y, reach, 7.0):
                plot.drafts.append(Draft(ring, shape, "101", Roof.FLAT, height, tone))


def _old_town(plot: Plot) -> None:
    """Close the edges of a parcel with joined houses, or with one building around its yard."""
    rnd = plot.random.random
    outer = inset(plot.ring, 3.0)
    if not outer:
        return
    depth = 11.0 + 3 * rnd()
    inner = inset(outer, depth)
    tone = plot.random.randrange(1 << 16)
    if not inner or shoelace(inner) < 150:
        if shoelace(outer) > 100:
            plot.drafts.append(Draft(outer, "COMPLEX", "101", Roof.FLAT, 15, tone))
        return
    if rnd() < 0.25 and shoelace(outer) < 6000:
        plot.drafts.append(Draft(outer, "COMPLEX", "101", Roof.FLAT, 17, tone, inner))
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
                plot.drafts.append(Draft(piece, shape, "101", Roof.GABLE, height, shade))


def _halls(plot: Plot) -> None:
    """Fill a parcel with the halls of a works."""
    _boxes(plot, "103", share=0.9, deep_m=(24, 30), long_m=(22, 48))


def _shops(plot: Plot) -> None:
    """Put shops on one side of a parcel; the other is their car park."""
    _boxes(plot, "104", share=0.5, deep_m=(26, 18), long_m=(22, 40))


def _boxes(plot: Plot, class_id: str, *, share: float, deep_m: Point, long_m: Point) -> None:
    """Put rows of large boxes along the longest edge, over a share of the parcel's depth."""
    rnd = plot.random.random
    yard = inset(plot.ring, 7.0)
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
                plot.drafts.append(Draft(ring, shape, class_id, roof, 7 + 4 * rnd(), tone))
        row += deep + 10 + 6 * rnd()


def _farm(plot: Plot) -> None:
    """Put a homestead on a parcel: houses along its two longest edges, and barns."""
    rnd = plot.random.random
    for edge in sorted(plot.edges, key=lambda each: -each[2])[:2]:
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
            if plot.take(ring, x, y, hypot(along, deep), 4.0, 3.0):
                kind = "105" if barn else "102"
                plot.drafts.append(Draft(ring, "RECTANGLE", kind, Roof.GABLE, height, tone))


_BUILDERS: dict[Cover, Callable[[Plot], None]] = {
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
    plot = Plot(parcel)
    _BUILDERS[parcel.cover](plot)
    return plot.drafts
