"""Lines, such as roads: which of them are one, and what they are together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mapflow.joining._links import Link
from mapflow.joining._pieces import Piece, local
from mapflow.joining._tiles import DEGREE_M
from mapflow.joining._untyped import Shape, shapely


def lines_between(
    new: Sequence[Piece],
    known: Sequence[Piece],
    *,
    stretch: float,
    tolerance_m: float,
    is_divided: bool,
) -> list[Link]:
    """Compare the lines of a part with those of parts before it.

    Args:
        new: The pieces of the part.
        known: Pieces of other parts that may be of the same objects.
        stretch: Length of a degree of longitude there, in degrees of latitude.
        tolerance_m: How far two lines of one object may lie apart, in metres.
        is_divided: Whether the part has several polygons, so that its pieces are compared too.

    Returns:
        A link for each two that continue each other at a border, or lie along each other.
    """
    pieces = [piece for piece in (*new, *known) if piece.line is not None]
    count = sum(piece.line is not None for piece in new)
    if not count or (count == len(pieces) and not is_divided):
        return []
    tolerance = tolerance_m / DEGREE_M
    lines = local(np.array([piece.line for piece in pieces], dtype=object), stretch)
    tree = shapely.STRtree(lines)
    one, other = tree.query(lines[:count], predicate="dwithin", distance=tolerance)
    links: list[Link] = []
    pairs: list[tuple[int, int]] = np.stack([one, other], axis=1).tolist()
    for a, b in pairs:
        if b >= count or (is_divided and a < b):
            apart = _apart(pieces[a], pieces[b], stretch) / tolerance
            along = _along(lines[a], lines[b], tolerance)
            links.append(Link(pieces[a], pieces[b], along, max(0.0, 1 - apart / 2), 0.0, 0.0))
    return links


def connected(pieces: Sequence[Piece], tolerance_m: float) -> Shape:
    """The line that pieces make, where they lie on both sides of a border."""
    reach = tolerance_m / DEGREE_M
    ends = [(number, end) for number, piece in enumerate(pieces) for end in piece.ends]
    gaps = [
        shapely.linestrings([end, other])
        for number, end in ends
        for at, other in ends
        if number < at and 0 < np.hypot(*(end - other)) < 2 * reach
    ]
    return shapely.line_merge(shapely.union_all([*(piece.line for piece in pieces), *gaps]))


def _apart(one: Piece, other: Piece, stretch: float) -> float:
    """How far the nearest ends at a border are from each other; infinite without such ends."""
    if not len(one.ends) or not len(other.ends):
        return np.inf
    between = (one.ends[:, None, :] - other.ends[None, :, :]) * (stretch, 1.0)
    return float(np.hypot(between[..., 0], between[..., 1]).min())


def _along(one: Shape, other: Shape, tolerance: float) -> float:
    """How much of the shorter line lies along the longer one."""
    short, long = sorted((one, other), key=lambda line: line.length)
    if not short.length:
        return 0.0
    return float(short.intersection(long.buffer(tolerance)).length / short.length)
