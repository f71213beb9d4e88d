"""Polygons that are cut: plain rings for what is kept, shapely for the cutting itself."""

from __future__ import annotations

import itertools
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from math import cos, radians, sin
from types import ModuleType
from typing import Any, Final, NamedTuple, TypeAlias

from mapflow.geometry._extra import require
from mapflow.geometry._measures.ellipsoid import measured

#: The outer ring first, each closed, as GeoJSON has them.
Rings: TypeAlias = list[list[list[float]]]
#: A shape of shapely, which has no types of its own.
Shape: TypeAlias = Any

#: Below this number of polygons, asking each for its rings is quicker.
_FEW: Final = 8
#: What rounding leaves along a cut, in square metres: it would take the place of an area.
CRUMB_M2: Final = 1.0


class Box(NamedTuple):
    """A box in degrees."""

    west: float
    south: float
    east: float
    north: float


@dataclass(slots=True)
class Piece:
    """One polygon of a plan.

    Attributes:
        rings: Its rings.
        area_m2: Its area, in square metres.
        box: The box around it.
        cell: The box that it is responsible for; the polygon may reach over it by the overlap.
        name: The name of that cell.
        is_whole: Whether it is a polygon of the input that was not cut.
    """

    rings: Rings
    area_m2: float
    box: Box
    cell: Box
    name: str
    is_whole: bool

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of its box, as longitude and latitude."""
        return (self.box.west + self.box.east) / 2, (self.box.south + self.box.north) / 2


@cache
def shapely() -> ModuleType:
    """The library that cuts."""
    return require("shapely", "splitting an area")


def box_area_m2(box: Sequence[float]) -> float:
    """The area of a box, in square metres, as the service measures it for its limit."""
    west, south, east, north = box
    ring = [(west, south), (east, south), (east, north), (west, north)]
    return measured([[ring]])[1]


def polygons_of(shape: Shape) -> list[Shape]:
    """The polygons in a shape; what a cut leaves of lines and points is dropped."""
    if shape.geom_type == "Polygon":
        return [] if shape.is_empty else [shape]
    return [each for part in getattr(shape, "geoms", ()) for each in polygons_of(part)]


def shape_of(rings: Rings) -> Shape:
    """The shape of a polygon."""
    return shapely().Polygon(rings[0], rings[1:])


def clip(shape: Shape, box: Sequence[float]) -> Shape:
    """Cut out what lies in a box.

    Clipping by a rectangle is many times faster than an intersection. But it gives up on some real
    coasts, makes invalid shapes of others, and loses ground where corners lie on the cut.
    """
    lib = shapely()
    bounds: tuple[float, float, float, float] = shape.bounds
    cuts = [
        low < cut < high for cut, low, high in zip(box, bounds[:2] * 2, bounds[2:] * 2, strict=True)
    ]
    if not any(cuts) and _covers(box, bounds):
        return shape
    if not _exact.get():
        positions = lib.get_coordinates(shape)
        on_a_cut = any(
            is_cut and bool((positions[:, side % 2] == box[side]).any())
            for side, is_cut in enumerate(cuts)
        )
        # A side that cuts nothing is moved away, so that no edge runs along it.
        away = [
            box[side] if is_cut or not _reaches(side, box, bounds) else box[side] + _AWAY[side]
            for side, is_cut in enumerate(cuts)
        ]
        if not on_a_cut:
            try:
                found = lib.clip_by_rect(shape, *away)
                if found.is_valid:
                    return found
            except lib.errors.GEOSException:
                pass
    return lib.intersection(shape, lib.box(*box))


@contextmanager
def exactly() -> Generator[None]:
    """Cut by intersections alone, for shapes that clipping does not get right."""
    token = _exact.set(True)
    try:
        yield
    finally:
        _exact.reset(token)


_exact: Final = ContextVar("exact", default=False)
_AWAY: Final = (-1.0, -1.0, 1.0, 1.0)


def _covers(box: Sequence[float], bounds: Sequence[float]) -> bool:
    return all(_reaches(side, box, bounds) for side in range(4))


def _reaches(side: int, box: Sequence[float], bounds: Sequence[float]) -> bool:
    """Whether a box reaches as far as the bounds on one side."""
    return box[side] <= bounds[side] if side < 2 else box[side] >= bounds[side]


def clipped(shape: Shape, box: Sequence[float]) -> list[Shape]:
    """The polygons of what lies in a box."""
    return polygons_of(clip(shape, box))


def as_pieces(
    shapes: Sequence[Shape],
    cells: Sequence[tuple[str, Box]],
    *,
    is_whole: bool = False,
) -> list[Piece]:
    """Pieces of shapes and their cells, without what is too small to hold anything."""
    pieces: list[Piece] = []
    for rings, (name, cell) in zip(_rings_of(shapes), cells, strict=True):
        (box,), area_m2 = measured([rings])
        if is_whole or area_m2 > CRUMB_M2:
            pieces.append(Piece(rings, area_m2, Box(*box[:4]), cell, name, is_whole))
    return pieces


def rectangle(cell: Box, name: str, area_m2: float) -> Piece:
    """The piece that fills its cell."""
    west, south, east, north = cell
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return Piece([ring], area_m2, cell, cell, name, is_whole=False)


def seam_m(pieces: Iterable[Piece], outline_m: float) -> float:
    """The length of the seams between pieces, in metres, of what they are cut from."""
    return max((sum(outline_of(piece.rings) for piece in pieces) - outline_m) / 2, 0.0)


def outline_of(rings: Rings) -> float:
    """The length around a polygon and its holes, in metres: near enough to compare plans."""
    total = 0.0
    x0, y0 = rings[0][0]
    east_west = cos(radians(y0))
    for ring in rings:
        x0, y0 = ring[0]
        for x, y in ring:
            width = (x - x0) * east_west
            total += (width * width + (y - y0) * (y - y0)) ** 0.5
            x0, y0 = x, y
    return total * _DEGREE_M


#: The length of a degree of latitude.
_DEGREE_M: Final = 111_132.0


def on_sphere(lon: float, lat: float) -> tuple[float, float, float]:
    """A place as a point on the unit sphere, where neither ±180 degrees nor a pole is special."""
    level = cos(radians(lat))
    return level * cos(radians(lon)), level * sin(radians(lon)), sin(radians(lat))


def _rings_of(shapes: Sequence[Shape]) -> list[Rings]:
    """The rings of many polygons at once: asking each costs more than all the rest."""
    lib = shapely()
    if len(shapes) < _FEW:
        oriented = (lib.orient_polygons(lib.force_2d(shape)) for shape in shapes)
        return [
            [[[x, y] for x, y in ring.coords] for ring in (shape.exterior, *shape.interiors)]
            for shape in oriented
        ]
    kind, positions, (ring_ends, polygon_ends) = lib.to_ragged_array(
        lib.orient_polygons(lib.force_2d(list(shapes)))
    )
    assert kind == lib.GeometryType.POLYGON, kind  # noqa: S101 - callers pass polygons only
    flat: list[list[float]] = positions.tolist()
    ends: list[int] = ring_ends.tolist()
    rings = [flat[start:end] for start, end in itertools.pairwise(ends)]
    bounds: list[int] = polygon_ends.tolist()
    return [rings[start:end] for start, end in itertools.pairwise(bounds)]
