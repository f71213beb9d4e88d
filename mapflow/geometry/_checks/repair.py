"""Mending what is broken, for those who ask for it: by GEOS, which does it by well-known rules."""

from __future__ import annotations

from typing import Any, NamedTuple

from mapflow.geometry._extra import require
from mapflow.geometry._refusals import refuse
from mapflow.geometry._types import Polygon, Position


class Split(NamedTuple):
    """A polygon cut at the antimeridian, its rings before that, and whether they were in order."""

    pieces: list[Polygon]
    unrolled: Polygon
    was_valid: bool


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


def split_at_antimeridian(rings: Polygon, where: str) -> Split | None:
    """Cut a polygon that crosses ±180 degrees there; None if it goes round a pole."""
    shapely = require("shapely", "cutting an area at the antimeridian", where=where)
    unrolled = [_unrolled(ring) for ring in rings]
    if any(ring is None for ring in unrolled):
        return None
    shell, *holes = [ring for ring in unrolled if ring is not None]
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
    return Split(found, placed, bool(drawn.is_valid))


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


def _unrolled(ring: list[Position]) -> list[Position] | None:
    """Follow a ring the short way round, whatever turn of the globe its longitudes are in."""
    result = [ring[0]]
    for x, y in ring[1:]:
        before = result[-1][0]
        result.append((x - 360.0 * round((x - before) / 360.0), y))
    closing = ring[0][0] - 360.0 * round((ring[0][0] - result[-1][0]) / 360.0)
    return result if abs(closing - result[0][0]) < 180 else None


def _nothing_left(where: str) -> Exception:
    return refuse(
        "zero_area",
        "nothing is left of the polygon after its repair.",
        where=where,
        hint="Draw it again.",
    )
