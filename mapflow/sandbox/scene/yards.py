"""What lies on the ground of a parcel: lawns, drives, pools, pitches, car parks, building sites."""

from collections.abc import Sequence

from mapflow.sandbox.scene import buildings, greens
from mapflow.sandbox.scene.buildings import Building
from mapflow.sandbox.scene.canvas import Canvas, Colour
from mapflow.sandbox.scene.convex import Ring, centroid, contains, frames, inset, place, rectangle
from mapflow.sandbox.scene.grid import Point
from mapflow.sandbox.scene.noise import unit
from mapflow.sandbox.scene.palette import (
    BOXES,
    CONCRETE,
    DRIVE,
    PAINT,
    PITCH_GREEN,
    POOL,
    SAND,
    TRACK,
    shade,
)
from mapflow.sandbox.scene.parcels import Cover, Parcel
from mapflow.sandbox.scene.traffic import car

FROM = 16
_LOT, _POOL, _SITE, _STALL = range(801, 805)


def draw(canvas: Canvas, seed: int, parcel: Parcel, number: int, ground: Colour) -> None:
    """Draw what lies on a parcel."""
    spot = parcel.district
    match parcel.cover:
        case Cover.HOUSES | Cover.FARM:
            for house in buildings.of_parcel(seed, spot.i, spot.j, number):
                if house.class_id == "102":
                    _garden(canvas, parcel, house, ground)
        case Cover.PARK:
            _park(canvas, parcel, ground)
        case Cover.SITE:
            _site(canvas, parcel)
        case Cover.SHOPS | Cover.WORKS:
            _stalls(canvas, parcel, buildings.of_parcel(seed, spot.i, spot.j, number))
        case _:
            pass


def _local(parcel: Parcel, ring: Sequence[Point]) -> list[Point]:
    """Return local metres as block units."""
    return [parcel.district.to_units(p) for p in ring]


def _garden(canvas: Canvas, parcel: Parcel, house: Building, ground: Colour) -> None:
    """Draw the lawn around a house, its drive and its pool."""
    metres = parcel.district.metres
    if not canvas.near(*house.centre, 30 / metres):
        return
    (au, av), (bu, bv) = house.ring[:2]
    length = ((bu - au) ** 2 + (bv - av) ** 2) ** 0.5 * metres
    tu, tv = (bu - au) / length, (bv - av) / length
    frame = (tu, tv, -tv, tu)
    look = unit(parcel.key, _LOT, house.number)
    lawn = place(*_middle(house), frame, [(-8.5, -6), (8.5, -6), (8.5, 17), (-8.5, 17)])
    canvas.fill(lawn, shade(ground, 0.94 + 0.11 * look))
    side = length / 2 - 1.6
    drive = [(side - 1.5, -9.0), (side + 1.5, -9.0), (side + 1.5, 2.0), (side - 1.5, 2.0)]
    canvas.fill(place(*_middle(house), frame, drive), DRIVE)
    if look > 0.55:
        car(
            canvas,
            place(*_middle(house), frame, [(side, -3.2)])[0],
            (-tv, tu, -tu, -tv),
            metres,
            house.tone,
        )
    if unit(parcel.key, _POOL, house.number) < 0.05:
        basin = [(-4.0, 0.0), (-3.0, -1.6), (3.0, -1.6), (4.0, 0.0), (3.0, 1.6), (-3.0, 1.6)]
        for grow, colour in ((1.3, CONCRETE), (1.0, POOL)):
            ring = [(a * grow, 16.5 + b * grow * 1.1) for a, b in basin]
            canvas.fill(place(*_middle(house), frame, ring), colour)


def _middle(house: Building) -> Point:
    """Return the middle of a house's front."""
    (au, av), (bu, bv) = house.ring[:2]
    return (au + bu) / 2, (av + bv) / 2


def _park(canvas: Canvas, parcel: Parcel, ground: Colour) -> None:
    """Draw paths across a park, or a pitch on it."""
    pitch = greens.pitch_of(parcel)
    if pitch is not None:
        _pitch(canvas, parcel, pitch)
        return
    ring = parcel.ring
    cx, cy = centroid(ring)
    edge = max(frames(ring), key=lambda each: each[2])
    width = 1.8 / parcel.district.metres
    for x, y in ring:
        canvas.line(_local(parcel, [(x, y), (cx, cy)]), shade(TRACK, 1.02), width)
    disc = rectangle(cx, cy, edge[3], 5, 5)
    canvas.fill(_local(parcel, disc), shade(TRACK, 1.02))
    canvas.fill(_local(parcel, rectangle(cx, cy, edge[3], 2.4, 2.4)), shade(ground, 0.8))


