"""GeoJSON geometries of any kind, as they come: made such that they can be drawn and read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import isfinite
from typing import Final, SupportsFloat, cast

Position = tuple[float, ...]
#: How deep positions lie in the coordinates of each kind.
DEPTHS: Final = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}
COLLECTION: Final = "GeometryCollection"
_DEEPEST: Final = 24
# The fewest positions of a line, and of a ring that is closed.
_FEWEST: Final = {"LineString": 2, "MultiLineString": 2, "Polygon": 4, "MultiPolygon": 4}

Project = Callable[[list[tuple[float, float]]], list[tuple[float, float]]]


class BadShape(Exception):
    """A geometry that makes no sense; the text says why."""


def is_geometry(value: Mapping[str, object]) -> bool:
    """Whether a GeoJSON object is a geometry."""
    kind = value.get("type")
    return isinstance(kind, str) and (kind in DEPTHS or kind == COLLECTION)


def tidied(
    geometry: object, *, project: Project | None = None, widths: set[int] | None = None
) -> dict[str, object] | None:
    """The geometry with closed rings and positions of plain numbers; None if there is none.

    Positions have heights if all of them have. A fourth number, such as a measure along a line,
    is left out, because nothing here can use it.

    Args:
        geometry: A GeoJSON geometry, or null.
        project: Turns positions of another reference system into longitude and latitude.
        widths: Takes how many numbers positions had.

    Raises:
        BadShape: It is not a geometry, or its coordinates are not numbers.
    """
    if geometry is None:
        return None
    found: set[int] = set() if widths is None else widths
    plain = _tidied(geometry, project, 0, found)
    return _flat(plain) if len({min(width, 3) for width in found}) > 1 else plain


def _flat(geometry: dict[str, object]) -> dict[str, object]:
    """The geometry without heights."""
    kind = cast("str", geometry["type"])
    if kind == COLLECTION:
        members = cast("list[dict[str, object]]", geometry["geometries"])
        return {"type": kind, "geometries": [_flat(each) for each in members]}
    return {"type": kind, "coordinates": _cut(geometry["coordinates"], DEPTHS[kind])}


def _cut(coordinates: object, depth: int) -> object:
    items = cast("list[object]", coordinates)
    return [_cut(item, depth - 1) for item in items] if depth else items[:2]


def _tidied(
    geometry: object, project: Project | None, depth: int, widths: set[int]
) -> dict[str, object]:
    if not isinstance(geometry, Mapping):
        raise BadShape("it is not a GeoJSON object")
    if depth > _DEEPEST:
        raise BadShape("it is nested too deep")
    held = cast("Mapping[str, object]", geometry)
    kind = held.get("type")
    if kind == COLLECTION:
        members = _items(held.get("geometries"), "geometries")
        shapes = [_tidied(each, project, depth + 1, widths) for each in members if each is not None]
        return {"type": COLLECTION, "geometries": shapes}
    if not isinstance(kind, str) or kind not in DEPTHS:
        raise BadShape(f"{kind!r:.60} is not a type of geometry")
    found = _positions(held.get("coordinates"), DEPTHS[kind], kind, widths)
    if project is not None:
        found = _projected(found, DEPTHS[kind], project)
    return {"type": kind, "coordinates": found}


def _positions(coordinates: object, depth: int, kind: str, widths: set[int]) -> object:
    items = _items(coordinates, "coordinates")
    if depth == 0:
        return _position(items, widths) if items or kind == "Point" else []
    if depth > 1 or kind == "MultiPoint":
        return [_positions(item, depth - 1, kind, widths) for item in items]
    path = [_position(_items(item, "position"), widths) for item in items]
    if kind.endswith("Polygon") and path and path[0] != path[-1]:
        path.append(path[0])
    if path and len(path) < _FEWEST[kind]:
        raise BadShape(f"a {kind} has a part of {len(path)} positions only")
    return path


def _position(items: Sequence[object], widths: set[int]) -> list[float]:
    numbers = [_number(item) for item in items[:3]]
    if len(numbers) < 2:
        raise BadShape(f"a position has {len(numbers)} numbers only")
    widths.add(len(items))
    return numbers


def _number(value: object) -> float:
    if isinstance(value, bool | str) or not isinstance(value, SupportsFloat):
        raise BadShape(f"{value!r:.40} is not a coordinate")
    try:
        number = float(value)
    except (OverflowError, ValueError, TypeError):
        number = float("inf")
    if not isfinite(number):
        raise BadShape(f"{value!r:.40} is not a coordinate")
    return number


def _items(value: object, what: str) -> Sequence[object]:
    if isinstance(value, list | tuple):
        return cast("Sequence[object]", value)
    to_list = getattr(value, "tolist", None)
    plain = to_list() if callable(to_list) and not isinstance(value, type) else None
    if isinstance(plain, list):
        return cast("list[object]", plain)
    raise BadShape(f"its {what} are not a list")


def _projected(coordinates: object, depth: int, project: Project) -> object:
    items = cast("list[object]", coordinates)
    if depth > 1:
        return [_projected(item, depth - 1, project) for item in items]
    path = cast("list[list[float]]", items if depth else [items])
    path = [place for place in path if place]
    places = project([(place[0], place[1]) for place in path])
    # Heights are in metres in almost all reference systems, and stay what they are.
    moved = [[*place, *old[2:]] for place, old in zip(places, path, strict=True)]
    if not all(isfinite(number) for place in moved for number in place):
        raise BadShape("it lies outside of its reference system")
    return moved if depth else moved[0]
