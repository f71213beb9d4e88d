"""GeoPackage, with a style by class that QGIS finds."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mapflow.formats._format import GDAL_LIBRARIES, Format, Source
from mapflow.formats._names import apart
from mapflow.formats._qgis import style

if TYPE_CHECKING:
    from mapflow.formats._arrow.spool import Spool

_GEOMETRY: Final = "geom"
_SHAPES: Final = {1: "point", 2: "line", 3: "polygon", 4: "point", 5: "line", 6: "polygon"}
_NOT_IN_NAMES: Final = re.compile(r"[\x00-\x1f\"]")
_NOT_FIRST: Final = frozenset(" `~!@#$%^&*()+-={}|[]\\:;'<>?,./")
_RESERVED: Final = ("gpkg", "sqlite_", "rtree_", "layer_styles", "ogr_")
#: As QGIS makes it.
_STYLES: Final = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256),
  f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256),
  styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,
  owner TEXT(30), ui TEXT(30),
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now'))
)
"""


def _write(source: Source, target: Path, /) -> Sequence[str]:
    from mapflow.formats._arrow.gdal import Fields, distinct, height_notices, write_layer
    from mapflow.formats._arrow.spool import Spool
    from mapflow.formats._arrow.whole import check_geopackage

    with Spool(source, target.parent.parent, by_place=False) as spool:
        given = Fields(spool, _GEOMETRY)
        columns, fields, renamed = distinct(given.all, _GEOMETRY)
        # No property is the key: its values may be there twice.
        key = _key(columns.values())
        layer = _layer(source.name)
        write_layer(
            spool,
            target,
            driver="GPKG",
            layer=layer,
            fields=fields,
            geometry=_GEOMETRY,
            options={"FID": key},
            codes=[code for code in spool.codes if code],
            check=partial(check_geopackage, layer=layer, geometry=_GEOMETRY),
        )
        _add_style(spool, target, layer, columns)
        told = (spool.notices(), given.notices(), height_notices(spool.codes), renamed)
        return [*chain.from_iterable(told)]


def _layer(name: str) -> str:
    """A name for the layer, which is that of the file as far as the format allows it."""
    plain = _NOT_IN_NAMES.sub("_", name)
    is_reserved = plain.casefold().startswith(_RESERVED) or plain[0] in _NOT_FIRST
    return f"layer_{plain}" if is_reserved else plain


def _key(taken: Iterable[str]) -> str:
    """A name for the primary key."""
    return apart(["fid"], taken=taken)["fid"]


def _add_style(spool: Spool, target: Path, layer: str, columns: dict[str, str]) -> None:
    shapes = {_SHAPES.get(code % 1000) for code in spool.codes if code}
    shape = shapes.pop() if len(shapes) == 1 else None
    if shape is None:
        # QGIS makes a layer of each kind, and a style is for one.
        return
    written = style(
        spool.kinds,
        shape,
        object_type=columns.get("object_type", "object_type"),
        class_id=columns.get("class_id", "class_id"),
    )
    with closing(sqlite3.connect(target)) as database, database:
        database.execute(_STYLES)
        database.execute(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name,"
            " f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner)"
            " VALUES ('', '', ?, ?, 'mapflow', ?, '', 1, 'Colours by class', '')",
            (layer, _GEOMETRY, written),
        )
        database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier)"
            " VALUES ('layer_styles', 'attributes', 'layer_styles')"
        )


GEOPACKAGE: Final = Format(
    "GeoPackage",
    (".gpkg",),
    _write,
    "geo",
    GDAL_LIBRARIES,
    leftovers=("{name}-wal", "{name}-shm", "{name}-journal"),
)
