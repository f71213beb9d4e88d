"""Which small areas could share one processing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from math import cos, inf, radians, sin
from typing import Final, NamedTuple, cast

from mapflow.geometry import Geometry
from mapflow.limits import AREA_MARGIN

#: Where the account does not say how many polygons one processing may have.
_USUAL_POLYGONS: Final = 10
#: How near boxes of areas may come that share a processing, in degrees: about a metre.
GAP_DEG: Final = 1e-5
#: How far apart the middles of areas that share a processing may lie, in degrees.
SPREAD_DEG: Final = 2.0
#: Maximum number of groups that are filled at a time.
_MOST_BEGUN: Final = 64


class Candidate(NamedTuple):
    """An area that could be grouped.

    Attributes:
        area: Its geometry, as JSON.
        area_m2: Its area, in square metres.
        polygon_count: How many polygons it has.
        cost: What it costs alone, in credits.
    """

    area: str
    area_m2: float
    polygon_count: int
    cost: float


class _Group:
    """Areas that fit one processing, as far as is known."""

    def __init__(self) -> None:
        self.candidates: list[Candidate] = []
        self._places: list[_Place] = []
        self._area_m2 = 0.0

    def takes(self, candidate: Candidate, place: _Place, max_areas: int, limit_m2: float) -> bool:
        """Take an area, if it may stand with the others."""
        if self.candidates and not (
            len(self.candidates) < max_areas
            and self._area_m2 + candidate.area_m2 <= limit_m2
            and all(place.may_stand_with(each) for each in self._places)
        ):
            return False
        self.candidates.append(candidate)
        self._places.append(place)
        self._area_m2 += candidate.area_m2
        return True


class _Place:
    """Where an area lies."""

    def __init__(self, ring: Sequence[Sequence[float]]) -> None:
        across, along = [each[0] for each in ring], [each[1] for each in ring]
        self._west, self._east = min(across), max(across)
        self._south, self._north = min(along), max(along)
        self._middle = (self._west + self._east) / 2, (self._south + self._north) / 2

    def may_stand_with(self, other: _Place) -> bool:
        """Whether two areas may share a processing: they neither touch nor lie far apart."""
        is_near = (
            self._west < other._east + 2 * GAP_DEG
            and other._west < self._east + 2 * GAP_DEG
            and self._south < other._north + 2 * GAP_DEG
            and other._south < self._north + 2 * GAP_DEG
        )
        if is_near:
            return False
        (x, y), (a, b) = self._middle, other._middle
        across = sin(radians(x - a) / 2) ** 2 * cos(radians(y)) * cos(radians(b))
        return sin(radians(y - b) / 2) ** 2 + across <= sin(radians(SPREAD_DEG) / 2) ** 2


def groups_of(
    candidates: Sequence[Candidate], max_areas: int | None, limit_m2: float | None
) -> Iterator[list[Candidate]]:
    """Group areas as ``packed`` may, the smallest first: they gain most. Each has two or more.

    Args:
        candidates: The areas.
        max_areas: The largest number of polygons of one processing; None if it is unknown.
        limit_m2: Its largest area, in square metres; None if it is unknown.
    """
    most, largest = max_areas or _USUAL_POLYGONS, limit_m2 * (1 - AREA_MARGIN) if limit_m2 else inf
    begun: list[_Group] = []
    for candidate in sorted(candidates, key=lambda each: each.area_m2):
        geometry = json.loads(candidate.area)
        if geometry["type"] != "Polygon":
            # It is a row by itself.
            continue
        place = _Place(geometry["coordinates"][0])
        if not any(each.takes(candidate, place, most, largest) for each in begun):
            begun.append(_Group())
            begun[-1].takes(candidate, place, most, largest)
        full = [each for each in begun if len(each.candidates) >= most]
        done = full or ([begun[0]] if len(begun) > _MOST_BEGUN else [])
        for each in done:
            begun.remove(each)
            if len(each.candidates) > 1:
                yield each.candidates
    yield from (each.candidates for each in begun if len(each.candidates) > 1)


def joined(group: Sequence[Candidate]) -> Geometry:
    """The areas of a group as one geometry."""
    polygons: list[object] = []
    for candidate in group:
        geometry = json.loads(candidate.area)
        is_one = geometry["type"] == "Polygon"
        polygons += [geometry["coordinates"]] if is_one else geometry["coordinates"]
    return cast("Geometry", {"type": "MultiPolygon", "coordinates": polygons})
