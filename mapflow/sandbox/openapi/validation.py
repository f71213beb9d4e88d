"""Compiled checks of values against converted schemas."""

from collections.abc import Iterable
from typing import Final

from jsonschema_rs import Draft202012Validator, ValidationError

from mapflow.sandbox.openapi.schema_conversion import JsonObject

_LONGEST_MESSAGE: Final = 300


class Check:
    """A schema ready to be used many times: ``check(value)`` says what is wrong, or nothing."""

    __slots__ = ("_validator",)

    def __init__(self, schema: JsonObject) -> None:
        self._validator = Draft202012Validator(schema, validate_formats=True)

    def __call__(self, value: object) -> str | None:
        """Return one sentence about the innermost thing that does not fit, or None."""
        if self._validator.is_valid(value):
            return None
        error = _innermost(self._validator.iter_errors(value))
        text = error.message
        if len(text) > _LONGEST_MESSAGE:
            text = f"{text[:_LONGEST_MESSAGE]}…"
        place = ".".join(str(part) for part in error.instance_path)
        return f"{place}: {text}" if place else text


def _innermost(errors: Iterable[ValidationError]) -> ValidationError:
    """Return the error with the longest path, looking into alternatives."""
    error = max(errors, key=lambda each: len(each.instance_path))
    branches: list[list[ValidationError]] = getattr(error.kind, "context", None) or []
    inner = [each for branch in branches for each in branch]
    if inner and max(len(each.instance_path) for each in inner) > len(error.instance_path):
        return _innermost(inner)
    return error
