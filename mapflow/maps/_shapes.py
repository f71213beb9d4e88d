"""Geometries as whole numbers, one after the other: what a map draws, small enough for many."""

from __future__ import annotations

import sys
import zlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum
from itertools import accumulate, pairwise
from math import asinh, pi, radians, tan
from typing import Final, NamedTuple, cast

from mapflow._results.shapes import BadShape, Project, tidied
from mapflow.geometry._measures.web_mercator import MAX_LATITUDE
from mapflow.maps._boxes import Box

#: How wide the world is: a step is 4 cm at the equator, a pixel of the finest zoom.
WORLD: Final = 1 << 30
#: Once around the world and back is allowed.
_MOST_LON: Final = 540.0
_MOST_LAT: Final = 90.000_001
_HALF: Final = 1 << 31
_LIMIT: Final = _HALF - 1
_MASK: Final = (1 << 32) - 1
_PER_RADIAN: Final = WORLD / (2 * pi)
_SIMPLE: Final = {"Polygon": 1, "MultiPolygon": 2}


class Path(IntEnum):
    """What a row of positions is; a hole belongs to the outer ring before it."""

    OUTER = 0
    HOLE = 1
    LINE = 2
    POINTS = 3


class Extent(NamedTuple):
    """The box around a path or a feature, in steps."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def size(self) -> int:
        """Its area, to rank it by; a line has some, too."""
        return (self.right - self.left + 1) * (self.bottom - self.top + 1)


class Shapes:
    """Features without their properties.

    Positions are whole steps of the web map's square, ``WORLD`` of them wide. Rings are open.
    """

    def __init__(self) -> None:
        self._xs = array("i")
        self._ys = array("i")
        self._paths = array("I")  # four times the number of positions, and what it is
        self._features = array("I")  # the number of paths

    def __len__(self) -> int:
        return len(self._features)

    def add(self, geometry: object, project: Project | None = None) -> bool:
        """Add a feature, if its geometry can be drawn; return whether it can.

        Args:
            geometry: A GeoJSON geometry, or anything else.
            project: Turns positions of another reference system into longitude and latitude.
        """
        try:
            return self.add_or_raise(geometry, project)
        except BadShape:
            return False

    def add_or_raise(self, geometry: object, project: Project | None = None) -> bool:
        """Add a feature; return whether it has a position.

        Raises:
            BadShape: Its geometry cannot be drawn; nothing was added.
        """
        paths, places = len(self._paths), len(self._xs)
        try:
            if project is not None or not self._add_plainly(geometry):
                self._cut(paths, places)
                self._add_any(tidied(geometry, project=project))
        except BadShape:
            self._cut(paths, places)
            raise
        if len(self._xs) == places:
            self._cut(paths, places)
            return False
        self._features.append(len(self._paths) - paths)
        return True

    def _cut(self, paths: int, places: int) -> None:
        del self._paths[paths:], self._xs[places:], self._ys[places:]

    def _add_plainly(self, geometry: object) -> bool:
        """Add polygons of plain numbers, as nearly all are; False for what needs a closer look."""
        if not isinstance(geometry, dict):
            return False
        held = cast("dict[str, object]", geometry)
        depth = _SIMPLE.get(str(held.get("type")))
        if depth is None:
            return False
        given = held.get("coordinates")
        try:
            for polygon in cast("list[list[list[list[float]]]]", [given] if depth == 1 else given):
                kind = Path.OUTER
                for ring in polygon:
                    self._add_path([(place[0], place[1]) for place in ring], kind)
                    kind = Path.HOLE
        except (TypeError, ValueError, IndexError, KeyError, OverflowError, BadShape):
            return False
        return True

    def _add_any(self, geometry: Mapping[str, object] | None) -> None:
        if geometry is None:
            return
        for member in cast("Sequence[Mapping[str, object]]", geometry.get("geometries") or ()):
            self._add_any(member)
        given = cast("Sequence[object]", geometry.get("coordinates") or ())
        if not given:
            return
        kind = str(geometry["type"])
        simple = kind.removeprefix("Multi")
        if simple == "Point":
            places = [given] if kind == simple else given
            self._add_path([p for p in cast("list[list[float]]", places) if p], Path.POINTS)
            return
        for part in [given] if kind == simple else given:
            rows = [part] if simple == "LineString" else cast("list[list[list[float]]]", part)
            for number, row in enumerate(cast("list[list[list[float]]]", rows)):
                ring = Path.HOLE if number else Path.OUTER
                self._add_path(row, Path.LINE if simple == "LineString" else ring)

    def _add_path(self, places: Sequence[Sequence[float]], kind: Path) -> None:
        is_ring = kind <= Path.HOLE
        if is_ring and len(places) > 1 and places[0] == places[-1]:
            places = places[:-1]
        if not places:
            return
        if is_ring and len(places) < 3:
            raise BadShape("a ring has fewer than three corners")
        before = len(self._xs)
        add_x, add_y = self._xs.append, self._ys.append
        for lon, lat, *_ in places:
            if not (-_MOST_LON <= lon <= _MOST_LON and -_MOST_LAT <= lat <= _MOST_LAT):
                raise BadShape(f"{lon:g}, {lat:g} is not lon/lat")
            shown = max(-MAX_LATITUDE, min(MAX_LATITUDE, lat))
            add_x(min(round((lon / 360 + 0.5) * WORLD), _LIMIT))
            add_y(round(WORLD / 2 - asinh(tan(radians(shown))) * _PER_RADIAN))
        self._paths.append((len(self._xs) - before) * 4 + kind)

    def paths(self) -> Iterator[tuple[Path, int, int]]:
        """Go through the paths of all features.

        Yields:
            What each is, and its first and its last position, the last one not included.
        """
        start = 0
        for header in self._paths:
            end = start + header // 4
            yield Path(header % 4), start, end
            start = end

    def extents_of_paths(self) -> list[Extent]:
        """The box around each path."""
        return [self._extent(start, end) for _, start, end in self.paths()]

    def extents(self) -> list[Extent]:
        """The box around each feature."""
        ends = [0, *accumulate(header // 4 for header in self._paths)]
        bounds = [0, *accumulate(self._features)]
        return [self._extent(ends[first], ends[last]) for first, last in pairwise(bounds)]

    def _extent(self, start: int, end: int) -> Extent:
        xs, ys = self._xs[start:end], self._ys[start:end]
        return Extent(min(xs), min(ys), max(xs), max(ys))

    def box(self) -> Box | None:
        """The part of the unit square that all of it covers; None for nothing."""
        if not self._xs:
            return None
        edges = self._extent(0, len(self._xs))
        return Box(*(edge / WORLD for edge in edges))

    def keep(self, wanted: Sequence[bool]) -> None:
        """Keep those features that are wanted, one flag each."""
        kept = Shapes()
        path = place = 0
        for number, is_wanted in zip(self._features, wanted, strict=True):
            headers = self._paths[path : path + number]
            end = place + sum(header // 4 for header in headers)
            if is_wanted:
                kept._features.append(number)
                kept._paths += headers
                kept._xs += self._xs[place:end]
                kept._ys += self._ys[place:end]
            path, place = path + number, end
        self._xs, self._ys, self._paths, self._features = (
            kept._xs, kept._ys, kept._paths, kept._features,
        )  # fmt: skip

    def turn(self, west_of: int) -> None:
        """Move the paths that begin west of a place once around the world, to the east."""
        for (_, start, end), extent in zip(self.paths(), self.extents_of_paths(), strict=True):
            if extent.left < west_of and extent.right + WORLD <= _LIMIT:
                self._xs[start:end] = array("i", (x + WORLD for x in self._xs[start:end]))

    def pixels(self, box: Box, scale: float) -> Iterator[list[tuple[Path, list[Pixel]]]]:
        """The paths of each feature, as pixels of a picture that shows ``box``."""
        step, left, top = scale / WORLD, box.left * scale, box.top * scale
        paths = self.paths()
        for number in self._features:
            rows: list[tuple[Path, list[Pixel]]] = []
            for _ in range(number):
                kind, start, end = next(paths)
                both = zip(self._xs[start:end], self._ys[start:end], strict=True)
                rows.append((kind, [(x * step - left, y * step - top) for x, y in both]))
            yield rows

    def packed(self) -> bytes:
        """All of it as bytes, which the script of the page reads.

        Steps from one position to the next are small, and equal bytes of all of them together
        compress well.
        """
        head = array("I", [len(self._features), len(self._paths), len(self._xs)])
        numbers = [head, self._features, self._paths, _steps(self._xs), _steps(self._ys)]
        return b"".join(map(_by_byte, numbers))


Pixel = tuple[float, float]


def _steps(values: array[int]) -> array[int]:
    """The steps between values, small ones of either sign as small numbers."""
    found = array("I")
    add, before = found.append, 0
    for value in values:
        step, before = value - before, value
        if not -_HALF <= step < _HALF:
            step += -2 * _HALF if step > 0 else 2 * _HALF  # the script wraps them, too
        add((step << 1 ^ step >> 63) & _MASK)
    return found


def _by_byte(values: array[int]) -> bytes:
    """The lowest bytes of all, then the next, and so on."""
    if sys.byteorder == "big":
        values.byteswap()
    data = values.tobytes()
    return b"".join(data[place::4] for place in range(4))


def squeezed(data: bytes) -> bytes:
    """Data as browsers unpack it, the same bytes each time."""
    squeezer = zlib.compressobj(6, zlib.DEFLATED, 31)
    return squeezer.compress(data) + squeezer.flush()
