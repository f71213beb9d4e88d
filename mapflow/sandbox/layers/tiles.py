"""Makes tiles: pictures of the scene or of uploads, and vector tiles of results."""

import contextlib
import functools
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, cast

from mapflow.sandbox.areas.geometry import Polygon, bounds
from mapflow.sandbox.scene.grid import tile_box

Box = tuple[float, float, float, float]

LARGEST_ZOOM: Final = 22
SMALLEST_VECTOR_ZOOM: Final = 12


def exists(z: int, x: int, y: int) -> bool:
    """Say whether there is such a tile."""
    return 0 <= z <= LARGEST_ZOOM and 0 <= x < 1 << z and 0 <= y < 1 << z


@functools.lru_cache(maxsize=1024)
def scene_tile(z: int, x: int, y: int, seed: int, row_houses: bool = False, /) -> bytes:
    """Return a tile of the synthetic scene as PNG."""
    from mapflow.sandbox import scene

    return scene.tile_png(z, x, y, seed=seed, row_houses=row_houses)


def upload_tile(images: Sequence[Path], z: int, x: int, y: int) -> bytes | None:
    """Return a tile of uploads as PNG, the later ones on top; None if none can be read."""
    from mapflow.sandbox import rasters

    layers: list[bytes] = []
    for image in images:
        with contextlib.suppress(rasters.RasterProblem):
            layers.append(rasters.tile_png(image, z, x, y))
    if not layers:
        return None
    if len(layers) == 1:
        return layers[0]
    from PIL import Image

    canvas = Image.new("RGBA", (256, 256))
    for layer in layers:
        canvas.alpha_composite(Image.open(io.BytesIO(layer)).convert("RGBA"))
    out = io.BytesIO()
    canvas.save(out, "PNG")
    return out.getvalue()


def vector_tile(result: Path, layer: str, z: int, x: int, y: int) -> bytes:
    """Return a vector tile of a result."""
    from mapflow.sandbox import scene

    west, south, east, north = tile_box(z, x, y)
    inside = [
        feature
        for (left, bottom, right, top), feature in _features(result, result.stat().st_mtime_ns)
        if left <= east and right >= west and bottom <= north and top >= south
    ]
    return scene.vector_tile(inside, z, x, y, layer=layer)


@functools.lru_cache(maxsize=4)
def _features(result: Path, _changed: int) -> list[tuple[Box, dict[str, Any]]]:
    """Return the features of a result with the box around each."""
    collection = json.loads(result.read_bytes())
    return [(_box(feature["geometry"]), feature) for feature in collection["features"]]


def _box(geometry: dict[str, Any]) -> Box:
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind == "MultiPolygon":
        boxes = [bounds(cast("Polygon", polygon)) for polygon in coordinates]
    elif kind == "Polygon":
        boxes = [bounds(coordinates)]
    else:
        line = [coordinates] if kind == "Point" else coordinates
        boxes = [bounds([line])]
    return (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )
