"""What is found in a part: the cell that it lies in, and the parcel that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from math import cos, inf, radians
from typing import Any, Final, cast

from mapflow._results.shapes import BadShape, tidied
from mapflow.splitting._parts import SplitParcel, SplitPart
from mapflow.splitting._pieces import Box, Shape, shapely

Feature = dict[str, object]

_BLOCK: Final = 1024
_DEGREE_M: Final = 111_132.0
#: Walls on the border of a parcel reach over it by how coordinates are rounded.
_LEAST_M2: Final = 0.1
_SHARE: Final = 0.5


@dataclass(frozen=True)
class PartFeatures:
    """Tells of the features of one part where they belong.

    Attributes:
        cells: The names and boxes of its polygons, if it has several; None for the name of one
            that was not cut.
        parcels: The parcels near it, of a plan that outlines several together; None if all that
            was found is wanted.
    """

    cells: tuple[tuple[str | None, Box], ...]
    parcels: tuple[SplitParcel, ...] | None

    @classmethod
    def of(cls, part: SplitPart, parcels: Iterable[SplitParcel] | None) -> PartFeatures:
        """For a part of a plan.

        Args:
            part: The part.
            parcels: The parcels of the plan; None unless it outlines several together.
        """
        boxes = [_bounds({"coordinates": rings}) for rings in _polygons(part.geometry)]
        cells = [
            (None, box) if cell is None else (cell.name, Box(*cell[1:]))
            for cell, box in zip(part.cells, boxes, strict=True)
        ]
        near = None
        if parcels is not None:
            near = tuple(
                each for each in parcels if any(_meet(_bounds(each.geometry), box) for box in boxes)
            )
        return cls(tuple(cells) if len(cells) > 1 else (), near)

    def to_dict(self) -> dict[str, object]:
        """As plain values, for a worker."""
        return {
            "cells": [[name, *box] for name, box in self.cells],
            "parcels": None if self.parcels is None else [list(each) for each in self.parcels],
        }

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> PartFeatures:
        """From what ``to_dict`` gave."""
        parcels = kept["parcels"]
        return cls(
            tuple((name, Box(*box)) for name, *box in kept["cells"]),
            None if parcels is None else tuple(SplitParcel(*each) for each in parcels),
        )

    def told(self, features: Iterable[Feature]) -> Iterator[Feature]:
        """The features that are wanted, with ``cell`` and ``parcel``."""
        if not self.cells and self.parcels is None:
            yield from features
            return
        stream = iter(features)
        tree = None if self.parcels is None else _tree(self.parcels)
        while block := list(islice(stream, _BLOCK)):
            names = None if tree is None else self._parcels_of(block, tree)
            for place, feature in enumerate(block):
                more: dict[str, object] = {}
                if names is not None:
                    if place not in names:
                        continue
                    more["parcel"] = names[place]
                if self.cells and (cell := self._cell_of(feature)) is not None:
                    more["cell"] = cell
                held = feature.get("properties")
                properties: Mapping[str, object] = {}
                if isinstance(held, Mapping):
                    properties = cast("Mapping[str, object]", held)
                yield {**feature, "properties": {**properties, **more}}

    def _cell_of(self, feature: Feature) -> str | None:
        """The name of the cell in which the middle of a feature lies, or that lies nearest."""
        geometry = feature.get("geometry")
        if not isinstance(geometry, Mapping):
            return None
        west, south, east, north = _bounds(cast("Mapping[str, object]", geometry))
        lon, lat = (west + east) / 2, (south + north) / 2
        # Cells never overlap; the box around a polygon that was not cut may lie over them.
        return min(self.cells, key=lambda each: (_away(each[1], lon, lat), each[0] is None))[0]

    def _parcels_of(self, block: list[Feature], tree: Shape) -> dict[int, str | None]:
        """By the place of each feature that is wanted, the parcel that has most of it."""
        assert self.parcels is not None  # noqa: S101 - there is a tree of them
        lib = shapely()
        shapes: list[Shape] = []
        places: list[int] = []
        best: dict[int, tuple[float, str | None]] = {}
        for place, feature in enumerate(block):
            shape = _shape(feature)
            if shape is None:
                best[place] = (0.0, None)  # what cannot be read is not dropped
                continue
            shapes.append(shape)
            places.append(place)
        if not shapes:
            return {place: name for place, (_, name) in best.items()}
        pairs: list[list[int]] = tree.query(shapes, predicate="intersects").tolist()
        found, near = pairs
        for one, other in zip(found, near, strict=True):
            parcel = self.parcels[other]
            size = _shared(shapes[one], tree.geometries[other], lib)
            if size > best.get(places[one], (0.0, None))[0]:
                best[places[one]] = (size, parcel.name)
        return {place: name for place, (_, name) in best.items()}


def _shared(shape: Shape, parcel: Shape, lib: Shape) -> float:
    """How much of a feature lies in a parcel; 0 if that is a matter of rounding."""
    if shape.area == 0:
        # Lines and points have no area; what merely touches the border is outside.
        return 0.0 if lib.touches(shape, parcel) else 1.0
    lat = (shape.bounds[1] + shape.bounds[3]) / 2
    m2 = _DEGREE_M**2 * max(cos(radians(lat)), 0.01)
    size = float(lib.intersection(shape, parcel).area) * m2
    return size if size > min(_LEAST_M2, _SHARE * shape.area * m2) else 0.0


def _shape(feature: Feature) -> Shape | None:
    lib = shapely()
    try:
        plain = tidied(feature.get("geometry"))
        if plain is None:
            return None
        shape = lib.geometry.shape(plain)
        return shape if shape.is_valid else lib.make_valid(shape)
    except (BadShape, lib.errors.ShapelyError, ValueError, TypeError, RecursionError):
        return None


def _tree(parcels: Iterable[SplitParcel]) -> Shape:
    lib = shapely()
    shapes = [lib.geometry.shape(each.geometry) for each in parcels]
    return lib.STRtree([each if each.is_valid else lib.make_valid(each) for each in shapes])


def _polygons(geometry: Mapping[str, object]) -> list[list[list[list[float]]]]:
    given = geometry["coordinates"]
    return cast(
        "list[list[list[list[float]]]]", [given] if geometry["type"] == "Polygon" else given
    )


def _bounds(geometry: Mapping[str, object]) -> Box:
    west = south = inf
    east = north = -inf
    waiting: list[object] = [geometry.get("coordinates"), geometry.get("geometries")]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Mapping):
            inner = cast("Mapping[str, object]", each)
            waiting += [inner.get("coordinates"), inner.get("geometries")]
        elif isinstance(each, (list, tuple)) and each:
            members = cast("list[object]", each)
            lon, lat = members[0], members[1] if len(members) > 1 else None
            if isinstance(lon, (int, float)) and isinstance(lat, (int, float)):
                west, east = min(west, lon), max(east, lon)
                south, north = min(south, lat), max(north, lat)
            else:
                waiting += members
    return Box(west, south, east, north)


def _meet(one: Box, other: Box) -> bool:
    return (
        one.west <= other.east
        and other.west <= one.east
        and one.south <= other.north
        and other.south <= one.north
    )


def _away(box: Box, lon: float, lat: float) -> float:
    across = max(box.west - lon, lon - box.east, 0.0)
    along = max(box.south - lat, lat - box.north, 0.0)
    return across * across + along * along
