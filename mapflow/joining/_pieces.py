"""Candidates: features near a seam, with the edges at which the border of an area cut them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mapflow._results.classes import Kind, kind_of
from mapflow._results.shapes import BadShape, tidied
from mapflow.joining._frame import Frame
from mapflow.joining._parts import Feature
from mapflow.joining._tiles import DEGREE_M
from mapflow.joining._untyped import Shape, shapely

#: A border and a cut along it are written down by different programs: no nearer than this.
_CLOSEST_M: Final = 0.004
#: A few round numbers do not show how coordinates are rounded.
_ENOUGH: Final = 200
_FEWEST_DECIMALS: Final = 5
_MOST_DECIMALS: Final = 9
_RELATIVE: Final = 1e-4
#: The arc around a corner is drawn with straight sides, which lie a little inside.
_ROUND: Final = 1.02
#: Cosine of the turn up to which two edges are one cut; the corners of areas are sharper.
_STRAIGHT: Final = 0.9
_POLYGONS: Final = ("Polygon", "MultiPolygon")
_LINES: Final = ("LineString", "MultiLineString")
_POINT: Final = "Point"
_UNKNOWN: Final = Kind("", "")

#: A wall lies within the tolerance of a border the less often the wider objects are: of those that
#: are wider than so many tolerances hardly ever.
WIDEST: Final = 20.0

Numbers = NDArray[np.float64]
Index = NDArray[np.int64]


@dataclass(eq=False, slots=True)
class Piece:
    """A feature that may be only a part of an object, or one of two of it.

    Attributes:
        part: Number of its part.
        feature: As it came.
        shape: Its polygons, valid and in the frame; None for anything but polygons.
        line: Its lines, in the frame; None for anything but lines.
        point: Its position, in the frame; None for anything but a single point.
        twin: What another feature equals if it is the same; None for anything but points.
        kind: What it is: its object type and its class.
        edges: From where to where it was cut: rows of four numbers in the frame.
        cuts: The number of the cut that each edge is of: a straight one may have several.
        ends: Where the border cut a line: rows of two numbers in the frame.
        is_thin: Whether it reaches no farther from its cut than the tolerance.
        is_low: Whether it reaches no farther from the border than objects of rows do.
        behind: The size of the object beside it that lies farther from its cut; 0 if none does.
        is_own: Whether the cell of its part holds its centroid.
        step: The smallest difference between coordinates of its part, in degrees.
        waits: How many parts that it meets are not read yet.
    """

    part: int
    feature: Feature
    shape: Shape | None
    line: Shape | None = None
    point: Shape | None = None
    twin: str | None = None
    kind: Kind = _UNKNOWN
    edges: Numbers = field(default_factory=lambda: np.empty((0, 4)))
    cuts: Index = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    ends: Numbers = field(default_factory=lambda: np.empty((0, 2)))
    is_thin: bool = False
    is_low: bool = False
    behind: float = 0.0
    is_own: bool = True
    step: float = 0.0
    waits: int = 0

    @property
    def size(self) -> float:
        """How large it is, in square degrees, or how long, in degrees."""
        if self.line is not None:
            return float(self.line.length)
        return 0.0 if self.shape is None else float(self.shape.area)

    @property
    def cut_count(self) -> int:
        """How many cuts it has."""
        return int(self.cuts.max(initial=-1)) + 1

    @property
    def is_cut(self) -> bool:
        """Whether the border of its area cut it."""
        return len(self.edges) > 0 or len(self.ends) > 0


class Border:
    """The border of the area of a part, and what lies on it.

    Args:
        tiles: The polygons of the area, in the frame.
        cell: The polygons of its cell, in the frame.
        tolerance_m: How far outlines of one object may differ, in metres.
    """

    def __init__(self, tiles: Sequence[Shape], cell: Sequence[Shape], tolerance_m: float) -> None:
        bounds = shapely.total_bounds(tiles)
        self.stretch = max(float(np.cos(np.radians((bounds[1] + bounds[3]) / 2))), 0.01)
        lines = shapely.multilinestrings(
            [ring for tile in tiles for ring in (tile.exterior, *tile.interiors)]
        )
        self._line = local(lines, self.stretch)
        shapely.prepare(self._line)
        self._cell = shapely.multipolygons(cell)
        shapely.prepare(self._cell)
        self._thin_deg = tolerance_m / DEGREE_M

    def examine(self, pieces: Sequence[Piece]) -> None:
        """Find out where pieces of this part were cut."""
        for piece in pieces:
            if piece.line is not None:
                self._examine_line(piece)
        polygonal = [piece for piece in pieces if piece.shape is not None]
        if not polygonal:
            return
        shapes = np.array([piece.shape for piece in polygonal], dtype=object)
        places, owner, ring = _rings(shapes)
        step = precision(places)
        close = closeness(step)
        flat = places * (self.stretch, 1.0)
        points = shapely.points(flat)
        near = shapely.dwithin(self._line, points, close)
        start = np.flatnonzero((ring[1:] == ring[:-1]) & near[1:] & near[:-1])
        middles = shapely.points((flat[start] + flat[start + 1]) / 2)
        length = np.hypot(*(flat[start + 1] - flat[start]).T)
        start = start[shapely.dwithin(self._line, middles, close) & (length > 2 * close)]
        edges = np.concatenate([places[start], places[start + 1]], axis=1)
        cuts = _straight_runs(flat, ring, start)
        cut = owner[start]
        wanted = np.unique(cut)
        thin, low = (
            self._stays_within(reach, points, owner, local(shapes, self.stretch), wanted)
            for reach in (self._thin_deg, WIDEST * self._thin_deg)
        )
        own = shapely.contains(self._cell, shapely.centroid(shapes))
        for number in wanted.tolist():
            polygonal[number].edges = edges[cut == number]
            polygonal[number].cuts = np.unique(cuts[cut == number], return_inverse=True)[1]
            polygonal[number].is_thin = bool(thin[number])
            polygonal[number].is_low = bool(low[number])
        for number, piece in enumerate(polygonal):
            piece.step = step
            piece.is_own = bool(own[number])

    def _stays_within(
        self, reach: float, points: Shape, owner: Index, shapes: Shape, wanted: Index
    ) -> NDArray[np.bool_]:
        """Whether nothing of the shapes that are wanted lies farther from the border.

        What covers an area from one side to the other has its corners at the border, and little
        else: where no corner lies farther, all of the shape is measured.
        """
        beyond = ~shapely.dwithin(self._line, points, reach)
        stays: NDArray[np.bool_] = np.bincount(owner[beyond], minlength=len(shapes)) == 0
        doubtful = wanted[stays[wanted]]
        reach *= _ROUND
        boxes = shapely.bounds(shapes[doubtful]).reshape(-1, 4) + (np.array([-2, -2, 2, 2]) * reach)
        beside = shapely.intersection(self._line, shapely.box(*boxes.T))
        stays[doubtful] = shapely.covers(shapely.buffer(beside, reach), shapes[doubtful])
        return stays

    def _examine_line(self, piece: Piece) -> None:
        parts = shapely.get_parts(piece.line)
        ends = np.concatenate(
            [shapely.get_coordinates(shapely.get_point(parts, at)) for at in (0, -1)]
        )
        close = closeness(precision(shapely.get_coordinates(piece.line)))
        points = shapely.points(ends * (self.stretch, 1.0))
        piece.ends = ends[shapely.dwithin(self._line, points, close)]
        piece.is_own = bool(shapely.contains(self._cell, shapely.centroid(piece.line)))


def piece_of(part: int, feature: Feature, frame: Frame) -> Piece | None:
    """A feature as a candidate; None if it cannot be understood, and comes out as it came."""
    try:
        plain = tidied(feature.get("geometry"))
        if plain is None:
            return None
        kind = kind_of(feature.get("properties"))
        if plain["type"] in _POLYGONS:
            shape = shapely.geometry.shape(plain)
            valid = shape if shape.is_valid else _only_polygons(shapely.make_valid(shape))
            if valid is None or valid.is_empty:
                return None
            return Piece(part, feature, frame.shape(valid), kind=kind)
        if plain["type"] in _LINES:
            line = shapely.geometry.shape(plain)
            if line.is_empty:
                return None
            return Piece(part, feature, None, frame.shape(line), kind=kind)
        if plain["type"] == _POINT:
            point = frame.shape(shapely.geometry.shape(plain))
            return Piece(part, feature, None, point=point, kind=kind)
        return Piece(part, feature, None, twin=repr(plain), kind=kind)
    except (BadShape, shapely.errors.ShapelyError, ValueError, TypeError, RecursionError):
        return None


def local(shapes: Shape, stretch: float) -> Shape:
    """Geometries with degrees of equal length in both directions."""

    def scale(places: Numbers) -> Numbers:
        return places * (stretch, 1.0)

    return shapely.transform(shapes, scale)


def closeness(step: float) -> float:
    """How near to a border a position lies on it, in degrees of latitude."""
    return max(_CLOSEST_M / DEGREE_M, 1.5 * step)


def precision(places: Numbers) -> float:
    """The smallest decimal step that all coordinates keep, in degrees."""
    for decimals in range(_FEWEST_DECIMALS + (len(places) < _ENOUGH), _MOST_DECIMALS):
        scaled = places * 10.0**decimals
        if np.abs(scaled - np.round(scaled)).max(initial=0.0) < _RELATIVE:
            return float(10.0**-decimals)
    return float(10.0**-_MOST_DECIMALS)


def _straight_runs(places: Numbers, ring: Index, start: Index) -> Index:
    """A number for each edge, equal for those of a ring that continue each other straight on.

    Args:
        places: The positions of all rings.
        ring: The ring of each.
        start: The first position of each edge, rising.
    """
    number = np.arange(len(start))
    along = places[start + 1] - places[start]
    along /= np.hypot(*along.T)[:, None]
    of = ring[start]
    is_first = np.diff(of, prepend=-1) != 0
    # A ring may begin in the middle of a cut: its first edge continues its last one.
    last = np.searchsorted(of, of[is_first], side="right") - 1
    before = number - 1
    before[is_first] = last
    continues = np.all(places[start[before] + 1] == places[start], axis=1)
    continues &= np.sum(along * along[before], axis=1) > _STRAIGHT
    runs = np.cumsum(is_first | ~continues)
    for first, end in zip(np.flatnonzero(is_first).tolist(), last.tolist(), strict=True):
        if continues[first]:
            runs[runs == runs[first]] = runs[end]
    return runs


def _rings(shapes: Shape) -> tuple[Numbers, Index, Index]:
    """All positions; the shape of each, and its ring."""
    polygons, of_shape = shapely.get_parts(shapes, return_index=True)
    rings, of_polygon = shapely.get_rings(polygons, return_index=True)
    places, of_ring = shapely.get_coordinates(rings, return_index=True)
    return places, of_shape[of_polygon[of_ring]], of_ring


def _only_polygons(shape: Shape) -> Shape | None:
    polygons = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    if not polygons:
        return None
    return polygons[0] if len(polygons) == 1 else shapely.multipolygons(polygons)
