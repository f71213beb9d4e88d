"""Tables as text: a column of each row holds the geometry, the others may name it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from itertools import islice
from threading import Lock
from typing import Final

from mapflow.geometry._readers.found import Found
from mapflow.geometry._readers.tables import TableRow, read_rows
from mapflow.geometry._readers.wkb import is_hex_wkb
from mapflow.geometry._readers.wkt import is_wkt

_COLUMNS: Final = ("geometry", "wkt", "the_geom", "geom", "wkb_geometry", "wkb", "shape", "geojson")
_SEPARATORS: Final = ",;\t|"
#: The module has one limit for the whole process, and outlines are longer than it.
_LONGEST_FIELD: Final = 1 << 28
_LIMIT_LOCK: Final = Lock()
_ROWS_TRIED: Final = 50
#: Commas within these separate no columns; parentheses are nested three deep.
_QUOTED: Final = re.compile(r'"[^"]*"|\([^()]*\)')
_NESTED: Final = 3
#: A line for Excel, which is not a header.
_TOLD_SEPARATOR: Final = re.compile(r"\ufeff?sep=(.)\r?\n", re.IGNORECASE)
_JSON_GEOMETRY: Final = re.compile(r'\{.*"(?:coordinates|geometry|geometries)"', re.DOTALL)


def has_geometry(text: str) -> bool:
    """Return whether a text is a table with a column that holds geometries."""
    if "\n" not in text.strip() or text[:1] in "<{[":
        return False
    try:
        header, *rows = _parse(text, _ROWS_TRIED)
    except (csv.Error, ValueError):
        return False
    return bool(_columns(header, rows))


def read_csv(text: str, found: Found) -> None:
    """Collect the polygons of a table, a row each."""
    try:
        header, *rows = _parse(text.lstrip("\ufeff"), None)
    except (csv.Error, ValueError) as error:
        raise found.refuse(
            "bad_file",
            f"the table cannot be read: {str(error).rstrip('.')}.",
            "Save it as CSV with a header and a column of well-known text.",
        ) from error
    columns = _columns(header, rows)
    if len(columns) > 1:
        several = ", ".join(header[index] for index in columns[:12])
        raise found.refuse(
            "no_geometry_column",
            f"several columns of the table hold geometries: {several}.",
            'Call the one that you mean "geometry".',
        )
    if not columns:
        raise found.refuse(
            "no_geometry_column",
            f"the table has no column of geometries; its columns are {', '.join(header[:12])}.",
            'Give it a column "geometry" in well-known text, such as POLYGON ((...)).',
        )
    read_rows("row", _cells(header, rows, columns[0]), found)


def _cells(header: list[str], rows: list[list[str]], column: int) -> Iterable[TableRow]:
    for row in rows:
        # By its place, because two columns may have one name.
        held = row[column].strip() if len(row) > column else ""
        properties = dict(zip(header, row, strict=False))
        properties.pop(header[column], None)
        yield properties, None, [held]


def _parse(text: str, most: int | None) -> list[list[str]]:
    """Split a table into rows; the separator is whichever its header has most of."""
    told = _TOLD_SEPARATOR.match(text)
    if told is not None:
        text, separator = text[told.end() :], told.group(1)
    else:
        line = text.split("\n", 1)[0]
        for _ in range(_NESTED):
            line = _QUOTED.sub("", line)
        separator = max(_SEPARATORS, key=line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    with _LIMIT_LOCK:
        before = csv.field_size_limit(_LONGEST_FIELD)
        try:
            rows = [row for row in islice(reader, most) if any(row)]
        finally:
            csv.field_size_limit(before)
    if not rows:
        raise ValueError("it is empty")
    if any(_is_geometry(cell.strip()) for cell in rows[0]):
        # Databases write tables without a header; the first row is an area like the others.
        return [[f"column {number}" for number in range(1, len(rows[0]) + 1)], *rows]
    return [[name.strip() for name in rows[0]], *rows[1:]]


def _is_geometry(held: str) -> bool:
    if held.startswith("{"):
        return _JSON_GEOMETRY.match(held) is not None
    return is_wkt(held) or is_hex_wkb(held)


def _columns(header: list[str], rows: list[list[str]]) -> list[int]:
    """Find the column of the geometries: by its name, else by what stands in it.

    Several columns without a usual name are ambiguous.
    """
    known = {name.casefold(): index for index, name in reversed(list(enumerate(header)))}
    for index in (known[name] for name in _COLUMNS if name in known):
        if _holds_geometry(rows, index):
            return [index]
    return [index for index in range(len(header)) if _holds_geometry(rows, index)]


def _holds_geometry(rows: list[list[str]], index: int) -> bool:
    held = next((row[index].strip() for row in rows if len(row) > index and row[index]), "")
    return _is_geometry(held)
