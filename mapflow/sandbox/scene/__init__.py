"""A synthetic piece of the Earth: the sandbox's imagery and the objects that are found in it.

The scene is a pure function of the place and of a seed. The picture and the features come from the
same objects, so a result drawn over the imagery fits it exactly. Nothing here shows the real world.

The work is done in submodules that are imported on first use: a server that imports this package
starts without numpy, Pillow or shapely.
"""

from collections.abc import Iterable, Iterator, Mapping
from os import PathLike
from types import MappingProxyType
from typing import Any

from mapflow.sandbox.scene.border import USUAL, Border

__all__ = ["Border", "features", "tile_png", "vector_tile", "write_geotiff"]

NO_OPTIONS: Mapping[str, bool] = MappingProxyType({})


def features(
    kind: str,
    polygon: dict[str, Any],
    *,
    seed: int,
    options: Mapping[str, bool] = NO_OPTIONS,
    border: Border = USUAL,
) -> Iterator[dict[str, Any]]:
    """Yield the objects of one kind that lie in an area, as GeoJSON features.

    Buildings are returned whole, each one by the area that holds its centroid. Everything else is
    cut at the border of the area and keeps its id on both sides of a cut.

    Args:
        kind: `buildings`, `roads`, `forest`, `fields` or `construction`.
        polygon: A GeoJSON Polygon or MultiPolygon in lon/lat.
        seed: The scene; the same seed gives the same objects everywhere.
        options: Model options that are on. `Classification` adds `class_id` to buildings;
            `Heights` adds `class_id` and `max_height` to forest.
        border: How objects come out at the border of the area. Default: as above.

    Yields:
        GeoJSON features with the properties that a result of the service carries.

    Raises:
        ValueError: `kind` is not one of the five.
    """
    from mapflow.sandbox.scene.vectors import find

    return find(kind, polygon, seed, options, border)


def tile_png(z: int, x: int, y: int, *, seed: int, row_houses: bool = False) -> bytes:
    """Draw one XYZ tile of the scene.

    Args:
        z: Zoom, 0 to 24.
        x: Column, counted from the west.
        y: Row, counted from the north.
        seed: The scene.
        row_houses: Whether houses stand in rows and share walls.

    Returns:
        A PNG of 256 by 256 pixels.

    Raises:
        ValueError: The tile does not exist.
    """
    from mapflow.sandbox.scene.picture import tile

    return tile(z, x, y, seed, row_houses=row_houses)


def vector_tile(
    features: Iterable[Mapping[str, Any]], z: int, x: int, y: int, *, layer: str
) -> bytes:
    """Encode features as one Mapbox vector tile.

    Args:
        features: GeoJSON features in lon/lat; those outside the tile are skipped.
        z: Zoom.
        x: Column, counted from the west.
        y: Row, counted from the north.
        layer: Name of the layer in the tile.

    Returns:
        The tile, not compressed; empty when no feature touches it.
    """
    from mapflow.sandbox.scene.mvt import encode

    return encode(features, z, x, y, layer)


def write_geotiff(
    path: str | PathLike[str],
    bounds_lonlat: tuple[float, float, float, float],
    *,
    seed: int,
    pixel_size_m: float = 0.5,
    bands: int = 3,
) -> None:
    """Draw the scene into a GeoTIFF, ready to be uploaded.

    Args:
        path: The file to write; an existing one is replaced.
        bounds_lonlat: West, south, east and north in degrees.
        seed: The scene.
        pixel_size_m: Size of a pixel on the ground in metres.
        bands: 1 (grey), 3 (RGB) or 4 (RGB and alpha).

    Raises:
        ValueError: The bounds are empty, or the number of bands is another one.
    """
    from mapflow.sandbox.scene.geotiff import write

    write(path, bounds_lonlat, seed, pixel_size_m, bands)
