"""Ways to cut one polygon into few pieces: rows of even cells, rows of full cells, and halves."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from math import ceil, cos, radians
from typing import Final, TypeAlias

from mapflow.splitting._grid import grown, side_m
from mapflow.splitting._pieces import (
    Box,
    Piece,
    Shape,
    as_pieces,
    box_area_m2,
    clip,
    clipped,
    polygons_of,
    shapely,
)

#: A way to cut a polygon into pieces whose boxes keep the limit.
Way: TypeAlias = Callable[[Shape, float], list[Piece]]

_DEGREE_M: Final = 111_132.0
#: Heights of rows to try, in sides of a square cell.
_HEIGHTS: Final = (1.0, 0.9, 1.1, 0.8, 1.25, 0.7, 1.45, 0.6, 1.7, 0.5)
#: Steps of the search for a height: a millionth of a row.
_STEPS: Final = 20


def ways(cells: float, overlap_m: float) -> Iterator[Way]:
    """The ways to try for an area of so many cells: for small ones, where one counts, more."""
    heights = _HEIGHTS if cells < 300 else _HEIGHTS[:3]
    for height in heights:
        yield _even(height, overlap_m)
        if not overlap_m:
            yield _full(height)
    if not overlap_m:
        for columns in (1, 2, 3, 4, 5, 6, 8) if cells < 100 else ():
            yield _filled(columns)
        yield halves


def _even(height: float, overlap_m: float) -> Way:
    """Rows of equal height, each cut into columns of equal width."""

    def way(shape: Shape, limit_m2: float) -> list[Piece]:
        shapes: list[Shape] = []
        cells: list[tuple[str, Box]] = []
        for row, strip in _rows(shape, limit_m2, height, overlap_m):
            box = Box(strip.bounds[0], row.south, strip.bounds[2], row.north)
            for cell in _columns(box, limit_m2, overlap_m):
                for part in clipped(strip, grown(cell, overlap_m)):
                    if overlap_m and not clip(part, cell).area:
                        continue
                    shapes.append(part)
                    cells.append(("", cell))
        return as_pieces(shapes, cells)

    return way


def _full(height: float) -> Way:
    """Rows of equal height, each cut into full cells and a rest, which are packed together."""

    def way(shape: Shape, limit_m2: float) -> list[Piece]:
        shapes: list[Shape] = []
        cells: list[tuple[str, Box]] = []
        for _, strip in _rows(shape, limit_m2, height, 0.0):
            _cut_full(strip, limit_m2, shapes, cells)
        return as_pieces(shapes, cells)

    return way


def _filled(columns: int) -> Way:
    """Rows as high as makes full cells of so many columns, and a row of what remains."""

    def way(shape: Shape, limit_m2: float) -> list[Piece]:
        shapes: list[Shape] = []
        cells: list[tuple[str, Box]] = []
        todo = [shape]
        while todo:
            rest = todo.pop()
            west, south, east, north = rest.bounds
            if box_area_m2(rest.bounds) <= columns * limit_m2:
                _cut_full(rest, limit_m2, shapes, cells)
                continue
            low, high = south, north
            for _ in range(_STEPS):
                middle = (low + high) / 2
                row = clip(rest, (west, south, east, middle))
                fits = row.is_empty or _largest(row) <= columns * limit_m2
                low, high = (middle, high) if fits else (low, middle)
            if low == south:
                _cut_full(rest, limit_m2, shapes, cells)
                continue
            for strip in clipped(rest, (west, south, east, low)):
                _cut_full(strip, limit_m2, shapes, cells)
            todo += clipped(rest, (west, low, east, north))
        return as_pieces(shapes, cells)

    return way


def halves(shape: Shape, limit_m2: float) -> list[Piece]:
    """Cut across the longer side, again and again, where both halves can become full cells."""
    shapes: list[Shape] = []
    cells: list[tuple[str, Box]] = []
    todo = [shape]
    while todo:
        part = todo.pop()
        box = Box(*part.bounds)
        count = ceil(box_area_m2(box) / limit_m2)
        if count <= 1:
            shapes.append(part)
            cells.append(("", box))
            continue
        for half in _two(box, (count // 2) / count):
            todo += clipped(part, half)
    return as_pieces(shapes, cells)


def _two(box: Box, share: float) -> tuple[Box, Box]:
    west, south, east, north = box
    if (east - west) * cos(radians((south + north) / 2)) >= north - south:
        middle = west + (east - west) * share
        return Box(west, south, middle, north), Box(middle, south, east, north)
    middle = south + (north - south) * share
    return Box(west, south, east, middle), Box(west, middle, east, north)


def _largest(shape: Shape) -> float:
    return max((box_area_m2(part.bounds) for part in polygons_of(shape)), default=0.0)


def _rows(
    shape: Shape, limit_m2: float, height: float, overlap_m: float
) -> Iterator[tuple[Box, Shape]]:
    west, south, east, north = shape.bounds
    side = side_m(limit_m2, overlap_m) * height
    count = max(ceil((north - south) * _DEGREE_M / side - 1e-9), 1)
    edges = [south + (north - south) * number / count for number in range(count)] + [north]
    for low, high in itertools.pairwise(edges):
        row = Box(west, low, east, high)
        found = clipped(shape, grown(row, overlap_m))
        if overlap_m and found:
            # Cells must not share ground, so that each object has one owner.
            yield row, _around(found)
            continue
        for strip in found:
            yield Box(west, strip.bounds[1], east, strip.bounds[3]), strip


def _around(parts: list[Shape]) -> Shape:
    """Several polygons as one shape."""
    return shapely().MultiPolygon(parts) if len(parts) > 1 else parts[0]


def _columns(box: Box, limit_m2: float, overlap_m: float) -> list[Box]:
    """Columns of equal width that keep the limit with the overlap around them."""
    count = max(ceil(box_area_m2(box) / limit_m2), 1)
    while True:
        step = (box.east - box.west) / count
        edges = [box.west + step * number for number in range(count)] + [box.east]
        # Not the first one: at the antimeridian it cannot reach as far as the others.
        middle = Box(-step / 2, box.south, step / 2, box.north)
        if not overlap_m or box_area_m2(grown(middle, overlap_m)) <= limit_m2:
            return [Box(low, box.south, high, box.north) for low, high in itertools.pairwise(edges)]
        count += 1


def _cut_full(
    strip: Shape, limit_m2: float, shapes: list[Shape], cells: list[tuple[str, Box]]
) -> None:
    box = Box(*strip.bounds)
    share = limit_m2 / box_area_m2(box)
    if share >= 1:
        shapes.append(strip)
        cells.append(("", box))
        return
    step = (box.east - box.west) * share
    count = ceil((1 - 1e-9) / share)
    edges = [box.west + step * number for number in range(count)] + [box.east]
    for low, high in itertools.pairwise(edges):
        cell = Box(low, box.south, high, box.north)
        for part in clipped(strip, cell):
            shapes.append(part)
            cells.append(("", cell))
