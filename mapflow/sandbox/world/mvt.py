"""Features as Mapbox vector tiles."""

import importlib
from collections.abc import Iterable, Mapping
from typing import Any

from mapflow.sandbox.world.grid import BLOCKS, to_units
from mapflow.sandbox.world.untyped import Shape, shapely, shapes

EXTENT = 4096
BUFFER = 64
"""How far beyond its edge a tile goes on, so that outlines do not show along tile edges."""

_codec: Any = importlib.import_module("mapbox_vector_tile")
_encoder: Any = importlib.import_module("mapbox_vector_tile.encoder")


def encode(features: Iterable[Mapping[str, Any]], z: int, x: int, y: int, layer: str) -> bytes:
    """Encode one tile; see `mapflow.sandbox.world.vector_tile`."""
    scale = EXTENT * 2.0**z / BLOCKS
    left, top, edge = x * EXTENT, y * EXTENT, EXTENT + BUFFER

    def to_tile(lonlat: Any) -> Any:  # noqa: ANN401 - a numpy array, to and from shapely
        for point in lonlat:
            u, v = to_units(point[0], point[1])
            point[0], point[1] = u * scale - left, v * scale - top
        return lonlat

    encoded: list[dict[str, Any]] = []
    for feature in features:
        if not feature.get("geometry"):
            continue
        shape: Shape = shapely.transform(shapes.shape(feature["geometry"]), to_tile)
        x0, y0, x1, y1 = shape.bounds
        if not (x0 <= edge and x1 >= -BUFFER and y0 <= edge and y1 >= -BUFFER):
            continue
        shape = shape if shape.is_valid else shapely.make_valid(shape)
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
        "on_invalid_geometry": _encoder.on_invalid_geometry_make_valid,
    }
    return bytes(_codec.encode([{"name": layer, "features": encoded}], default_options=options))
