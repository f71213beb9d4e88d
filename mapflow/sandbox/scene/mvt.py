"""Features as Mapbox vector tiles."""

import importlib
from collections.abc import Iterable, Mapping
from math import pi
from typing import Any

import numpy as np

from mapflow.sandbox.scene.grid import MAX_LATITUDE
from mapflow.sandbox.scene.noise import Floats
from mapflow.sandbox.scene.untyped import Shape, shapely, shapes

EXTENT = 4096
BUFFER = 64
"""Margin around a tile, so that outlines do not show along tile edges."""

_codec: Any = importlib.import_module("mapbox_vector_tile")
_encoder: Any = importlib.import_module("mapbox_vector_tile.encoder")

_OPTIONS: dict[str, Any] = {
    "extents": EXTENT,
    "y_coord_down": True,
    "on_invalid_geometry": _encoder.on_invalid_geometry_make_valid,
}


def encode(features: Iterable[Mapping[str, Any]], z: int, x: int, y: int, layer: str) -> bytes:
    """Encode one tile; see `mapflow.sandbox.scene.vector_tile`."""

    def to_tile(lonlat: Floats) -> Floats:
        phi = np.radians(np.clip(lonlat[:, 1], -MAX_LATITUDE, MAX_LATITUDE))
        east = (lonlat[:, 0] + 180) / 360
        south = 0.5 - np.arcsinh(np.tan(phi)) / (2 * pi)
        return np.column_stack(((east * 2.0**z - x) * EXTENT, (south * 2.0**z - y) * EXTENT))

    encoded: list[dict[str, Any]] = []
    for feature in features:
        if not feature.get("geometry"):
            continue
        shape = _clipped(shapely.transform(shapes.shape(feature["geometry"]), to_tile))
        if shape.is_empty:
            continue
        properties = dict(feature.get("properties") or {})
        entry: dict[str, Any] = {"geometry": shape, "properties": properties}
        if isinstance(identity := feature.get("id", properties.get("id")), int):
            entry["id"] = identity
        encoded.append(entry)
    if not encoded:
        return b""
    return bytes(_codec.encode([{"name": layer, "features": encoded}], default_options=_OPTIONS))


def _clipped(shape: Shape) -> Shape:
    """Return what a tile and its buffer hold of a shape, on the grid of the tile."""
    edge = EXTENT + BUFFER
    left, top, right, bottom = shape.bounds
    if not (left <= edge and right >= -BUFFER and top <= edge and bottom >= -BUFFER):
        return shapely.Point()
    shape = shape if shape.is_valid else shapely.make_valid(shape)
    return shapely.transform(shapely.clip_by_rect(shape, -BUFFER, -BUFFER, edge, edge), np.rint)
