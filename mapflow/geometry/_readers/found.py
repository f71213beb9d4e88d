"""One reading of one input: where the readers are in it, and what they found for the checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from mapflow._base_errors import InvalidArea
from mapflow.geometry._refusals import inside, refuse
from mapflow.geometry._types import CrsLike

MAX_DEPTH: Final = 24
#: Fields that name a row of a table if the caller names none.
_NAMING: Final = frozenset({"name", "id", "gml_id"})


class Part(NamedTuple):
    """One polygon of the input, nothing about it checked yet."""

    rings: object
    crs: CrsLike | None
    where: str


@dataclass(slots=True)
class Row:
    """One feature of the input, or whatever else stands for one area in it."""

    where: str
    properties: Mapping[str, object] | None = None
    id: object = None
    name: str | None = None
    fault: InvalidArea | None = None
    parts: list[Part] = field(default_factory=list[Part])
    null_count: int = 0
    empty_count: int = 0
    #: What was said of it when it was read before.
    notes: list[str] = field(default_factory=list[str])

    @property
    def holds_something(self) -> bool:
        """Whether it is more than a place where something was omitted."""
        return bool(self.parts or self.null_count or self.empty_count or self.fault)

    def take(self, others: Iterable[Row]) -> None:
        """Take over what stands in rows that belong to this one."""
        for other in others:
            if other.fault is not None:
                raise other.fault
            self.parts += other.parts
            self.null_count += other.null_count
            self.empty_count += other.empty_count


class Found:
    """Everything found in one input, and the place in it that is being read.

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
        self.name_field = name_field
        self.apart = apart
        self.every_field = every_field
        #: The place that is being read, and the reference system of its coordinates.
        self.where: str = ""
        self.system: CrsLike | None = crs
        #: Whether points and lines beside polygons are usual here, and only counted.
        self.leaves_out: bool = False
        self._depth: int = 0
        self._row: Row | None = None
        self.layer_used = False
        self.rows: list[Row] = []
        #: What the caller must know, and what is only worth a line on a terminal.
        self.warnings: list[str] = []
        self.remarks: list[str] = []
        self.left_out: Counter[str] = Counter()
        #: The fields of a table of which only some were read.
        self.fields: set[str] = set()

    @property
    def parts(self) -> list[Part]:
        """All polygons, of whichever row."""
        return [part for row in self.rows for part in row.parts]

    def refuse(self, reason: str, what: str, hint: str | None = None) -> InvalidArea:
        """Build the error for a fault at the place that is being read."""
        return refuse(reason, what, where=self.where, hint=hint)

    @contextmanager
    def inside(
        self,
        name: str = "",
        crs: CrsLike | None = None,
        *,
        is_member: bool = False,
        leaves_out: bool = False,
    ) -> Generator[None, None, None]:
        """Go one level down; the fault of a member is kept from the others, where rows are."""
        if self._depth >= MAX_DEPTH:  # it contains itself, or was made to exhaust the stack
            raise refuse(
                "bad_geojson",
                f"the area is nested more than {MAX_DEPTH} levels deep.",
                hint="Pass the polygons themselves.",
            )
        before = self.where, self.system, self.leaves_out, self._depth
        self.where = inside(self.where, name)
        if crs is not None and self.crs is None:
            self.system = crs
        self.leaves_out |= leaves_out
        self._depth += 1
        try:
            yield
        except InvalidArea as error:
            if self._row is not None or not (self.apart and is_member):
                raise
            self.rows.append(Row(self.where, fault=error))
        finally:
            self.where, self.system, self.leaves_out, self._depth = before

    @contextmanager
    def row(
        self,
        properties: Mapping[str, object] | None = None,
        own_id: object = None,
        name: str | None = None,
        *,
        at: str = "",
        crs: CrsLike | None = None,
        leaves_out: bool = False,
    ) -> Generator[Row, None, None]:
        """Gather what is added into one row; within a row there is only that one."""
        with self.inside(at, crs, leaves_out=leaves_out):
            if self._row is not None:
                yield self._row
                return
            row = self._row = Row(self.where, properties, own_id, name)
            try:
                yield row
            except InvalidArea as error:
                if not self.apart:
                    raise
                row.fault = error
            finally:
                self._row = None
                if not self.leaves_out or row.holds_something:
                    self.rows.append(row)

    def add(self, rings: object, name: str = "") -> None:
        """Keep one polygon."""
        if self._row is None:
            with self.row():
                self.add(rings, name)
        elif isinstance(rings, list | tuple) and not rings:
            self._row.empty_count += 1
        else:
            self._row.parts.append(Part(rings, self.system, inside(self.where, name)))

    def add_null(self) -> None:
        """Count a feature without a geometry."""
        with self.row() as row:
            row.null_count += 1

    def wants(self, column: str) -> bool:
        """Return whether a column of a table is to be read."""
        self.fields.add(column)
        folded = column.casefold()
        return (
            self.every_field
            or folded in _NAMING
            or (self.name_field is not None and folded == self.name_field.casefold())
        )

    def fork(self) -> Found:
        """Make a second one for a part of the input that may not count."""
        other = Found(
            self.crs, self.layer, self.name_field, apart=self.apart, every_field=self.every_field
        )
        other.where, other.system, other._depth = self.where, self.system, self._depth
        return other

    def join(self, other: Found) -> None:
        """Take over what a fork has found."""
        row = self._row
        if row is None:
            self.rows += other.rows
        else:
            row.take(other.rows)
        self.warnings += other.warnings
        self.remarks += other.remarks
        self.left_out.update(other.left_out)
        self.fields |= other.fields
        self.layer_used |= other.layer_used
