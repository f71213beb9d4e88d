"""Single values of an input of unknown types: lists, numbers, anything."""

from __future__ import annotations

from math import inf
from typing import SupportsFloat, cast

from mapflow.geometry._refusals import refuse

#: What rounding leaves of ±180 and ±90: a ten-thousandth of a metre.
SNAP_DEG = 1e-9


def as_list(value: object, what: str, where: str) -> list[object] | tuple[object, ...]:
    """Return a list as it is and an array as a list; refuse the rest."""
    if isinstance(value, list | tuple):
        return cast("list[object] | tuple[object, ...]", value)
    to_list = getattr(value, "tolist", None)
    if callable(to_list):
        plain = to_list()
        if isinstance(plain, list):
            return cast("list[object]", plain)
    raise refuse(
        "bad_coordinates",
        f"{what} must be a list, found {describe(value)}.",
        where=where,
        hint="A polygon's coordinates are a list of rings, each a list of [longitude, latitude].",
    )


def describe(value: object) -> str:
    """Name a value in a message, shortly."""
    if value is None:
        return "null"
    if isinstance(value, str | int | float):
        text = repr(value)
        return text if len(text) <= 40 else f"{text[:37]}..."
    name = value.__name__ if isinstance(value, type) else type(value).__name__
    if isinstance(value, type):
        return f"the class {name}"
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def as_number(value: object) -> float | None:
    """Return any real number as a float; text and booleans are not numbers."""
    if isinstance(value, bool | str) or not isinstance(value, SupportsFloat):
        return None
    if hasattr(value, "__len__"):
        return None  # an array of one number, which numpy no longer takes for a number either
    try:
        return float(value)
    except OverflowError:
        return inf


def snap(value: float, limit: float) -> float:
    """Bring a degree that passes ±180 or ±90 by a rounding error back to it."""
    if limit < abs(value) <= limit + SNAP_DEG:
        return limit if value > 0 else -limit
    return value
