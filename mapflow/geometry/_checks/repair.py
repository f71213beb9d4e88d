"""Mending what is broken, for those who ask for it: by GEOS, which does it by well-known rules."""

from __future__ import annotations

from typing import Any, NamedTuple

from mapflow.geometry._checks.antimeridian import over_the_pole, unrolled
from mapflow.geometry._extra import require
from mapflow.geometry._refusals import refuse
from mapflow.geometry._types import Polygon


class Split(NamedTuple):
    """A polygon cut at the antimeridian.

    Attributes:
        pieces: What it was cut into.
        unrolled: Its rings before that.
        was_valid: Whether those were in order.
        has_pole: Whether it goes round a pole.
    """

    pieces: list[Polygon]
    unrolled: Polygon
    was_valid: bool
    has_pole: bool


def repaired(rings: Polygon, where: str) -> list[Polygon]:
    """Return valid polygons for the ground that rings enclose.

    Each ring is repaired by itself, then holes are taken out; one that lies outside is a polygon.
    """
    shapely = require("shapely", "repairing an area", where=where)
    usable = [ring for ring in rings if len(set(ring)) > 2]
    if not usable or usable[0] is not rings[0]:
        raise _nothing_left(where)
    try:
        shape = shapely.make_valid(
            shapely.Polygon(usable[0], usable[1:]), method="structure", keep_collapsed=False
        )
    except shapely.errors.ShapelyError as error:
        raise refuse(
            "self_intersection",
            "the polygon cannot be repaired.",
            where=where,
            hint="Draw it again.",
        ) from error
    found = _polygons(shapely.get_parts(shape).tolist())
    if not found:
        raise _nothing_left(where)
    return found


def split_at_antimeridian(rings: Polygon, where: str) -> Split:
    """Cut a polygon that crosses ±180 degrees there.

    One that goes round a pole is closed over it.
    """
    shapely = require("shapely", "cutting an area at the antimeridian", where=where)
    outline, *inner = [unrolled(ring) for ring in rings]
    shell = over_the_pole(outline) if outline.turns else outline.positions
    if shell is None or any(hole.turns for hole in inner):
        raise refuse(
            "antimeridian",
            "the polygon goes round the globe, and which side of its ring is meant is not known.",
            where=where,
            hint="Draw it as polygons that end at the antimeridian, longitudes -180 and 180.",
        )
    holes = [hole.positions for hole in inner]
    middle = (min(x for x, _ in shell) + max(x for x, _ in shell)) / 2
    placed = [shell]
    for hole in holes:
        # A hole is written on whichever side of the line its program thought of.
        turns = round((middle - hole[0][0]) / 360)
        placed.append([(x + 360 * turns, y) for x, y in hole])
    drawn = shapely.Polygon(placed[0], placed[1:])
    shape = shapely.make_valid(drawn, method="structure", keep_collapsed=False)
    found: list[Polygon] = []
    for turn in range(-2, 3):
        west = 360.0 * turn - 180.0
        part = shapely.intersection(shape, shapely.box(west, -90.0, west + 360.0, 90.0))
        found.extend(
            [[(x - 360.0 * turn, y) for x, y in ring] for ring in rings]
            for rings in _polygons(shapely.get_parts(part).tolist())
        )
    return Split(found, placed, bool(drawn.is_valid), bool(outline.turns))


def _polygons(parts: list[Any]) -> list[Polygon]:
    """The polygons among shapes, as open rings of plain numbers."""
    return [
        [
            [(float(x), float(y)) for x, y in ring.coords[:-1]]
            for ring in (piece.exterior, *piece.interiors)
        ]
        for piece in parts
        if piece.geom_type == "Polygon" and not piece.is_empty
    ]


def _nothing_left(where: str) -> Exception:
    return refuse(
        "zero_area",
        "nothing is left of the polygon after its repair.",
        where=where,
        hint="Draw it again.",
    )
