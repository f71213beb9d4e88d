"""Saves processings after packing: what one holds may fill the room that others have left.

Polygons of the input stay whole. What was cut before may be cut once more, to fill a processing
to the brim: then one cut more saves a whole processing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from math import ceil, cos, radians
from typing import Final, NamedTuple

from mapflow.splitting._packing import Bin, Packer
from mapflow.splitting._pieces import (
    CRUMB_M2,
    Box,
    Piece,
    Shape,
    as_pieces,
    clip,
    clipped,
    on_sphere,
    shape_of,
)

#: Below this share of the limit, room is not worth a cut.
_LEAST_CUT: Final = 0.02
#: From this share of the limit on a processing counts as full.
_FULL: Final = 0.98
_PASSES: Final = 3
_STEPS: Final = 18
#: How much less than the room is cut off, as a share: planar sizes decide where.
_SHY: Final = 0.0005
#: The share of an area that may get lost by rounding.
_LOST: Final = 1e-6


def refill(bins: list[Bin], packer: Packer, *, may_cut: bool) -> list[Bin]:
    """Empty processings into the room that others have left, the smallest first."""
    limit = packer.limits.area_m2
    spare = sum(packer.room(each) for each in bins)
    if spare < limit:
        return bins
    least = ceil(sum(each.area_m2 for each in bins) / limit - 1e-9)
    partial = [each for each in bins if each.area_m2 < _FULL * limit]
    alive = {id(each) for each in bins}
    for _ in range(_PASSES):
        before = len(alive)
        # Room only ever shrinks here, so what has none now takes nothing later.
        places = _Places(packer, (each for each in partial if _takes_more(each, packer)))
        for victim in sorted(partial, key=lambda each: each.area_m2):
            if len(alive) <= least:
                break
            if id(victim) in alive and _emptied(victim, places, packer, may_cut=may_cut):
                alive.discard(id(victim))
                places.drop(victim)
        partial = [each for each in partial if id(each) in alive]
        if len(alive) in (before, least):
            break
    return [each for each in bins if id(each) in alive]


def raise_to(bins: list[Bin], packer: Packer, minimum_m2: float, *, may_cut: bool) -> None:
    """Give processings below a minimum what others can spare."""
    low = sorted((b for b in bins if b.area_m2 < minimum_m2), key=lambda each: -each.area_m2)
    if not low:
        return
    places = _Places(packer, bins)
    for poor in low:
        for rich in places.near(poor.points):
            if rich is not poor and rich.area_m2 > minimum_m2:
                _give(rich, poor, packer, minimum_m2, may_cut=may_cut)
            if poor.area_m2 >= minimum_m2:
                break


def _give(rich: Bin, poor: Bin, packer: Packer, minimum_m2: float, *, may_cut: bool) -> None:
    for piece in sorted(rich.pieces, key=lambda each: each.area_m2):
        missing = minimum_m2 - poor.area_m2
        if missing <= 0 or not packer.is_near(poor, piece, on_sphere(*piece.centre)):
            continue
        spare = rich.area_m2 - minimum_m2
        if piece.area_m2 <= min(spare, packer.room(poor)) and packer.has_room(poor):
            rich.remove(piece)
            poor.add(piece)
        elif may_cut and not piece.is_whole and spare > missing * 1.01:
            cut = cut_off(piece, missing * 1.005)
            if cut is None or not packer.has_room(poor, len(cut.taken)):
                continue
            if not packer.has_room(rich, len(cut.rest) - 1):
                continue
            rich.remove(piece)
            for each in cut.rest:
                rich.add(each)
            for each in cut.taken:
                poor.add(each)


class Cut(NamedTuple):
    """A polygon in two: what was cut off, and the rest."""

    taken: list[Piece]
    rest: list[Piece]


def cut_off(piece: Piece, area_m2: float) -> Cut | None:
    """Cut off a polygon so much and hardly less, across its longer side."""
    shape = shape_of(piece.rings)
    west, south, east, north = piece.box
    lying = (east - west) * cos(radians((south + north) / 2)) >= north - south
    share = area_m2 / piece.area_m2 * (1 - _SHY)
    start, end = (west, east) if lying else (south, north)
    line = round(_line(shape, piece.box, share, lying=lying), 9)
    if not start < line < end:
        return None
    cell = piece.cell
    if lying:
        halves = Box(cell.west, cell.south, line, cell.north), Box(line, *cell[1:])
    else:
        halves = Box(*cell[:3], line), Box(cell.west, line, cell.east, cell.north)
    first, second = (
        _within(shape, piece, half, end) for half, end in zip(halves, "ab", strict=True)
    )
    cut_m2 = sum(each.area_m2 for each in first)
    rest_m2 = sum(each.area_m2 for each in second)
    if not first or not second or cut_m2 > area_m2:
        return None
    if abs(cut_m2 + rest_m2 - piece.area_m2) > _LOST * piece.area_m2 + CRUMB_M2:
        return None
    return Cut(first, second)


def _line(shape: Shape, box: Box, share: float, *, lying: bool) -> float:
    """Where to cut a polygon so that hardly less than a share of it comes first."""
    west, south, east, north = box
    start, end = (west, east) if lying else (south, north)
    whole = shape.area
    low, below, high, above = 0.0, 0.0, 1.0, 1.0
    for step in range(_STEPS):
        # Between the two by their shares, where the polygon is even; else in the middle.
        guess = low + (high - low) * (
            (share - below) / (above - below) if step % 3 < 2 and above > below else 0.5
        )
        line = start + (end - start) * guess
        part = (west, south, line, north) if lying else (west, south, east, line)
        found = clip(shape, part).area / whole
        if found <= share:
            low, below = guess, found
            if share - found < _SHY * share:
                break
        else:
            high, above = guess, found
    return start + (end - start) * low


def _within(shape: Shape, piece: Piece, cell: Box, end: str) -> list[Piece]:
    parts = clipped(shape, cell)
    return as_pieces(parts, [(f"{piece.name}{end}" if piece.name else "", cell)] * len(parts))


def _emptied(victim: Bin, places: _Places, packer: Packer, *, may_cut: bool) -> bool:
    """Move all that a processing holds into others, or nothing."""
    near = [
        each
        for each in places.near(victim.points)
        if each is not victim and _takes_more(each, packer)
    ]
    if not _would_fit(near, victim, packer, may_cut=may_cut):
        return False
    moved: list[tuple[Bin, Piece]] = []
    todo = sorted(victim.pieces, key=lambda each: each.area_m2)
    while todo:
        piece = todo.pop()
        fit = _best(near, piece, packer)
        if fit is not None:
            fit.add(piece)
            moved.append((fit, piece))
            continue
        rest = _cut_into(near, piece, packer, moved) if may_cut and not piece.is_whole else None
        if rest is None:
            for found, each in moved:
                found.remove(each)
            return False
        todo += rest
        todo.sort(key=lambda each: each.area_m2)
    return True


def _would_fit(near: list[Bin], victim: Bin, packer: Packer, *, may_cut: bool) -> bool:
    """Try by the areas alone, which costs little: most attempts fail."""
    if sum(map(packer.room, near)) < victim.area_m2:
        return False
    rooms = [(packer.room(each), packer.limits.polygons - len(each.pieces), each) for each in near]
    least = _LEAST_CUT * packer.limits.area_m2
    for piece in sorted(victim.pieces, key=lambda each: -each.area_m2):
        area_m2 = piece.area_m2
        point = on_sphere(*piece.centre)
        usable = [
            (room, slots, at)
            for at, (room, slots, each) in enumerate(rooms)
            if slots and room >= min(least, area_m2) and packer.is_near(each, piece, point)
        ]
        usable.sort()
        fitting = next((each for each in usable if each[0] >= area_m2), None)
        while fitting is None:
            if not usable or not may_cut or piece.is_whole:
                return False
            room, slots, at = usable.pop()
            if room < least:
                return False
            rooms[at] = 0.0, slots - 1, rooms[at][2]
            area_m2 -= room * (1 - _SHY)
            fitting = next((each for each in usable if each[0] >= area_m2), None)
        room, slots, at = fitting
        rooms[at] = room - area_m2, slots - 1, rooms[at][2]
    return True


def _takes_more(found: Bin, packer: Packer) -> bool:
    return packer.has_room(found) and packer.room(found) >= _LEAST_CUT * packer.limits.area_m2


def _best(near: Iterable[Bin], piece: Piece, packer: Packer) -> Bin | None:
    point = on_sphere(*piece.centre)
    fitting = (
        each
        for each in near
        if packer.room(each) >= piece.area_m2
        and packer.has_room(each)
        and packer.is_near(each, piece, point)
    )
    return min(fitting, key=packer.room, default=None)


def _cut_into(
    near: Iterable[Bin], piece: Piece, packer: Packer, moved: list[tuple[Bin, Piece]]
) -> list[Piece] | None:
    """Fill one processing with a part of a polygon; give what remains of it."""
    point = on_sphere(*piece.centre)
    least = _LEAST_CUT * packer.limits.area_m2
    for found in sorted(near, key=lambda each: -packer.room(each)):
        room = packer.room(found)
        if room < least:
            return None
        if not packer.has_room(found) or not packer.is_near(found, piece, point):
            continue
        cut = cut_off(piece, room)
        if cut is None or not packer.has_room(found, len(cut.taken)):
            continue
        if not all(packer.is_near(found, each, on_sphere(*each.centre)) for each in cut.taken):
            continue
        for each in cut.taken:
            found.add(each)
            moved.append((found, each))
        return cut.rest
    return None


class _Places:
    """Processings by where they lie."""

    def __init__(self, packer: Packer, bins: Iterable[Bin]) -> None:
        self._packer = packer
        self._cubes: dict[tuple[int, int, int], list[Bin]] = {}
        for found in bins:
            self._cubes.setdefault(packer.places(found.points[0]), []).append(found)

    def near(self, points: Iterable[tuple[float, float, float]]) -> Iterator[Bin]:
        """The processings that may lie within the distance of places."""
        steps = (-1, 0, 1)
        cubes = {
            (x + dx, y + dy, z + dz)
            for x, y, z in map(self._packer.places, points)
            for dx, dy, dz in product(steps, steps, steps)
        }
        for cube in sorted(cubes & self._cubes.keys()):
            yield from self._cubes[cube]

    def drop(self, found: Bin) -> None:
        """Forget a processing."""
        for cube in self._cubes.values():
            if any(each is found for each in cube):
                cube[:] = [each for each in cube if each is not found]
                return
