"""Values of a property as a column: which type it has, and which type holds two others."""

from __future__ import annotations

from collections.abc import Sequence, Set
from contextlib import suppress
from enum import IntEnum
from typing import Final, cast

import numpy as np

from mapflow.formats._arrow import arrays
from mapflow.formats._arrow.arrays import Array
from mapflow.formats._arrow.untyped import pa
from mapflow.formats._records import TEXT_COLUMNS, as_text

# Beyond this not every whole number is a float.
_LARGEST_EXACT: Final = 1 << 53


class ColumnType(IntEnum):
    """What a column holds."""

    NOTHING = 0
    TRUTH = 1
    WHOLE = 2
    #: Whole numbers, some of which have more digits than a float.
    LONG = 3
    FRACTION = 4
    TEXT = 5
    #: Values of several types, or larger than any type, as texts.
    MIXED = 6
    #: Lists and objects, as the text of their JSON.
    NESTED = 7

    @property
    def arrow(self) -> Array:
        """The type of Arrow; a column without values is one of texts, which all programs read."""
        return _ARROW[self]


_ARROW: Final = {
    ColumnType.NOTHING: pa.string(),
    ColumnType.TRUTH: pa.bool_(),
    ColumnType.WHOLE: pa.int64(),
    ColumnType.LONG: pa.int64(),
    ColumnType.FRACTION: pa.float64(),
    ColumnType.TEXT: pa.string(),
    ColumnType.MIXED: pa.string(),
    ColumnType.NESTED: pa.string(),
}
#: What a table keeps as the objects that they are.
OBJECTS: Final[Set[ColumnType]] = frozenset({ColumnType.MIXED, ColumnType.NESTED})
_NUMBERS: Final[Set[ColumnType]] = frozenset({ColumnType.WHOLE, ColumnType.FRACTION})
_LONGS: Final[Set[ColumnType]] = frozenset({ColumnType.WHOLE, ColumnType.LONG})


def common(one: ColumnType, other: ColumnType) -> ColumnType:
    """The type that holds the values of both; text if no other does exactly."""
    if one is other or other is ColumnType.NOTHING:
        return one
    if one is ColumnType.NOTHING:
        return other
    if ColumnType.NESTED in (one, other):
        return ColumnType.NESTED
    both: Set[ColumnType] = {one, other}
    if both <= _NUMBERS:
        return ColumnType.FRACTION
    return ColumnType.LONG if both <= _LONGS else ColumnType.MIXED


def column(
    name: str, values: Sequence[object], *, as_objects: bool = False
) -> tuple[ColumnType, Array]:
    """The values of a property as an array, and its type.

    Args:
        name: The property.
        values: Of each feature.
        as_objects: Whether values that no other type holds stay what they are, in a list.
    """
    kinds = set(map(type, values))
    has_nulls = type(None) in kinds
    kinds.discard(type(None))
    if not kinds:
        return ColumnType.NOTHING, arrays.nothing(pa.string(), len(values))
    if name in TEXT_COLUMNS and kinds != {str}:
        made = [None if value is None else as_text(value) for value in values]
        return ColumnType.TEXT, arrays.texts(made, has_nulls=has_nulls)
    if kinds == {str}:
        return ColumnType.TEXT, arrays.texts(
            cast("Sequence[str | None]", values), has_nulls=has_nulls
        )
    if kinds == {bool}:
        return ColumnType.TRUTH, arrays.truths(cast("Sequence[bool | None]", values))
    if kinds == {int}:
        with suppress(OverflowError):
            whole = arrays.whole_numbers(cast("Sequence[int | None]", values), has_nulls=has_nulls)
            return ColumnType.LONG if _is_long(whole) else ColumnType.WHOLE, whole
    if kinds == {float} or (kinds == {int, float} and _are_exact(values)):
        numbers = cast("Sequence[float | None]", values)
        return ColumnType.FRACTION, arrays.fractions(numbers, has_nulls=has_nulls)
    is_nested = not kinds.isdisjoint((dict, list))
    kind = ColumnType.NESTED if is_nested else ColumnType.MIXED
    return kind, list(values) if as_objects else _as_texts(values)


def _is_long(whole: Array) -> bool:
    numbers = np.frombuffer(whole.buffers()[1], np.int64)
    return bool(((numbers > _LARGEST_EXACT) | (numbers < -_LARGEST_EXACT)).any())


def _are_exact(values: Sequence[object]) -> bool:
    """Whether all whole numbers are floats, too."""
    return all(type(n) is not int or abs(n) <= _LARGEST_EXACT for n in values)


def cast_to(found: Array, kind: ColumnType) -> Array:
    """An array as one of a type that holds its values."""
    if found.type == kind.arrow:
        return found
    if found.null_count == len(found):
        return arrays.nothing(kind.arrow, len(found))
    if kind is ColumnType.FRACTION:
        return found.cast(kind.arrow)
    return _as_texts(found.to_pylist())


def _as_texts(values: Sequence[object]) -> Array:
    made = [None if value is None else _as_text(value) for value in values]
    return arrays.texts(made, has_nulls=True)


def _as_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else as_text(value)
