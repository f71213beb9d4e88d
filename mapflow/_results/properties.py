"""Values of features: what is not a number is null, and what is not Unicode is replaced."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time
from math import isfinite
from typing import Final, cast

from mapflow._base_errors import InvalidInput, ResultWarning
from mapflow._text.unicode import clean_text
from mapflow._warnings import warn

# What pandas has for nothing.
_NOTHING: Final = frozenset({"NAType", "NaTType"})
_DEEPEST: Final = 50
# Browsers keep every whole number up to here as it is.
_EXACT: Final = 2**53 - 1


class Cleaner:
    """Makes values usable, and remembers how many were not.

    Args:
        as_json: Whether they are for JSON, which has no dates and no other objects.
        for_browser: Whether a browser reads the JSON: it rounds numbers of more than 15 digits, so
            those that it would change become text.
    """

    def __init__(self, *, as_json: bool, for_browser: bool = False) -> None:
        self._as_json = as_json
        self._for_browser = for_browser
        self._lost = self._cut = self._no_object = 0

    def properties(self, given: object) -> dict[str, object]:
        """The properties of a feature; what is not an object has none."""
        if not isinstance(given, Mapping):
            self._no_object += given is not None
            return {}
        held = cast("Mapping[object, object]", given)
        return {as_text(name): self.value(value) for name, value in held.items()}

    def value(self, value: object, depth: int = 0) -> object:
        """One value."""
        if isinstance(value, str):
            return clean_text(value)
        if value is None or type(value).__name__ in _NOTHING:
            return None
        if isinstance(value, int):
            return _digits(value) if self._for_browser and abs(value) > _EXACT else value
        if isinstance(value, float):
            if isfinite(value):
                return value
            self._lost += 1
            return None
        if isinstance(value, Mapping | list | tuple | set | frozenset):
            return self._nested(cast("object", value), depth)
        if not self._as_json:
            return value
        return self._plain(value, depth)

    def tell(self, what: str) -> None:
        """Warn, once, of what was lost."""
        for notice in self.notices(what):
            warn(notice, ResultWarning)

    def notices(self, what: str) -> list[str]:
        """What was lost, in sentences."""
        told: list[str] = []
        if self._lost:
            noun = "value is" if self._lost == 1 else "values are"
            told.append(f"{self._lost:,} {noun} NaN or infinite, and null in {what}.")
        if self._cut:
            noun = "value lies" if self._cut == 1 else "values lie"
            told.append(f"{self._cut:,} {noun} in more than {_DEEPEST} others, and '…' in {what}.")
        if self._no_object:
            noun = "feature has" if self._no_object == 1 else "features have"
            told.append(
                f"{self._no_object:,} {noun} properties that are not an object, and none in {what}."
            )
        return told

    def _nested(self, value: object, depth: int) -> object:
        if depth >= _DEEPEST:
            self._cut += 1
            return "…"
        if isinstance(value, Mapping):
            held = cast("Mapping[object, object]", value)
            return {as_text(key): self.value(each, depth + 1) for key, each in held.items()}
        return [self.value(each, depth + 1) for each in cast("list[object]", value)]

    def _plain(self, value: object, depth: int) -> object:
        """A number of numpy as one of Python, a date as text, and so on."""
        for name in ("item", "tolist"):
            method = getattr(value, name, None)
            if callable(method) and not isinstance(value, type):
                try:
                    plain = cast("Callable[[], object]", method)()
                except (TypeError, ValueError):
                    continue
                except Exception as error:  # a foreign object may raise anything
                    raise _no_text(value, error) from error
                if type(plain) is not type(value):
                    return self.value(plain, depth + 1)
        if isinstance(value, date | time):
            return value.isoformat()
        return as_text(value)


def _digits(number: int) -> str:
    try:
        return str(number)
    except ValueError:  # Python writes no more than 4,300 digits
        return hex(number)


def as_text(value: object) -> str:
    """Any value as text.

    Raises:
        InvalidInput: It is a foreign object that cannot be written as text.
    """
    try:
        return clean_text(str(value))
    except Exception as error:  # a foreign object may raise anything
        raise _no_text(value, error) from error


def _no_text(value: object, error: Exception) -> InvalidInput:
    return InvalidInput(
        f"A property of the type {type(value).__name__} cannot be written as text:"
        f" {type(error).__name__}.",
        hint="Omit it, or make it a text first.",
    )
