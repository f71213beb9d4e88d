"""Uploaded GeoTIFFs: their header, their pixels as pictures, and simple shapes found in them.

The work is done in submodules that are imported on first use: a server that imports this package
starts without numpy and rasterio.
"""

from collections.abc import Iterator
from os import PathLike
from typing import Any

from mapflow.sandbox.rasters.info import RasterInfo, RasterProblem

__all__ = [
    "RasterInfo",
    "RasterProblem",
    "can_read",
    "inspect",
    "preview_jpeg",
    "segment",
    "tile_png",
]


def inspect(path: str | PathLike[str]) -> RasterInfo:
    """Read the header of a file and check it as the service checks an upload.

    Args:
        path: The uploaded file.

    Returns:
        What the header says, with the pixel size in real metres and the outline in lon/lat.

    Raises:
        RasterProblem: The service would refuse the file; `code` and `parameters` say why.
    """
    from mapflow.sandbox.rasters.upload_checks import check_decoded_size, inspect

    info = inspect(path)
    check_decoded_size(path)
    return info


def segment(
    path: str | PathLike[str], geometry: dict[str, Any] | None, *, kind: str
) -> Iterator[dict[str, Any]]:
    """Yield shapes found in the pixels of an image by fixed rules of colour.

    This is not a trained model: it derives polygons from the pixels of the upload.
    Every feature says so in its property `sandbox_method`.

    Args:
        path: A GeoTIFF that `inspect` accepts.
        geometry: A GeoJSON Polygon or MultiPolygon in lon/lat to stay in, or None for all of it.
        kind: `buildings`, `roads`, `forest`, `fields` or `construction`.

    Yields:
        GeoJSON features in lon/lat.

    Raises:
        ValueError: `kind` is not one of the five.
    """
    from mapflow.sandbox.rasters.segmentation import segment

    return segment(path, geometry, kind)


def can_read(path: str | PathLike[str], geometry: dict[str, Any], *, kind: str) -> bool:
    """Say whether all pixels can be decoded that `segment` would read.

    Args:
        path: A GeoTIFF that `inspect` accepts.
        geometry: A GeoJSON Polygon or MultiPolygon in lon/lat to stay in.
        kind: As for `segment`.
    """
    from mapflow.sandbox.rasters.segmentation import can_read

    return can_read(path, geometry, kind)


def preview_jpeg(path: str | PathLike[str], size_px: int) -> bytes:
    """Draw an image small, in the middle of a square.

    Args:
        path: A GeoTIFF that `inspect` accepts.
        size_px: Side of the square in pixels.

    Returns:
        A JPEG.

    Raises:
        RasterProblem: The pixels cannot be decoded.
    """
    from mapflow.sandbox.rasters.view import preview_jpeg

    return preview_jpeg(path, size_px)


def tile_png(path: str | PathLike[str], z: int, x: int, y: int) -> bytes:
    """Draw what an image shows of one XYZ tile.

    Args:
        path: A GeoTIFF that `inspect` accepts.
        z: Zoom.
        x: Column, counted from the west.
        y: Row, counted from the north.

    Returns:
        A PNG of 256 by 256 pixels, transparent outside the image.

    Raises:
        RasterProblem: The pixels cannot be decoded.
    """
    from mapflow.sandbox.rasters.view import tile_png

    return tile_png(path, z, x, y)
