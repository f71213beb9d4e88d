"""A file of features as a table of GeoPandas, made of columns and not of rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import geopandas
import numpy as np
import pandas as pd
import shapely

from mapflow._warnings import warn
from mapflow.errors import ResultWarning
from mapflow.formats._arrow.columns import OBJECTS, ColumnType, cast_to, common
from mapflow.formats._arrow.parts import Part, Parts
from mapflow.formats._arrow.untyped import pa
from mapflow.formats._exact import exact
from mapflow.formats._format import Source
from mapflow.formats._names import Names

_WGS84: Final = "EPSG:4326"


def frame_of(path: Path) -> geopandas.GeoDataFrame | None:
    """The features of a file as a table; None if that must be made row by row.

    Args:
        path: A GeoJSON FeatureCollection.

    Raises:
        NotAResult: The file holds something else.
        OSError: It cannot be read.
    """
    parts = Parts(Source.of(path, path.stem), as_objects=True)
    columns: dict[str, _Column] = {}
    ids = _Column(0)
    shapes: list[Any] = []
    count = 0
    for part in parts:
        if parts.bad:
            return None
        _take(columns, ids, part, count)
        # Here and not at the end, so that the bytes of no more than one part are in memory.
        shapes.append(shapely.from_wkb(part.shapes.wkb.to_numpy(zero_copy_only=False)))
        count += len(part.shapes.codes)
    if ids.kind in OBJECTS or any(column.is_changed for column in columns.values()):
        return None
    names = Names.of(
        columns,
        has_ids=ids.kind is not ColumnType.NOTHING,
        has_classes=False,
        geometry="geometry",
    )
    table: dict[str, Any] = {}
    if names.id:
        table[names.id] = ids.series(count, is_exact=True)
    for name, column in names.properties.items():
        # Each is let go of when it is in the table.
        table[column] = columns.pop(name).series(count)
    for notice in (*parts.bad.losses("the table"), *parts.cleaner.notices("the table")):
        warn(notice, ResultWarning)
    geometry = np.concatenate(shapes) if shapes else np.array([], object)
    return geopandas.GeoDataFrame(table, geometry=geometry, crs=_WGS84)


def _take(columns: dict[str, _Column], ids: _Column, part: Part, count: int) -> None:
    for name, (kind, values) in part.properties.items():
        columns.setdefault(name, _Column(count)).add(kind, values)
    ids.add(*part.ids)
    rows = count + len(part.shapes.codes)
    for column in columns.values():
        column.fill(rows)


class _Column:
    """The values of a property.

    Args:
        count: How many features came before it.
    """

    def __init__(self, count: int) -> None:
        self.kind = ColumnType.NOTHING
        self._chunks: list[Any] = []
        self._count = 0
        self.fill(count)

    @property
    def is_changed(self) -> bool:
        """Whether whole numbers among these objects may have become fractions."""
        return self.kind in OBJECTS and any(
            getattr(chunk, "type", None) == pa.float64() for chunk in self._chunks
        )

    def add(self, kind: ColumnType, values: Any) -> None:  # noqa: ANN401  # the library has no types
        """Add the values of some features."""
        self.kind = common(self.kind, kind)
        self._chunks.append(values)
        self._count += len(values)

    def fill(self, count: int) -> None:
        """Add nulls for features without the property."""
        if count > self._count:
            self._chunks.append(pa.nulls(count - self._count, pa.string()))
            self._count = count

    def series(self, count: int, *, is_exact: bool = False) -> Any:  # noqa: ANN401
        """The column of a table.

        Args:
            count: How many rows there are.
            is_exact: Whether whole numbers stay such beside nulls, however small they are.
        """
        if self.kind is ColumnType.NOTHING:
            return pd.Series([None] * count, dtype=object)
        if self.kind in OBJECTS:
            return exact([value for chunk in self._chunks for value in _objects(chunk)])
        chunks = [cast_to(chunk, self.kind) for chunk in self._chunks]
        values = pa.chunked_array(chunks, self.kind.arrow)
        whole = self.kind is ColumnType.LONG or (is_exact and self.kind is ColumnType.WHOLE)
        if whole and values.null_count:
            # Beside a null pandas would take them for floats.
            return pd.Series(values.to_pylist(), dtype=object)
        return values.to_pandas()


def _objects(chunk: Any) -> list[object]:  # noqa: ANN401
    return chunk if isinstance(chunk, list) else chunk.to_pylist()
