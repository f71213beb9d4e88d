"""What the service takes, as its documentation says, checked against a header."""

from __future__ import annotations

import math
import shlex
from typing import TYPE_CHECKING, Final

from mapflow_openapi.views import RasterMetadata

from mapflow import _warnings
from mapflow._arguments import figure, items, mapping
from mapflow._base_errors import InvalidFile, InvalidInput, LimitExceeded, RasterWarning
from mapflow._text.numbers import amount
from mapflow.rasters import _companions
from mapflow.rasters._header import Header, Place, place_with_companions, read_header

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from os import PathLike
    from pathlib import Path

_BANDS: Final = (1, 3, 4)
_LARGEST_SIDE_PX: Final = 65_535
_COARSEST_M: Final = 20.0
# The ground size is an estimate, so a file at the very limit is left to the service.
_TOLERANCE: Final = 1.01
_SAME: Final = 0.01
REPROJECTS: Final = (
    "That is not a rule: the service reprojects. Older advice is one system for a mosaic, which"
    " keeps the pixels as they are."
)
RESAMPLES: Final = (
    "That is not a rule: the service resamples. Older advice is one resolution for a mosaic, which"
    " keeps the pixels as they are."
)


def check(
    path: str | PathLike[str],
    *,
    max_side_px: int | None = None,
    beside: Iterable[Mapping[str, object]] = (),
) -> Header:
    """Check a GeoTIFF against what the service takes, before a byte of it is sent.

    Refused is what the service documents as impossible. What it converts by itself (values that
    are not ``uint8``, a reference system or resolution unlike that of the rest of the mosaic), and
    what may come out otherwise than it looks here (an image that is rotated, or does not have north
    up), gives a warning. Only the file itself is read, since nothing else is uploaded.

    Args:
        path: The file.
        max_side_px: Most pixels along one side; None for the documented 65,535.
        beside: Headers of images of the same mosaic, as ``image.metadata`` has them.

    Returns:
        What the file says about itself.

    Raises:
        InvalidFile: It is not a georeferenced GeoTIFF on WGS 84 (a position in a file beside it
            does not count, because it is not uploaded), or has bands that do not fit.
        LimitExceeded: A side has too many pixels, or a pixel is too coarse.
        ConfigurationError: The extra ``raster`` is not installed.

    Example:
        ```python
        from mapflow import rasters

        header = rasters.check(path)
        print(header.width_px, header.height_px, header.pixel_m)
        ```
    """
    header, remarks = inspect(path, max_side_px=max_side_px, beside=beside)
    for remark in remarks:
        warn(remark)
    return header


def inspect(
    path: str | PathLike[str],
    *,
    max_side_px: int | None = None,
    beside: Iterable[Mapping[str, object]] = (),
) -> tuple[Header, list[str]]:
    """Do what ``check`` does, and return what there is to tell instead of warning of it.

    A caller that reads headers in a separate thread warns where the user's line can be found.
    """
    held = headers_beside(beside)
    header = read_header(path)
    refuse(header, max_side_px)
    remarks = [remark for other in held for remark in _check_beside(header, other)]
    return header, [*remarks, *oddities(header)]


def headers_beside(beside: Iterable[Mapping[str, object]]) -> list[RasterMetadata]:
    """The headers of the other images, or an error that they are not headers."""
    return [RasterMetadata(dict(mapping(each, "beside"))) for each in items(beside, "beside")]


def refuse(header: Header, max_side_px: int | None) -> None:
    """Raise for what makes the service refuse a file, wherever it goes."""
    if max_side_px is not None:
        figure(max_side_px, "max_side_px")
    _check_place(header)
    _check_bands(header)
    _check_sizes(header, max_side_px or _LARGEST_SIDE_PX)


def why_refused(path: Path, max_side_px: int | None = None) -> str | None:
    """Say of a file that the service refused what this module would have said, if anything."""
    try:
        refuse(read_header(path), max_side_px)
    except InvalidInput as error:
        return str(error)
    return None


def oddities(header: Header) -> list[str]:
    """Say what the service takes, and what may come out otherwise than it looks here."""
    return [*_odd_values(header), *odd_position(header)]


def _odd_values(header: Header) -> Iterator[str]:
    name = header.path.name
    if set(header.dtypes) == {"uint8"}:
        return
    missing = ", with NaN for missing pixels" if header.nodata and math.isnan(header.nodata) else ""
    yield (
        f"{name} has values of type {header.dtypes[0]}{missing}; models work on uint8. Mapflow"
        " converts the values on upload, or fails the processing with"
        f" DtypeNotAllowed. To choose the conversion: gdal_translate -ot Byte -scale"
        f" {shlex.quote(name)} byte.tif"
    )


def odd_position(header: Header) -> Iterator[str]:
    """Say what of the way an image lies may come out otherwise than it looks here."""
    name = header.path.name
    if not header.is_north_up:
        system = header.crs if header.crs and header.crs.startswith("EPSG:") else "EPSG:3857"
        how = "is rotated" if header.is_rotated else "is not stored with north up"
        yield (
            f"{name} {how}, which Mapflow's documentation neither allows nor refuses. To upload it"
            f" with north up: gdalwarp -t_srs {system} {shlex.quote(name)} north-up.tif"
        )
    files = _companions.beside(header.path)
    if not files:
        return
    here = place_with_companions(header.path)
    if here != Place(header.crs, header.transform):
        yield (
            f"{name} is uploaded without {_companions.named(files)}, which places the image"
            f" differently from the file itself. {_companions.cure(header.path, needs_crs=False)}"
        )
    masks = [file for file in files if file.suffix.lower() == ".msk"]
    if masks:
        yield (
            f"{name} is uploaded without its mask {_companions.named(masks)}. To keep the mask:"
            f" gdal_translate -b 1 -b 2 -b 3 -b mask -colorinterp_4 alpha {shlex.quote(name)}"
            " rgba.tif"
        )


