"""Whether a polygon is simple and in one piece, by one sweep from west to east.

The sweep of Shamos and Hoey keeps the segments that cross the sweep line in order, south to north,
and compares neighbours only. Here it must also allow what a valid polygon may do (two rings may
meet at a single point) and to name what it may not:

- a segment crosses or covers another one;
- a ring passes twice through the same point;
- rings meet so often that they cut the polygon apart;
- a hole lies outside the outer ring or within another hole.

All results are exact (see `mapflow.geometry._checks.exact`), so they agree with GEOS.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Literal, NamedTuple, TypeAlias

from mapflow.geometry._checks.exact import ABSOLUTE_ERROR, RELATIVE_ERROR, contains, side
from mapflow.geometry._types import Polygon, Position

FaultKind: TypeAlias = Literal["crosses", "covers", "touches", "cuts", "outside", "nested"]


# west-south end, east-north end, ring
Segment: TypeAlias = tuple[float, float, float, float, int]


class Fault(NamedTuple):
    """What is wrong with a polygon: two rings (perhaps the same one) and a place."""

    kind: FaultKind
    ring: int
    other: int
    at: Position
    segments: tuple[Segment, ...] = ()


def find_fault(rings: Polygon) -> Fault | None:
    """Find the first fault of a polygon, from west to east.

    Rings come open (the first position is not repeated), without repeated neighbours, with at
    least three positions that are not all on one line; the outer ring is first.
    """
    return _Sweep(rings).run()


class _Sweep:
    """One run over one polygon."""

    def __init__(self, rings: Polygon) -> None:
        self.rings = rings
        self.status: list[Segment] = []
        self.meetings: list[tuple[Position, set[int]]] = []
        self.containers: dict[int, set[int]] = {}
        self.unsure: list[tuple[int, int, Position]] = []

    def run(self) -> Fault | None:
        """Visit every position in order; then check how the rings lie to each other."""
        status = self.status
        events = _events(self.rings)
        for point in sorted(events):
            ending, starting = events[point]
            low, high = self._locate(point)
            if ending == 1 and len(starting) == 1 and high - low == 1:
                # Nearly always one segment gives way to the next one of its ring.
                status[low] = starting[0]
            else:
                size = len(status)
                fault = self._branch(point, low, high, ending, starting)
                if fault:
                    return fault
                high += len(status) - size
            if 0 < low < len(status) and _cross(status[low - 1], status[low]):
                return _crossing(status[low - 1], status[low])
            if low < high < len(status) and _cross(status[high - 1], status[high]):
                return _crossing(status[high - 1], status[high])
        return (self._cut_apart() or self._misplaced_hole()) if len(self.rings) > 1 else None

    def _locate(self, point: Position) -> tuple[int, int]:
        """Find the run of segments in the status that contain the point."""
        status = self.status
        x, y = point
        low, high = 0, len(status)
        while low < high:
            middle = (low + high) // 2
            ax, ay, bx, by, _ = status[middle]
            left = (bx - ax) * (y - ay)
            right = (by - ay) * (x - ax)
            turn = left - right
            bound = RELATIVE_ERROR * (abs(left) + abs(right)) + ABSOLUTE_ERROR
            if -bound <= turn <= bound:
                turn = side(ax, ay, bx, by, x, y)
            if turn > 0:
                low = middle + 1
            else:
                high = middle
        high = low
        while high < len(status):
            ax, ay, bx, by, _ = status[high]
            if (bx != x or by != y) and side(ax, ay, bx, by, x, y) != 0:
                break
            high += 1
        return low, high

    def _branch(
        self, point: Position, low: int, high: int, ending: int, starting: list[Segment]
    ) -> Fault | None:
        """Pass a point where the number of segments changes, or where several of them meet."""
        here = self.status[low:high]
        through = [s for s in here if (s[2], s[3]) != point] if len(here) > ending else []
        if through or ending + len(starting) != 2 or (not ending and len(self.rings) > 1):
            fault = self._meet(point, low, here, starting, through)
            if fault:
                return fault
        order = _sorted_by_slope(point, starting + through)
        for lower, upper in pairwise(order):
            if side(*point, lower[2], lower[3], upper[2], upper[3]) == 0:
                return _fault("covers", lower, upper, point)
        self.status[low:high] = order
        return None

    def _meet(
        self,
        point: Position,
        low: int,
        here: list[Segment],
        starting: list[Segment],
        through: list[Segment],
    ) -> Fault | None:
        """See which rings meet at a point, and whether they may."""
        if len(through) > 1:
            return _fault("crosses", through[0], through[1], point)
        ends = Counter(s[4] for s in here if (s[2], s[3]) == point)
        ends.update(s[4] for s in starting)
        for ring, count in ends.items():
            if count > 2 or any(s[4] == ring for s in through):
                return Fault("touches", ring, ring, point)
        rings = set(ends).union(s[4] for s in through)
        if len(rings) > 1:
            self.meetings.append((point, rings))
        if len(self.rings) > 1:
            for ring in {s[4] for s in starting} - self.containers.keys():
                self._note_containers(ring, point, low, rings - {ring})
        return None

    def _note_containers(self, ring: int, point: Position, low: int, touching: set[int]) -> None:
        """At the westernmost point of a ring, count what lies south of it: odd means inside."""
        below = Counter(s[4] for s in self.status[:low])
        self.containers[ring] = {r for r, count in below.items() if count % 2} - touching
        self.unsure.extend((ring, other, point) for other in touching)

    def _cut_apart(self) -> Fault | None:
        """Rings may meet like the links of a tree; a closed loop of them cuts something off."""
        parent: dict[object, object] = {}

        def root(node: object) -> object:
            while (above := parent.setdefault(node, node)) != node:
                parent[node] = node = parent.setdefault(above, above)
            return node

        for point, rings in self.meetings:
            for ring in sorted(rings):
                one, other = root(point), root(ring)
                if one == other:
                    return Fault("cuts", max(rings), min(rings), point)
                parent[one] = other
        return None

    def _misplaced_hole(self) -> Fault | None:
        """Compare the rings in pairs; each pair now meets at one point at most, or not at all."""
        for ring, other, point in self.unsure:
            x, y = next(p for p in self.rings[ring] if p != point)
            if contains(self.rings[other], x, y):
                self.containers[ring].add(other)
        for hole in range(1, len(self.rings)):
            around = self.containers[hole]
            if 0 not in around:
                return Fault("outside", hole, 0, self.rings[hole][0])
            if len(around) > 1:
                return Fault("nested", hole, max(around), self.rings[hole][0])
        return None


def _events(rings: Polygon) -> dict[Position, tuple[int, list[Segment]]]:
    """For each position: how many segments end there, and the segments that start there."""
    events: dict[Position, tuple[int, list[Segment]]] = {}
    for number, ring in enumerate(rings):
        before = ring[-1]
        for position in ring:
            west, east = (before, position) if before < position else (position, before)
            events.setdefault(west, (0, []))[1].append((*west, *east, number))
            ending, starting = events.get(east, (0, []))
            events[east] = ending + 1, starting
            before = position
    return events


def _sorted_by_slope(point: Position, segments: list[Segment]) -> list[Segment]:
    """Order segments that leave a point eastwards, south to north."""
    if len(segments) < 2:
        return segments
    if len(segments) == 2:
        one, other = segments
        return segments if side(*point, one[2], one[3], other[2], other[3]) > 0 else [other, one]
    from functools import cmp_to_key

    def compare(one: Segment, other: Segment) -> int:
        turn = side(*point, one[2], one[3], other[2], other[3])
        return (turn < 0) - (turn > 0)

    return sorted(segments, key=cmp_to_key(compare))


def _cross(one: Segment, other: Segment) -> bool:
    """Return whether two segments cross at a point that is an end of neither."""
    ax, ay, bx, by, _ = one
    cx, cy, dx, dy, _ = other
    if max(ay, by) < min(cy, dy):
        return False
    first = side(ax, ay, bx, by, cx, cy)
    if first == 0:
        return False
    second = side(ax, ay, bx, by, dx, dy)
    if second == 0 or (first > 0) == (second > 0):
        return False
    third = side(cx, cy, dx, dy, ax, ay)
    fourth = side(cx, cy, dx, dy, bx, by)
    return third != 0 and fourth != 0 and (third > 0) != (fourth > 0)


def _crossing(one: Segment, other: Segment) -> Fault:
    """Say where two segments cross, near enough to be found on a map."""
    ax, ay, bx, by, _ = one
    cx, cy, dx, dy, _ = other
    along, across = side(cx, cy, dx, dy, ax, ay), side(cx, cy, dx, dy, bx, by)
    share = along / (along - across)
    return _fault("crosses", one, other, (ax + share * (bx - ax), ay + share * (by - ay)))


def _fault(kind: FaultKind, one: Segment, other: Segment, at: Position) -> Fault:
    if one[4] < other[4]:
        one, other = other, one
    return Fault(kind, one[4], other[4], at, (one, other))
