"""The named areas of a row that holds several: whose polygons are whose, and which lies where."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import cos, inf, radians
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias, cast

from mapflow._base_errors import InvalidArea
from mapflow._results.features import features_of
from mapflow.formats import save
from mapflow.geometry import Geometry, NamedArea
from mapflow.geometry._areas import read_named

#: What a feature carries of the area that it lies in.
AREA_NAME: Final = "area_name"
_Position: TypeAlias = Sequence[float]
_Rings: TypeAlias = Sequence[Sequence[_Position]]
_Box: TypeAlias = tuple[float, float, float, float]


class Held(NamedTuple):
    """One of the areas of a row.

    Attributes:
        name: Its name.
        polygons: How many polygons it has; those of a row stand in the order of its areas.
    """

    name: str
    polygons: int


def held_in(area: object, name_field: str | None, geometry: Geometry) -> str | None:
    """What the ledger keeps of the areas that an area was given as; None if it is one.

    Raises:
        InvalidArea: One of them cannot be used. The others alone are not what was asked for.
    """
    least = _least(area)
    if least is None:
        return None
    try:
        found = read_named(area, name_field=name_field)[1]
    except InvalidArea:
        # The field names the areas of another row, or none.
        return None if name_field is None else held_in(area, None, geometry)
    for each in found:
        if each.error is not None:
            raise each.error
    held = [Held(each.name, len(_polygons(each.geometry))) for each in found if each.geometry]
    if len(held) < least or sum(each.polygons for each in held) != len(_polygons(geometry)):
        # What was put right in all of them together cannot be told apart any more.
        return None
    return json.dumps(held)


def read_held(text: str | None) -> tuple[Held, ...]:
    """The areas that a ledger names."""
    found: object = [] if text is None else json.loads(text)
    if not isinstance(found, list):
        raise TypeError(f"{found!r} is not a list")
    return tuple(Held(str(name), int(count)) for name, count in found)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]


def name_areas(path: Path, geometry: Geometry, held: Sequence[Held]) -> None:
    """Let each feature of a result carry the name of the area that it lies in."""
    polygons = iter(_polygons(geometry))
    areas = [(each.name, [_Outline(next(polygons)) for _ in range(each.polygons)]) for each in held]
    save(path, _named(path, areas), overwrite=True)


def _named(path: Path, areas: list[tuple[str, list[_Outline]]]) -> Iterator[dict[str, object]]:
    for feature in features_of(path):
        properties = feature.get("properties")
        own = cast("dict[str, object]", properties) if isinstance(properties, dict) else {}
        corners = list(_corners(feature.get("geometry")))
        yield feature | {"properties": own | {AREA_NAME: _owner(corners, areas)}}


def _owner(corners: list[_Position], areas: list[tuple[str, list[_Outline]]]) -> str | None:
    """The area in which most corners lie; for a feature outside all of them, the nearest.

    A feature that fills its area has all corners on its border, or a rounding error beyond.
    """
    if not corners:
        return None
    votes: Counter[str] = Counter()
    for name, outlines in areas:
        votes[name] = sum(any(each.holds(corner) for each in outlines) for corner in corners)
    name, most = votes.most_common(1)[0]
    if most:
        return name
    count = len(corners)
    middle = sum(each[0] for each in corners) / count, sum(each[1] for each in corners) / count
    nearest, least = name, inf
    for name, outlines in areas:
        for each in outlines:
            # Most outlines are further away than the nearest so far.
            if each.box_distance(middle) < least and (found := each.distance(middle)) < least:
                nearest, least = name, found
    return nearest


class _Outline:
    """One polygon of an area."""

    def __init__(self, rings: _Rings) -> None:
        self._rings = rings
        across, along = zip(*((each[0], each[1]) for each in rings[0]), strict=True)
        self._box: _Box = (min(across), min(along), max(across), max(along))

    def holds(self, place: _Position) -> bool:
        """Whether a place is inside: a line from it crosses the rings an odd number of times."""
        x, y = place[0], place[1]
        west, south, east, north = self._box
        if not (west <= x <= east and south <= y <= north):
            return False
        is_inside = False
        for ring in self._rings:
            for (ax, ay, *_), (bx, by, *_) in pairwise(ring):
                if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
                    is_inside = not is_inside
        return is_inside

    def box_distance(self, place: _Position) -> float:
        """How far a place is from the box, squared: to compare only."""
        west, south, east, north = self._box
        across = max(west - place[0], place[0] - east, 0.0) * cos(radians(place[1]))
        along = max(south - place[1], place[1] - north, 0.0)
        return across * across + along * along

    def distance(self, place: _Position) -> float:
        """How far a place is from the outline, squared; 0 inside."""
        if self.holds(place):
            return 0.0
        width = cos(radians(place[1]))
        return min(
            _from_line(
                ((ax - place[0]) * width, ay - place[1]), ((bx - place[0]) * width, by - place[1])
            )
            for ring in self._rings
            for (ax, ay, *_), (bx, by, *_) in pairwise(ring)
        )


def _from_line(begin: tuple[float, float], end: tuple[float, float]) -> float:
    """How far a line is from the origin, squared."""
    (ax, ay), (bx, by) = begin, end
    across, along = bx - ax, by - ay
    length = across * across + along * along
    share = -(ax * across + ay * along) / length if length else 0.0
    share = min(max(share, 0.0), 1.0)
    x, y = ax + share * across, ay + share * along
    return x * x + y * y


def _corners(geometry: object) -> Iterator[_Position]:
    if isinstance(geometry, Mapping):
        known = cast("Mapping[str, object]", geometry)
        members = known.get("geometries")
        for each in cast("list[object]", members) if isinstance(members, list) else ():
            yield from _corners(each)
        yield from _positions(known.get("coordinates"))


def _positions(found: object) -> Iterator[_Position]:
    if not isinstance(found, list) or not found:
        return
    given = cast("list[object]", found)
    if all(isinstance(each, (int, float)) for each in given[:2]) and len(given) > 1:
        yield cast("list[float]", given)
        return
    if len(given) > 3 and isinstance(given[0], list) and given[0] == given[-1]:
        # The corner at which a ring begins and ends is one.
        given = given[:-1]
    for each in given:
        yield from _positions(each)


def _polygons(geometry: Geometry) -> list[_Rings]:
    coordinates = cast("list[object]", geometry["coordinates"])
    found = [coordinates] if geometry["type"] == "Polygon" else coordinates
    return cast("list[_Rings]", found)


def _least(area: object) -> int | None:
    """How many areas make several; None for what is one: numbers, a geometry, a feature."""
    if isinstance(area, Mapping):
        is_collection = cast("Mapping[str, object]", area).get("type") == "FeatureCollection"
        return 2 if is_collection else None
    if isinstance(area, (list, tuple)) and not isinstance(area, NamedArea):
        given = cast("Sequence[object]", area)
        if given and all(isinstance(each, NamedArea) for each in given):
            # One that was put together by name keeps that name.
            return 1
        return None if _is_box(given) else 2
    return 2 if hasattr(area, "iterrows") else None


def _is_box(given: Sequence[object]) -> bool:
    return bool(given) and isinstance(given[0], (int, float))
