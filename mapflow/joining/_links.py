"""Compares pieces: how much speaks for two of them being one object."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mapflow.joining._pieces import Numbers, Piece, closeness, local
from mapflow.joining._tiles import DEGREE_M
from mapflow.joining._untyped import Shape, shapely

Index = NDArray[np.int64]
_MITRE: Final = 2
_HALF: Final = 0.5
_TINY: Final = 1e-30


class Link(NamedTuple):
    """Two pieces that lie within the tolerance of each other.

    Attributes:
        one: A piece.
        other: Another.
        overlap: What they have in common, of the smaller one's size.
        contact: The largest share of a cut of the one that is a cut of the other one as well, or
            lies within it.
        reach_of_one: The same for the cuts of ``one`` and all within the tolerance of ``other``.
        reach_of_other: The same for the cuts of ``other``.
    """

    one: Piece
    other: Piece
    overlap: float
    contact: float
    reach_of_one: float
    reach_of_other: float

    @property
    def is_strong(self) -> bool:
        """Whether this alone speaks for one object."""
        return max(self.overlap, self.contact) > _HALF

    @property
    def reaches(self) -> tuple[tuple[Piece, Piece, float], tuple[Piece, Piece, float]]:
        """Each of the two, the other one, and the share of its cuts that the other one reaches."""
        return (
            (self.one, self.other, self.reach_of_one),
            (self.other, self.one, self.reach_of_other),
        )

    @property
    def sizes(self) -> tuple[float, float]:
        """The sizes of both, to compare."""
        return self.one.size, self.other.size

    @property
    def score(self) -> float:
        """How much speaks for it: a place that both hold says more than a line."""
        return 2 * self.overlap + self.contact


def links_between(
    new: Sequence[Piece],
    known: Sequence[Piece],
    *,
    stretch: float,
    tolerance_m: float,
    is_divided: bool,
) -> list[Link]:
    """Compare the pieces of a part with those of parts before it.

    Args:
        new: The pieces of the part.
        known: Pieces of other parts that may be of the same objects.
        stretch: Length of a degree of longitude there, in degrees of latitude.
        tolerance_m: How far the outlines of one object may differ, in metres.
        is_divided: Whether the part has several polygons, so that its own pieces are compared too.

    Returns:
        A link for each two that are near each other.
    """
    pieces = [piece for piece in (*new, *known) if piece.shape is not None]
    count = sum(piece.shape is not None for piece in new)
    if not count or (count == len(pieces) and not is_divided):
        return []
    shapes = local(np.array([piece.shape for piece in pieces], dtype=object), stretch)
    tolerance = tolerance_m / DEGREE_M
    one, other = _near(shapes, count, tolerance, is_divided=is_divided)
    if not len(one):
        return []
    cuts = _Cuts(pieces, shapes, stretch)
    close = closeness(max(piece.step for piece in pieces))
    overlap = _overlap(shapes, one, other)
    contact = cuts.contact(one, other, close, tolerance)
    reach_of_one, reach_of_other = (
        cuts.reach(one, other, tolerance),
        cuts.reach(other, one, tolerance),
    )
    columns = (one, other, overlap, contact, reach_of_one, reach_of_other)
    return [
        Link(pieces[a], pieces[b], *scores)
        for a, b, *scores in zip(*(column.tolist() for column in columns), strict=True)
    ]


def twins_between(new: Sequence[Piece], known: Sequence[Piece]) -> list[Link]:
    """Find multipoints that another part has as well.

    Args:
        new: The pieces of a part.
        known: Pieces of other parts.

    Returns:
        A link for each two that are equal.
    """
    twins = {piece.twin: piece for piece in known if piece.twin is not None}
    return [
        Link(piece, twins[piece.twin], 1.0, 0.0, 0.0, 0.0) for piece in new if piece.twin in twins
    ]


def _near(shapes: Shape, count: int, tolerance: float, *, is_divided: bool) -> tuple[Index, Index]:
    """The pairs of a new piece and another one within the tolerance."""
    tree = shapely.STRtree(shapes)
    one, other = tree.query(shapes[:count], predicate="dwithin", distance=tolerance)
    wanted = other >= count
    if is_divided:
        wanted |= one < other
    return one[wanted], other[wanted]


def _overlap(shapes: Shape, one: Index, other: Index) -> Numbers:
    """What two have in common, of the smaller one's size."""
    common = np.zeros(len(one))
    meets = shapely.intersects(shapes[one], shapes[other])
    sizes = shapely.area(shapes)
    common[meets] = shapely.area(shapely.intersection(shapes[one[meets]], shapes[other[meets]]))
    least = np.minimum(sizes[one], sizes[other])
    return np.where(least > 0, common / np.maximum(least, _TINY), 0.0)


