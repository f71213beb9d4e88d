"""Geometries as well-known text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, cast

from mapflow._results.shapes import COLLECTION, DEPTHS
from mapflow.formats._heights import has_heights

_EMPTY: Final = "EMPTY"


def wkt(geometry: Mapping[str, object]) -> str:
    """The text of a geometry whose positions are plain numbers."""
    return _text(geometry, has_heights(geometry))


def _text(geometry: Mapping[str, object], has_z: bool) -> str:
    kind = cast("str", geometry["type"])
    title = f"{kind.upper()} Z" if has_z else kind.upper()
    if kind == COLLECTION:
        members = cast("Sequence[Mapping[str, object]]", geometry["geometries"])
        inside = ", ".join(_text(each, has_z) for each in members)
        return f"{title} ({inside})" if inside else f"{title} {_EMPTY}"
    coordinates = cast("Sequence[object]", geometry["coordinates"])
    if not coordinates:
        return f"{title} {_EMPTY}"
    if kind == "Point":
        return f"{title} ({_position(coordinates, 3 if has_z else 2)})"
    return f"{title} {_nested(coordinates, DEPTHS[kind], 3 if has_z else 2)}"


def _nested(coordinates: Sequence[object], depth: int, width: int) -> str:
    items = cast("Sequence[Sequence[object]]", coordinates)
    if depth == 1:
        inside = ", ".join([_position(item, width) for item in items])
    else:
        inside = ", ".join([_nested(item, depth - 1, width) for item in items])
    return f"({inside})" if items else _EMPTY


def _position(position: Sequence[object], width: int) -> str:
    return " ".join([repr(number) for number in position[:width]])
