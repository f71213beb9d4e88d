"""Compiled checks of values against converted schemas."""

import datetime
import re
from collections.abc import Callable, Iterable
from typing import Any, Final, cast

from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema import exceptions as jsonschema_exceptions

from mapflow.sandbox.engine.conversion import JsonObject

_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_DATE_TIME: Final = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})?"
)
_LONGEST_MESSAGE: Final = 300
_best_match: Final = cast(
    "Callable[[Iterable[ValidationError]], ValidationError]",
    cast("Any", jsonschema_exceptions).best_match,
)


def _is_uuid(value: object) -> bool:
    return not isinstance(value, str) or _UUID.fullmatch(value) is not None


def _is_uuid_text(value: object) -> bool:
    return isinstance(value, str) and _UUID.fullmatch(value) is not None


def _is_date_time(value: object) -> bool:
    return not isinstance(value, str) or _DATE_TIME.fullmatch(value) is not None


def _is_date(value: object) -> bool:
    if not isinstance(value, str):
        return True
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _formats() -> FormatChecker:
    checker = FormatChecker(formats=())
    for name, check in (("uuid", _is_uuid), ("date-time", _is_date_time), ("date", _is_date)):
        checker.checks(name)(check)
    return checker


_FORMATS: Final = _formats()


class Check:
    """A schema ready to be used many times: ``check(value)`` says what is wrong, or nothing."""

    __slots__ = ("_errors", "_is_valid")

    def __init__(self, schema: JsonObject) -> None:
        # The types of jsonschema know only what json.loads returns.
        validator = cast("Any", Draft202012Validator(schema, format_checker=_FORMATS))
        # Every path holds an identifier: worth a short cut.
        is_valid = (
            _is_uuid_text if schema == {"type": "string", "format": "uuid"} else validator.is_valid
        )
        self._is_valid = cast("Callable[[object], bool]", is_valid)
        self._errors = cast("Callable[[object], Iterable[ValidationError]]", validator.iter_errors)

    def __call__(self, value: object) -> str | None:
        """Return one sentence about the first thing that does not fit, or None."""
        if self._is_valid(value):
            return None
        error = _best_match(self._errors(value))
        place = ".".join(str(part) for part in error.absolute_path)
        text = (
            error.message
            if len(error.message) <= _LONGEST_MESSAGE
            else f"{error.message[:_LONGEST_MESSAGE]}…"
        )
        return f"{place}: {text}" if place else text
