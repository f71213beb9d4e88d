"""GeoTIFFs that go to one mosaic, checked against each other and against what it holds."""

from __future__ import annotations

import math
import shlex
from collections import Counter
from typing import TYPE_CHECKING, Final

from mapflow_openapi.views import RasterMetadata

from mapflow import _warnings
from mapflow._arguments import items, mapping
from mapflow._base_errors import InvalidFile, InvalidInput, RasterWarning
from mapflow._files import as_path
from mapflow._text.numbers import amount
from mapflow.rasters._header import Header, read_header
from mapflow.rasters._upload_checks import odd_position, refuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from os import PathLike
    from pathlib import Path

_NAMED: Final = 3
_SAME: Final = 0.01
_NO_RULE: Final = (
    "That is not a rule: the service {}. Older advice is one {} for a mosaic, which keeps the"
    " pixels as they are."
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


def check_all(
    paths: Iterable[str | PathLike[str]],
    *,
    max_side_px: int | None = None,
    beside: Iterable[Mapping[str, object]] = (),
) -> dict[Path, InvalidInput]:
    """Check GeoTIFFs that are to become one mosaic against what the service takes.

    A rule is that all images of a mosaic have as many bands: those of the images it holds, or
    else those of most of the files. One reference system and one resolution are a recommendation
    only; what departs from it gives one warning for all.

    Args:
        paths: The files.
        max_side_px: Most pixels along one side; None for the documented 65,535.
        beside: Headers of images that the mosaic holds, as ``image.metadata`` has them.

    Returns:
        What is wrong, for each file that would be refused. Empty when all are good.

    Raises:
        ConfigurationError: The extra ``raster`` is not installed.

    Example:
        ```python
        from mapflow import rasters

        for file, error in rasters.check_all([path]).items():
            print(file.name, error)
        ```
    """
    refused, remarks = inspect_all(paths, max_side_px=max_side_px, beside=beside)
    for remark in remarks:
        warn(remark)
    return refused


def inspect(
    path: str | PathLike[str],
    *,
    max_side_px: int | None = None,
    beside: Iterable[Mapping[str, object]] = (),
) -> tuple[Header, list[str]]:
    """Do what ``check`` does, and return what there is to tell instead of warning of it.

    A caller that reads headers in a separate thread warns where the user's line can be found.
    """
    held = _headers_beside(beside)
    header = read_header(path)
    refuse(header, max_side_px)
    refused, remarks = _compare([header], held)
    for error in refused.values():
        raise error
    return header, remarks


def inspect_all(
    paths: Iterable[str | PathLike[str]],
    *,
    max_side_px: int | None = None,
    beside: Iterable[Mapping[str, object]] = (),
) -> tuple[dict[Path, InvalidInput], list[str]]:
    """Do what ``check_all`` does, and return what there is to tell instead of warning of it."""
    refused: dict[Path, InvalidInput] = {}
    headers: list[Header] = []
    held = _headers_beside(beside)
    for path in map(as_path, items(paths, "paths")):
        try:
            header = read_header(path)
            refuse(header, max_side_px)
        except InvalidInput as error:
            refused[path] = error
        else:
            headers.append(header)
    unlike, remarks = _compare(headers, held)
    return refused | unlike, remarks


def _headers_beside(beside: Iterable[Mapping[str, object]]) -> list[RasterMetadata]:
    """The headers of the other images, or an error that they are not headers."""
    return [RasterMetadata(dict(mapping(each, "beside"))) for each in items(beside, "beside")]


def _compare(
    headers: list[Header], held: list[RasterMetadata]
) -> tuple[dict[Path, InvalidInput], list[str]]:
    """Find what breaks the rule of mosaics, as many bands in each; and what there is to tell."""
    there = [int(other.count) for other in held if other.count is not None]
    whose = "the images of its mosaic" if there else "most of the other files"
    refused: dict[Path, InvalidInput] = {}
    for count, _ in Counter(there or [header.band_count for header in headers]).most_common(1):
        refused |= {
            header.path: InvalidFile(
                f"{header.path.name} has {header.band_count} bands, and {whose} have {count}; all"
                " images of a mosaic have as many.",
                hint="Upload it to another mosaic, or give it as many bands.",
            )
            for header in headers
            if header.band_count != count
        }
    good = [header for header in headers if header.path not in refused]
    return refused, [*_advice(good, held), *(text for each in good for text in odd_position(each))]


def _advice(headers: Sequence[Header], held: Sequence[RasterMetadata]) -> Iterator[str]:
    """Tell what the service changes, once for each kind."""
    converted = [header for header in headers if set(header.dtypes) != {"uint8"}]
    if converted:
        file = shlex.quote(converted[0].path.name) if len(converted) == 1 else "FILE"
        gaps = any(header.nodata and math.isnan(header.nodata) for header in converted)
        yield (
            f"{_have(converted)}values of type {_list(each.dtypes[0] for each in converted)}"
            f"{', with NaN for missing pixels' if gaps else ''}; models work on uint8. Mapflow"
            " converts the values on upload, or fails the processing with DtypeNotAllowed. To"
            f" choose the conversion: gdal_translate -ot Byte -scale {file} byte.tif"
        )
    crs = next((other.crs for other in held if other.crs is not None), None)
    sizes = [size for size in map(_pixel_size_of, held) if size is not None]
    if headers:
        crs = crs or headers[0].crs
        sizes = sizes or [headers[0].pixel_size[0]]
    moved = [header for header in headers if not _is_same_crs(header.crs, crs)]
    if moved:
        yield (
            f"{_have(moved, 'the ')}reference system {_list(str(each.crs) for each in moved)}, and"
            f" the rest of the mosaic {crs}. {_NO_RULE.format('reprojects', 'system')}"
        )
    resized = [
        header
        for header in headers
        if header not in moved
        and not any(
            math.isclose(header.pixel_size[0], size, rel_tol=_SAME, abs_tol=0) for size in sizes
        )
    ]
    if resized:
        yield (
            f"{_have(resized)}pixels of {_list(amount(each.pixel_size[0]) for each in resized)},"
            f" and the rest of the mosaic of {amount(sizes[0])} units of the reference system."
            f" {_NO_RULE.format('resamples', 'resolution')}"
        )


def _have(headers: Sequence[Header], article: str = "") -> str:
    """Begin a sentence on what a file has; or on the first few, and how many more there are."""
    names = ", ".join(header.path.name for header in headers[:_NAMED])
    if len(headers) == 1:
        return f"{names} has {article}"
    more = len(headers) - _NAMED
    return f"{names} and {more} more: " if more > 0 else f"{names}: "


def _list(texts: Iterable[str]) -> str:
    return ", ".join(sorted(set(texts)))


def _is_same_crs(one: str | None, other: str | None) -> bool:
    """Whether two reference systems have the same name; of unknown ones nothing is said."""
    return one is None or other is None or one.upper() == other.upper()


def _pixel_size_of(other: RasterMetadata) -> float | None:
    """The width of a pixel of an image of a mosaic, if the service gives it."""
    for size in other.pixel_size or ():
        return abs(float(size)) if isinstance(size, (int, float)) else None
    return None


def warn(text: str) -> None:
    """Tell what the service takes and changes."""
    _warnings.warn(text, RasterWarning)