def _check_place(header: Header) -> None:
    name = header.path.name
    if header.crs is None or not header.has_transform:
        raise _unplaced(header)
    if not header.is_wgs84:
        raise InvalidFile(
            f"{name} has the reference system {header.crs}; the service takes WGS 84 degrees, Web"
            " Mercator, and UTM on WGS 84.",
            hint=f"Project it: gdalwarp -t_srs EPSG:3857 {shlex.quote(name)} projected.tif",
        )


def _unplaced(header: Header) -> InvalidFile:
    """Make the error for a file without a position, with the cure for its kind."""
    name = header.path.name
    lacking = [
        word
        for word, lacks in (
            ("position", not header.has_transform),
            ("reference system", header.crs is None),
        )
        if lacks
    ]
    missing = " and no ".join(lacking)
    files = _companions.beside(header.path)
    here = place_with_companions(header.path) if files else Place(None, None)
    if (not header.has_transform and here.transform) or (header.crs is None and here.crs):
        return InvalidFile(
            f"{name} has no {missing} inside the file; {_companions.named(files)} beside it"
            f" {'is' if len(files) == 1 else 'are'} not uploaded.",
            hint=_companions.cure(header.path, needs_crs=here.crs is None),
        )
    if header.control_point_count and not header.has_transform:
        return InvalidFile(
            f"{name} has {header.control_point_count} ground control points and no position that"
            " follows from its pixels, which the service needs.",
            hint=f"Rectify it: gdalwarp -t_srs EPSG:3857 {shlex.quote(name)} rectified.tif",
        )
    corners = "" if header.has_transform else " -a_ullr W N E S"
    return InvalidFile(
        f"{name} has no {missing}, so its location is unknown.",
        hint=f"Write one: gdal_translate -a_srs EPSG:...{corners} {shlex.quote(name)} placed.tif",
    )


def _check_bands(header: Header) -> None:
    name = header.path.name
    if header.band_count not in _BANDS:
        raise InvalidFile(
            f"{name} has {header.band_count} bands; the service takes 1, 3 (RGB) or 4 (RGBA).",
            hint=f"Choose bands: gdal_translate -b 1 -b 2 -b 3 {shlex.quote(name)} rgb.tif",
        )
    if any(kind.startswith("complex") for kind in header.dtypes):
        raise InvalidFile(
            f"{name} has complex values ({header.dtypes[0]}); the service works on uint8.",
            hint=f"Convert it: gdal_translate -ot Byte -scale {shlex.quote(name)} byte.tif",
        )


def _check_sizes(header: Header, max_side_px: int) -> None:
    name, side = header.path.name, max(header.width_px, header.height_px)
    if side > max_side_px:
        raise LimitExceeded(
            f"{name} is {header.width_px} by {header.height_px} pixels; the maximum for a side is"
            f" {max_side_px}.",
            limit="max_side_px",
            allowed=max_side_px,
            found=side,
            hint=f"Cut it: gdal_retile.py -ps {max_side_px} {max_side_px} -targetDir parts"
            f" {shlex.quote(name)}",
        )
    if header.pixel_m is not None and header.pixel_m > _COARSEST_M * _TOLERANCE:
        raise LimitExceeded(
            f"{name} has {header.pixel_m:.1f} m pixels; the maximum is {_COARSEST_M:.0f} m.",
            limit="pixel_m",
            allowed=_COARSEST_M,
            found=header.pixel_m,
            hint="No model of the service works on anything coarser.",
        )


def wrong_bands(header: Header, count: int, whose: str) -> InvalidFile:
    """Make the error for a file that breaks the one rule of mosaics."""
    return InvalidFile(
        f"{header.path.name} has {header.band_count} bands, and {whose} have {count}; all images of"
        " a mosaic have as many.",
        hint="Upload it to another mosaic, or give it as many bands.",
    )


def _check_beside(header: Header, other: RasterMetadata) -> Iterator[str]:
    name, count = header.path.name, other.count
    if count is not None and count != header.band_count:
        raise wrong_bands(header, int(count), "the images of its mosaic")
    crs = other.crs
    unlike = not same_crs(header.crs, crs)
    if unlike:
        yield (
            f"{name} has the reference system {header.crs}, and the rest of its mosaic {crs}."
            f" {REPROJECTS}"
        )
    rest = pixel_size_of(other)
    if rest is not None and not unlike and not same_pixels(header.pixel_size[0], rest):
        yield (
            f"{name} has pixels of {amount(header.pixel_size[0])}, and the rest of its mosaic of"
            f" {amount(rest)} units of the reference system. {RESAMPLES}"
        )


def same_crs(one: str | None, other: str | None) -> bool:
    """Whether two reference systems have the same name; of unknown ones nothing is said."""
    return one is None or other is None or one.upper() == other.upper()


def same_pixels(one: float, other: float) -> bool:
    """Whether pixels are the same to a hundredth."""
    return abs(one - other) <= _SAME * max(abs(one), abs(other))


def pixel_size_of(other: RasterMetadata) -> float | None:
    """The width of a pixel of an image of a mosaic, if the service gives it."""
    for size in other.pixel_size or ():
        return abs(float(size)) if isinstance(size, (int, float)) else None
    return None


def warn(text: str) -> None:
    """Tell what the service takes and changes."""
    _warnings.warn(text, RasterWarning)
