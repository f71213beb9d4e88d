"""One processing of a plan, and the cells of its polygons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias, cast

from mapflow.geometry import Geometry
from mapflow.splitting._limits import LEAST_BILLED_M2

Group: TypeAlias = Literal["pack", "hull"]


class SplitCell(NamedTuple):
    """The box that a polygon is responsible for; neighbouring cells touch and never overlap.

    Attributes:
        name: Its name: row and column of the grid, or the ID of the part and a number.
        west: Western edge, degrees of longitude.
        south: Southern edge, degrees of latitude.
        east: Eastern edge, degrees of longitude.
        north: Northern edge, degrees of latitude.
    """

    name: str
    west: float
    south: float
    east: float
    north: float


class SplitParcel(NamedTuple):
    """An area of the input, of a plan that outlines several of them together.

    Attributes:
        name: Its name, as `read_areas` gives it.
        geometry: What it covers.
    """

    name: str
    geometry: Geometry


@dataclass(frozen=True, slots=True)
class SplitPart:
    """One processing of a plan.

    Attributes:
        id: Its name, unique in the plan: a number, or the name of a cell of the grid.
        geometry: What it covers, as the service takes it.
        area_m2: Its area, in square metres.
        cells: The cell of each polygon, in the order of the geometry; None for a polygon that was
            not cut, and has no seam.
        ground: The polygons of the input that hulls stand for; None unless ``group="hull"``.
    """

    id: str
    geometry: Geometry
    area_m2: float
    cells: tuple[SplitCell | None, ...]
    ground: Geometry | None = None

    @property
    def core(self) -> Geometry:
        """What it alone is responsible for: the cells of its polygons, and those that are whole.

        An object that neighbours find twice, in their overlap, belongs to the part whose core has
        its centroid.
        """
        given = self.geometry["coordinates"]
        polygons = cast(
            "list[list[list[list[float]]]]",
            [given] if self.geometry["type"] == "Polygon" else given,
        )
        return {
            "type": "MultiPolygon",
            "coordinates": [
                rings if cell is None else [_ring(cell)]
                for rings, cell in zip(polygons, self.cells, strict=True)
            ],
        }

    @property
    def billed_m2(self) -> float:
        """The area it is billed for by the published rule: 1 km² at least."""
        return max(self.area_m2, LEAST_BILLED_M2)


def _ring(cell: SplitCell) -> list[list[float]]:
    _, west, south, east, north = cell
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature_of(part: SplitPart) -> dict[str, object]:
    """A part as a GeoJSON feature."""
    cells = [None if cell is None else list(cell) for cell in part.cells]
    properties: dict[str, object] = {
        "name": part.id,
        "area_m2": round(part.area_m2, 1),
        "cells": cells,
    }
    if part.ground is not None:
        properties["ground"] = part.ground
    return {
        "type": "Feature",
        "id": part.id,
        "properties": properties,
        "geometry": part.geometry,
    }
