"""Which small areas could share one processing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, cast

from mapflow.geometry import Geometry
from mapflow.limits import AREA_MARGIN

#: Where the account does not say how many polygons one processing may have.
_USUAL_POLYGONS: Final = 10


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


def groups_of(
    candidates: Sequence[Candidate], max_areas: int | None, limit_m2: float | None
) -> Iterator[list[Candidate]]:
    """Group areas within the limits of one processing, the smallest first: they gain most."""
    group: list[Candidate] = []
    seen: set[str] = set()
    for candidate in sorted(candidates, key=lambda each: each.area_m2):
        if candidate.area in seen:
            # Twice the same place cannot stand in one processing.
            continue
        seen.add(candidate.area)
        if group and not _fit([*group, candidate], max_areas or _USUAL_POLYGONS, limit_m2):
            yield group
            group = []
        group.append(candidate)
    if group:
        yield group


def joined(group: Sequence[Candidate]) -> Geometry:
    """The areas of a group as one geometry."""
    polygons: list[object] = []
    for candidate in group:
        geometry = json.loads(candidate.area)
        is_one = geometry["type"] == "Polygon"
        polygons += [geometry["coordinates"]] if is_one else geometry["coordinates"]
    return cast("Geometry", {"type": "MultiPolygon", "coordinates": polygons})


def _fit(group: Sequence[Candidate], max_areas: int, limit_m2: float | None) -> bool:
    if sum(each.polygon_count for each in group) > max_areas:
        return False
    area_m2 = sum(each.area_m2 for each in group)
    return not limit_m2 or area_m2 <= limit_m2 * (1 - AREA_MARGIN)
