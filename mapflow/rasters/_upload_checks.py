"""What the service takes, as its documentation says, checked against a header."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Final

from mapflow._arguments import figure
from mapflow._base_errors import InvalidFile, InvalidInput, LimitExceeded
from mapflow.rasters import _companions
from mapflow.rasters._header import Header, Place, place_with_companions, read_header

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BANDS: Final = (1, 3, 4)
_LARGEST_SIDE_PX: Final = 65_535
_COARSEST_M: Final = 20.0
# The ground size is an estimate, so a file at the very limit is left to the service.
_TOLERANCE: Final = 1.01
_SAME: Final = 0.01


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
