"""Rows of a table: a geometry each, in whichever form the format holds it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias, cast

from mapflow.geometry._readers.found import Found
from mapflow.geometry._readers.geojson import read_geojson
from mapflow.geometry._readers.wkb import is_hex_wkb, read_hex_wkb, read_wkb
from mapflow.geometry._readers.wkt import is_wkt, read_wkt
from mapflow.geometry._types import CrsLike

#: Its fields, its own id, and its geometries: GeoJSON, text or binary; None for none.
TableRow: TypeAlias = tuple[Mapping[str, object], object, Iterable[object]]


def read_rows(
    noun: str, rows: Iterable[TableRow], found: Found, crs: CrsLike | None = None
) -> None:
    """Collect the polygons of rows; what covers no area is omitted, with a warning."""
    for number, (properties, own_id, shapes) in enumerate(rows):
        with found.row(properties, own_id, at=f"{noun} {number}", crs=crs, leaves_out=True):
            for shape in shapes:
                read_cell(shape, found)


def read_cell(held: object, found: Found) -> None:
    """Collect the polygons of one geometry."""
    if held is None or held == "":
        found.add_null()
    elif isinstance(held, bytes):
        read_wkb(held, found)
    elif isinstance(held, Mapping):
        read_geojson(cast("Mapping[str, object]", held), found)
    elif isinstance(held, str) and is_wkt(held):
        read_wkt(held, found)
    elif isinstance(held, str) and is_hex_wkb(held):
        read_hex_wkb(held, found)
    elif isinstance(held, str) and isinstance(geometry := _parsed(held), dict):
        read_geojson(cast("dict[str, object]", geometry), found)
    else:
        raise found.refuse(
            "bad_wkt",
            f"{str(held)[:40]!r} is not a geometry.",
            "Write it as well-known text, such as POLYGON ((...)).",
        )


def _parsed(held: str) -> object:
    try:
        return json.loads(held)
    except (ValueError, RecursionError):
        return None


def columns_as_rows(
    columns: Sequence[tuple[str, Sequence[object]]], count: int
) -> list[dict[str, object]]:
    """Turn the columns of a table into one mapping for each row."""
    return [{name: values[number] for name, values in columns} for number in range(count)]
