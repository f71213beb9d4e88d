"""Reads the header of a GeoTIFF, and no pixel of it."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from math import cos, hypot, radians
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from mapflow._base_errors import ConfigurationError, InvalidFile
from mapflow._files import as_path
from mapflow.geometry._measures.web_mercator import EQUATOR_M, ground_scale

if TYPE_CHECKING:
    from os import PathLike

# A degree of latitude on the ellipsoid; half a percent is near enough for a limit of 20 metres.
_METRES_PER_DEGREE: Final = 111_320.0
_WEB_MERCATOR: Final = 3857
# Rasterio ships no types, so its values are `Any`.
_Dataset: TypeAlias = Any
_Crs: TypeAlias = Any
#: An upload takes nothing along that lies beside the file, so nothing of it is read here.
_ALONE: Final = {"GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR", "GDAL_PAM_ENABLED": "NO"}
_IDENTITY: Final = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
# Filters of warnings belong to the whole process, and headers are read in threads too.
_filtering = threading.Lock()


class Header(NamedTuple):
    """What a GeoTIFF says about itself.

    Files beside it, such as a ``.tfw`` or an ``.aux.xml``, are not read: uploads leave them behind.

    Attributes:
        path: The file.
        size_bytes: Its size.
        width_px: Pixels across.
        height_px: Pixels down.
        band_count: How many bands it has.
        dtypes: Type of the values of each band, such as ``uint8``.
        crs: Its reference system, as ``EPSG:32637`` if it has a number; None without one.
        is_wgs84: Whether the system is geographic or projected on WGS 84.
        has_transform: Whether it says where its pixels lie.
        pixel_size: Width and height of a pixel, in units of the reference system.
        pixel_m: Side of a pixel on the ground at the centre, in metres; None without a place.
        transform: Six numbers ``a, b, c, d, e, f`` that place the pixel at column ``x`` and row
            ``y``: ``a * x + b * y + c`` from west to east, ``d * x + e * y + f`` from south to
            north.
        nodata: The value of missing pixels, which may be NaN; None without one.
        control_point_count: Number of ground control points.
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
    transform: tuple[float, float, float, float, float, float] = _IDENTITY
    nodata: float | None = None
    control_point_count: int = 0

    @property
    def is_rotated(self) -> bool:
        """Whether the rows do not run from west to east.

        Example:
            ```python
            from mapflow import rasters

            print(rasters.read_header(path).is_rotated)
            ```
        """
        return self.has_transform and (self.transform[1] != 0 or self.transform[3] != 0)

    @property
    def is_north_up(self) -> bool:
        """Whether the first row is the northern one, and the first column the western one.

        Example:
            ```python
            from mapflow import rasters

            print(rasters.read_header(path).is_north_up)
            ```
        """
        return not self.is_rotated and self.transform[0] > 0 > self.transform[4]


class Place(NamedTuple):
    """Where a file lies: reference system and six numbers, each None if absent."""

    crs: str | None
    transform: tuple[float, ...] | None


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
    source = as_path(path)
    with _opened(source, alone=True) as file:
        return _header(source, file)


def place_with_companions(path: Path) -> Place:
    """Read where a file lies as programs on this machine see it, files beside it included."""
    with _opened(path, alone=False) as file:
        grid = tuple(float(value) for value in tuple(file.transform)[:6])
        return Place(_name_of(file.crs), None if grid == _IDENTITY else grid)


@contextmanager
def _opened(path: Path, *, alone: bool) -> Generator[_Dataset]:
    """Open a GeoTIFF, with or without what lies beside it."""
    rasterio: Any = import_module("rasterio")
    more = {"GEOREF_SOURCES": "INTERNAL"} if alone else {}
    try:
        with rasterio.Env(**(_ALONE if alone else {})):
            with _filtering, warnings.catch_warnings():
                warnings.simplefilter("ignore", rasterio.errors.NotGeoreferencedWarning)
                file = rasterio.open(path, driver="GTiff", **more)
            with file:
                yield file
    # A name with NUL in it is a ValueError.
    except (rasterio.errors.RasterioError, OSError, ValueError) as error:
        raise InvalidFile(
            f"{path} cannot be opened as a GeoTIFF: {error}.",
            hint="Check that the file is complete: gdalinfo says more, gdal_translate rewrites it.",
        ) from error


def _name_of(crs: _Crs) -> str | None:
    if crs is None:
        return None
    number = crs.to_epsg()
    return f"EPSG:{number}" if number else str(crs.to_string())


def _header(path: Path, file: _Dataset) -> Header:
    grid = file.transform
    placed = not grid.is_identity
    a, b, c, d, e, f = (float(value) for value in tuple(grid)[:6])
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
        crs=_name_of(crs),
        is_wgs84=crs is not None and any(word in crs.to_wkt() for word in ("WGS 84", "WGS_1984")),
        has_transform=placed,
        pixel_size=size,
        pixel_m=_ground_m(file, size, number) if crs is not None and placed else None,
        transform=(a, b, c, d, e, f),
        nodata=None if file.nodata is None else float(file.nodata),
        control_point_count=len(file.gcps[0]),
    )


def _ground_m(file: _Dataset, size: tuple[float, float], number: int | None) -> float:
    """The side of a pixel on the ground, at the centre of the image."""
    grid = file.transform
    y = grid.d * file.width / 2 + grid.e * file.height / 2 + grid.f
    across, down = size
    if file.crs.is_geographic:
        return float((across * cos(radians(y)) * down) ** 0.5 * _METRES_PER_DEGREE)
    side = float((across * down) ** 0.5 * file.crs.linear_units_factor[1])
    if number != _WEB_MERCATOR:
        return side
    return side * ground_scale(0.5 - y / EQUATOR_M)
