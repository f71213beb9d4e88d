"""What the service takes, as its documentation says, held against a header."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Final

from mapflow.errors import InvalidFile, LimitExceeded
from mapflow.rasters._header import Header, read_header

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from os import PathLike

_BANDS: Final = (1, 3, 4)
_LARGEST_SIDE_PX: Final = 65_535
_COARSEST_M: Final = 20.0
# The ground size is an estimate, so a file at the very limit is left to the service.
_TOLERANCE: Final = 1.01


def check(
    path: str | PathLike[str],
    *,
    max_side_px: int | None = None,
    beside: Iterable[Mapping[str, object]] = (),
) -> Header:
    """Hold a GeoTIFF against what the service takes, before a byte of it is sent.

    Refused is what the service documents as impossible. What it converts by itself (values that
    are not ``uint8``, a reference system or resolution unlike that of the rest of the mosaic) is
    told with a warning.

    Args:
        path: The file.
        max_side_px: Most pixels along one side; None for the documented 65,535.
        beside: Headers of images of the same mosaic, as ``image.metadata`` has them.

    Returns:
        What the file says about itself.

    Raises:
        InvalidFile: It is no georeferenced GeoTIFF on WGS 84, or has bands that do not fit.
        LimitExceeded: A side has too many pixels, or a pixel is too coarse.
        ConfigurationError: The extra ``raster`` is not installed.

    Example:
        ```python
        from mapflow import rasters

        header = rasters.check(path)
        print(header.width_px, header.height_px, header.pixel_m)
        ```
    """
    header = read_header(path)
    _check_place(header)
    _check_bands(header)
    _check_sizes(header, max_side_px or _LARGEST_SIDE_PX)
    for other in beside:
        _check_beside(header, other)
    return header


def _check_place(header: Header) -> None:
    name = header.path.name
    if header.crs is None or not header.has_transform:
        missing = "reference system" if header.crs is None else "position"
        raise InvalidFile(
            f"{name} has no {missing}, so nobody knows where it lies.",
            hint=f"Write one: gdal_translate -a_srs EPSG:... -a_ullr W N E S {name} placed.tif",
        )
    if not header.is_wgs84:
        raise InvalidFile(
            f"{name} has the reference system {header.crs}; the service takes WGS 84 degrees, Web"
            " Mercator, and UTM on WGS 84.",
            hint=f"Project it: gdalwarp -t_srs EPSG:3857 {name} projected.tif",
        )


def _check_bands(header: Header) -> None:
    name = header.path.name
    if header.band_count not in _BANDS:
        raise InvalidFile(
            f"{name} has {header.band_count} bands; the service takes 1, 3 (RGB) or 4 (RGBA).",
            hint=f"Choose bands: gdal_translate -b 1 -b 2 -b 3 {name} rgb.tif",
        )
    if any(kind.startswith("complex") for kind in header.dtypes):
        raise InvalidFile(
            f"{name} has complex values ({header.dtypes[0]}); the service works on uint8.",
            hint=f"Convert it: gdal_translate -ot Byte -scale {name} byte.tif",
        )
    if set(header.dtypes) != {"uint8"}:
        _warn(
            f"{name} has values of type {header.dtypes[0]}, and the service works on uint8: it"
            " converts them in its own way. To choose the way: gdal_translate -ot Byte -scale"
            f" {name} byte.tif"
        )


def _check_sizes(header: Header, max_side_px: int) -> None:
    name, side = header.path.name, max(header.width_px, header.height_px)
    if side > max_side_px:
        raise LimitExceeded(
            f"{name} is {header.width_px} by {header.height_px} pixels, and a side may have"
            f" {max_side_px}.",
            limit="max_side_px",
            allowed=max_side_px,
            found=side,
            hint=f"Cut it: gdal_retile.py -ps {max_side_px} {max_side_px} -targetDir parts {name}",
        )
    if header.pixel_m is not None and header.pixel_m > _COARSEST_M * _TOLERANCE:
        raise LimitExceeded(
            f"A pixel of {name} is {header.pixel_m:.1f} m wide, and may be {_COARSEST_M:.0f} m.",
            limit="pixel_m",
            allowed=_COARSEST_M,
            found=header.pixel_m,
            hint="No model of the service works on anything coarser.",
        )


def _check_beside(header: Header, other: Mapping[str, object]) -> None:
    name, count = header.path.name, other.get("count")
    if isinstance(count, int) and count != header.band_count:
        raise InvalidFile(
            f"{name} has {header.band_count} bands, and the images of its mosaic have {count}.",
            hint="Upload it to another mosaic, or give it as many bands.",
        )
    crs = other.get("crs")
    if isinstance(crs, str) and header.crs is not None and crs.upper() != header.crs.upper():
        _warn(f"{name} has the reference system {header.crs}, and the rest of its mosaic {crs}.")
    sizes = other.get("pixel_size")
    if isinstance(sizes, list) and sizes and isinstance(sizes[0], (int, float)):
        rest = abs(float(sizes[0]))
        if abs(rest - header.pixel_size[0]) > 0.01 * rest:
            _warn(
                f"{name} has pixels of {header.pixel_size[0]:g}, and the rest of its mosaic of"
                f" {rest:g} units of the reference system: the service resamples."
            )


def _warn(text: str) -> None:
    warnings.warn(text, UserWarning, stacklevel=2)
