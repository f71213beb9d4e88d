"""The ground: parcels, fields, woods, water, streets and their paint."""

from collections.abc import Sequence
from math import hypot

from mapflow.sandbox.world import greens
from mapflow.sandbox.world.canvas import Canvas
from mapflow.sandbox.world.convex import clip, frames
from mapflow.sandbox.world.districts import MainRoad
from mapflow.sandbox.world.grid import Point
from mapflow.sandbox.world.noise import unit
from mapflow.sandbox.world.palette import (
    ASPHALT,
    CANOPY,
    CROPS,
    GROUND,
    MAIN_ASPHALT,
    PAINT,
    PAVEMENT,
    SHORE,
    TRACK,
    WATER,
    Colour,
    shade,
)
from mapflow.sandbox.world.parcels import Cover, Layout, Parcel, Street

_TINT, _CROP, _ROWS = range(501, 504)
_PAVED = frozenset({Cover.FLATS, Cover.OLD_TOWN, Cover.SHOPS, Cover.HOUSES, Cover.PARK})


def draw(canvas: Canvas, seed: int, plans: Sequence[Layout], roads: Sequence[MainRoad]) -> None:
    """Draw everything flat."""
    for plan in plans:
        for number, parcel in enumerate(plan.parcels):
            ring = [plan.district.to_units(p) for p in parcel.ring]
            if canvas.shows(ring):
                _parcel(canvas, seed, parcel, number, ring)
        for street in plan.streets:
            if canvas.shows(street.ring):
                _street(canvas, street, plan.district.metres)
    for road in roads:
        canvas.fill(road.ring, MAIN_ASPHALT if road.paved else TRACK)
    if canvas.level >= 16:
        for road in roads:
            if road.paved:
                _paint(canvas, road)


def _parcel(canvas: Canvas, seed: int, parcel: Parcel, number: int, ring: list[Point]) -> None:
    """Draw the ground of a parcel."""
    place = parcel.district
    tones = GROUND[parcel.cover]
    tint = unit(parcel.key, _TINT)
    colour = shade(tones[int(tint * len(tones))], 0.97 + 0.06 * tint)
    canvas.fill(ring, colour)
    outline = greens.outline(seed, place.i, place.j, number)
    match parcel.cover:
        case Cover.FOREST if outline:
            canvas.fill(outline, CANOPY)
        case Cover.LAKE if outline:
            canvas.fill(outline, WATER)
            closed = [*outline, outline[0]]
            if canvas.level >= 14:
                canvas.line(closed, SHORE, 2.5 / place.metres)
        case Cover.FIELD if outline:
            _field(canvas, parcel, outline)
        case _:
            pass
    if canvas.level >= 16 and parcel.cover in _PAVED:
        closed = [*ring, ring[0]]
        canvas.line(closed, PAVEMENT, 2.2 / place.metres)


def _field(canvas: Canvas, parcel: Parcel, outline: Sequence[Point]) -> None:
    """Draw a field with the marks of its rows."""
    crop: Colour = CROPS[int(unit(parcel.key, _CROP) * len(CROPS))]
    canvas.fill(outline, crop)
    if canvas.level < 15:
        return
    (ax, ay), _, _, (tx, ty, nx, ny) = max(frames(outline), key=lambda edge: edge[2])
    metres = parcel.district.metres
    reach = max(nx * (x - ax) + ny * (y - ay) for x, y in outline)
    pitch = (7 + 9 * unit(parcel.key, _ROWS)) / metres
    row, count = pitch, 0
    while row < reach:
        wide = (0.5 if count % 3 else 1.1) * pitch * 0.36
        level = nx * ax + ny * ay + row
        strip = clip(clip(list(outline), nx, ny, level + wide / 2), -nx, -ny, -level + wide / 2)
        if strip:
            canvas.fill(strip, shade(crop, 0.94 if count % 2 else 1.05))
        row, count = row + pitch, count + 1
    del tx, ty


def _street(canvas: Canvas, street: Street, metres: float) -> None:
    """Draw a street."""
    canvas.fill(street.ring, ASPHALT if street.paved else TRACK)
    if canvas.level >= 17 and street.paved and street.width_m >= 10:
        _dashes(canvas, street.start, street.end, metres, 0.0, (3.0, 6.0))


def _paint(canvas: Canvas, road: MainRoad) -> None:
    """Draw the lines on a main road."""
    metres = _unit_metres(road)
    if road.width_m >= 18:
        _dashes(canvas, road.start, road.end, metres, -0.25, (1e9, 1.0))
        _dashes(canvas, road.start, road.end, metres, 0.25, (1e9, 1.0))
        if canvas.level >= 17:
            for offset in (-4.2, 4.2):
                _dashes(canvas, road.start, road.end, metres, offset, (4.0, 6.0))
    else:
        _dashes(canvas, road.start, road.end, metres, 0.0, (4.0, 6.0))


def _unit_metres(road: MainRoad) -> float:
    """Return metres per unit at a road."""
    from mapflow.sandbox.world.grid import metres_per_unit

    return metres_per_unit((road.start[1] + road.end[1]) / 2)


def _dashes(
    canvas: Canvas,
    start: Point,
    end: Point,
    metres: float,
    offset_m: float,
    rhythm_m: tuple[float, float],
) -> None:
    """Draw a dashed line beside the middle of a street, clear of its ends."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = hypot(dx, dy) * metres
    if length < 40:
        return
    tx, ty = dx / length, dy / length
    ox, oy = -ty * offset_m, tx * offset_m
    at, on, off = 14.0, *rhythm_m
    while at < length - 14:
        stop = min(at + on, length - 14)
        a = (start[0] + tx * at + ox, start[1] + ty * at + oy)
        b = (start[0] + tx * stop + ox, start[1] + ty * stop + oy)
        if canvas.shows((a, b)):
            canvas.line((a, b), PAINT, 0.22 / metres)
        at = stop + off
