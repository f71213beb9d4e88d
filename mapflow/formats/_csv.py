"""Tables as text, with the geometry as well-known text."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from mapflow.formats._format import Format, Source
from mapflow.formats._names import Names
from mapflow.formats._records import Record, Records, Survey, as_cell
from mapflow.formats._wkt import wkt

#: GDAL, QGIS and this package take a column of this name for the geometry.
_GEOMETRY: Final = "WKT"
_NUMBER: Final = "number"


def _write(source: Source, target: Path, /) -> Sequence[str]:
    records = Records(source)
    names = Survey.of(records).columns(_GEOMETRY)
    header = [_GEOMETRY, *([names.id] if names.id else []), *names.properties.values()]
    header += [names.class_name] if names.class_name else []
    # GDAL and QGIS open no table of one column.
    is_bare = len(header) == 1
    header += [_NUMBER] if is_bare else []
    with target.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(header)
        for number, record in enumerate(records):
            table.writerow([*_row(record, names), *([number] if is_bare else [])])
    return records.notices()


def _row(record: Record, names: Names) -> list[object]:
    row: list[object] = ["" if record.geometry is None else wkt(record.geometry)]
    if names.id:
        row.append(_cell("", record.id))
    row += [_cell(name, record.properties.get(name)) for name in names.properties]
    if names.class_name:
        row.append(record.class_name)
    return row


def _cell(name: str, value: object) -> object:
    cell = as_cell(name, value)
    return str(cell).lower() if isinstance(cell, bool) else cell


CSV: Final = Format("CSV", (".csv",), _write)
