"""Many small polygons under fewer outlines: ground between them costs less than each alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple, cast

from mapflow.splitting._limits import LEAST_BILLED_M2, Kept
from mapflow.splitting._pieces import (
    Box,
    Piece,
    Shape,
    as_pieces,
    box_area_m2,
    polygons_of,
    shape_of,
    shapely,
)

_BITS: Final = 20


class Outline(NamedTuple):
    """A hull.

    Attributes:
        piece: The hull, as one polygon.
        ground: The polygons of the input that it stands for.
    """

    piece: Piece
    ground: list[Piece]


def outlined(pieces: Sequence[Piece], bounds: Kept) -> list[Outline]:
    """Put polygons that lie close together under one hull each.

    A polygon more in a hull saves its share of what a processing costs at least, and costs the
    ground in between.
    """
    worth_m2 = LEAST_BILLED_M2 / bounds.polygons
    grown: list[Outline] = []
    shape: Shape = None
    for piece in sorted(pieces, key=lambda each: along_curve(*each.centre)):
        own = shape_of(piece.rings)
        if shape is not None:
            last = grown[-1]
            hull = shapely().convex_hull(shapely().union(shape, own))
            (joined,) = as_pieces([hull], [("", piece.box)], is_whole=True)
            extra_m2 = joined.area_m2 - last.piece.area_m2 - piece.area_m2
            if extra_m2 < worth_m2 and box_area_m2(joined.box) <= bounds.area_m2:
                joined.cell = joined.box
                shape, grown[-1] = hull, Outline(joined, [*last.ground, piece])
                continue
        shape = own
        grown.append(Outline(piece, [piece]))
    return _united(grown, bounds) if len(grown) > 1 else grown


def _united(outlines: Sequence[Outline], bounds: Kept) -> list[Outline]:
    """Unite those that overlap where they fit: ground that they share would be paid twice."""
    lib = shapely()
    shapes = [shape_of(each.piece.rings) for each in outlines]
    pairs = lib.STRtree(shapes).query(shapes, predicate="intersects").tolist()
    ones, others = cast("list[list[int]]", pairs)
    groups: list[list[int]] = [[number] for number in range(len(shapes))]
    for one, other in zip(ones, others, strict=True):
        group, further = groups[one], groups[other]
        if group is further or not lib.intersection(shapes[one], shapes[other]).area:
            continue
        west, south, east, north = lib.total_bounds([shapes[at] for at in (*group, *further)])
        if box_area_m2((west, south, east, north)) <= bounds.area_m2:
            group += further
            for at in further:
                groups[at] = group
    united: list[Outline] = []
    for number, group in enumerate(groups):
        if len(group) == 1:
            united.append(outlines[number])
        elif number == group[0]:
            (shape,) = polygons_of(lib.union_all([shapes[at] for at in group]))
            (piece,) = as_pieces([shape], [("", Box(*shape.bounds))], is_whole=True)
            united.append(Outline(piece, [each for at in group for each in outlines[at].ground]))
    return united


def along_curve(lon: float, lat: float) -> int:
    """The place of a point on a curve that visits near places one after the other (Hilbert's)."""
    top = (1 << _BITS) - 1
    x, y = int((lon + 180) / 360 * top), int((lat + 90) / 180 * top)
    place, half = 0, 1 << (_BITS - 1)
    while half:
        right, upper = bool(x & half), bool(y & half)
        place += half * half * ((3 * right) ^ upper)
        if not upper:
            if right:
                x, y = top - x, top - y
            x, y = y, x
        half >>= 1
    return place