def _pitch(canvas: Canvas, parcel: Parcel, pitch: greens.Pitch) -> None:
    """Draw a football pitch."""
    at, frame, long, short = pitch
    stripes = 8
    for k in range(stripes):
        a, b = -long + 2 * long * k / stripes, -long + 2 * long * (k + 1) / stripes
        ring = place(*at, frame, [(a, -short), (b, -short), (b, short), (a, short)])
        canvas.fill(_local(parcel, ring), shade(PITCH_GREEN, 1.05 if k % 2 else 0.97))
    width = 0.3 / parcel.district.metres
    inner = rectangle(*at, frame, long - 2, short - 2)
    canvas.line(_local(parcel, [*inner, inner[0]]), PAINT, width)
    middle = place(*at, frame, [(0, 2 - short), (0, short - 2)])
    canvas.line(_local(parcel, middle), PAINT, width)
    for end in (-1, 1):
        goal = [(long - 2, -9), (long - 12, -9), (long - 12, 9), (long - 2, 9)]
        line = place(*at, frame, [(end * a, b * min(1, short / 24)) for a, b in goal])
        canvas.line(_local(parcel, line), PAINT, width)


def _site(canvas: Canvas, parcel: Parcel) -> None:
    """Draw pits, slabs and huts on a building site."""
    ring = inset(parcel.ring, 8.0)
    if not ring:
        return
    edge = max(frames(ring), key=lambda each: each[2])
    (ax, ay), _, length, frame = edge
    tx, ty, nx, ny = frame
    reach = max(nx * (x - ax) + ny * (y - ay) for x, y in ring)
    sand = SAND[parcel.key % len(SAND)]
    for k in range(9):
        along = length * unit(parcel.key, _SITE, k)
        deep = reach * unit(parcel.key, _SITE, k, 1)
        size = unit(parcel.key, _SITE, k, 2)
        x, y = ax + tx * along + nx * deep, ay + ty * along + ny * deep
        if k < 4:
            half, colour = (8 + 12 * size, 6 + 8 * size), shade(sand, 0.8 + 0.06 * k)
        elif k < 6:
            half, colour = (7 + 6 * size, 5 + 4 * size), shade(CONCRETE, 0.86)
        else:
            half, colour = (3.0, 1.25), BOXES[(parcel.key + k) % len(BOXES)]
        piece = rectangle(x, y, frame, *half)
        if all(contains(ring, px, py) for px, py in piece):
            canvas.fill(_local(parcel, piece), colour)


def _stalls(canvas: Canvas, parcel: Parcel, halls: Sequence[Building]) -> None:
    """Draw rows of parked cars and of containers where no building stands."""
    if canvas.level < FROM + 1:
        return
    ring: Ring = inset(parcel.ring, 6.0)
    if not ring:
        return
    spot = parcel.district
    (ax, ay), _, length, (tx, ty, nx, ny) = max(frames(ring), key=lambda each: each[2])
    reach = max(nx * (x - ax) + ny * (y - ay) for x, y in ring)
    taken = [(*spot.to_local(hall.centre), hall.reach * spot.metres + 2) for hall in halls]
    shops = parcel.cover is Cover.SHOPS
    row_m, stall_m, share = (11.0, 2.7, 0.62) if shops else (26.0, 14.0, 0.4)
    for row in range(int(reach / row_m)):
        for stall in range(int(length / stall_m)):
            x = ax + tx * (stall + 0.5) * stall_m + nx * (row + 0.5) * row_m
            y = ay + ty * (stall + 0.5) * stall_m + ny * (row + 0.5) * row_m
            look = unit(parcel.key, _STALL, row, stall)
            if look > share or not contains(ring, x, y, 1.5):
                continue
            if any((x - ox) ** 2 + (y - oy) ** 2 < r * r for ox, oy, r in taken):
                continue
            u, v = spot.to_units((x, y))
            if not canvas.near(u, v, 8 / spot.metres):
                continue
            tone = int(look * 1000)
            if shops:
                across = (nx / spot.metres, ny / spot.metres, -tx / spot.metres, -ty / spot.metres)
                car(canvas, (u, v), across, spot.metres, tone)
            else:
                along = (tx / spot.metres, ty / spot.metres, nx / spot.metres, ny / spot.metres)
                canvas.fill(rectangle(u, v, along, 6.0, 1.25), BOXES[tone % len(BOXES)])
