"""The stream of joined features."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal

from mapflow._arguments import figure
from mapflow.errors import InvalidInput
from mapflow.joining._numbering import Numbering
from mapflow.joining._parts import Feature, Part

if TYPE_CHECKING:
    from mapflow.joining._seams import Seams

JoinMode = Literal["auto", "none"]

_BLOCK: Final = 4096


def check_settings(join: JoinMode, tolerance_m: float) -> None:
    """Refuse what cannot be meant.

    Raises:
        InvalidInput: ``join`` or ``tolerance_m`` is not one of those possible.
    """
    if join not in ("auto", "none"):
        raise InvalidInput(
            f"`join` must be 'auto' or 'none', got {join!r}.",
            hint="Use 'auto' where areas touch or overlap.",
        )
    if not 0 < figure(tolerance_m, "tolerance_m") <= 100:
        raise InvalidInput(
            f"`tolerance_m` must be above 0 and at most 100, got {tolerance_m!r}.",
            hint="Pass how far two outlines of one object may differ, in metres.",
        )


class Join:
    """Joins results to one stream of features.

    An object that the border of an area cut comes out once, whole, and so does one that several
    results found. Pieces belong together if they share most of their cut on the seam, or most of
    their size; neighbours that merely touch do not. All others come out as they are. Each feature
    gets a new ``id``, and keeps where it comes from as ``processing_id``, ``cell`` and
    ``original_id``, and ``joined_from`` if it is made of several.

    Polygons and lines are joined, and a point that two results hold, within the tolerance, comes
    out once. Features that cannot be read come out as they came.
    At any time only features near the borders of parts that are not all read are in memory.

    Args:
        parts: The results, in any order; they are read from south to north.
        join: ``"auto"`` joins where areas touch or overlap. ``"none"`` only numbers the features,
            in the order of the parts, and needs no extra. Default: ``"auto"``.
        tolerance_m: How far the outlines of one object may differ between two results, in metres.
            Default: 1.5.

    Attributes:
        read: How many features were read so far.
        written: How many came out so far.
        joined: How many of those were made of several.
        kept: How many are kept in memory now.

    Raises:
        InvalidInput: ``join`` or ``tolerance_m`` is not one of those possible, or an area is not
            a polygon.
        ConfigurationError: The extra ``geo`` is not installed; the text names the command.

    Example:
        ```python
        from mapflow.joining import Join, Part


        def box(west, south, east, north):
            ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
            return {"type": "Polygon", "coordinates": [ring]}


        def roof(identifier, *bounds):
            properties = {"id": identifier}
            return {"type": "Feature", "properties": properties, "geometry": box(*bounds)}


        west = Part("west", box(0.0, 0.0, 0.01, 0.01), [roof(7, 0.0098, 0.004, 0.01, 0.0041)])
        east = Part("east", box(0.01, 0.0, 0.02, 0.01), [roof(3, 0.01, 0.004, 0.0101, 0.0041)])
        for feature in Join([west, east]):
            print(feature["properties"], feature["geometry"])
        ```
    """

    def __init__(
        self, parts: Iterable[Part], *, join: JoinMode = "auto", tolerance_m: float = 1.5
    ) -> None:
        check_settings(join, tolerance_m)
        self._parts: list[Part] = list(parts)
        self._mode: JoinMode = join
        self._tolerance_m: float = tolerance_m
        self._seams: Seams | None = None
        self._numbering: Numbering = Numbering()
        self.read: int = 0
        self.joined: int = 0

    @property
    def written(self) -> int:
        """How many features came out so far."""
        return self._numbering.count

    @property
    def kept(self) -> int:
        """How many features are kept in memory now."""
        return 0 if self._seams is None else self._seams.kept

    def __iter__(self) -> Iterator[dict[str, object]]:
        """Read the parts, and give the features; once."""
        if self._mode == "none":
            yield from self._numbered()
            return
        # numpy is part of what shapely needs, so the extra is asked for first.
        from mapflow.joining._seams import Seams

        seams = self._seams = Seams(self._parts, self._tolerance_m)
        for number in seams.order:
            part = self._parts[number]
            features = iter(part.features)
            while block := list(islice(features, _BLOCK)):
                self.read += len(block)
                for feature in seams.take(number, block):
                    yield self._numbering.numbered(feature, part)
            for leader, feature, sources in seams.finish(number):
                self.joined += len(sources) > 1
                yield self._numbering.numbered(
                    feature,
                    self._parts[leader],
                    [(self._parts[source], each) for source, each in sources],
                )

    def _numbered(self) -> Iterator[dict[str, object]]:
        for part in self._parts:
            for feature in part.features:
                self.read += 1
                yield self._numbering.numbered(feature, part)


__all__ = ["Feature", "Join", "JoinMode"]
