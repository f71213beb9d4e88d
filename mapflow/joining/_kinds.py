"""What pieces are: objects of different kinds are not one, wherever they lie."""

from __future__ import annotations

from typing import Final

from mapflow.joining._links import Link

_HALF: Final = 0.5
_BUILDING: Final = "building"
#: The documented classes of buildings.
_OF_BUILDINGS: Final = frozenset({"101", "102", "103", "104", "105"})


def may_be_one(link: Link) -> bool:
    """Whether what two pieces are does not speak against one object.

    Each half of a building that a border cut may be taken for another class. Classes of ground,
    such as heights of a forest, border on each other, at a seam as anywhere: there the class tells
    a neighbour from the other half. Two that are the same but for their class are one.
    """
    one, other = link.one.kind, link.other.kind
    if one.object_type != other.object_type:
        return False
    smaller, larger = sorted(link.sizes)
    if one.class_id == other.class_id or link.overlap * smaller >= _HALF * larger:
        return True
    return one.object_type == _BUILDING or {one.class_id, other.class_id} <= _OF_BUILDINGS
