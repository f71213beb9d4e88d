"""The grid for large areas: equal cells over the whole globe, the same for every area."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil, cos, floor, inf, radians, sqrt
from typing import Final, NamedTuple

from mapflow._hints import argument, joined
from mapflow.errors import InvalidInput
from mapflow.splitting._pieces import (
    Box,
    Piece,
    Shape,
    as_pieces,
    box_area_m2,
    clip,
    clipped,
    polygons_of,
    rectangle,
    shapely,
)

_DEGREE_M: Final = 111_132.0
#: A metre in degrees of latitude is at most this many.
METRE_DEG: Final = 1 / 110_574.0
_PLACES: Final = 9


class Row(NamedTuple):
    """A row of the grid, of equal cells.

    Attributes:
        number: Its number, from the south pole.
        south: Its southern edge, degrees.
        north: Its northern edge, degrees.
        columns: How many cells there are around the globe.
    """

    number: int
    south: float
    north: float
    columns: int

    def column(self, lon: float) -> int:
        """The number of the column at a longitude."""
        return min(max(floor((lon + 180) / 360 * self.columns), 0), self.columns - 1)

    def edge(self, column: int) -> float:
        """The western edge of a column, degrees."""
        return round(column * 360 / self.columns - 180, _PLACES)

    def cell(self, column: int) -> Box:
        """The cell in a column."""
        return Box(self.edge(column), self.south, self.edge(column + 1), self.north)

    def name(self, column: int) -> str:
        """The name of that cell."""
        return f"R{self.number:04}C{column:05}"


def grown(box: Box, overlap_m: float) -> Box:
    """A box with as much around it as neighbours overlap."""
    if not overlap_m:
        return box
    high = overlap_m * METRE_DEG
    furthest = min(max(abs(box.south), abs(box.north)) + high, 89.9)
    wide = high / cos(radians(furthest))
    return Box(
        max(box.west - wide, -180.0),
        max(box.south - high, -90.0),
        min(box.east + wide, 180.0),
        min(box.north + high, 90.0),
    )


def side_m(limit_m2: float, overlap_m: float) -> float:
    """The side of a square cell that keeps the limit with the overlap around it."""
    side = sqrt(limit_m2) - 2 * overlap_m
    if side < sqrt(limit_m2) / 4:
        raise InvalidInput(
            joined(
                "`",
                argument("overlap_m"),
                f"` is {overlap_m:g} m; the maximum is {sqrt(limit_m2) * 3 / 8:.0f} m, for cells of"
                " the account's limit.",
            ),
            hint="Make it smaller.",
        )
    return side


def rows_between(south: float, north: float, limit_m2: float, overlap_m: float) -> list[Row]:
    """The rows of the grid that an area between two latitudes touches."""
    rows = ceil(180 * _DEGREE_M / side_m(limit_m2, overlap_m))
    step = 180 / rows
    first = min(floor((south + 90) / step), rows - 1)
    last = min(floor((north + 90) / step), rows - 1)
    return [_row(number, rows, limit_m2, overlap_m) for number in range(first, last + 1)]


def _row(number: int, rows: int, limit_m2: float, overlap_m: float) -> Row:
    south = round(number * 180 / rows - 90, _PLACES)
    north = round((number + 1) * 180 / rows - 90, _PLACES)
    reach = grown(Box(0.0, south, 0.0, north), overlap_m)
    around_m2 = box_area_m2((0.0, reach.south, 360.0, reach.north))
    # A cell of 360 / columns degrees and its overlap stay within the limit.
    room = limit_m2 / around_m2 * 360 - (reach.east - reach.west) - 1e-9
    return Row(number, south, north, max(ceil(360 / room) if room < inf else 1, 1))


def by_grid(shape: Shape, limit_m2: float, overlap_m: float) -> list[Piece]:
    """Cut a polygon by the cells of the grid."""
    _, south, _, north = shape.bounds
    rows = rows_between(south, north, limit_m2, overlap_m)
    return [
        piece
        for row, strip in _strips([shape], rows, overlap_m)
        for piece in _cells(row, strip, overlap_m)
    ]


def _strips(
    shapes: list[Shape], rows: Sequence[Row], overlap_m: float
) -> Iterator[tuple[Row, Shape]]:
    """What lies in each row; halves of halves, so that no row is cut from all of a long coast."""
    if len(rows) == 1:
        reach = grown(Box(-180.0, rows[0].south, 180.0, rows[0].north), overlap_m)
        for shape in shapes:
            for strip in clipped(shape, reach):
                yield rows[0], strip
        return
    middle = len(rows) // 2
    for half in (rows[:middle], rows[middle:]):
        reach = grown(Box(-180.0, half[0].south, 180.0, half[-1].north), overlap_m)
        inside = [part for shape in shapes for part in clipped(shape, reach)]
        if inside:
            yield from _strips(inside, half, overlap_m)


def _cells(row: Row, strip: Shape, overlap_m: float) -> list[Piece]:
    """Cut what lies in a row; cells that lie wholly inside need no cutting."""
    lib = shapely()
    west, _, east, _ = strip.bounds
    first, last = row.column(west), row.column(east)
    if overlap_m:
        first, last = max(first - 1, 0), min(last + 1, row.columns - 1)
    columns = range(first, last + 1)
    cells = [row.cell(column) for column in columns]
    reaches = [grown(cell, overlap_m) for cell in cells]
    inside = [False] * len(cells)
    if len(cells) > 2:
        lib.prepare(strip)
        sides = zip(*reaches, strict=True)
        inside = lib.covers(strip, lib.box(*map(list, sides))).tolist()
    full_m2 = box_area_m2(reaches[0])
    pieces: list[Piece] = []
    shapes: list[Shape] = []
    owners: list[tuple[str, Box]] = []
    for column, cell, reach, is_inside in zip(columns, cells, reaches, inside, strict=True):
        if is_inside:
            piece = rectangle(reach, row.name(column), full_m2)
            piece.cell = cell
            pieces.append(piece)
            continue
        parts = polygons_of(clip(strip, reach)) if len(cells) > 1 else [strip]
        for part in parts:
            if overlap_m and not _touches(part, cell):
                continue  # the neighbour's: only its overlap reaches here
            shapes.append(part)
            owners.append((row.name(column), cell))
    return pieces + as_pieces(shapes, owners)


def _touches(part: Shape, cell: Box) -> bool:
    """Whether a polygon has some of its area in the cell itself."""
    inner = clip(part, cell)
    return bool(inner.area > 0)
