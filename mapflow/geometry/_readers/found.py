"""What the readers hand to the checks: rows, their polygons, and where each stood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from mapflow._base_errors import InvalidArea
from mapflow.geometry._types import CrsLike


class Part(NamedTuple):
    """One polygon of the input, nothing about it checked yet."""

    rings: object
    crs: CrsLike | None
    where: str


class Row:
    """One feature of the input, or whatever else stands for one area in it."""

    __slots__ = (
        "empty_count",
        "fault",
        "id",
        "name",
        "notes",
        "null_count",
        "parts",
        "properties",
        "where",
    )

    def __init__(
        self,
        where: str,
        properties: Mapping[str, object] | None = None,
        own_id: object = None,
        name: str | None = None,
    ) -> None:
        self.where = where
        self.properties = properties
        self.id = own_id
        self.name = name
        self.parts: list[Part] = []
        self.null_count = 0
        self.empty_count = 0
        self.fault: InvalidArea | None = None
        #: What was said of it when it was read before.
        self.notes: list[str] = []

    @property
    def holds_something(self) -> bool:
        """Whether it is more than a place where something was omitted."""
        return bool(self.parts or self.null_count or self.empty_count or self.fault)


class Found:
    """Everything found in one input.

    Args:
        crs: The caller's own reference system, which outranks what the input says of itself.
        layer: The layer that the caller chose.
        name_field: The field that the caller wants the names from.
        apart: Whether a fault stays with its row, so that the others can be used.
        every_field: Whether all columns of a table are wanted, and not only those that name rows.
    """

    def __init__(
        self,
        crs: CrsLike | None = None,
        layer: str | None = None,
        name_field: str | None = None,
        *,
        apart: bool = False,
        every_field: bool = False,
    ) -> None:
        self.crs = crs
        self.layer = layer
        self.layer_used = False
        self.name_field = name_field
        self.apart = apart
        self.every_field = every_field
        self.rows: list[Row] = []
        #: What the caller must know, and what is only worth a line on a terminal.
        self.warnings: list[str] = []
        self.remarks: list[str] = []
        #: Whether points and lines beside polygons are usual in this format, and how many of
        #: them there were.
        self.leaves_out = False
        self.left_out: Counter[str] = Counter()
        #: The fields of a table of which only some were read.
        self.fields: set[str] = set()
        self._row: Row | None = None

    @property
    def parts(self) -> list[Part]:
        """All polygons, of whichever row."""
        return [part for row in self.rows for part in row.parts]

    @contextmanager
    def row(
        self,
        where: str,
        properties: Mapping[str, object] | None = None,
        own_id: object = None,
        name: str | None = None,
    ) -> Generator[None, None, None]:
        """Gather what is added into one row; within a row this changes nothing."""
        if self._row is not None:
            yield
            return
        self._row = Row(where, properties, own_id, name)
        try:
            yield
        except InvalidArea as error:
            if not self.apart:
                raise
            self._row.fault = error
        finally:
            if not self.leaves_out or self._row.holds_something:
                self.rows.append(self._row)
            self._row = None

    @contextmanager
    def item(self, where: str) -> Generator[None, None, None]:
        """Keep a fault of one member of a list from the others, where rows are kept apart."""
        if self._row is not None or not self.apart:
            yield
            return
        try:
            yield
        except InvalidArea as error:
            row = Row(where)
            row.fault = error
            self.rows.append(row)

    @contextmanager
    def leaving_out(self) -> Generator[None, None, None]:
        """Leave out what covers no area, and count it, for as long as one collection is read."""
        before, self.leaves_out = self.leaves_out, True
        try:
            yield
        finally:
            self.leaves_out = before

    def fork(self) -> Found:
        """Make a second one for a part of the input that may not count."""
        return Found(
            self.crs, self.layer, self.name_field, apart=self.apart, every_field=self.every_field
        )

    def join(self, other: Found) -> None:
        """Take over what a fork has found."""
        if self._row is None:
            self.rows.extend(other.rows)
        else:
            for row in other.rows:
                if row.fault is not None:
                    raise row.fault
                self._row.parts.extend(row.parts)
                self._row.null_count += row.null_count
                self._row.empty_count += row.empty_count
        self.warnings.extend(other.warnings)
        self.remarks.extend(other.remarks)
        self.left_out.update(other.left_out)
        self.fields.update(other.fields)
        self.layer_used |= other.layer_used

    def wants(self, field: str) -> bool:
        """Tell whether a column of a table is to be read."""
        self.fields.add(field)
        return (
            self.every_field
            or field.casefold() in NAMING
            or (self.name_field is not None and field.casefold() == self.name_field.casefold())
        )

    def add(self, rings: object, crs: CrsLike | None, where: str) -> None:
        """Keep one polygon."""
        with self.row(where):
            row = self._row
            if row is None:  # pragma: no cover  # a row is open here
                return
            if isinstance(rings, list | tuple) and not rings:
                row.empty_count += 1
            else:
                row.parts.append(Part(rings, self.crs if self.crs is not None else crs, where))

    def remember(self, notes: Sequence[str]) -> None:
        """Keep what was said of a row when it was read before."""
        if self._row is not None:
            self._row.notes.extend(notes)

    def add_null(self, where: str) -> None:
        """Count a feature without a geometry."""
        with self.row(where):
            if self._row is not None:
                self._row.null_count += 1

    def add_empty(self, where: str) -> None:
        """Count a geometry without a polygon."""
        self.add([], None, where)


#: Fields that name a row of a table if the caller names none.
NAMING = frozenset({"name", "id", "gml_id"})