class _Cuts:
    """The cuts of pieces, each of one edge or of several that continue each other."""

    def __init__(self, pieces: Sequence[Piece], shapes: Shape, stretch: float) -> None:
        self._shapes = shapes
        self._counts = np.array([len(piece.edges) for piece in pieces])
        self._starts = np.cumsum(self._counts) - self._counts
        rows = np.concatenate([piece.edges for piece in pieces]) * (stretch, 1.0, stretch, 1.0)
        self._lines = shapely.linestrings(rows.reshape(-1, 2, 2))
        cuts = np.array([piece.cut_count for piece in pieces])
        firsts = np.repeat(np.cumsum(cuts) - cuts, self._counts)
        self._cuts = firsts + np.concatenate([piece.cuts for piece in pieces])
        self._total = int(cuts.sum())
        self._lengths: Numbers = np.bincount(
            self._cuts, shapely.length(self._lines), self._total
        ).astype(np.float64)

    def contact(self, one: Index, other: Index, close: float, tolerance: float) -> Numbers:
        """For each pair the largest share of a cut of either from which the other one continues.

        A wall along that cut does not count: a neighbour has one there. A wall that crosses the
        border at a small angle lies on it for a while. So a stretch shorter than outlines differ
        counts as little as it is for the one of the two that has more beside it.
        """
        best = np.zeros(len(one))
        least = np.full(len(one), np.inf)
        for pieces, others in ((one, other), (other, one)):
            within = self._shared(pieces, others, self._grown_by(-close))
            opposite = self._shared(pieces, others, lambda of: self._seams(of, close))
            best = np.maximum.reduce([best, within.largest(), opposite.largest(tolerance)])
            least = np.minimum(least, opposite.largest())
        found: Numbers = np.maximum(best, least)
        return found

    def reach(self, pieces: Index, others: Index, tolerance: float) -> Numbers:
        """For each pair the largest share of a cut of the one that is near the other one."""
        return self._shared(pieces, others, self._grown_by(tolerance)).largest()

    def _grown_by(self, distance: float) -> Callable[[Index], Shape]:
        def grown(numbers: Index) -> Shape:
            return shapely.buffer(
                self._shapes[numbers], distance, quad_segs=1, join_style="mitre", mitre_limit=_MITRE
            )

        return grown

    def _seams(self, numbers: Index, close: float) -> Shape:
        counts = self._counts[numbers]
        made = np.full(len(numbers), shapely.Polygon(), dtype=object)
        cut = np.flatnonzero(counts)
        if len(cut):
            lines = self._lines[_ranges(self._starts[numbers], counts)]
            index = np.repeat(np.arange(len(cut)), counts[cut])
            seams = shapely.multilinestrings(lines, indices=index)
            made[cut] = shapely.buffer(seams, close, quad_segs=1)
        return made

    def _shared(self, pieces: Index, others: Index, target: Callable[[Index], Shape]) -> _Stretches:
        counts = self._counts[pieces]
        pair = np.repeat(np.arange(len(pieces)), counts)
        edges = _ranges(self._starts[pieces], counts)
        numbers, of = np.unique(others[pair], return_inverse=True)
        met = shapely.length(shapely.intersection(self._lines[edges], target(numbers)[of]))
        # A cut of a piece is compared with each of the others that the piece is paired with.
        keys, each = np.unique(pair * self._total + self._cuts[edges], return_inverse=True)
        of_pair, cut = np.divmod(keys, max(self._total, 1))
        shared = np.bincount(each, met).astype(np.float64)
        return _Stretches(len(pieces), of_pair, shared, self._lengths[cut])


class _Stretches(NamedTuple):
    """What of cuts is shared: the pair that each is of, the length shared, and its own."""

    pairs: int
    of: Index
    shared: Numbers
    lengths: Numbers

    def largest(self, least: float = 0.0) -> Numbers:
        """The largest share for each pair, of stretches that are at least so long."""
        best = np.zeros(self.pairs)
        shares = np.where(self.shared < least, 0.0, self.shared / self.lengths)
        np.maximum.at(best, self.of, shares)
        return best


def _ranges(starts: Index, counts: Index) -> Index:
    """The numbers from each start on, so many of each."""
    first = np.repeat(np.cumsum(counts) - counts, counts)
    return np.repeat(starts, counts) + np.arange(len(first)) - first
