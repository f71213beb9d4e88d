"""Small GeoTIFFs of every sort."""

import math

import numpy as np
import rasterio
from rasterio.transform import Affine

#: A corner for each system near 37.3 E, 55.64 N, and a pixel of about half a metre.
PLACES = {
    "EPSG:32637": (392_900.0, 6_167_300.0, 0.5),
    "EPSG:3857": (4_152_900.0, 7_494_000.0, 0.885),
    "EPSG:4326": (37.3, 55.64, 6e-6),
}


def from_origin(west, north, width, height):
    return Affine(width, 0, west, 0, -height, north)


def write(
    path,
    *,
    crs="EPSG:32637",
    count=3,
    dtype="uint8",
    width=90,
    height=70,
    transform=None,
    **profile,
):
    """Write noise and return the path."""
    if transform is None:
        x, y, pixel = PLACES[crs] if crs in PLACES else PLACES["EPSG:32637"]
        transform = from_origin(x, y, pixel, pixel)
    rng = np.random.default_rng(5)
    values = rng.integers(0, 250, (count, height, width)).astype(dtype)
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=width,
        height=height,
        count=count,
        dtype=dtype,
        crs=crs,
        transform=transform,
        **profile,
    ) as file:
        file.write(values)
    return path


def turned(degrees):
    """Return a transform at our place that is turned by an angle."""
    x, y, pixel = PLACES["EPSG:32637"]
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return Affine(pixel * cos, pixel * sin, x, pixel * sin, -pixel * cos, y)
