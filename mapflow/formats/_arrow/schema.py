"""The columns that features of several files have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Self

from mapflow._results.classes import class_name, kind_of
from mapflow._results.properties import Cleaner
from mapflow.formats._arrow.columns import ColumnType, column, common
from mapflow.formats._arrow.parts import by_name


class Columns(NamedTuple):
    """The types of columns.

    Attributes:
        properties: Those of the properties, by name.
        ids: That of the IDs.
        class_names: That of the names of classes.
    """

    properties: Mapping[str, ColumnType]
    ids: ColumnType
    class_names: ColumnType

    @classmethod
    def of(cls, features: Sequence[Mapping[str, object]]) -> Self:
        """What features need."""
        cleaner = Cleaner(as_json=True)
        properties = [cleaner.properties(each.get("properties")) for each in features]
        return cls(
            {name: column(name, values)[0] for name, values in by_name(properties).items()},
            column("", [cleaner.value(each.get("id")) for each in features])[0],
            column("", [class_name(kind_of(each)) for each in properties])[0],
        )

    def merged(self, other: Columns) -> Columns:
        """What holds the values of both."""
        nothing = ColumnType.NOTHING
        names = dict.fromkeys([*self.properties, *other.properties])
        return Columns(
            {
                name: common(
                    self.properties.get(name, nothing), other.properties.get(name, nothing)
                )
                for name in names
            },
            common(self.ids, other.ids),
            common(self.class_names, other.class_names),
        )

    def plain(self) -> dict[str, object]:
        """The types as JSON."""
        return {
            "properties": {name: int(kind) for name, kind in self.properties.items()},
            "ids": int(self.ids),
            "class_names": int(self.class_names),
        }

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> Self:
        """The types from JSON."""
        return cls(
            {name: ColumnType(kind) for name, kind in plain["properties"].items()},
            ColumnType(plain["ids"]),
            ColumnType(plain["class_names"]),
        )
