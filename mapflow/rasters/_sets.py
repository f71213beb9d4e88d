"""GeoTIFFs that go to one mosaic, checked against each other and against what it holds."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mapflow_openapi.views import RasterMetadata

from mapflow._arguments import items
from mapflow._base_errors import InvalidInput
from mapflow._files import as_path
from mapflow._text.numbers import amount
from mapflow.rasters._header import Header, read_header
from mapflow.rasters._upload_checks import (
    REPROJECTS,
    RESAMPLES,
    headers_beside,
    odd_position,
    pixel_size_of,
    refuse,
    same_crs,
    same_pixels,
    warn,
    wrong_bands,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from os import PathLike

_NAMED: Final = 3


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


def inspect_all(
    paths: Iterable[str | PathLike[str]],
    *,
    max_side_px: int | None = None,
    beside: Iterable[Mapping[str, object]] = (),
) -> tuple[dict[Path, InvalidInput], list[str]]:
    """Do what ``check_all`` does, and return what there is to tell instead of warning of it."""
    refused: dict[Path, InvalidInput] = {}
    headers: list[Header] = []
    held = headers_beside(beside)
    for path in map(as_path, items(paths, "paths")):
        try:
            header = read_header(path)
            refuse(header, max_side_px)
        except InvalidInput as error:
            refused[path] = error
        else:
            headers.append(header)
    there = [int(other.count) for other in held if other.count is not None]
    counts = Counter(there or [header.band_count for header in headers])
    for count, _ in counts.most_common(1):
        whose = "the images of its mosaic" if there else "most of the other files"
        odd = [header for header in headers if header.band_count != count]
        refused |= {header.path: wrong_bands(header, count, whose) for header in odd}
    good = [header for header in headers if header.path not in refused]
    return refused, [*_advice(good, held), *(text for each in good for text in odd_position(each))]


def _advice(headers: Sequence[Header], held: Sequence[RasterMetadata]) -> Iterator[str]:
    """Tell what the service changes, once for each kind."""
    other_types = [header for header in headers if set(header.dtypes) != {"uint8"}]
    if other_types:
        yield (
            f"{_named(other_types)}: values of type"
            f" {', '.join(sorted({header.dtypes[0] for header in other_types}))}; models work on"
            " uint8. Mapflow converts the values on upload, or fails the processing"
            " with DtypeNotAllowed. To choose the conversion: gdal_translate -ot Byte -scale"
        )
    crs = next((other.crs for other in held if other.crs is not None), None)
    sizes = [size for size in map(pixel_size_of, held) if size is not None]
    if headers:
        crs = crs or headers[0].crs
        sizes = sizes or [headers[0].pixel_size[0]]
    moved = [header for header in headers if not same_crs(header.crs, crs)]
    if moved:
        systems = sorted({str(header.crs) for header in moved})
        yield (
            f"{_named(moved)}: reference system {', '.join(systems)}, and the rest of the mosaic"
            f" {crs}. {REPROJECTS}"
        )
    resized = [
        header
        for header in headers
        if header not in moved
        and not any(same_pixels(header.pixel_size[0], size) for size in sizes)
    ]
    if resized:
        found = sorted({amount(header.pixel_size[0]) for header in resized})
        yield (
            f"{_named(resized)}: pixels of {', '.join(found)}, and the rest of the mosaic of"
            f" {amount(sizes[0])} units of the reference system. {RESAMPLES}"
        )


def _named(headers: Sequence[Header]) -> str:
    """The first few files by name, and how many more there are."""
    names = ", ".join(header.path.name for header in headers[:_NAMED])
    more = len(headers) - _NAMED
    return f"{names} and {more} more" if more > 0 else names
