"""Features as Mapbox vector tiles."""

import importlib
from collections.abc import Iterable, Mapping
from typing import Any

from mapflow.sandbox.world.grid import BLOCKS, to_units

EXTENT = 4096
BUFFER = 64
"""How far beyond its edge a tile goes on, so that outlines do not show along tile edges."""


def encode(features: Iterable[Mapping[str, Any]], z: int, x: int, y: int, layer: str) -> bytes:
    """Encode one tile; see `mapflow.sandbox.world.vector_tile`."""
    shapely: Any = importlib.import_module("shapely")
    geometry: Any = importlib.import_module("shapely.geometry")
    codec: Any = importlib.import_module("mapbox_vector_tile")
    encoder: Any = importlib.import_module("mapbox_vector_tile.encoder")
    scale = EXTENT * 2.0**z / BLOCKS

    def to_tile(points: Any) -> Any:
        for point in points:
            u, v = to_units(point[0], point[1])
            point[0], point[1] = u * scale - x * EXTENT, v * scale - y * EXTENT
        return points

    encoded: list[dict[str, Any]] = []
    edge = EXTENT + BUFFER
    for feature in features:
        if not feature.get("geometry"):
            continue
        shape = shapely.transform(geometry.shape(feature["geometry"]), to_tile)
        if not _meets(shape.bounds, edge):
            continue
        if not shape.is_valid:
            shape = shapely.make_valid(shape)
        shape = shapely.clip_by_rect(shape, -BUFFER, -BUFFER, edge, edge)
        if shape.is_empty:
            continue
        properties = dict(feature.get("properties") or {})
        entry: dict[str, Any] = {"geometry": shape, "properties": properties}
        if isinstance(identity := feature.get("id", properties.get("id")), int):
            entry["id"] = identity
        encoded.append(entry)
    if not encoded:
        return b""
    options = {
        "extents": EXTENT,
        "y_coord_down": True,
        "quantize_bounds": (0, 0, EXTENT, EXTENT),
        "on_invalid_geometry": encoder.on_invalid_geometry_make_valid,
    }
    return bytes(codec.encode([{"name": layer, "features": encoded}], default_options=options))


def _meets(bounds: tuple[float, float, float, float], edge: int) -> bool:
    """Tell whether a box in tile coordinates meets the tile."""
    left, top, right, bottom = bounds
    return left <= edge and right >= -BUFFER and top <= edge and bottom >= -BUFFER
