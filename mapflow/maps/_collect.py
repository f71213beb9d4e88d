"""Features as they come, made ready to be drawn: counted, grouped, and no more than will fit."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, cast, runtime_checkable

from mapflow.maps._classes import Kind, Style, kind_of, styles
from mapflow.maps._mercator import bounds_of

Feature = Mapping[str, object]


@runtime_checkable
class HasFeatures(Protocol):
    """Anything that hands out GeoJSON features, such as the result of a processing."""

    def features(self) -> Iterable[Feature]:
        """The features, one after the other."""
        ...


Features = HasFeatures | Mapping[str, object] | Iterable[Feature]


@dataclass(frozen=True)
class Group:
    """Features of one kind, which share a line of the legend."""

    style: Style
    count: int


@dataclass(frozen=True)
class Drawing:
    """What is to be drawn.

    Attributes:
        features: The features that are drawn, the largest first, each with its group's number.
        groups: The lines of the legend, the most frequent first.
        total: How many features the result has.
        without_geometry: How many of them have no geometry and so cannot be drawn.
    """

    features: list[tuple[int, Feature]]
    groups: list[Group]
    total: int
    without_geometry: int

    @property
    def left_out(self) -> int:
        """How many features with a geometry are not drawn, because there are too many."""
        return self.total - self.without_geometry - len(self.features)

    @property
    def notices(self) -> list[str]:
        """What a reader has to know about what is missing from the picture."""
        told: list[str] = []
        if self.total == 0:
            told.append("No features were found in this area.")
        if self.left_out:
            told.append(
                f"Only the largest {len(self.features):,} of {self.total:,} features are drawn; "
                "the result file has them all."
            )
        if self.without_geometry:
            told.append(f"{self.without_geometry:,} features have no geometry to draw.")
        return told


def each(source: Features) -> Iterator[Feature]:
    """The features of a result, a FeatureCollection, a single feature or any iterable of them."""
    if isinstance(source, Mapping):
        document = cast("Mapping[str, object]", source)
        if document.get("type") == "Feature":
            yield document
        elif isinstance(document.get("features"), Iterable):
            yield from cast("Iterable[Feature]", document["features"])
        else:
            raise ValueError(
                "a map is drawn from a GeoJSON FeatureCollection or an iterable of features, "
                f"not from a {document.get('type') or 'mapping without a type'}"
            )
    elif isinstance(source, HasFeatures):
        yield from source.features()
    else:
        yield from source


def collect(source: Features, *, limit: int) -> Drawing:
    """Read all features once and keep the ``limit`` largest of them in memory."""
    counts: Counter[Kind] = Counter()
    without_geometry = 0

    def drawable() -> Iterator[tuple[float, Kind, Feature]]:
        nonlocal without_geometry
        for feature in each(source):
            kind = kind_of(cast("Mapping[str, object] | None", feature.get("properties")))
            counts[kind] += 1
            size = _size(cast("Mapping[str, object] | None", feature.get("geometry")))
            if size is None:
                without_geometry += 1
            else:
                yield size, kind, feature

    kept = heapq.nlargest(limit, drawable(), key=lambda item: item[0])
    kinds = [kind for kind, _ in counts.most_common()]
    looks = styles(kinds)
    numbers = {kind: number for number, kind in enumerate(kinds)}
    return Drawing(
        features=[(numbers[kind], feature) for _, kind, feature in kept],
        groups=[Group(looks[kind], counts[kind]) for kind in kinds],
        total=counts.total(),
        without_geometry=without_geometry,
    )


def _size(geometry: Mapping[str, object] | None) -> float | None:
    """The area of the bounding box in square degrees, which is good enough to rank features."""
    bounds = bounds_of(geometry)
    if bounds is None:
        return None
    return (bounds.east - bounds.west) * (bounds.north - bounds.south)
