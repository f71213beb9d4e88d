"""The formats that results can be saved in. A new output format is entered here."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from mapflow.errors import ConfigurationError, InvalidFile
from mapflow.formats import (
    _csv,
    _flatgeobuf,
    _geojson,
    _geopackage,
    _kml,
    _parquet,
    _shapefile,
)

if TYPE_CHECKING:
    from pathlib import Path

    from mapflow.formats._format import Format

FORMATS: Final[tuple[Format, ...]] = (
    _geojson.GEOJSON,
    _geojson.GEOJSON_SEQUENCE,
    _parquet.PARQUET,
    _geopackage.GEOPACKAGE,
    _flatgeobuf.FLATGEOBUF,
    _shapefile.SHAPEFILE,
    _kml.KML,
    _csv.CSV,
)


def format_of(path: Path) -> Format:
    """The format that the name of a file says; GeoJSON if it says none.

    Raises:
        InvalidFile: No format has this suffix.
        ConfigurationError: The format needs an extra that is not installed.
    """
    suffix = path.suffix.lower()
    for each in FORMATS:
        if suffix in each.suffixes or not suffix:
            _check_extra(each)
            return each
    raise InvalidFile(
        f"A result cannot be saved as {path.suffix!r} ({path.name}).",
        hint=f"Give the file a name that ends in {_or(suffixes())}.",
    )


def is_as_received(wanted: Format) -> bool:
    """Whether a result is in this format when it arrives."""
    return wanted is _geojson.GEOJSON


def suffixes() -> tuple[str, ...]:
    """The suffixes of all formats."""
    return tuple(suffix for each in FORMATS for suffix in each.suffixes)


def _check_extra(wanted: Format) -> None:
    missing = [name for name in wanted.libraries if find_spec(name) is None]
    if missing:
        raise ConfigurationError(
            f"{wanted.name} files need {_and(missing)}, which"
            f" {'is' if len(missing) == 1 else 'are'} not installed.",
            hint=f'Install the extra with `pip install "mapflow-client[{wanted.extra}]"`,'
            " or save the result as GeoJSON.",
        )


def _and(words: list[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last


def _or(words: tuple[str, ...]) -> str:
    *others, last = words
    return f"{', '.join(others)} or {last}"
