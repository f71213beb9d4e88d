"""Points, such as trees: which of them two results have in common."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mapflow.joining._links import Link
from mapflow.joining._pieces import Piece, local
from mapflow.joining._tiles import DEGREE_M
from mapflow.joining._untyped import shapely


def points_between(
    new: Sequence[Piece], known: Sequence[Piece], *, stretch: float, tolerance_m: float
) -> list[Link]:
    """Find the points of a part that others have as well, the nearest first, each once.

    Args:
        new: The pieces of the part.
        known: Pieces of other parts.
        stretch: Length of a degree of longitude there, in degrees of latitude.
        tolerance_m: How far two points of one object may lie apart, in metres.

    Returns:
        A link for each two.
    """
    here = [piece for piece in new if piece.point is not None]
    there = [piece for piece in known if piece.point is not None]
    if not here or not there:
        return []
    reach = tolerance_m / DEGREE_M
    places = local(np.array([piece.point for piece in here], dtype=object), stretch)
    others = local(np.array([piece.point for piece in there], dtype=object), stretch)
    one, other = shapely.STRtree(others).query(places, predicate="dwithin", distance=reach)
    apart = shapely.distance(places[one], others[other])
    links: list[Link] = []
    taken: set[tuple[Piece, int]] = set()
    for pair in np.lexsort((other, one, apart)).tolist():
        a, b = here[int(one[pair])], there[int(other[pair])]
        keys = {(a, b.part), (b, a.part)}
        if a.kind.object_type == b.kind.object_type and not keys & taken:
            taken |= keys
            links.append(Link(a, b, 1.0, 0.0, 0.0, 0.0))
    return links
