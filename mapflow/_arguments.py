"""Checks the type of what a caller gave, so that a wrong type is reported as such at once."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Mapping
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, SupportsFloat, TypeVar, cast

from mapflow._base_errors import InvalidInput
from mapflow._hints import argument, joined

if TYPE_CHECKING:
    from mapflow_openapi.types import Unset

T = TypeVar("T")


def _wrong(name: str, why: str, hint: str | None = None) -> InvalidInput:
    return InvalidInput(joined("`", argument(name), f"` {why}"), hint=hint)


def text(value: str, name: str) -> str:
    """The text, or an error that it is not one."""
    if not isinstance(value, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise _wrong(name, f"must be a text, got {_kind(value)}.")
    return value


def text_or_none(value: str | None, name: str) -> str | None:
    """The text, or None if there is none."""
    return None if value is None else text(value, name)


def text_or_unset(value: str | None, name: str) -> str | Unset:
    """A text for a request: None is omitted."""
    return or_unset(text_or_none(value, name))


def texts(values: Iterable[str], name: str) -> list[str]:
    """The texts; a single one counts as a list of one."""
    if isinstance(values, str):
        return [values]
    return [text(value, name) for value in items(values, name)]


def items(values: Iterable[T], name: str) -> list[T]:
    """What is in a list or another collection."""
    given = cast("object", values)  # the annotation is what is checked
    if isinstance(given, (str, bytes, Mapping)) or not isinstance(given, Iterable):
        raise _wrong(name, f"must be a list, got {_kind(given)}.")  # pyright: ignore[reportUnknownArgumentType]
    return list(values)


def mapping(value: Mapping[str, object], name: str) -> dict[str, object]:
    """The keys and values."""
    if not isinstance(value, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise _wrong(name, f"must hold names and values, like a dict, got {_kind(value)}.")
    for key in value:
        if not isinstance(key, str):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise InvalidInput(f"The names in `{name}` must be texts, got {key!r:.40}.")
    return dict(value)


def function(value: T, name: str, *, or_none: bool = True) -> T:
    """The function, or None if none is needed."""
    if not callable(value) and not (or_none and value is None):
        raise _wrong(name, f"must be a function, got {_kind(value)}.")
    if iscoroutinefunction(value):
        # Called without await it would do nothing, in silence.
        raise _wrong(name, "must be a plain function, got an async one.")
    return value


def switch(value: bool, name: str) -> bool:
    """True or False; what merely counts as one of them may have been meant otherwise."""
    if not isinstance(value, bool):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise _wrong(name, f"must be True or False, got {value!r:.40}.")
    return value


def figure(value: object, name: str) -> float:
    """A number, whole or not; what is too large for a float is infinite."""
    real = isinstance(value, SupportsFloat) and not isinstance(value, (bool, str))
    if not real or hasattr(value, "__len__") or isinstance(value, type):
        raise _wrong(name, f"must be a number, got {shown(value)}.")
    try:
        number = float(cast("SupportsFloat", value))
    except OverflowError:
        return math.inf if cast("int", value) > 0 else -math.inf
    if math.isnan(number):
        raise _wrong(name, "must be a number, got nan.")
    return value if isinstance(value, int) else number


def figure_or_none(value: object, name: str) -> float | None:
    """A number, or None if it is unknown."""
    return None if value is None else figure(value, name)


def whole(value: object, name: str, *, least: int = 0, most: int | None = None) -> int:
    """A whole number within its bounds."""
    highest = math.inf if most is None else most
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= highest:
        return value
    bounds = f"{least} or more" if most is None else f"{least} to {most}"
    raise _wrong(name, f"must be a whole number, {bounds}, got {value!r:.40}.")


def is_amount(value: object) -> bool:
    """Whether a value is a finite number, 0 or more; nan is not."""
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return number and 0 <= cast("float", value) <= sys.float_info.max


def amount(value: object, name: str, unit: str = "credits", *, hint: str | None = None) -> float:
    """A finite number from 0 on."""
    if not is_amount(value):
        raise _wrong(name, f"must be 0 or more, in {unit}, got {value!r:.40}.", hint)
    return cast("float", value)


def seconds(value: object, name: str) -> float | None:
    """A number of seconds from 0 on, or None."""
    if value is None:
        return None
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    # Written so that what is not a number (nan) refuses; an int may be too large for a float.
    if not (number and cast("float", value) >= 0):
        raise _wrong(name, f"must be 0 or more, in seconds, got {shown(value)}.")
    if cast("float", value) > _LONGEST_S:
        return _LONGEST_S
    return float(cast("float", value))


#: A hundred years, more than any program runs.
_LONGEST_S = 3.2e9


def _kind(value: object) -> str:
    return "None" if value is None else type(value).__name__


def shown(value: object) -> str:
    """A wrong value in a message: the value if it is short, else its type."""
    return repr(value) if isinstance(value, (float, bool)) else _kind(value)


def or_unset(value: T | None) -> T | Unset:
    """A value for a request: None is omitted."""
    from mapflow_openapi.types import UNSET

    return UNSET if value is None else value
