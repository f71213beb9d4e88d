"""Rings that touch themselves: the same ground as several rings that do not.

Shapefiles, and programs that know no holes, write a polygon with a hole as one ring that comes back
to an earlier position. Cut there, it is a shell and its holes, and covers what it covered.
"""

from __future__ import annotations

from mapflow.geometry._checks.exact import contains, is_collinear, is_on_edge
from mapflow.geometry._checks.sweep import find_fault
from mapflow.geometry._types import Polygon, Position

#: Maximum number of rings that are compared in pairs; a polygon in more pieces is for `repair`.
_MOST_PIECES = 500
_MOST_CUTS = 2 * _MOST_PIECES


def take_apart(rings: Polygon) -> list[Polygon] | None:
    """Cut rings where they touch themselves.

    Returns:
        Polygons of valid rings that cover the same ground, or None if the rings do more than touch
        themselves, so that the user must say which ground is meant.
    """
    pieces = _cut(rings)
    if not len(rings) < len(pieces) <= _MOST_PIECES:
        return None
    kept = {position for ring, _ in pieces for position in ring}
    if any(position not in kept for ring in rings for position in ring):
        return None  # a spike is a mistake, not a line between two pieces
    fault = find_fault([ring for ring, _ in pieces])
    # Where a piece lies in another is for what follows; everything else is more than a touch.
    if fault is not None and fault.kind not in ("outside", "nested"):
        return None
    return _assemble(pieces)


def _cut(rings: Polygon) -> list[tuple[list[Position], bool]]:
    """Cut all rings where they come back to a position; tell which pieces are shells."""
    pieces: list[tuple[list[Position], bool]] = []
    for number, ring in enumerate(rings):
        turn = _doubled(ring) > 0
        # A piece that runs the other way is a hole in a shell, or an island in a hole.
        pieces.extend(
            (loop, (number == 0) == ((_doubled(loop) > 0) == turn)) for loop in _cut_ring(ring)
        )
    return pieces


def _cut_ring(ring: list[Position]) -> Polygon:
    """Cut a ring at repeated corners, and wherever a corner touches the middle of an edge."""
    pieces: Polygon = []
    left = _loops(ring)
    for _ in range(_MOST_CUTS):
        if not left:
            break
        loop = left.pop()
        fault = find_fault([loop])
        added = _touched(loop, fault.at) if fault and fault.kind == "touches" else None
        if added is None:
            pieces.append(loop)
        else:
            left.extend(_loops(added))
    return pieces + left


def _touched(ring: list[Position], at: Position) -> list[Position] | None:
    for index, position in enumerate(ring):
        before = ring[index - 1]
        if at not in (before, position) and is_on_edge(before, position, at):
            return [*ring[:index], at, *ring[index:]]
    return None


def _loops(ring: list[Position]) -> Polygon:
    """Cut a ring at the positions that it passes more than once; what has no area is dropped."""
    loops: Polygon = []
    path: list[Position] = []
    place: dict[Position, int] = {}
    for position in ring:
        start = place.get(position)
        if start is not None:
            loops.append(path[start:])
            for gone in path[start + 1 :]:
                del place[gone]
            del path[start + 1 :]
            continue
        place[position] = len(path)
        path.append(position)
    loops.append(path)
    return [loop for loop in loops if len(loop) > 2 and not is_collinear(loop)]


def _assemble(
    pieces: list[tuple[list[Position], bool]],
) -> list[Polygon] | None:
    """Give each hole to the smallest shell around it; None if that does not work out."""
    shells = sorted((ring for ring, is_shell in pieces if is_shell), key=_size)
    polygons = [[shell] for shell in shells]
    for hole in (ring for ring, is_shell in pieces if not is_shell):
        # Sorted by size, so that the first that fits is the next one around it.
        around = next((rings for rings in polygons if _lies_in(hole, rings[0])), None)
        if around is None:
            return None
        around.append(hole)
    for rings in polygons:
        if find_fault(rings) is not None:
            return None
        for other in polygons:
            if (
                other is not rings
                and _lies_in(rings[0], other[0])
                and not any(_lies_in(rings[0], hole) for hole in other[1:])
            ):
                return None
    return polygons


def _lies_in(ring: list[Position], other: list[Position]) -> bool:
    """Return whether a ring lies within another one that it touches at most."""
    if min(ring) < min(other) or max(ring) > max(other):
        return False
    edges = list(zip([other[-1], *other], other, strict=False))
    for at in ring:
        if not any(is_on_edge(a, b, at) for a, b in edges):
            return contains(other, *at)
    return False


def _size(ring: list[Position]) -> float:
    return abs(_doubled(ring))


def _doubled(ring: list[Position]) -> float:
    """Twice the planar area, with its sign, measured from a corner so that little is lost."""
    x0, y0 = ring[0]
    total = 0.0
    before = ring[-1]
    for position in ring:
        total += (before[0] - x0) * (position[1] - y0) - (position[0] - x0) * (before[1] - y0)
        before = position
    return total
