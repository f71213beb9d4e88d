"""GeoParquet 1.1: rows in the order of places, each with its bounding box."""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mapflow.formats._format import Format, Source
from mapflow.formats._names import free

if TYPE_CHECKING:
    from mapflow.formats._arrow.schema import Columns

#: Few enough to skip what is far away, enough to compress well.
_GROUP_ROWS: Final = 1 << 15
_GEOMETRY: Final = "geometry"
_WGS84: Final = {
    "$schema": "https://proj.org/schemas/v0.7/projjson.schema.json",
    "type": "GeographicCRS",
    "name": "WGS 84",
    "datum": {
        "type": "GeodeticReferenceFrame",
        "name": "World Geodetic System 1984",
        "ellipsoid": {
            "name": "WGS 84",
            "semi_major_axis": 6378137,
            "inverse_flattening": 298.257223563,
        },
    },
    "coordinate_system": {
        "subtype": "ellipsoidal",
        "axis": [
            {
                "name": "Geodetic latitude",
                "abbreviation": "Lat",
                "direction": "north",
                "unit": "degree",
            },
            {
                "name": "Geodetic longitude",
                "abbreviation": "Lon",
                "direction": "east",
                "unit": "degree",
            },
        ],
    },
    "id": {"authority": "EPSG", "code": 4326},
}


def with_columns(columns: Columns) -> Format:
    """GeoParquet whose files all have the same columns, whatever the features need."""
    return replace(PARQUET, write=functools.partial(_write, columns=columns))


def _write(source: Source, target: Path, /, *, columns: Columns | None = None) -> Sequence[str]:
    from mapflow.formats._arrow.spool import BOX, Spool
    from mapflow.formats._arrow.untyped import pa, pq

    with Spool(source, target.parent.parent, by_place=True, columns=columns) as spool:
        names = spool.names(_GEOMETRY)
        covering = free("bbox", "geometry_bbox", set(names.properties.values()))
        box = pa.struct([(side, pa.float32()) for side in BOX])
        fields = [
            pa.field(column, spool.type_of(name).arrow) for name, column in names.properties.items()
        ]
        if names.id:
            fields.insert(0, pa.field(names.id, spool.id_type.arrow))
        if names.class_name:
            fields.append(pa.field(names.class_name, pa.string()))
        fields += [pa.field(_GEOMETRY, pa.binary()), pa.field(covering, box)]
        # In the schema, which libraries that read many files as one take it from.
        schema = pa.schema(fields, metadata={"geo": json.dumps(_geo(spool, covering))})
        # Of what hardly repeats itself a dictionary would be made in vain.
        repeated = [
            each.name for each in fields if each.type == pa.string() or each.type == pa.bool_()
        ]
        with pq.ParquetWriter(
            target, schema, compression="zstd", use_dictionary=repeated
        ) as writer:
            for group in spool.groups(_GROUP_ROWS):
                values = [group[f"p{number}"] for number in range(len(names.properties))]
                if names.id:
                    values.insert(0, group["id"])
                if names.class_name:
                    values.append(group["class"])
                values += [group["wkb"], _boxes(group, box)]
                writer.write_table(
                    pa.Table.from_arrays(values, schema=schema), row_group_size=_GROUP_ROWS
                )
        return spool.notices()


def _boxes(group: Any, box: Any) -> Any:  # noqa: ANN401  # the library has no types
    from mapflow.formats._arrow.spool import BOX
    from mapflow.formats._arrow.untyped import pa

    sides = [group[side].combine_chunks() for side in BOX]
    sides = [side.chunk(0) if isinstance(side, pa.ChunkedArray) else side for side in sides]
    return pa.StructArray.from_arrays(sides, fields=list(box))


def _geo(spool: Any, covering: str) -> dict[str, Any]:  # noqa: ANN401  # it is imported late
    from mapflow.formats._arrow.spool import BOX
    from mapflow.formats._arrow.wkb import NAMES, WITH_HEIGHTS

    kinds = [
        f"{NAMES[code % WITH_HEIGHTS]}{' Z' if code >= WITH_HEIGHTS else ''}"
        for code in sorted(spool.codes)
        if code
    ]
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": kinds,
        "crs": _WGS84,
        "covering": {"bbox": {side: [covering, side] for side in BOX}},
    }
    if spool.bounds is not None:
        column["bbox"] = list(spool.bounds)
    return {"version": "1.1.0", "primary_column": _GEOMETRY, "columns": {_GEOMETRY: column}}


PARQUET: Final = Format(
    "GeoParquet", (".parquet", ".geoparquet"), _write, "parquet", ("numpy", "pyarrow")
)
