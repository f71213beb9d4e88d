"""All features of a source as one table on the disk, of which any rows can be read.

A result says nothing about its columns before its end: a property may be seen for the first time,
or change its type, in the last feature. So the parts are kept on the disk until all of them are
known. Of each feature a few bytes stay in memory: its place on the Hilbert curve, and its size.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from mapflow._results.classes import Kind
from mapflow.formats._arrow import arrays
from mapflow.formats._arrow.columns import ColumnType, cast_to, common
from mapflow.formats._arrow.hilbert import hilbert
from mapflow.formats._arrow.parts import Part, Parts
from mapflow.formats._arrow.schema import Columns
from mapflow.formats._arrow.untyped import pa
from mapflow.formats._format import Source
from mapflow.formats._names import Names

#: How much is sorted in memory.
_RUN_ROWS: Final = 1 << 15
_RUN_BYTES: Final = 48 << 20
_BATCH_ROWS: Final = 1 << 10
_GROUP_BYTES: Final = 128 << 20
_ID, _CLASS, _WKB, _CODE = "id", "class", "wkb", "code"
BOX: Final = ("xmin", "ymin", "xmax", "ymax")

#: The number of a run for each row, in as few bytes as there are runs for.
_Runs: TypeAlias = npt.NDArray[np.unsignedinteger[Any]]


class _Batch(NamedTuple):
    """Where a batch of rows lies in the file."""

    start: int
    size: int
    schema: Any


class Spool(AbstractContextManager["Spool"]):
    """The features of a source.

    Args:
        source: The file of features.
        folder: Where the rows are kept for a while.
        by_place: Whether rows are given in the order of places, not in that of the file.
        columns: Columns that must be there, with types that hold all values; None for those that
            the features need.
    """

    def __init__(
        self, source: Source, folder: Path, *, by_place: bool, columns: Columns | None = None
    ) -> None:
        self._parts = Parts(source)
        self._by_place = by_place
        self._file = (folder / "rows.arrow").open("w+b")
        given = columns or Columns({}, ColumnType.NOTHING, ColumnType.NOTHING)
        self._types: dict[str, ColumnType] = dict(given.properties)
        self._id_type, self._class_type = given.ids, given.class_names
        self._runs: list[list[_Batch]] = []
        self._keys: list[npt.NDArray[np.uint64]] = []
        self._sizes: list[npt.NDArray[np.int32]] = []
        self._waiting: list[Part] = []
        self._waiting_rows = self._waiting_bytes = 0
        #: The kinds of geometries, as numbers of well-known binary; 0 for none.
        self.codes: dict[int, int] = {}
        #: How many features have no geometry, or one without positions.
        self.without_place = 0
        #: West, south, east and north of all; None without any.
        self.bounds: tuple[float, float, float, float] | None = None
        try:
            for part in self._parts:
                self._take(part)
            self._end_run()
        except BaseException:
            self._file.close()
            raise

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the file."""
        self._file.close()

    @property
    def kinds(self) -> dict[Kind, tuple[object, object]]:
        """What the features are, in the order in which they appear; with their own words for it."""
        return self._parts.kinds

    def notices(self) -> list[str]:
        """What was wrong with the features."""
        return self._parts.notices()

    def names(self, geometry: str) -> Names:
        """The columns of a table, with the geometry in the column named."""
        return Names.of(
            self._types,
            has_ids=self._id_type is not ColumnType.NOTHING,
            has_classes=self._class_type is not ColumnType.NOTHING,
            geometry=geometry,
        )

    def type_of(self, name: str) -> ColumnType:
        """The type of a property."""
        return self._types[name]

    @property
    def id_type(self) -> ColumnType:
        """The type of the IDs."""
        return self._id_type

    def _take(self, part: Part) -> None:
        for name, (kind, _) in part.properties.items():
            self._types[name] = common(self._types.get(name, ColumnType.NOTHING), kind)
        self._id_type = common(self._id_type, part.ids[0])
        self._class_type = common(self._class_type, part.class_names[0])
        found, counts = np.unique(part.shapes.codes, return_counts=True)
        for code, count in zip(found.tolist(), counts.tolist(), strict=True):
            self.codes[code] = self.codes.get(code, 0) + count
        self._grow(part.shapes.bounds)
        self._waiting.append(part)
        self._waiting_rows += len(part.shapes.codes)
        self._waiting_bytes += part.shapes.wkb.nbytes
        if self._waiting_rows >= _RUN_ROWS or self._waiting_bytes >= _RUN_BYTES:
            self._end_run()

    def _grow(self, bounds: npt.NDArray[np.float64]) -> None:
        some = bounds[~np.isnan(bounds[:, 0])]
        self.without_place += len(bounds) - len(some)
        if len(some):
            if self.bounds is not None:
                some = np.vstack([some, self.bounds])
            west, south = some[:, :2].min(axis=0).tolist()
            east, north = some[:, 2:].max(axis=0).tolist()
            self.bounds = (west, south, east, north)

    def _end_run(self) -> None:
        """Write what waits to the disk, in order."""
        if not self._waiting:
            return
        bounds = np.concatenate([part.shapes.bounds for part in self._waiting])
        keys = hilbert(bounds) if self._by_place else np.zeros(len(bounds), np.uint64)
        table = self._table(self._waiting, bounds)
        self._waiting, self._waiting_rows, self._waiting_bytes = [], 0, 0
        sizes = np.diff(np.frombuffer(table[_WKB].chunk(0).buffers()[1], np.int32)[: len(keys) + 1])
        if self._by_place:
            order = np.argsort(keys, kind="stable")
            keys, sizes = keys[order], sizes[order]
            table = table.take(arrays.from_numpy(pa.int64(), order))
        batches: list[_Batch] = []
        for batch in table.to_batches(max_chunksize=_BATCH_ROWS):
            # A slice would be written with all that it is a slice of, were it not for this.
            content = batch.serialize()
            batches.append(_Batch(self._file.tell(), content.size, table.schema))
            self._file.write(content)
        self._runs.append(batches)
        self._keys.append(keys)
        self._sizes.append(sizes)

    def _table(self, parts: list[Part], bounds: npt.NDArray[np.float64]) -> Any:  # noqa: ANN401
        """Parts as one table; its columns have the types that are known by now."""
        columns: dict[str, Any] = {}
        for number, (name, kind) in enumerate(self._types.items()):
            columns[f"p{number}"] = _joined(
                [cast_to(part.properties[name][1], kind) if name in part.properties
                 else arrays.nothing(kind.arrow, len(part.shapes.codes))
                 for part in parts]
            )  # fmt: skip
        columns[_ID] = _joined([cast_to(part.ids[1], self._id_type) for part in parts])
        columns[_CLASS] = _joined([cast_to(part.class_names[1], ColumnType.TEXT) for part in parts])
        columns[_WKB] = _joined([part.shapes.wkb for part in parts])
        codes = np.concatenate([part.shapes.codes for part in parts])
        columns[_CODE] = arrays.from_numpy(pa.int16(), codes)
        if self._by_place:
            columns |= _outward(bounds)
        return pa.table(list(columns.values()), names=list(columns))

    def groups(self, rows: int) -> Iterator[Any]:
        """The rows in order, in tables of so many; their columns are those of the spool."""
        of_run, sizes = self._order()
        done = [0] * len(self._keys)
        start = 0
        while start < len(of_run):
            ends = np.cumsum(sizes[start : start + rows], dtype=np.int64)
            stop = start + max(int(np.searchsorted(ends, _GROUP_BYTES, side="right")), 1)
            taken = np.bincount(of_run[start:stop], minlength=len(done)).tolist()
            pieces = [
                self._rows(run, done[run], done[run] + count)
                for run, count in enumerate(taken)
                if count
            ]
            table = pa.concat_tables(pieces)
            del pieces
            yield _interleaved(table, of_run[start:stop]) if self._by_place else table
            for run, count in enumerate(taken):
                done[run] += count
            start = stop

    def _order(self) -> tuple[_Runs, npt.NDArray[np.int32]]:
        """For each row in order its run and its size."""
        if not self._keys:
            return np.zeros(0, np.uint8), np.zeros(0, np.int32)
        order = np.argsort(np.concatenate(self._keys), kind="stable")
        number = np.arange(len(self._keys), dtype=np.min_scalar_type(len(self._keys)))
        of_run = np.repeat(number, [len(each) for each in self._keys])[order]
        return of_run, np.concatenate(self._sizes)[order]

    def _rows(self, run: int, start: int, stop: int) -> Any:  # noqa: ANN401
        """Some rows of a run, with the types that hold all rows of all runs."""
        first, last = start // _BATCH_ROWS, (stop - 1) // _BATCH_ROWS
        batches = [self._read(batch) for batch in self._runs[run][first : last + 1]]
        table = pa.Table.from_batches(batches).slice(start - first * _BATCH_ROWS, stop - start)
        columns: dict[str, Any] = {}
        for number, kind in enumerate(self._types.values()):
            name = f"p{number}"
            columns[name] = _cast(table, name, kind)
        columns[_ID] = _cast(table, _ID, self._id_type)
        for name in (_CLASS, _WKB, _CODE, *(BOX if self._by_place else ())):
            columns[name] = table[name]
        return pa.table(list(columns.values()), names=list(columns))

    def _read(self, batch: _Batch) -> Any:  # noqa: ANN401
        self._file.seek(batch.start)
        return pa.ipc.read_record_batch(pa.py_buffer(self._file.read(batch.size)), batch.schema)


