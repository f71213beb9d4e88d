"""What is joined: results, each with the area that it covers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Feature = Mapping[str, object]


@dataclass(frozen=True)
class Part:
    """One result to be joined with others.

    Attributes:
        name: What its features carry as ``cell``.
        area: The area that was processed, a Polygon or MultiPolygon in lon/lat. Where the areas
            of two parts touch or overlap, their features are compared.
        features: Its GeoJSON features in lon/lat; read once, one after the other.
        processing_id: What its features carry as ``processing_id``. Default: None.
        cell: What this part alone is responsible for, if ``area`` is wider: of an object found
            twice, the one whose centroid lies in its own cell is kept. Default: ``area``.
    """

    name: str
    area: Mapping[str, object]
    features: Iterable[Feature]
    processing_id: str | None = None
    cell: Mapping[str, object] | None = None
