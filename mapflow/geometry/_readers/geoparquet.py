"""GeoParquet: a table whose metadata say which column is the geometry, and in which system."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, Final, Protocol, cast

from mapflow._base_errors import InvalidArea
from mapflow._hints import joined
from mapflow.geometry._extra import require
from mapflow.geometry._readers.csv_tables import read_cell
from mapflow.geometry._readers.found import Found
from mapflow.geometry._readers.geojson import read_mapping
from mapflow.geometry._readers.names import columns_as_rows
from mapflow.geometry._readers.shapefile_geopackage import unreadable
from mapflow.geometry._readers.wkb import read_wkb
from mapflow.geometry._refusals import crs_hint, inside, refuse
from mapflow.geometry._types import CrsLike

_USUAL: Final = ("geometry", "geom", "wkb_geometry", "wkb", "the_geom")
_NATIVE: Final = {"polygon": "Polygon", "multipolygon": "MultiPolygon"}


def require_arrow(where: str) -> ModuleType:
    """Import Arrow, or say why it is needed and how to get it."""
    return require("pyarrow", "reading GeoParquet", where=where)


def read_parquet(source: Path | bytes, found: Found, *, where: str) -> None:
    """Collect the polygons of a table, a row each."""
    pyarrow = require_arrow(where)
    parquet = require("pyarrow.parquet", "reading GeoParquet", where=where)
    try:
        given = pyarrow.BufferReader(source) if isinstance(source, bytes) else source
        table, column, about, rows = _read(parquet.ParquetFile(given), found, where)
    except InvalidArea:
        raise
    except Exception as error:  # Arrow raises what it likes
        raise unreadable(str(error).split("\n")[0], "GeoParquet", where) from error
    crs = _crs(about, where)
    native = _NATIVE.get(str(about.get("encoding", "WKB")).lower())
    found.leaves_out = True
    for number, (shape, properties) in enumerate(zip(table, rows, strict=True)):
        place = inside(where, f"row {number}")
        with found.item(place), found.row(place, properties):
            if shape is None:
                found.add_null(place)
            elif native is not None:
                coordinates = _as_lists(shape)
                read_mapping(
                    {"type": native, "coordinates": coordinates}, found, where=place, crs=crs
                )
            elif isinstance(shape, bytes):
                read_wkb(shape, found, where=place, crs=crs)
            elif isinstance(shape, str):
                # As data frames without geometries hold them.
                read_cell(shape.strip(), found, place, crs=crs)
            else:
                raise refuse(
                    "not_polygon",
                    f"column {column} does not hold polygons.",
                    where=place,
                    hint="Write it with the encoding WKB.",
                )


class _File(Protocol):
    """What is used of a Parquet file of Arrow's."""

    @property
    def schema_arrow(self) -> Any:  # noqa: ANN401  # Arrow has no types
        """Its columns."""
        ...

    def read(self, columns: list[str]) -> Any:  # noqa: ANN401
        """Read columns."""
        ...


def _read(
    file: _File, found: Found, where: str
) -> tuple[Sequence[object], str, Mapping[str, object], list[dict[str, object]]]:
    metadata = cast("Mapping[bytes, bytes]", file.schema_arrow.metadata or {})
    names = [str(name) for name in file.schema_arrow.names]
    about: Mapping[str, object] = {}
    if b"geo" in metadata:
        geo = cast("dict[str, Any]", json.loads(metadata[b"geo"]))
        column = str(geo.get("primary_column", "geometry"))
        about = cast("Mapping[str, object]", geo.get("columns", {}).get(column, {}))
    else:
        column = next((name for name in _USUAL if name in names), "")
    if column not in names:
        raise refuse(
            "no_geometry_column",
            "the Parquet file has no column of geometries;"
            f" its columns are {', '.join(names[:12])}.",
            where=where,
            hint="Write it as GeoParquet, for example with GeoDataFrame.to_parquet.",
        )
    wanted = [name for name in names if name != column and found.wants(name)]
    table = file.read(columns=[column, *wanted])
    values = [(name, cast("Sequence[object]", table.column(name).to_pylist())) for name in wanted]
    shapes = cast("Sequence[object]", table.column(column).to_pylist())
    return shapes, column, about, columns_as_rows(values, len(shapes))


def _crs(about: Mapping[str, object], where: str) -> CrsLike | None:
    """Read the system of a column, which is longitude and latitude by default."""
    given = about.get("crs")
    if given is None:
        return None
    if isinstance(given, Mapping):
        known = cast("Mapping[str, object]", given)
        identity = known.get("id")
        if isinstance(identity, Mapping):
            name = cast("Mapping[str, object]", identity)
            return f"{name.get('authority')}:{name.get('code')}"
        return json.dumps(known)
    if isinstance(given, str):
        return given
    raise refuse(
        "unknown_crs",
        "the file does not name its coordinate reference system.",
        where=where,
        hint=joined("Name it with ", crs_hint("EPSG:..."), "."),
    )


def _as_lists(value: object) -> object:
    """Turn Arrow's own way to write positions, as members x and y, into pairs."""
    if isinstance(value, Mapping):
        position = cast("Mapping[str, object]", value)
        return [position.get("x"), position.get("y")]
    if isinstance(value, list):
        return [_as_lists(each) for each in cast("list[object]", value)]
    return value
