"""Names of the columns that a table has beside its properties."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Final, NamedTuple

CLASS_NAME: Final = "class_name"


class Names(NamedTuple):
    """The columns of a table.

    Attributes:
        properties: The column of each property, by the name of the property.
        id: The column of the IDs of features; None for none.
        class_name: The column of the names of classes; None for none.
    """

    properties: dict[str, str]
    id: str | None
    class_name: str | None

    @classmethod
    def of(
        cls,
        names: Iterable[str],
        *,
        has_ids: bool,
        has_classes: bool,
        geometry: str,
    ) -> Names:
        """Name the columns of a table.

        Args:
            names: The names of the properties.
            has_ids: Whether features have IDs.
            has_classes: Whether any class has a name.
            geometry: The column of the geometries.
        """
        taken = dict.fromkeys(names)
        properties = {name: name for name in taken}
        if geometry in taken:
            other = f"{geometry}_property"
            properties[geometry] = free(other, other, taken)
        # A result that says the names itself needs no other column.
        shows_classes = has_classes and CLASS_NAME not in taken
        return cls(
            properties,
            free("id", "feature_id", taken) if has_ids else None,
            CLASS_NAME if shows_classes else None,
        )


def free(name: str, otherwise: str, taken: Collection[str]) -> str:
    """A name for a column that no property has."""
    chosen = name
    while chosen in taken:
        chosen = otherwise if chosen == name != otherwise else f"{chosen}_"
    return chosen


def apart(
    names: Iterable[str],
    *,
    taken: Iterable[str] = (),
    shorten: Callable[[str, str], str] = lambda name, ending: name + ending,
) -> dict[str, str]:
    """Names that differ in more than capitals, for formats that do not tell these apart.

    Args:
        names: The names.
        taken: Names that are in use already.
        shorten: Joins a name and an ending that tells it from others, within the room there is.
    """
    used = {name.casefold() for name in taken}
    found: dict[str, str] = {}
    for name in names:
        chosen, number = shorten(name, ""), 0
        while chosen.casefold() in used:
            number += 1
            chosen = shorten(name, f"_{number}")
        used.add(chosen.casefold())
        found[name] = chosen
    return found
