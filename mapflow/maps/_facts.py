"""Properties of features as columns: what a pop-up shows, small enough for many."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

#: A column with no more different texts than this keeps one of each in memory.
_FEW = 1000


class Facts:
    """The properties of features in their order; those with the same names share a table."""

    def __init__(self) -> None:
        self._tables: dict[tuple[str, ...], _Table] = {}
        self._of = array("I")

    def add(self, properties: dict[str, object]) -> None:
        """Add the properties of a feature."""
        names = tuple(properties)
        table = self._tables.get(names)
        if table is None:
            table = self._tables[names] = _Table(len(self._tables), len(names))
        table.add(list(properties.values()))
        self._of.append(table.number)

    def keep(self, wanted: Sequence[bool]) -> None:
        """Keep those features that are wanted, one flag each."""
        flags: list[list[bool]] = [[] for _ in self._tables]
        for number, is_wanted in zip(self._of, wanted, strict=True):
            flags[number].append(is_wanted)
        for table, kept in zip(self._tables.values(), flags, strict=True):
            table.keep(kept)
        both = zip(self._of, wanted, strict=True)
        self._of = array("I", (number for number, is_wanted in both if is_wanted))

    def column(self, name: str) -> list[object]:
        """The values of one property; "" for a feature that lacks it."""
        found: list[object] = []
        rows = [0] * len(self._tables)
        tables = [
            table.columns[names.index(name)] if name in names else None
            for names, table in self._tables.items()
        ]
        for number in self._of:
            column = tables[number]
            found.append("" if column is None else column[rows[number]])
            rows[number] += 1
        return found

    def as_json(self) -> dict[str, object]:
        """All of it for JSON: the tables, and how many features in a row are in which."""
        runs: list[int] = []
        before = -1
        for number in self._of:
            if number != before:
                runs += [number, 0]
                before = number
            runs[-1] += 1
        tables = [
            {"names": names, "columns": table.columns} for names, table in self._tables.items()
        ]
        return {"tables": tables, "runs": runs}


class _Table:
    def __init__(self, number: int, width: int) -> None:
        self.number = number
        self.columns: list[list[object]] = [[] for _ in range(width)]
        self._texts: list[dict[str, str]] = [{} for _ in range(width)]

    def add(self, values: list[object]) -> None:
        for place, value in enumerate(values):
            texts = self._texts[place]
            if isinstance(value, str) and len(texts) < _FEW:
                value = texts.setdefault(value, value)
            self.columns[place].append(value)

    def keep(self, wanted: list[bool]) -> None:
        self.columns = [
            [value for value, is_wanted in zip(column, wanted, strict=True) if is_wanted]
            for column in self.columns
        ]
