"""Roofs, drawn within the outline of their building and nowhere else."""

from collections.abc import Iterator, Sequence
from math import hypot

from mapflow.sandbox.scene.buildings import Building
from mapflow.sandbox.scene.canvas import Canvas, Colour
from mapflow.sandbox.scene.grid import Point
from mapflow.sandbox.scene.noise import mix
from mapflow.sandbox.scene.palette import GROUND, roof, shade
from mapflow.sandbox.scene.parcels import Cover, Parcel
from mapflow.sandbox.scene.plot import Roof

SLOPES_FROM = 16
TOPS_FROM = 17

SUN: Point = (-0.45, -0.62)
"""Shadow of a metre of height, in metres to the east and to the south."""

_CONTRAST = 0.2
_BANDS = 7


def draw(canvas: Canvas, building: Building, parcel: Parcel) -> None:
    """Draw the roof of a building."""
    colour = roof(building.class_id, parcel.cover, building.tone)
    canvas.fill(building.ring, colour)
    if canvas.level >= SLOPES_FROM:
        match building.roof:
            case Roof.GABLE | Roof.HIP:
                _pitched(canvas, building, colour)
            case Roof.FLAT if canvas.level >= TOPS_FROM:
                _flat(canvas, building, colour, parcel.district.metres)
            case Roof.BANDS:
                _bands(canvas, building, colour)
            case _:
                pass
    if building.yard:
        canvas.fill(building.yard, shade(GROUND[Cover.OLD_TOWN][1], 0.8))
        if canvas.level >= SLOPES_FROM and len(building.yard) == len(building.ring):
            _around(canvas, building, colour)


def _between(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def _lit(colour: Colour, a: Point, b: Point) -> Colour:
    """Return the colour of a slope whose eaves run from a to b."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = hypot(dx, dy) or 1.0
    # The outward normal of eaves in a ring that turns from x to y, against the shadows.
    facing = (dy * -SUN[0] + dx * SUN[1]) / length
    return shade(colour, 1.0 + _CONTRAST * facing / hypot(*SUN))


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
    """Draw two slopes over four corners, or four."""
    a, b, c, d = ring
    if hypot(b[0] - a[0], b[1] - a[1]) < hypot(c[0] - b[0], c[1] - b[1]):
        a, b, c, d = b, c, d, a
    length, depth = hypot(b[0] - a[0], b[1] - a[1]), hypot(c[0] - b[0], c[1] - b[1])
    first, last = _between(a, d, 0.5), _between(b, c, 0.5)
    share = min(0.5, hip * depth / length)
    start, end = _between(first, last, share), _between(first, last, 1 - share)
    canvas.fill([a, b, end, start], _lit(colour, a, b))
    canvas.fill([c, d, start, end], _lit(colour, c, d))
    if hip:
        canvas.fill([d, a, start], _lit(colour, d, a))
        canvas.fill([b, c, end], _lit(colour, b, c))


def _flat(canvas: Canvas, building: Building, colour: Colour, metres: float) -> None:
    """Draw the rim of a flat roof and what stands on it."""
    cu, cv = building.centre
    rim = 1 - min(0.12, 0.9 / (building.reach * metres))
    if len(building.ring) != 4:
        return
    canvas.fill(building.ring, shade(colour, 1.1))
    canvas.fill([(cu + (u - cu) * rim, cv + (v - cv) * rim) for u, v in building.ring], colour)
    if building.height_m < 6:
        return
    a, b, _, d = building.ring
    side = 1.4 / metres
    for k in range(3 + building.tone % 3):
        h = mix(building.tone, k, building.number)
        along, across = 0.15 + 0.7 * (h & 255) / 255, 0.25 + 0.5 * (h >> 8 & 255) / 255
        u, v = _between(a, b, along)
        u, v = u + (d[0] - a[0]) * across, v + (d[1] - a[1]) * across
        top = [
            (u - side, v - side),
            (u + side, v - side),
            (u + side, v + side),
            (u - side, v + side),
        ]
        canvas.fill([(p + side * SUN[0], q + side * SUN[1]) for p, q in top], shade(colour, 0.8))
        canvas.fill(top, shade(colour, 0.92 if h & 65536 else 1.08))


def _around(canvas: Canvas, building: Building, colour: Colour) -> None:
    """Draw the slopes of a building around its yard: one to the street, one to the yard."""
    ring, (u, v) = building.ring, building.ring[0]
    nearest = min(
        range(len(ring)), key=lambda k: hypot(building.yard[k][0] - u, building.yard[k][1] - v)
    )
    yard = [*building.yard[nearest:], *building.yard[:nearest]]
    for k in range(len(ring)):
        a, b, c, d = ring[k - 1], ring[k], yard[k], yard[k - 1]
        start, end = _between(a, d, 0.5), _between(b, c, 0.5)
        canvas.fill([a, b, end, start], _lit(colour, a, b))
        canvas.fill([c, d, start, end], _lit(colour, c, d))


def _bands(canvas: Canvas, building: Building, colour: Colour) -> None:
    """Draw the bands of a hall's roof."""
    a, b, c, d = building.ring
    for k in range(1, _BANDS, 2):
        near, far = k / _BANDS, (k + 1) / _BANDS
        ring = [
            _between(a, b, near),
            _between(a, b, far),
            _between(d, c, far),
            _between(d, c, near),
        ]
        canvas.fill(ring, shade(colour, 0.92))
