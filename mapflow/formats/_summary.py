"""What features are, how many there are, and how much ground they cover."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from math import inf
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from mapflow._results.classes import Kind, kind_of, styles
from mapflow._results.shapes import COLLECTION, BadShape, Project, tidied
from mapflow.formats._features import Feature, FeaturesLike, features_in
from mapflow.geometry._measures.ellipsoid import measured

if TYPE_CHECKING:
    from mapflow._display.facts import Facts

_Rings: TypeAlias = Sequence[Sequence[Sequence[float]]]
# They are measured many at a time, because that is quicker.
_AT_ONCE: Final = 1000
_Box: TypeAlias = tuple[float, float, float, float]
_NOWHERE: Final = (inf, inf, -inf, -inf)


@dataclass(frozen=True)
class ClassSummary:
    """The features of one class.

    Attributes:
        name: What they are, such as "Apartment buildings".
        object_type: Their object type in the singular, such as "building"; empty for none.
        class_id: Their class, such as "101"; empty for none.
        count: How many there are.
        area_m2: Ground that they cover on the ellipsoid, in square metres; what two of them cover
            counts twice. Lines and points cover none.
    """

    name: str
    object_type: str
    class_id: str
    count: int
    area_m2: float


@dataclass(frozen=True)
class Summary:
    """What a result holds.

    Attributes:
        count: How many features there are.
        area_m2: Ground that they cover on the ellipsoid, in square metres.
        without_geometry: How many of them have no geometry, or one that cannot be read.
        classes: The same by class, the most frequent first.
        bbox: The box around their areas as (west, south, east, north), in degrees; None if none of
            them has an area.
    """

    count: int
    area_m2: float
    without_geometry: int
    classes: tuple[ClassSummary, ...]
    bbox: tuple[float, float, float, float] | None = None

    def _repr_html_(self) -> str:
        from mapflow._display.showing import shown

        return shown(self)

    def _facts(self) -> Facts:
        from mapflow._display.facts import facts_of, table_of

        known = facts_of(self, leave_out=("classes", "bbox"))
        columns = ("name", "count", "area_m2")
        return known._replace(table=table_of(self.classes, ClassSummary, columns))


def summarise(features: FeaturesLike) -> Summary:
    """Count features and measure the ground that they cover, by class.

    Args:
        features: A FeatureCollection, GeoJSON features, a geometry, a GeoDataFrame, the path of a
            file, a result, or whatever a run takes as its area.

    Returns:
        The counts and areas.

    Raises:
        InvalidInput: These are not features.

    Example:
        ```python
        from mapflow import formats

        summary = formats.summarise([])
        assert summary.count == 0
        ```
    """
    return summary_of(features_in(features))


def summary_of(features: Iterable[tuple[Feature, Project | None]]) -> Summary:
    """Summarise features, each with what turns its positions into degrees; None for degrees."""
    sums: dict[Kind, _Sum] = {}
    count = without_geometry = 0
    for feature, project in features:
        count += 1
        kind = kind_of(feature.get("properties"))
        total = sums.get(kind)
        if total is None:
            total = sums[kind] = _Sum()
        try:
            geometry = tidied(feature.get("geometry"), project=project)
        except BadShape:
            geometry = None
        without_geometry += geometry is None
        total.add(geometry)
    looks = styles(list(sums))
    classes = [
        ClassSummary(looks[kind].label, kind.object_type, kind.class_id, total.count, total.area_m2)
        for kind, total in sorted(sums.items(), key=lambda item: -item[1].count)
    ]
    area_m2 = sum(each.area_m2 for each in classes)
    return Summary(count, area_m2, without_geometry, tuple(classes), _box(sums.values()))


class _Sum:
    """The features of a kind."""

    def __init__(self) -> None:
        self.count = 0
        self._area_m2 = 0.0
        self._waiting: list[_Rings] = []
        self._box = _NOWHERE

    @property
    def box(self) -> _Box:
        """The box around it; turned inside out as long as there is nothing."""
        self._measure()
        return self._box

    @property
    def area_m2(self) -> float:
        """The ground that they cover."""
        self._measure()
        return self._area_m2

    def add(self, geometry: Mapping[str, object] | None) -> None:
        """Add a feature."""
        self.count += 1
        if geometry is not None:
            self._waiting.extend(_polygons(geometry))
            if len(self._waiting) >= _AT_ONCE:
                self._measure()

    def _measure(self) -> None:
        if self._waiting:
            self._area_m2 += measured(self._waiting)[1]
            # A hole lies within the outline.
            corners = [position for rings in self._waiting for position in rings[0]]
            lons = [position[0] for position in corners]
            lats = [position[1] for position in corners]
            here = (min(lons), min(lats), max(lons), max(lats))
            self._box = _around(self._box, here)
            self._waiting = []


def _around(one: _Box, other: _Box) -> _Box:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def _box(sums: Iterable[_Sum]) -> _Box | None:
    box = reduce(_around, (each.box for each in sums), _NOWHERE)
    return None if box == _NOWHERE else box


def _polygons(geometry: Mapping[str, object]) -> Iterator[_Rings]:
    """The polygons of a geometry, without heights."""
    kind = geometry["type"]
    if kind == COLLECTION:
        for member in cast("Sequence[Mapping[str, object]]", geometry["geometries"]):
            yield from _polygons(member)
        return
    found: list[_Rings] = []
    if kind == "Polygon":
        found = [cast("_Rings", geometry["coordinates"])]
    elif kind == "MultiPolygon":
        found = cast("list[_Rings]", geometry["coordinates"])
    for rings in found:
        plain = [[position[:2] for position in ring] for ring in rings if ring]
        if plain:
            yield plain
