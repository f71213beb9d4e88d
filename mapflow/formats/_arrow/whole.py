"""Whether a file that GDAL wrote is all there.

What GDAL cannot write when it closes a file, such as on a disk that is full, it keeps to itself.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from mapflow.errors import InvalidFile

_SHAPE_HEAD_BYTES: Final = 100
_INDEX_ENTRY_BYTES: Final = 8
_FIELD_BYTES: Final = 32
_INCOMPLETE: Final = "it is not complete; the disk is probably full"


def check_shapefile(path: Path, count: int) -> None:
    """Check the files of a shapefile against what they say of themselves.

    Args:
        path: The file of the geometries.
        count: How many rows were written.

    Raises:
        OSError: Something is missing.
        InvalidFile: A row is larger than the format can say.
    """
    for suffix in (".shp", ".shx"):
        each = path.with_suffix(suffix)
        size = each.stat().st_size
        _need(size == 2 * int.from_bytes(_head(each, 28)[24:], "big"))
    _need(size == _SHAPE_HEAD_BYTES + _INDEX_ENTRY_BYTES * count)
    table = path.with_suffix(".dbf")
    head = _head(table, 12)
    rows, begin, width = (
        int.from_bytes(head[start:stop], "little") for start, stop in ((4, 8), (8, 10), (10, 12))
    )
    fields = _head(table, begin)[_FIELD_BYTES:-1]
    needed = 1 + sum(fields[16::_FIELD_BYTES])
    if needed != width:
        raise InvalidFile(
            f"{path.name} cannot be written: its rows would have {needed:,} bytes, and 65,535 are"
            " the most in a shapefile.",
            hint="Save the result in another format, such as .gpkg or .geojson.",
        )
    _need(rows == count and table.stat().st_size >= begin + rows * width)


def check_flatgeobuf(path: Path, count: int) -> None:
    """Read the last row of a FlatGeobuf.

    Args:
        path: The file.
        count: How many rows were written.

    Raises:
        OSError: It is missing.
    """
    import pyogrio

    library: Any = pyogrio
    if not count:
        return
    try:
        _, _, shapes, _ = library.raw.read(path, skip_features=count - 1)
    except RuntimeError as error:  # of this kind are all errors of the library
        raise OSError(_INCOMPLETE) from error
    _need(len(shapes) == 1)


def check_geopackage(path: Path, count: int, *, layer: str, geometry: str) -> None:
    """Count the rows of a GeoPackage, and check that it has a spatial index.

    Args:
        path: The file.
        count: How many rows were written.
        layer: Its layer.
        geometry: The column of the geometries.

    Raises:
        OSError: Something is missing.
    """
    with closing(sqlite3.connect(path)) as database:
        name = layer.replace('"', '""')
        ((found,),) = database.execute(f'SELECT COUNT(*) FROM "{name}"')  # noqa: S608  # quoted
        ((indexes,),) = database.execute(
            "SELECT COUNT(*) FROM sqlite_master WHERE name = ?", (f"rtree_{layer}_{geometry}",)
        )
    _need(found == count and indexes == 1)


def _head(path: Path, size: int) -> bytes:
    with path.open("rb") as file:
        return file.read(size)


def _need(is_so: bool) -> None:
    if not is_so:
        raise OSError(_INCOMPLETE)
