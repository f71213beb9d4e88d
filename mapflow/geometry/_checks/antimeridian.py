"""Rings at the antimeridian, where one place has two longitudes."""

from __future__ import annotations

from typing import Final, NamedTuple

from mapflow.geometry._types import Position
from mapflow.geometry._values import SNAP_DEG

_HALF: Final = 180.0
_TURN: Final = 360.0
_POLE: Final = 90.0


class Unrolled(NamedTuple):
    """A ring followed the short way round, whatever turn of the globe its longitudes are in.

    Attributes:
        positions: Its positions; neighbours are less than half a turn apart.
        turns: How often it goes round the globe, eastwards.
    """

    positions: list[Position]
    turns: int


def as_drawn(ring: list[Position]) -> list[Position]:
    """A ring that lies on the antimeridian, with longitudes that say on which side.

    A position on it that both neighbours have on one side is written for that side. An edge along
    a parallel from one side to the other goes round the globe, if it has no length the short way
    and the ring would not be one: outlines of polar countries, cut along the antimeridian and
    the pole, have such edges. A position in the middle of it tells.

    Args:
        ring: Open or closed; longitudes within ±180.

    Returns:
        The ring, or one of the same ground. What crosses the antimeridian still does.
    """
    if not _has_jump(ring):
        return ring
    faced = _faced([(_to_line(x), y) for x, y in ring])
    if not _has_jump(faced):
        return faced
    jumps = [(a, b) for a, b in zip([faced[-1], *faced], faced, strict=False) if _jumps(a, b)]
    if not all(abs(a[0]) == _HALF and abs(b[0]) == _HALF and a[1] == b[1] for a, b in jumps):
        return faced
    is_strip = all(abs(x) == _HALF for x, _ in faced)
    if not is_strip and not unrolled(faced).turns:
        return faced
    whole: list[Position] = []
    for before, position in zip([faced[-1], *faced], faced, strict=False):
        if _jumps(before, position):
            whole.append((0.0, position[1]))
        whole.append(position)
    return whole


def unrolled(ring: list[Position]) -> Unrolled:
    """Follow a ring the short way round."""
    result = [ring[0]]
    for x, y in ring[1:]:
        before = result[-1][0]
        result.append((x - _TURN * round((x - before) / _TURN), y))
    closing = ring[0][0] - _TURN * round((ring[0][0] - result[-1][0]) / _TURN)
    return Unrolled(result, round((closing - result[0][0]) / _TURN))


def over_the_pole(ring: Unrolled) -> list[Position] | None:
    """Close a ring that goes round the globe over the pole of its hemisphere.

    Returns:
        The ring; None if it lies in both hemispheres, or goes round more than once.
    """
    latitudes = [y for _, y in ring.positions]
    if abs(ring.turns) != 1 or min(latitudes) < 0 < max(latitudes):
        return None
    pole = _POLE if max(latitudes) > 0 else -_POLE
    (x, y), end = ring.positions[0], _TURN * ring.turns
    # Like any edge, those along the pole must not span more than half a turn.
    back = [(x + end * quarters / 4, pole) for quarters in (4, 3, 2, 1, 0)]
    return [*ring.positions, (x + end, y), *back]


def _faced(ring: list[Position]) -> list[Position]:
    """The ring with positions on the antimeridian on the side where their neighbours are."""
    inner = [number for number, (x, _) in enumerate(ring) if abs(x) < _HALF]
    if not inner or len(inner) == len(ring):
        return ring
    faced = list(ring)
    for before, after in zip(inner, [*inner[1:], inner[0] + len(ring)], strict=True):
        one, other = ring[before][0], ring[after % len(ring)][0]
        if one * other > 0:
            for number in range(before + 1, after):
                place = number % len(ring)
                faced[place] = (_HALF if one > 0 else -_HALF, ring[place][1])
    return faced


def _to_line(x: float) -> float:
    """A longitude; on the antimeridian, if it lies beside it by a rounding error."""
    if _HALF - SNAP_DEG <= abs(x) < _HALF:
        return _HALF if x > 0 else -_HALF
    return x


def _has_jump(ring: list[Position]) -> bool:
    before = ring[-1]
    for position in ring:
        if _jumps(before, position):
            return True
        before = position
    return False


def _jumps(one: Position, other: Position) -> bool:
    return abs(other[0] - one[0]) > _HALF
