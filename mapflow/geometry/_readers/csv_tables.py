"""Tables as text: a column of each row holds the geometry, the others may name it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from threading import Lock
from typing import Final, cast

from mapflow.geometry._readers.found import Found
from mapflow.geometry._readers.geojson import read_mapping
from mapflow.geometry._readers.wkb import is_hex_wkb, read_hex_wkb
from mapflow.geometry._readers.wkt import is_wkt, read_wkt
from mapflow.geometry._refusals import inside, refuse
from mapflow.geometry._types import CrsLike

_COLUMNS: Final = ("geometry", "wkt", "the_geom", "geom", "wkb_geometry", "wkb", "shape", "geojson")
_SEPARATORS: Final = ",;\t|"
#: The module has one limit for the whole process, and outlines are longer than it.
_LONGEST_FIELD: Final = 1 << 28
_LIMIT_LOCK: Final = Lock()
_ROWS_TRIED: Final = 50
#: Commas within these separate no columns.
_QUOTED: Final = re.compile(r'"[^"]*"|\([^()]*\)')
_NESTED: Final = 3
#: A line for Excel, which is not a header.
_TOLD_SEPARATOR: Final = re.compile(r"\ufeff?sep=(.)\r?\n", re.IGNORECASE)
_JSON_GEOMETRY: Final = re.compile(r'\{.*"(?:coordinates|geometry|geometries)"', re.DOTALL)


def has_geometry(text: str) -> bool:
    """Tell whether a text is a table with a column that holds geometries."""
    if "\n" not in text.strip() or text[:1] in "<{[":
        return False
    try:
        header, *rows = _parse(text, _ROWS_TRIED)
    except (csv.Error, ValueError):
        return False
    return bool(_columns(header, rows))


def read_csv(text: str, found: Found, *, where: str) -> None:
    """Collect the polygons of a table, a row each."""
    try:
        header, *rows = _parse(text.lstrip("\ufeff"), None)
    except (csv.Error, ValueError) as error:
        raise refuse(
            "bad_file",
            f"the table cannot be read: {str(error).rstrip('.')}.",
            where=where,
            hint="Save it as CSV with a header and a column of well-known text.",
        ) from error
    columns = _columns(header, rows)
    if len(columns) > 1:
        several = ", ".join(header[index] for index in columns[:12])
        raise refuse(
            "no_geometry_column",
            f"several columns of the table hold geometries: {several}.",
            where=where,
            hint='Call the one that you mean "geometry".',
        )
    if not columns:
        raise refuse(
            "no_geometry_column",
            f"the table has no column of geometries; its columns are {', '.join(header[:12])}.",
            where=where,
            hint='Give it a column "geometry" in well-known text, such as POLYGON ((...)).',
        )
    found.leaves_out = True
    column = columns[0]
    for number, row in enumerate(rows):
        place = inside(where, f"row {number}")
        # By its place, because two columns may have one name.
        held = row[column].strip() if len(row) > column else ""
        properties = dict(zip(header, row, strict=False))
        properties.pop(header[column], None)
        with found.item(place), found.row(place, properties):
            read_cell(held, found, place)


def read_cell(held: str, found: Found, where: str, crs: CrsLike | None = None) -> None:
    """Collect the polygons of one cell, in whichever form that is text."""
    if not held:
        found.add_null(where)
    elif is_wkt(held):
        read_wkt(held, found, where=where, crs=crs)
    elif is_hex_wkb(held):
        read_hex_wkb(held, found, where=where, crs=crs)
    else:
        _read_json(held, found, where, crs)


def _read_json(held: str, found: Found, where: str, crs: CrsLike | None) -> None:
    try:
        geometry: object = json.loads(held)
    except (ValueError, RecursionError):
        geometry = None
    if not isinstance(geometry, dict):
        raise refuse(
            "bad_wkt",
            f"{held[:40]!r} is not a geometry.",
            where=where,
            hint="Write it as well-known text, such as POLYGON ((...)).",
        )
    read_mapping(cast("dict[str, object]", geometry), found, where=where, crs=crs)


def _parse(text: str, most: int | None) -> list[list[str]]:
    """Split a table into rows; the separator is whichever its header has most of."""
    told = _TOLD_SEPARATOR.match(text)
    if told is not None:
        text, separator = text[told.end() :], told.group(1)
    else:
        separator = _separator(text.split("\n", 1)[0])
    with _LIMIT_LOCK:
        before = csv.field_size_limit(_LONGEST_FIELD)
        try:
            rows = [row for row in _rows(text, separator, most) if any(row)]
        finally:
            csv.field_size_limit(before)
    if not rows:
        raise ValueError("it is empty")
    if any(_is_geometry(cell.strip()) for cell in rows[0]):
        # Databases write tables without a header; the first row is an area like the others.
        return [[f"column {number}" for number in range(1, len(rows[0]) + 1)], *rows]
    return [[name.strip() for name in rows[0]], *rows[1:]]


def _separator(line: str) -> str:
    for _ in range(_NESTED):
        line = _QUOTED.sub("", line)
    return max(_SEPARATORS, key=line.count)


def _is_geometry(held: str) -> bool:
    if held.startswith("{"):
        return _JSON_GEOMETRY.match(held) is not None
    return is_wkt(held) or is_hex_wkb(held)


def _rows(text: str, separator: str, most: int | None) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    for number, row in enumerate(reader):
        if most is not None and number > most:
            return
        yield row


def _columns(header: list[str], rows: list[list[str]]) -> list[int]:
    """Find the column of the geometries: by its name, else by what stands in it.

    Several columns without a usual name are ambiguous.
    """
    known = {name.casefold(): index for index, name in reversed(list(enumerate(header)))}
    named = [known[name] for name in _COLUMNS if name in known]
    for index in named:
        if _holds_geometry(rows, index):
            return [index]
    return [index for index in range(len(header)) if _holds_geometry(rows, index)]


def _holds_geometry(rows: list[list[str]], index: int) -> bool:
    held = next((row[index].strip() for row in rows if len(row) > index and row[index]), "")
    return _is_geometry(held)
