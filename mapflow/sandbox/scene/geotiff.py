"""The scene as a GeoTIFF."""

import importlib
from os import PathLike, fspath
from typing import Any

import numpy as np

from mapflow.sandbox.scene import picture
from mapflow.sandbox.scene.grid import BLOCKS, EQUATOR_M, metres_per_unit, to_units

_rasterio: Any = importlib.import_module("rasterio")
_transforms: Any = importlib.import_module("rasterio.transform")
_windows: Any = importlib.import_module("rasterio.windows")

_ROWS = 512
"""Rows drawn at a time; a whole number of file tiles."""


def write(
    path: str | PathLike[str],
    bounds_lonlat: tuple[float, float, float, float],
    seed: int,
    pixel_size_m: float,
    bands: int,
) -> None:
    """Write a GeoTIFF in Web Mercator; see `mapflow.sandbox.scene.write_geotiff`."""
    west, south, east, north = bounds_lonlat
    if not (west < east and south < north and pixel_size_m > 0):
        raise ValueError(f"bounds {bounds_lonlat} or pixel size {pixel_size_m} are empty")
    if bands not in (1, 3, 4):
        raise ValueError(f"an image has 1, 3 or 4 bands, not {bands}")
    u0, v0 = to_units(west, north)
    u1, v1 = to_units(east, south)
    scale = metres_per_unit((v0 + v1) / 2) / pixel_size_m
    left, top = round(u0 * scale), round(v0 * scale)
    width, height = max(1, round(u1 * scale) - left), max(1, round(v1 * scale) - top)
    unit_m = EQUATOR_M / BLOCKS
    pixel = unit_m / scale
    transform = _transforms.Affine(
        pixel, 0.0, left * pixel - EQUATOR_M / 2, 0.0, -pixel, EQUATOR_M / 2 - top * pixel
    )
    profile: dict[str, Any] = {
        "driver": "GTiff",
        "dtype": "uint8",
        "crs": "EPSG:3857",
        "transform": transform,
        "width": width,
        "height": height,
        "count": bands,
        "tiled": True,
        "blockxsize": 256,
        "blockysize": 256,
        "compress": "deflate",
        "photometric": "MINISBLACK" if bands == 1 else "RGB",
    }
    if bands == 4:
        profile["alpha"] = "unassociated"
    with _rasterio.open(fspath(path), "w", **profile) as file:
        for row in range(0, height, _ROWS):
            rows = min(_ROWS, height - row)
            image = picture.render(seed, scale, left, top + row, width, rows)
            pixels = np.asarray(image.convert("L") if bands == 1 else image)
            planes = pixels[None] if bands == 1 else np.moveaxis(pixels, 2, 0)
            if bands == 4:
                planes = np.concatenate((planes, np.full((1, rows, width), 255, np.uint8)))
            file.write(planes, window=_windows.Window(0, row, width, rows))
