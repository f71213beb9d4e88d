"""Values of a column of which pandas would make other numbers."""

from __future__ import annotations

from importlib import import_module

# Beyond this not every whole number is a float.
_LARGEST_EXACT = 1 << 53


def exact(values: list[object], *, least: int = _LARGEST_EXACT) -> object:
    """The values of a column; as objects where pandas would make other numbers of them.

    Beside a null it takes whole numbers for floats, which are exact up to a size only.
    """
    has_null = any(value is None or isinstance(value, float) for value in values)
    if not has_null or not any(type(value) is int and abs(value) >= least for value in values):
        return values
    return import_module("pandas").Series(values, dtype=object)
