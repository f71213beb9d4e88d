"""Paint and cars on streets."""

from math import hypot

from mapflow.sandbox.scene.canvas import Canvas
from mapflow.sandbox.scene.convex import Frame, rectangle
from mapflow.sandbox.scene.districts import MainRoad
from mapflow.sandbox.scene.noise import unit
from mapflow.sandbox.scene.palette import CARS, PAINT, shade
from mapflow.sandbox.scene.parcels import Street

PAINT_FROM = 16
CARS_FROM = 17
_END_M = 14.0
"""Paint and cars keep clear of the ends of a street, where it meets others."""

_CARS = 701


def draw(canvas: Canvas, way: MainRoad | Street) -> None:
    """Draw the lines and the cars on a street."""
    if not way.paved or canvas.level < PAINT_FROM:
        return
    du, dv = way.end[0] - way.start[0], way.end[1] - way.start[1]
    length = hypot(du, dv) * way.metres
    if length < 3 * _END_M:
        return
    frame = (du / length, dv / length, -dv / length, du / length)
    lane = way.width_m / 4
    if way.width_m >= 18:
        for offset in (-0.3, 0.3):
            _dashes(canvas, way, frame, offset, length, (1e9, 1.0))
        if canvas.level >= CARS_FROM:
            for offset in (-lane - 0.3, lane + 0.3):
                _dashes(canvas, way, frame, offset, length, (4.0, 6.0))
    elif way.width_m >= 12 or (canvas.level >= CARS_FROM and way.width_m >= 10):
        _dashes(canvas, way, frame, 0.0, length, (3.0, 6.0))
    if canvas.level >= CARS_FROM:
        _cars(canvas, way, frame, length)


def _dashes(
    canvas: Canvas,
    way: MainRoad | Street,
    frame: Frame,
    offset_m: float,
    length_m: float,
    rhythm_m: tuple[float, float],
) -> None:
    """Draw a dashed line beside the middle of a street."""
    tu, tv, nu, nv = frame
    u, v = way.start[0] + nu * offset_m, way.start[1] + nv * offset_m
    at, (on, off) = _END_M, rhythm_m
    while at < length_m - _END_M:
        stop = min(at + on, length_m - _END_M)
        if on > length_m or canvas.near(u + tu * at, v + tv * at, on / way.metres):
            ends = ((u + tu * at, v + tv * at), (u + tu * stop, v + tv * stop))
            canvas.line(ends, PAINT, 0.22 / way.metres)
        at = stop + off


def _cars(canvas: Canvas, way: MainRoad | Street, frame: Frame, length_m: float) -> None:
    """Draw parked cars along a street, moving ones on a main road."""
    tu, tv, nu, nv = frame
    main = isinstance(way, MainRoad)
    step = 17.0 if main else 6.5
    share = 0.35 if main else 0.16
    aside = way.width_m / 4 if main else way.width_m / 2 - 1.3
    metres = way.metres
    for number in range(int((length_m - 2 * _END_M) / step)):
        along = _END_M + number * step + 4 * unit(way.key, _CARS, number, 9)
        u, v = way.start[0] + tu * along, way.start[1] + tv * along
        if not canvas.near(u, v, way.width_m / metres):
            continue
        for side in (-1, 1):
            if unit(way.key, _CARS, number, side) < share:
                off = side * aside
                tone = int(unit(way.key, _CARS, number, side, 1) * len(CARS))
                car(canvas, (u + nu * off, v + nv * off), frame, metres, tone)


def car(canvas: Canvas, place: tuple[float, float], frame: Frame, metres: float, tone: int) -> None:
    """Draw a car along the first direction of a frame whose vectors are units per metre."""
    body = rectangle(*place, frame, 2.2, 0.95)
    colour = CARS[tone % len(CARS)]
    off = 0.5 / metres
    canvas.fill([(u - off, v - off) for u, v in body], (70, 72, 76))
    canvas.fill(body, colour)
    if canvas.level >= CARS_FROM + 1:
        canvas.fill(rectangle(*place, frame, 1.0, 0.75), shade(colour, 0.72))
