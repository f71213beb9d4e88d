"""Whether positions have heights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from mapflow._results.shapes import COLLECTION, DEPTHS

_WITH_HEIGHT = 3


def has_heights(geometry: Mapping[str, object]) -> bool:
    """Whether all positions of a geometry have heights; of one without positions they have not.

    A height of some of them only would need an invented one for the others.
    """
    kind = cast("str", geometry["type"])
    if kind == COLLECTION:
        members = cast("Sequence[Mapping[str, object]]", geometry["geometries"])
        return bool(members) and all(map(has_heights, members))
    coordinates = cast("Sequence[object]", geometry["coordinates"])
    return bool(coordinates) and _has_heights(coordinates, DEPTHS[kind])


def _has_heights(coordinates: Sequence[object], depth: int) -> bool:
    if depth == 0:
        return len(coordinates) == _WITH_HEIGHT
    items = cast("Sequence[Sequence[object]]", coordinates)
    if depth == 1:
        # Those of one path are alike.
        return all(len(item) == _WITH_HEIGHT for item in items[:1])
    return all(_has_heights(item, depth - 1) for item in items)
