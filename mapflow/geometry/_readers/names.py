"""Names for the areas of one input, by one rule for every format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from math import isfinite
from numbers import Integral, Real

from mapflow.geometry._readers.found import Found, Row
from mapflow.geometry._refusals import refuse
from mapflow.geometry._values import describe

_SHOWN = 12
_WHOLE = re.compile(r"-?\d+\.0+")


def names_of(found: Found) -> list[str]:
    """Name each row: the field asked for, else its name, else its id, else its number from 1.

    A kind of name counts where every row has one and no two are alike: a batch in which some
    areas have names and others numbers could not be told apart from one with other areas.
    """
    rows = found.rows
    given = [row.name for row in rows]
    if rows and all(name is not None for name in given):
        return [str(name) for name in given]
    if found.name_field is not None:
        return _asked_for(found, found.name_field)
    for candidates in (
        [_plain(_value(row.properties, "name")) for row in rows],
        [_id_of(row) for row in rows],
    ):
        if all(candidates) and are_different(str(name) for name in candidates):
            return [str(name) for name in candidates]
    return numbered(len(rows))


def numbered(count: int) -> list[str]:
    """Number rows from 1, with as many digits each that they sort as they stand."""
    width = len(str(count))
    return [f"{number:0{width}}" for number in range(1, count + 1)]


def are_different(names: Iterable[str]) -> bool:
    """Return whether no two names are alike, where upper and lower case are one."""
    folded = [name.casefold() for name in names]
    return len(set(folded)) == len(folded)


def _asked_for(found: Found, field: str) -> list[str]:
    rows = found.rows
    names = [row.name or _plain(_value(row.properties, field)) for row in rows]
    missing = [number for number, name in enumerate(names, 1) if not name]
    if not missing:
        return [str(name) for name in names]
    known = found.fields | {key for row in rows for key in row.properties or ()}
    if field.casefold() not in {key.casefold() for key in known}:
        there = ", ".join(sorted(known)[:_SHOWN]) or "none"
        raise refuse(
            "no_such_field",
            f"the areas have no field {field!r}; their fields are: {there}.",
            hint="Name one of these, or leave the field out.",
        )
    odd = next(
        (v for v in (_value(row.properties, field) for row in rows) if v is not None and v == v),
        None,
    )
    if len(missing) == len(rows) and odd is not None and not isinstance(odd, str | float):
        raise refuse(
            "no_name",
            f"the field {field!r} cannot name the areas: it holds {describe(odd)}.",
            hint="Name a field of texts or numbers, or leave the field out.",
        )
    raise refuse(
        "no_name",
        f"{len(missing)} rows have no {field!r}; the first is number {missing[0]}.",
        hint="Fill it, name another field, or leave the field out.",
    )


def _id_of(row: Row) -> str | None:
    own = _plain(row.id)
    if own is None:
        own = _plain(_value(row.properties, "id"))
    return own if own is not None else _plain(_value(row.properties, "gml_id"))


def _value(properties: Mapping[str, object] | None, field: str) -> object:
    """Look a field up by its exact name, else whatever its case."""
    if properties is None:
        return None
    if field in properties:
        return properties[field]
    folded = field.casefold()
    return next((value for key, value in properties.items() if str(key).casefold() == folded), None)


def _plain(value: object) -> str | None:
    """A name as text; ``101.0`` is 101, and what is neither text nor a number is not a name."""
    if isinstance(value, str):
        text = value.strip()
        # In formats that are text a number is text too.
        return text.split(".")[0] if _WHOLE.fullmatch(text) else text or None
    if isinstance(value, bool):
        return None
    if isinstance(value, Integral):
        return str(int(value))
    # Of modules that are not loaded for this alone.
    if type(value).__name__ == "UUID":
        return str(value)
    if type(value).__name__ == "Decimal":
        # Not by way of a float, in which long numbers would become alike.
        text = str(value)
        if "." in text and "E" not in text:
            text = text.rstrip("0").rstrip(".")
        return text if text[-1:].isdigit() else None
    if isinstance(value, date):
        # pandas' missing time is not equal to itself.
        return _date(value) if value == value else None
    if isinstance(value, Real):
        number = float(value)
        if not isfinite(number):
            return None
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else str(number)
    return None


def _date(value: date) -> str:
    text = value.isoformat()
    return text.removesuffix("T00:00:00")
