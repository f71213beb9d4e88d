"""Reads the header of a GeoTIFF, and no pixel of it."""

from __future__ import annotations

import warnings
from importlib import import_module
from importlib.util import find_spec
from math import atan, cos, exp, hypot, pi, radians
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from mapflow.errors import ConfigurationError, InvalidFile

if TYPE_CHECKING:
    from os import PathLike

# A degree of latitude on the ellipsoid; half a percent is near enough for a limit of 20 metres.
_METRES_PER_DEGREE: Final = 111_320.0
_WEB_MERCATOR: Final = 3857
_MERCATOR_M: Final = 20_037_508.342789244
# Rasterio ships no types, so its own are `Any`.
_Dataset: TypeAlias = Any


class Header(NamedTuple):
    """What a GeoTIFF says about itself.

    Attributes:
        path: The file.
        size_bytes: Its size.
        width_px: Pixels across.
        height_px: Pixels down.
        band_count: How many bands it has.
        dtypes: Type of the values of each band, such as ``uint8``.
        crs: Its reference system, as ``EPSG:32637`` where it has a number; None without one.
        is_wgs84: Whether the system is geographic or projected on WGS 84.
        has_transform: Whether it says where its pixels lie.
        pixel_size: Width and height of a pixel, in units of the reference system.
        pixel_m: Side of a pixel on the ground at the centre, in metres; None without a place.
    """

    path: Path
    size_bytes: int
    width_px: int
    height_px: int
    band_count: int
    dtypes: tuple[str, ...]
    crs: str | None
    is_wgs84: bool
    has_transform: bool
    pixel_size: tuple[float, float]
    pixel_m: float | None


def is_available() -> bool:
    """Say whether headers can be read here.

    Returns:
        True when the extra ``raster`` is installed.

    Example:
        ```python
        from mapflow import rasters

        print(rasters.is_available())
        ```
    """
    return find_spec("rasterio") is not None


def read_header(path: str | PathLike[str]) -> Header:
    """Read the header of a GeoTIFF.

    Args:
        path: The file.

    Returns:
        What it says about itself.

    Raises:
        InvalidFile: It cannot be opened as a GeoTIFF.
        ConfigurationError: The extra ``raster`` is not installed.

    Example:
        ```python
        from mapflow import rasters

        header = rasters.read_header(path)
        print(header.crs, header.band_count, header.pixel_m)
        ```
    """
    if not is_available():
        raise ConfigurationError(
            "Headers of rasters cannot be read here.",
            hint="Install the extra: pip install 'mapflow-client[raster]'.",
        )
    rasterio: Any = import_module("rasterio")
    source = Path(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", rasterio.errors.NotGeoreferencedWarning)
            with rasterio.open(source, driver="GTiff") as file:
                return _header(source, file)
    except rasterio.errors.RasterioError as error:
        raise InvalidFile(
            f"{source} cannot be opened as a GeoTIFF: {error}.",
            hint="Is it whole? gdalinfo says more; gdal_translate writes it anew.",
        ) from error


def _header(path: Path, file: _Dataset) -> Header:
    grid = file.transform
    placed = not grid.is_identity
    size = (hypot(grid.a, grid.d), hypot(grid.b, grid.e))
    crs = file.crs
    number = None if crs is None else crs.to_epsg()
    return Header(
        path=path,
        size_bytes=path.stat().st_size,
        width_px=file.width,
        height_px=file.height,
        band_count=file.count,
        dtypes=tuple(file.dtypes),
        crs=None if crs is None else f"EPSG:{number}" if number else crs.to_string(),
        is_wgs84=crs is not None and any(word in crs.to_wkt() for word in ("WGS 84", "WGS_1984")),
        has_transform=placed,
        pixel_size=size,
        pixel_m=_ground_m(file, size, number) if crs is not None and placed else None,
    )


def _ground_m(file: _Dataset, size: tuple[float, float], number: int | None) -> float:
    """The side of a pixel on the ground, at the centre of the image."""
    grid = file.transform
    y = grid.d * file.width / 2 + grid.e * file.height / 2 + grid.f
    across, down = size
    if file.crs.is_geographic:
        return float((across * cos(radians(y)) * down) ** 0.5 * _METRES_PER_DEGREE)
    side = float((across * down) ** 0.5 * file.crs.linear_units_factor[1])
    return side * _mercator_scale(y) if number == _WEB_MERCATOR else side


def _mercator_scale(y: float) -> float:
    """How much smaller the ground is than Web Mercator draws it."""
    latitude = 2 * atan(exp(y / _MERCATOR_M * pi)) - pi / 2
    return cos(latitude)
