"""From raw coordinates to rings that can be sent: numbers, order, range, closing, winding."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Final, NamedTuple, cast

from mapflow._base_errors import InvalidArea
from mapflow._hints import Hint, joined
from mapflow.geometry._checks.antimeridian import as_drawn
from mapflow.geometry._checks.exact import is_collinear
from mapflow.geometry._readers.found import Part
from mapflow.geometry._refusals import inside, refuse
from mapflow.geometry._types import Position
from mapflow.geometry._values import SNAP_DEG, as_list, as_number, describe, snap

_PLAIN: Final = (list, tuple)
_NESTING: Final = "A ring is a list of [longitude, latitude] positions."


class Ring(NamedTuple):
    """An open ring without repeated neighbours, and which position of the input each one was."""

    positions: list[Position]
    order: Sequence[int]


def place_in(where: str, ring: int, position: int | None = None) -> str:
    """Name a ring, or a position of it, counted from 0."""
    place = inside(where, f"ring {ring}")
    return place if position is None else f"{place}, position {position}"


def read_rings(part: Part) -> list[list[Position]]:
    """Turn the coordinates of a polygon into numbers."""
    rings = as_list(part.rings, "the coordinates of a polygon", part.where)
    if not rings:
        raise refuse("empty", "the polygon has no rings.", where=part.where, hint="Remove it.")
    read: list[list[Position]] = []
    for number, given in enumerate(rings):
        ring = cast("Sequence[Sequence[object]]", given)
        if type(given) not in _PLAIN or not given:
            where = place_in(part.where, number)
            ring = cast("Sequence[Sequence[object]]", as_list(given, "a ring", where))
            if not ring:
                raise refuse("empty", "the ring has no positions.", where=where, hint="Remove it.")
        positions: list[Position] = []
        for index, position in enumerate(ring):
            # The common case first: a hundred thousand of these should not take a second.
            if type(position) in _PLAIN and len(position) >= 2:
                x, y = position[0], position[1]
                if type(x) is float and type(y) is float and isfinite(x) and isfinite(y):
                    positions.append((x, y))
                    continue
            positions.append(_read_position(position, place_in(part.where, number, index)))
        read.append(positions)
    return read


def _read_position(value: object, where: str) -> Position:
    """Read a position of any kind of numbers, or say what is wrong with it."""

    def bad(what: str, hint: str = _NESTING, reason: str = "bad_coordinates") -> InvalidArea:
        return refuse(reason, what, where=where, hint=hint)

    if as_number(value) is not None:
        raise bad(
            f"found the number {describe(value)} where a position belongs;"
            " the coordinates are nested one level too shallow.",
            f"A polygon's coordinates are a list of rings. {_NESTING}",
        )
    position = as_list(value, "a position", where)
    if position and isinstance(position[0], list | tuple):
        raise bad(
            "found a list of positions where one position belongs;"
            " the coordinates are nested one level too deep.",
            f"Is it a MultiPolygon? {_NESTING}",
        )
    if len(position) < 2:
        raise bad(f"a position needs two numbers, found {len(position)}.")
    x, y = (as_number(member) for member in position[:2])
    for name, member, number in (("longitude", position[0], x), ("latitude", position[1], y)):
        if number is None:
            raise bad(f"the {name} must be a number, found {describe(member)}.")
        if not isfinite(number):
            hint = "Remove the position or give it real coordinates."
            raise bad(f"the {name} is {number}, not a place on Earth.", hint, "not_finite")
    return (x or 0.0, y or 0.0)


def place_on_globe(rings: list[list[Position]], where: str) -> list[list[Position]]:
    """Check longitude and latitude; bring a polygon outside ±180 degrees back as a whole."""
    if _first_beyond(rings):
        rings = _snapped(rings)
    if beyond := _first_beyond(rings):
        shift = _shift(rings, *beyond, where)
        rings = _snapped([[(x + shift, y) for x, y in ring] for ring in rings])
    rings = [as_drawn(ring) for ring in rings]
    for number, ring in enumerate(rings):
        before = ring[-1][0]
        for index, (x, y) in enumerate(ring):
            if abs(x - before) > 180:
                raise _antimeridian(
                    f"the edge to longitude {x:.10g}, latitude {y:.10g} spans"
                    f" {abs(x - before):.4g} degrees of longitude; the polygon seems to cross"
                    " the antimeridian.",
                    place_in(where, number, index),
                )
            before = x
    return rings


def _first_beyond(rings: list[list[Position]]) -> tuple[int, int] | None:
    for number, ring in enumerate(rings):
        for index, (x, y) in enumerate(ring):
            if not (-180 <= x <= 180 and -90 <= y <= 90):
                return number, index
    return None


def _snapped(rings: list[list[Position]]) -> list[list[Position]]:
    return [[(snap(x, 180.0), snap(y, 90.0)) for x, y in ring] for ring in rings]


def tidy(positions: list[Position], where: str, number: int) -> Ring:
    """Open a ring, drop repeated positions, and refuse what encloses nothing."""
    ring: list[Position] = []
    keep: list[int] = []
    for index, position in enumerate(positions, 1 - len(positions)):
        # The following one; after the last comes the first.
        if position != positions[index]:
            ring.append(position)
            keep.append(index + len(positions) - 1)
    different = len(set(positions))
    if different < 3:
        raise refuse(
            "too_few_positions",
            f"a ring needs at least 3 different positions, this one has {different}.",
            where=place_in(where, number),
            hint="Draw it again.",
        )
    if is_collinear(ring):
        x, y = ring[0]
        raise refuse(
            "zero_area",
            "all positions of this ring lie on one line"
            f" (the first at longitude {x:.10g}, latitude {y:.10g}), so it has no area.",
            where=place_in(where, number),
            hint="Draw it again, or buffer the line to a polygon.",
        )
    return Ring(ring, keep)


def _shift(rings: list[list[Position]], number: int, index: int, where: str) -> float:
    """Return the turn of the globe that brings a polygon into range, or report why none does."""
    x, y = rings[number][index]
    xs, ys = zip(*(position for ring in rings for position in ring), strict=True)
    west, east, south, north = min(xs), max(xs), min(ys), max(ys)
    place = place_in(where, number, index)
    if max(-west, east, -south, north) > 360:
        example = Hint(
            python="in Python for example with"
            ' mapflow.geometry.as_geometry(area, crs="EPSG:32637")',
            command="or name their system with --crs EPSG:32637",
            tool='or name their system with crs: "EPSG:32637"',
        )
        raise refuse(
            "projected",
            f"({x:.10g}, {y:.10g}) is not a longitude and latitude in degrees;"
            " the coordinates look projected.",
            where=place,
            hint=joined("Reproject them to longitude and latitude, ", example, "."),
        )
    if max(-west, east) <= 90 and all(abs(y) > 90 for y in ys):
        raise refuse(
            "swapped",
            f"({x:.10g}, {y:.10g}) has no valid latitude, but it would in the other order.",
            where=place,
            hint="GeoJSON writes longitude first, then latitude: swap them.",
        )
    if max(-south, north) > 90:
        name, value, limit = ("latitude", y, 90) if abs(y) > 90 else ("longitude", x, 180)
        raise refuse(
            "out_of_range",
            f"the {name} {value:.10g} in ({x:.10g}, {y:.10g}) is outside -{limit}..{limit}.",
            where=place,
            hint="Check the position, and that longitude comes first.",
        )
    if west >= 180 - SNAP_DEG:
        return -360.0
    if east <= SNAP_DEG - 180:
        return 360.0
    raise _antimeridian(
        f"the polygon reaches from longitude {west:.10g} to {east:.10g},"
        " across the antimeridian (180 degrees).",
        place,
    )


def _antimeridian(what: str, where: str) -> InvalidArea:
    cut = Hint(
        python=": as_geometry(area, repair=True)",
        command=" with --repair",
        tool=" with repair=true",
    )
    box = "; a rectangle can be a bounding box with west > east."
    return refuse("antimeridian", what, where=where, hint=joined("Have it cut there", cut, box))
