"""Features as they come, made ready to be drawn: counted, grouped, and no more than will fit."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from mapflow._arguments import whole
from mapflow._results.classes import Kind, Style, kind_of, styles
from mapflow._results.shapes import COLLECTION, BadShape, tidied
from mapflow.errors import InvalidInput
from mapflow.formats._features import Feature, FeaturesLike, areas_of, features_in
from mapflow.geometry import Bounds
from mapflow.maps._boxes import bounds_of

_MOST_LON: Final = 540.0
_MOST_LAT: Final = 90.000_001


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
        """Notices about what is missing from the picture."""
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


def collect(source: FeaturesLike, *, limit: int) -> Drawing:
    """Read all features once and keep the ``limit`` largest of them in memory."""
    counts: Counter[Kind] = Counter()
    without_geometry = 0

    def drawable() -> Iterator[tuple[float, Kind, Feature]]:
        nonlocal without_geometry
        for feature, project in features_in(source):
            kind = kind_of(feature.get("properties"))
            counts[kind] += 1
            try:
                geometry = tidied(feature.get("geometry"), project=project)
            except BadShape:
                geometry = None
            size = _size(geometry)
            if size is None:
                without_geometry += 1
            else:
                yield size, kind, {**feature, "geometry": geometry}

    whole(limit, "max_features")
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


def outline_of(area: object) -> Mapping[str, object] | None:
    """The area of a map as one geometry, whatever it came as; None for none."""
    if area is None:
        return None
    try:
        found = [
            geometry
            for feature, project in features_in(areas_of(area))
            if (geometry := tidied(feature.get("geometry"), project=project)) is not None
        ]
    except BadShape as error:
        raise InvalidInput(
            f"The area cannot be drawn: {error}.", hint="Pass a GeoJSON geometry in lon/lat."
        ) from None
    bounds = bounds_of(*found)
    if bounds is not None and not _is_on_map(bounds):
        raise InvalidInput(
            f"The area reaches from {bounds[:2]} to {bounds[2:]}, which is not lon/lat.",
            hint="Convert it to EPSG:4326 first, or pass a GeoDataFrame with its CRS.",
        )
    if len(found) == 1:
        return found[0]
    return {"type": COLLECTION, "geometries": found}


def _size(geometry: Mapping[str, object] | None) -> float | None:
    """The area of the bounding box in square degrees, which is good enough to rank features."""
    bounds = bounds_of(geometry)
    if bounds is None or not _is_on_map(bounds):
        return None
    return (bounds.east - bounds.west) * (bounds.north - bounds.south)


def _is_on_map(bounds: Bounds) -> bool:
    """Whether this can be longitude and latitude; once around the world and back is allowed."""
    west, south, east, north = bounds
    return -_MOST_LON <= west <= east <= _MOST_LON and -_MOST_LAT <= south <= north <= _MOST_LAT
