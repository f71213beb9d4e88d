"""GeoParquet: a table whose metadata say which column is the geometry, and in which system."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, Final, cast

from mapflow._base_errors import InvalidArea
from mapflow._hints import joined
from mapflow.geometry._extra import require
from mapflow.geometry._readers.found import Found
from mapflow.geometry._readers.shapefile_geopackage import unreadable
from mapflow.geometry._readers.tables import columns_as_rows, read_rows
from mapflow.geometry._refusals import crs_hint
from mapflow.geometry._types import CrsLike

_USUAL: Final = ("geometry", "geom", "wkb_geometry", "wkb", "the_geom")
_NATIVE: Final = {"polygon": "Polygon", "multipolygon": "MultiPolygon"}


def require_arrow(found: Found, module: str = "pyarrow") -> ModuleType:
    """Import Arrow, or say why it is needed and how to get it."""
    return require(module, "reading GeoParquet", where=found.where)


def read_parquet(source: Path | bytes, found: Found) -> None:
    """Collect the polygons of a table, a row each."""
    pyarrow = require_arrow(found)
    parquet = require_arrow(found, "pyarrow.parquet")
    try:
        given = pyarrow.BufferReader(source) if isinstance(source, bytes) else source
        shapes, about, rows = _read(parquet.ParquetFile(given), found)
    except InvalidArea:
        raise
    except Exception as error:  # Arrow raises what it likes
        raise unreadable(found, str(error).split("\n")[0], "GeoParquet") from error
    native = _NATIVE.get(str(about.get("encoding", "WKB")).lower())
    cells = (_cell(shape, native) for shape in shapes)
    table = ((row, None, [cell]) for row, cell in zip(rows, cells, strict=True))
    read_rows("row", table, found, _crs(about, found))


def _read(
    file: Any,  # noqa: ANN401  # Arrow has no types
    found: Found,
) -> tuple[Sequence[object], Mapping[str, object], Iterable[dict[str, object]]]:
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
        raise found.refuse(
            "no_geometry_column",
            "the Parquet file has no column of geometries;"
            f" its columns are {', '.join(names[:12])}.",
            "Write it as GeoParquet, for example with GeoDataFrame.to_parquet.",
        )
    wanted = [name for name in names if name != column and found.wants(name)]
    table = file.read(columns=[column, *wanted])
    values = [(name, cast("Sequence[object]", table.column(name).to_pylist())) for name in wanted]
    shapes = cast("Sequence[object]", table.column(column).to_pylist())
    return shapes, about, columns_as_rows(values, len(shapes))


def _crs(about: Mapping[str, object], found: Found) -> CrsLike | None:
    """Read the system of a column, which is longitude and latitude by default."""
    given = about.get("crs")
    if given is None or isinstance(given, str):
        return given
    if isinstance(given, Mapping):
        known = cast("Mapping[str, object]", given)
        identity = known.get("id")
        if isinstance(identity, Mapping):
            name = cast("Mapping[str, object]", identity)
            return f"{name.get('authority')}:{name.get('code')}"
        return json.dumps(known)
    raise found.refuse(
        "unknown_crs",
        "the file does not name its coordinate reference system.",
        joined("Name it with ", crs_hint("EPSG:..."), "."),
    )


def _cell(shape: object, native: str | None) -> object:
    """A geometry as tables hold it: binary, text, or with lists of positions."""
    if shape is not None and native is not None:
        return {"type": native, "coordinates": _as_lists(shape)}
    # As text is how data frames without geometries hold them.
    return shape.strip() if isinstance(shape, str) else shape


def _as_lists(value: object) -> object:
    """Turn Arrow's own way to write positions, as members x and y, into pairs."""
    if isinstance(value, Mapping):
        position = cast("Mapping[str, object]", value)
        return [position.get("x"), position.get("y")]
    if isinstance(value, list):
        return [_as_lists(each) for each in cast("list[object]", value)]
    return value
