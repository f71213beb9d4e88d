"""Reports errors: a sentence for people, JSON for programs, and always an exit code."""

from __future__ import annotations

import os
import re
import traceback

from mapflow import errors
from mapflow._hints import command_form
from mapflow.cli._exits import Exit, exit_code, sentence
from mapflow.cli._json import as_json, snake_case
from mapflow.cli._output import advice, say, voice

# What an error of the package has beside its message, for a program to act on.
_FACTS = (
    *("status", "params", "request_id", "retry_after_s", "tag", "project_id", "limit", "allowed"),
    *("found", "reason", "where", "candidates", "image_id"),
)
_SUFFIX = re.compile(r"_error$")


def report(error: BaseException) -> Exit:
    """Report an error; return its exit code."""
    if os.environ.get("MAPFLOW_DEBUG"):
        say("".join(traceback.format_exception(error)))
    code = exit_code(error)
    if voice().json:
        say(as_json({"error": facts_of(error, code)}, indent=None))
    else:
        say(advice(sentence(error)))
    return code


def report_misuse(message: str, hint: str) -> Exit:
    """Report wrong usage of a command."""
    if voice().json:
        facts = _error("usage", message, hint, Exit.USAGE, None)
        say(as_json({"error": facts}, indent=None))
    else:
        say(f"Error: {message} {hint}")
    return Exit.USAGE


def facts_of(error: BaseException, code: Exit) -> dict[str, object]:
    """What a program needs to know about an error."""
    found = getattr(error, "code", None)
    if isinstance(error, errors.MapflowError):
        name = (
            found if isinstance(found, str) else _SUFFIX.sub("", snake_case(type(error).__name__))
        )
        hints = [
            command_form(each) for each in (error.hint or "", *getattr(error, "__notes__", ()))
        ]
        hint = " ".join(filter(None, [each.strip() for each in hints])) or None
        message = command_form(error.message)
    else:
        name = code.name.lower()
        message, hint = sentence(error).removeprefix("Error: "), None
    facts = _error(name, message, hint, code, processing_of(error))
    facts |= {
        fact: getattr(error, fact) for fact in _FACTS if getattr(error, fact, None) is not None
    }
    return facts


def processing_of(error: BaseException) -> str | None:
    """The id of the processing that an error is about."""
    named = getattr(error, "processing_id", None)
    if named is None:
        named = getattr(getattr(error, "processing", None), "id", None)
    return named if isinstance(named, str) else None


def _error(
    code: str, message: str, hint: str | None, exit_code: Exit, processing: str | None
) -> dict[str, object]:
    return {
        "code": code,
        "message": advice(message),
        "hint": hint and advice(hint),
        "exit_code": exit_code.value,
        "processing_id": processing,
    }
