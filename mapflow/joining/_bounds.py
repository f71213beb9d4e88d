"""The boxes around features, many at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

from mapflow.joining._parts import Feature

_NOWHERE: Final = (np.nan, np.nan, np.nan, np.nan)


def bounds_of(features: Sequence[Feature]) -> NDArray[np.float64]:
    """West, south, east and north of each; NaN for a feature without a place."""
    places: list[Sequence[float]] = []
    starts: list[int] = []
    known: list[int] = []
    for number, feature in enumerate(features):
        before = len(places)
        try:
            _collect(feature.get("geometry"), places)
        except (TypeError, KeyError, IndexError, AttributeError, RecursionError):
            del places[before:]
        if len(places) > before:
            starts.append(before)
            known.append(number)
    boxes = np.full((len(features), 4), _NOWHERE)
    if known:
        xy = _array(places)
        boxes[known, :2] = np.minimum.reduceat(xy, starts)
        boxes[known, 2:] = np.maximum.reduceat(xy, starts)
    return boxes


def _collect(geometry: object, places: list[Sequence[float]]) -> None:
    """Add the positions that matter for the box."""
    if geometry is None:
        return
    held = cast("Mapping[str, object]", geometry)
    kind = held["type"]
    if kind == "Polygon":
        places.extend(cast("list[list[Sequence[float]]]", held["coordinates"])[0])
    elif kind == "MultiPolygon":
        for rings in cast("list[list[list[Sequence[float]]]]", held["coordinates"]):
            places.extend(rings[0])
    elif kind == "GeometryCollection":
        for each in cast("list[object]", held["geometries"]):
            _collect(each, places)
    else:
        _flatten(held["coordinates"], places)


def _flatten(coordinates: object, places: list[Sequence[float]]) -> None:
    items = cast("Sequence[object]", coordinates)
    if items and isinstance(items[0], int | float):
        places.append(cast("Sequence[float]", items))
    else:
        for item in items:
            _flatten(item, places)


def _array(places: list[Sequence[float]]) -> NDArray[np.float64]:
    """The positions as numbers; NaN for a position that has none."""
    try:
        xy = np.asarray(places, dtype=np.float64)
    except (TypeError, ValueError):
        return np.array([_position(place) for place in places], dtype=np.float64)
    return xy[:, :2]


def _position(place: Sequence[float]) -> tuple[float, float]:
    try:
        return float(place[0]), float(place[1])
    except (TypeError, ValueError, IndexError, OverflowError):
        return np.nan, np.nan
