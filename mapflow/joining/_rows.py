"""Rows of objects, such as terraced houses: whether a border goes through one or between two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from mapflow.joining._links import Link
from mapflow.joining._pieces import Piece, local
from mapflow.joining._tiles import DEGREE_M
from mapflow.joining._untyped import Shape, shapely

_HALF: Final = 0.5
#: How much of its outline an object of a row shares with the next one, at least.
_WALL: Final = 0.1
#: From how many of a row's objects on a piece is rather two than one.
_TWO: Final = 2.0
#: From how many of them on two pieces are rather two of them than the halves of one.
_BOTH: Final = 1.5


def look_behind(
    pieces: Sequence[Piece], others: Sequence[Shape], *, stretch: float, tolerance_m: float
) -> None:
    """Find the object behind each piece, seen from its cut: the one it shares most of a wall with.

    Args:
        pieces: The pieces of a part.
        others: Objects of the part that the border did not cut, in the frame.
        stretch: Length of a degree of longitude there, in degrees of latitude.
        tolerance_m: How far two objects that touch may lie apart, in metres.
    """
    cut = [piece for piece in pieces if len(piece.edges) and piece.is_low and not piece.is_thin]
    if not cut or not others:
        return
    reach = tolerance_m / DEGREE_M
    shapes = local(np.array([piece.shape for piece in cut], dtype=object), stretch)
    behind = local(np.array(others, dtype=object), stretch)
    one, other = shapely.STRtree(behind).query(shapes, predicate="dwithin", distance=reach)
    walls = shapely.length(
        shapely.intersection(shapely.boundary(shapes[one]), shapely.buffer(behind[other], reach))
    )
    sizes = shapely.area(others)[other]
    # A street that meets a road touches little of it, and makes no row.
    beside = np.flatnonzero(walls > _WALL * shapely.length(shapely.boundary(shapes))[one])
    for number in beside[np.argsort(walls[beside])].tolist():
        cut[int(one[number])].behind = float(sizes[number])


def is_wall(link: Link) -> bool:
    """Whether two pieces are more likely two objects of a row, with the wall at the border.

    Nothing else tells two objects from two halves there. Those behind them on either side show how
    large objects are in that row: about as large as both together, or as each.
    """
    one, other = link.one, link.other
    if link.overlap > _HALF or not (one.behind and other.behind):
        return False
    usual = (one.behind + other.behind) / 2
    least, most = sorted(link.sizes)
    return _HALF * usual < least and most < _TWO * usual and _BOTH * usual < least + most
