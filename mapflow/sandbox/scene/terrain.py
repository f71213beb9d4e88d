"""The ground: parcels, fields, woods, water and streets."""

from collections.abc import Sequence

from mapflow.sandbox.scene import greens, traffic, yards
from mapflow.sandbox.scene.canvas import Canvas, Colour
from mapflow.sandbox.scene.convex import box, clip, frames
from mapflow.sandbox.scene.districts import URBAN, MainRoad, district
from mapflow.sandbox.scene.grid import Point
from mapflow.sandbox.scene.noise import unit
from mapflow.sandbox.scene.palette import (
    ASPHALT,
    CANOPY,
    CROPS,
    FAR,
    GROUND,
    MAIN_ASPHALT,
    PAVEMENT,
    SAND,
    SHORE,
    TRACK,
    USE,
    WATER,
    shade,
)
from mapflow.sandbox.scene.parcels import Cover, Layout, Parcel, layout

_TINT, _CROP, _ROWS = range(501, 504)
_PAVED = frozenset({Cover.FLATS, Cover.OLD_TOWN, Cover.SHOPS, Cover.HOUSES, Cover.PARK})
_SINGLE_TREES_FROM = 16


def draw(canvas: Canvas, seed: int, plans: Sequence[Layout], roads: Sequence[MainRoad]) -> None:
    """Draw everything flat."""
    for plan in plans:
        for number, parcel in enumerate(plan.parcels):
            if canvas.shows(parcel.box):
                _parcel(canvas, seed, parcel, number)
        for street in plan.streets:
            if canvas.shows(box(street.ring)):
                canvas.fill(street.ring, ASPHALT if street.paved else TRACK)
                traffic.draw(canvas, street)
    for road in roads:
        canvas.fill(road.ring, MAIN_ASPHALT if road.paved else TRACK)
    for road in roads:
        traffic.draw(canvas, road)


def draw_far(
    canvas: Canvas, seed: int, cells: Sequence[tuple[int, int]], roads: Sequence[MainRoad]
) -> None:
    """Draw what can be told from far: districts that are built up, fields and woods, main roads."""
    for i, j in cells:
        place = district(seed, i, j)
        canvas.fill(place.ring, shade(USE[place.use], 0.96 + 0.08 * unit(place.key, _TINT)))
        if place.use in URBAN and canvas.level < 13:
            canvas.roughen(place.ring)
            continue
        for number, parcel in enumerate(layout(seed, i, j).parcels):
            if not canvas.shows(parcel.box):
                continue
            colour = _far_colour(parcel)
            if parcel.cover is Cover.LAKE:
                canvas.fill(parcel.outline, _ground(parcel))
                if shore := greens.outline(seed, i, j, number):
                    canvas.fill(shore, colour)
                continue
            canvas.fill(parcel.outline, colour)
            if parcel.cover is Cover.FOREST:
                canvas.roughen(parcel.outline)
    for road in roads:
        if road.paved:
            canvas.line((road.start, road.end), MAIN_ASPHALT, road.width_m / road.metres)


def _far_colour(parcel: Parcel) -> Colour:
    """Return the colour of a parcel with all that stands on it."""
    match parcel.cover:
        case Cover.FOREST:
            return CANOPY
        case Cover.LAKE:
            return WATER
        case Cover.FIELD:
            return _crop(parcel)
        case _:
            return shade(FAR[parcel.cover], 0.95 + 0.1 * unit(parcel.key, _TINT))


def _ground(parcel: Parcel) -> Colour:
    """Return the colour of bare ground."""
    tint = unit(parcel.key, _TINT)
    tones = GROUND[parcel.cover]
    return shade(tones[int(tint * len(tones))], 0.97 + 0.06 * tint)


def _crop(parcel: Parcel) -> Colour:
    """Return the colour of what a field is sown with."""
    return CROPS[int(unit(parcel.key, _CROP) * len(CROPS))]


def _parcel(canvas: Canvas, seed: int, parcel: Parcel, number: int) -> None:
    """Draw the ground of a parcel."""
    place = parcel.district
    ground = _ground(parcel)
    canvas.fill(parcel.outline, ground)
    outline = greens.outline(seed, place.i, place.j, number)
    match parcel.cover:
        case Cover.FOREST if outline:
            canvas.fill(outline, CANOPY)
            if canvas.level < _SINGLE_TREES_FROM:
                canvas.roughen(outline)
        case Cover.LAKE if outline:
            _lake(canvas, parcel, outline)
        case Cover.FIELD if outline:
            _field(canvas, parcel, outline)
        case Cover.SITE if outline:
            canvas.fill(outline, SAND[parcel.key % len(SAND)])
        case _:
            pass
    if canvas.level >= yards.FROM:
        yards.draw(canvas, seed, parcel, number, ground)
        if parcel.cover in _PAVED:
            closed = [*parcel.outline, parcel.outline[0]]
            canvas.line(closed, PAVEMENT, 2.4 / place.metres)


def _lake(canvas: Canvas, parcel: Parcel, outline: Sequence[Point]) -> None:
    """Draw a lake with its shore, darker towards its middle."""
    canvas.line([*outline, outline[0]], SHORE, 5.0 / parcel.district.metres)
    cu = sum(u for u, _ in outline) / len(outline)
    cv = sum(v for _, v in outline) / len(outline)
    for step in range(4):
        keep = 1 - step * 0.12
        ring = [(cu + (u - cu) * keep, cv + (v - cv) * keep) for u, v in outline]
        canvas.fill(ring, shade(WATER, 1.06 - 0.05 * step))


def _field(canvas: Canvas, parcel: Parcel, outline: Sequence[Point]) -> None:
    """Draw a field with the marks of its rows."""
    crop = _crop(parcel)
    canvas.fill(outline, crop)
    if canvas.level < 15:
        return
    (ax, ay), _, _, (_, _, nx, ny) = max(frames(outline), key=lambda edge: edge[2])
    reach = max(nx * (x - ax) + ny * (y - ay) for x, y in outline)
    pitch = (6 + 8 * unit(parcel.key, _ROWS)) / parcel.district.metres
    level = nx * ax + ny * ay + pitch
    for row in range(int(reach / pitch)):
        half = pitch * (0.22 if row % 5 else 0.34)
        strip = clip(clip(outline, nx, ny, level + half), -nx, -ny, -level + half)
        level += pitch
        if strip and canvas.shows(box(strip)):
            factor = 0.965 + 0.06 * unit(parcel.key, _ROWS, row)
            canvas.fill(strip, shade(crop, factor if row % 5 else 0.91))
