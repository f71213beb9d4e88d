"""Decides which pieces are one object."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from mapflow.joining._links import Link
from mapflow.joining._pieces import Piece
from mapflow.joining._rows import is_wall
from mapflow.joining._untyped import shapely

_HALF: Final = 0.5


class Cluster(NamedTuple):
    """What is one object.

    Attributes:
        pieces: What it is made of.
        slivers: Thin pieces that another result's outline stands for.
    """

    pieces: list[Piece]
    slivers: list[Piece]


class Sets:
    """Pieces in sets that grow together.

    Args:
        pieces: The pieces, at first each in a separate set.
        links: The links between them.
    """

    def __init__(self, pieces: Iterable[Piece], links: Iterable[Link]) -> None:
        self._of = {piece: [piece] for piece in pieces}
        self._strong = {frozenset((link.one, link.other)) for link in links if link.is_strong}

    def find(self, piece: Piece) -> Piece:
        """The one that stands for the set of a piece."""
        return self._of[piece][0]

    def unite(self, one: Piece, other: Piece) -> None:
        """Make one set of two."""
        lower, upper = self._of[one], self._of[other]
        if lower is not upper:
            upper += lower
            for piece in lower:
                self._of[piece] = upper

    def has_of(self, part: int, piece: Piece) -> bool:
        """Whether the set of a piece has one of a part."""
        return any(each.part == part for each in self._of[piece])

    def would_fuse(self, one: Piece, other: Piece) -> bool:
        """Whether one set of two would hold what a single result has as two, wall to wall."""
        lower, upper = self._of[one], self._of[other]
        return lower is not upper and any(
            a.part == b.part and frozenset((a, b)) not in self._strong and _share_wall(a, b)
            for a in lower
            for b in upper
        )


def clusters_of(pieces: Sequence[Piece], links: Sequence[Link]) -> list[Cluster]:
    """Put together what is one object.

    Objects in a row touch each other along a seam, and outlines of one object differ between
    two results. So a piece does not go with all that it touches: of each other part it goes with
    the piece it shares most of its cut with, or of which it is that piece. A thin piece goes with
    one only, so that it cannot tie two neighbours together.

    Args:
        pieces: The pieces.
        links: The links between them.

    Returns:
        Clusters, in the order of their first pieces.
    """
    links = [link for link in links if not is_wall(link)]
    sets = Sets(pieces, links)
    beside = _beside(links)
    strong = _without_rivals(
        [link for link in links if link.is_strong and not {link.one, link.other} <= beside]
    )
    best = _best(strong)
    linked: set[Piece] = set()
    for link in sorted(strong, key=lambda link: -link.score):
        if _is_chosen(link, best) and not sets.would_fuse(link.one, link.other):
            sets.unite(link.one, link.other)
            linked |= {link.one, link.other}
    slivers = _reach([link for link in links if not {link.one, link.other} <= beside], linked, sets)
    found: dict[Piece, Cluster] = {}
    for piece in pieces:
        cluster = found.setdefault(sets.find(piece), Cluster([], []))
        (cluster.slivers if piece in slivers else cluster.pieces).append(piece)
    return list(found.values())


def _share_wall(one: Piece, other: Piece) -> bool:
    if one.shape is None or other.shape is None:
        return False
    rings = shapely.boundary(one.shape), shapely.boundary(other.shape)
    return bool(shapely.length(shapely.intersection(*rings)))


def _beside(links: Sequence[Link]) -> set[Piece]:
    """The thin pieces along which another result has an outline that is not thin.

    Two of them are what two neighbours have of each other's place: not a third object.
    """
    return {
        piece
        for link in links
        for piece, other, reach in link.reaches
        if piece.is_thin and not other.is_thin and reach > _HALF
    }


def _without_rivals(links: Sequence[Link]) -> list[Link]:
    """The links without those that claim a cut which another piece of the same result has.

    Where the wall between two neighbours lies at the seam, each result has it on another side, and
    both neighbours seem to continue in one piece. Neighbours in a row are of about the same
    size: the pair stays which together comes nearest to the largest of them.
    """
    claims: dict[tuple[Piece, int], list[Link]] = {}
    for link in links:
        if link.overlap <= _HALF:
            for piece, other, _ in link.reaches:
                claims.setdefault((piece, other.part), []).append(link)
    lost: set[int] = set()
    for (piece, _), rivals in claims.items():
        if len(rivals) > piece.cut_count > 0:
            sizes = {id(link): link.sizes for link in rivals}
            largest = max(max(pair) for pair in sizes.values())
            rivals.sort(key=lambda link: abs(sum(sizes[id(link)]) - largest))
            lost |= {id(link) for link in rivals[piece.cut_count :]}
    return [link for link in links if id(link) not in lost]


def _best(links: Sequence[Link]) -> dict[tuple[Piece, int], Link]:
    """The link of each piece to each other part that says most; of a thin piece a single one."""
    best: dict[tuple[Piece, int], Link] = {}
    for link in links:
        for piece, other in ((link.one, link.other), (link.other, link.one)):
            key = (piece, -1 if piece.is_thin else other.part)
            if key not in best or link.score > best[key].score:
                best[key] = link
    return best


def _is_chosen(link: Link, best: dict[tuple[Piece, int], Link]) -> bool:
    one, other = link.one, link.other
    thin = [piece for piece in (one, other) if piece.is_thin]
    if thin:
        return all(best[piece, -1] is link for piece in thin)
    best_of_one, best_of_other = best[one, other.part], best[other, one.part]
    if best_of_one is link and best_of_other is link:
        return True
    if best_of_one is not link and best_of_other is not link:
        return False
    # One of them continues in several pieces. What was found twice does not continue in another.
    rival = best_of_other if best_of_one is link else best_of_one
    return rival.overlap <= _HALF or link.overlap > _HALF


def _reach(links: Sequence[Link], linked: set[Piece], sets: Sets) -> set[Piece]:
    """Put what was cut and has no counterpart with the one that is within the tolerance.

    Returns:
        The thin ones among them.
    """
    nearest: dict[Piece, tuple[float, Piece]] = {}
    for link in links:
        for piece, other, reach in link.reaches:
            if piece in linked or not piece.is_cut or reach <= _HALF:
                continue
            if not (piece.is_thin or other.is_cut):
                # What continues across the seam does so deeper than outlines differ.
                continue
            score = reach + link.score
            if piece not in nearest or score > nearest[piece][0]:
                nearest[piece] = score, other
    slivers: set[Piece] = set()
    # The thin ones first: where one has gone to, no other neighbour can follow it.
    for piece, (_, other) in sorted(nearest.items(), key=lambda each: not each[0].is_thin):
        if sets.find(piece) is sets.find(other):
            continue
        if piece.is_thin:
            if other not in slivers:
                slivers.add(piece)
        elif sets.has_of(piece.part, other):
            # That object has its piece here already: this is its neighbour.
            continue
        sets.unite(piece, other)
    return slivers