def _interleaved(table: Any, runs: _Runs) -> Any:  # noqa: ANN401
    """Rows that stand run after run, in the order in which the runs take turns."""
    place = np.argsort(np.argsort(runs, kind="stable"), kind="stable")
    indices = arrays.from_numpy(pa.int64(), place)
    names = table.schema.names
    # Column by column, so that never more than one is there twice.
    return pa.table([_joined(table[name].chunks).take(indices) for name in names], names=names)


def _cast(table: Any, name: str, kind: ColumnType) -> Any:  # noqa: ANN401
    if name not in table.schema.names:
        return arrays.nothing(kind.arrow, len(table))
    if table.schema.field(name).type == kind.arrow:
        return table[name]
    return cast_to(_joined(table[name].chunks), kind)


def _joined(found: list[Any]) -> Any:  # noqa: ANN401
    return found[0] if len(found) == 1 else pa.concat_arrays(found)


def _outward(bounds: npt.NDArray[np.float64]) -> dict[str, Any]:
    """Bounds as single floats, which are rounded such that nothing sticks out."""
    valid = ~np.isnan(bounds[:, 0])
    # What is larger than any single float becomes infinite, which is outward, too.
    with np.errstate(over="ignore"):
        near = bounds.astype(np.float32)
    less, more = np.float32(-np.inf), np.float32(np.inf)
    low = np.where(near > bounds, np.nextafter(near, less), near)
    high = np.where(near < bounds, np.nextafter(near, more), near)
    sides = (low[:, 0], low[:, 1], high[:, 2], high[:, 3])
    return {
        name: arrays.from_numpy(pa.float32(), side, valid)
        for name, side in zip(BOX, sides, strict=True)
    }
