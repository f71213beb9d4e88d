"""Polygons into processings: best fit, the largest first, within a distance."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from math import floor, inf, radians, sin
from typing import Final, TypeAlias

from mapflow.splitting._limits import Kept
from mapflow.splitting._pieces import Box, Piece, on_sphere

_Point: TypeAlias = tuple[float, float, float]
#: From this share of the limit on a processing counts as full.
_FULL: Final = 0.98


class Bin:
    """The polygons of one processing."""

    __slots__ = ("area_m2", "pieces", "points")

    def __init__(self, pieces: Iterable[Piece] = ()) -> None:
        self.pieces: list[Piece] = []
        self.points: list[_Point] = []
        self.area_m2 = 0.0
        for piece in pieces:
            self.add(piece)

    def add(self, piece: Piece) -> None:
        """Put a polygon in."""
        self.pieces.append(piece)
        self.points.append(on_sphere(*piece.centre))
        self.area_m2 += piece.area_m2

    def remove(self, piece: Piece) -> None:
        """Take a polygon out."""
        index = next(i for i, each in enumerate(self.pieces) if each is piece)
        del self.pieces[index], self.points[index]
        self.area_m2 = sum(each.area_m2 for each in self.pieces)


class Packer:
    """Packs polygons within the limits.

    Args:
        limits: The limits of one processing.
        spread_deg: How far apart the middles of its polygons may lie, in degrees of a great
            circle; None for any distance.
        apart: Whether polygons whose boxes overlap must not share a processing. Neighbours that
            overlap would make an invalid area.
    """

    def __init__(self, limits: Kept, spread_deg: float | None, *, apart: bool = False) -> None:
        self.limits = limits
        self._apart = apart
        self._reach = inf if spread_deg is None else 2 * sin(radians(min(spread_deg, 180)) / 2)

    def pack(self, pieces: Sequence[Piece]) -> list[Bin]:
        """Put each polygon, the largest first, where the least room remains."""
        limit = self.limits.area_m2
        bins: list[Bin] = []
        index = BinIndex(self)
        for piece in sorted(pieces, key=lambda each: -each.area_m2):
            if piece.area_m2 > _FULL * limit:
                bins.append(Bin([piece]))
                continue
            found = index.take(piece)
            if found is None:
                found = Bin()
                bins.append(found)
            found.add(piece)
            index.add(found)
        return bins

    def is_near(self, found: Bin, piece: Piece, point: _Point) -> bool:
        """Whether a polygon with this middle may stand with all of a processing."""
        if self._apart and any(_overlap(piece.box, each.box) for each in found.pieces):
            return False
        if self._reach == inf:
            return True
        x, y, z = point
        most = self._reach * self._reach
        return all(
            (x - a) * (x - a) + (y - b) * (y - b) + (z - c) * (z - c) <= most
            for a, b, c in found.points
        )

    def places(self, point: _Point) -> tuple[int, int, int]:
        """The cube of space that a place lies in; only its neighbours are within the distance."""
        if self._reach == inf:
            return 0, 0, 0
        size = max(self._reach, 1e-6)
        x, y, z = point
        return floor(x / size), floor(y / size), floor(z / size)

    def has_room(self, found: Bin, polygons: int = 1) -> bool:
        """Whether more polygons may stand in a processing."""
        return len(found.pieces) + polygons <= self.limits.polygons

    def room(self, found: Bin) -> float:
        """The area that a processing can still take."""
        return self.limits.area_m2 - found.area_m2


def _overlap(one: Box, other: Box) -> bool:
    return (
        one.west < other.east
        and other.west < one.east
        and one.south < other.north
        and other.south < one.north
    )


class BinIndex:
    """Processings with room, by where they lie and how much room there is."""

    def __init__(self, packer: Packer) -> None:
        self._packer = packer
        self._cubes: dict[tuple[int, int, int], list[tuple[float, int, Bin]]] = {}
        self._count = 0

    def add(self, found: Bin) -> None:
        """Enter a processing, unless it is full."""
        if not self._packer.has_room(found):
            return
        self._count += 1
        cube = self._cubes.setdefault(self._packer.places(found.points[0]), [])
        insort(cube, (self._packer.room(found), self._count, found))

    def take(self, piece: Piece) -> Bin | None:
        """Take out the processing in which the least room remains with a polygon."""
        point = on_sphere(*piece.centre)
        best: tuple[float, list[tuple[float, int, Bin]], int] | None = None
        for cube in self._near(point):
            for at in range(bisect_left(cube, (piece.area_m2, 0)), len(cube)):
                room, _, found = cube[at]
                if best is not None and room >= best[0]:
                    break
                if self._packer.is_near(found, piece, point):
                    best = room, cube, at
                    break
        if best is None:
            return None
        _, cube, at = best
        return cube.pop(at)[2]

    def _near(self, point: _Point) -> Iterator[list[tuple[float, int, Bin]]]:
        x, y, z = self._packer.places(point)
        steps: tuple[int, ...] = (-1, 0, 1)
        for dx, dy, dz in product(steps, steps, steps):
            cube = self._cubes.get((x + dx, y + dy, z + dz))
            if cube:
                yield cube
