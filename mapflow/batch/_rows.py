"""The areas of a batch: one row of a file each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from os import PathLike, fspath
from pathlib import Path
from typing import Final, NamedTuple, cast

from mapflow._wire.names import plain_name
from mapflow.errors import InvalidArea, InvalidInput
from mapflow.geometry import AreaLike, as_geometry

_GEOJSON: Final = (".geojson", ".json")
_NAMING: Final = ("name", "id")
_SEPARATORS: Final = re.compile(r"[/\\]")


class Row(NamedTuple):
    """One area.

    Attributes:
        name: What it is called in the report, and its result on the disk.
        area: Its geometry as JSON text; None when it cannot be used.
        fault: Why it cannot be used.
    """

    name: str
    area: str | None
    fault: str | None


def read_rows(
    areas: str | PathLike[str] | Iterable[AreaLike] | Mapping[str, AreaLike],
    name_field: str | None,
) -> list[Row]:
    """Read the areas, each checked by itself: one that cannot be used is no end of the others."""
    if isinstance(areas, (str, PathLike)):
        found = list(_of_file(Path(fspath(areas)), name_field))
    elif isinstance(areas, Mapping):
        given = cast("Mapping[str, AreaLike]", areas)
        found = [(str(name), area) for name, area in given.items()]
    else:
        found = [(None, area) for area in areas]
    if not found:
        raise InvalidInput("There is no area in the batch.", hint="Give a file with features.")
    names = _names([name for name, _ in found], name_field)
    return [_row(name, area) for name, (_, area) in zip(names, found, strict=True)]


def file_name(name: str) -> str:
    """The name of a row as one that a file can have, without its ending."""
    return plain_name(_SEPARATORS.sub("_", name), "_")


def _row(name: str, area: object) -> Row:
    try:
        return Row(name, json.dumps(as_geometry(cast("AreaLike", area))), None)
    except InvalidArea as error:
        return Row(name, None, str(error))


def _of_file(path: Path, name_field: str | None) -> Iterator[tuple[str | None, object]]:
    if path.suffix.lower() in _GEOJSON:
        content = _json_of(path)
        if content.get("type") == "FeatureCollection":
            features = content.get("features")
            system = {"crs": content["crs"]} if "crs" in content else {}
            for feature in cast("list[object]", features) if isinstance(features, list) else []:
                # Alone, because faults are told by their place in what was given.
                alone = {"type": "FeatureCollection", "features": [feature], **system}
                yield _name_of(feature, name_field), alone if system else feature
            return
        yield None, content
        return
    yield from _of_other_file(path, name_field)


def _json_of(path: Path) -> Mapping[str, object]:
    try:
        content: object = json.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError as error:
        raise InvalidInput(f"There is no file {path}.", hint="Check the path.") from error
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"{path} is no GeoJSON: {error}.", hint="Was it cut short?") from error
    if not isinstance(content, dict):
        raise InvalidInput(f"{path} is no GeoJSON.", hint="Give a FeatureCollection.")
    return cast("Mapping[str, object]", content)


def _of_other_file(path: Path, name_field: str | None) -> Iterator[tuple[str | None, object]]:
    """Read another format, row by row, with the reference system brought to lon/lat."""
    if not path.exists():
        raise InvalidInput(f"There is no file {path}.", hint="Check the path.")
    from importlib import import_module

    try:
        geopandas = import_module("geopandas")
    except ImportError as error:
        raise InvalidInput(
            f"Reading {path.suffix or 'such'} files needs the extra geo.",
            hint='Install it with pip install "mapflow-client[geo]", or give GeoJSON.',
        ) from error
    try:
        read = geopandas.read_parquet if "parquet" in path.suffix.lower() else geopandas.read_file
        table = read(path)
        features: Iterable[object] = (
            table if table.crs is None else table.to_crs("EPSG:4326")
        ).iterfeatures()
    except Exception as error:
        raise InvalidInput(f"{path} cannot be read: {error}.", hint="Is it complete?") from error
    for feature in features:
        yield _name_of(feature, name_field), feature


def _name_of(feature: object, name_field: str | None) -> str | None:
    if not isinstance(feature, dict):
        return None
    known = cast("dict[str, object]", feature)
    properties = known.get("properties")
    held = cast("dict[str, object]", properties) if isinstance(properties, dict) else {}
    if name_field is not None:
        return _text(held.get(name_field))
    named = [_text(held.get(field)) for field in _NAMING]
    return next((name for name in named if name), _text(known.get("id")))


def _text(value: object) -> str | None:
    plain = isinstance(value, (str, int, float)) and not isinstance(value, bool)
    return str(value).strip() or None if plain else None


def _names(given: list[str | None], name_field: str | None) -> list[str]:
    """A name for each row: its own where all have one and no two are alike, else its number."""
    width = len(str(len(given)))
    numbers = [f"{number:0{width}}" for number in range(1, len(given) + 1)]
    # Compared as files are where upper and lower case are one.
    files = [file_name(name).casefold() if name else "" for name in given]
    missing = [number for number, name in zip(numbers, given, strict=True) if not name]
    if not missing and len(set(files)) == len(files):
        return [str(name) for name in given]
    if name_field is None:
        return numbers
    if missing:
        raise InvalidInput(
            f"{len(missing)} rows have no {name_field!r}; the first is number {missing[0]}.",
            hint="Fill it, name another field, or leave the field out to have rows numbered.",
        )
    twice = next(file for file in files if files.count(file) > 1)
    alike = [str(name) for name, file in zip(given, files, strict=True) if file == twice]
    raise InvalidInput(
        f"Several rows would be called {', '.join(repr(name) for name in alike[:3])}.",
        hint="Make the names unique, or leave the field out to have rows numbered.",
    )
