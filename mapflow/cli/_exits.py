"""The exit code and the message of each error, defined here only."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from enum import IntEnum
from typing import Final

from mapflow import errors
from mapflow._hints import command_form


class Exit(IntEnum):
    """The exit codes of every command."""

    DONE = 0
    UNEXPECTED = 1
    USAGE = 2
    AUTHENTICATION = 3
    REFUSED = 4
    LIMIT = 5
    FAILED = 6
    WAIT_TIMED_OUT = 7
    NETWORK = 8
    OUTCOME_UNKNOWN = 9
    PAID = 10
    INTERRUPTED = 130


MEANINGS: Final = {
    Exit.DONE: "done",
    Exit.UNEXPECTED: "unexpected error or broken pipe, or stdout cannot be written to",
    Exit.USAGE: "wrong usage, invalid input or an unusable file; nothing was sent that costs"
    " credits",
    Exit.AUTHENTICATION: "no token, or it is not valid",
    Exit.REFUSED: "not found, or refused by the service",
    Exit.LIMIT: "a limit, the credits or --max-cost do not allow it",
    Exit.FAILED: "the processing failed or was cancelled, the image cannot be used, or a client"
    " does not pass the conformance kit",
    Exit.WAIT_TIMED_OUT: "the wait timed out; the processing continues",
    Exit.NETWORK: "no usable response from the service",
    Exit.OUTCOME_UNKNOWN: "a paid request was sent and its outcome is unknown",
    Exit.PAID: "a processing was started and is charged, but a later step failed; the message says"
    " how to get the result",
    Exit.INTERRUPTED: "interrupted",
}

# The first match counts, so a class stands before those it derives from.
_CODES: Final[tuple[tuple[type[Exception], Exit], ...]] = (
    (errors.LimitExceeded, Exit.LIMIT),
    (errors.InvalidInput, Exit.USAGE),
    (errors.ConfigurationError, Exit.AUTHENTICATION),
    (errors.AuthenticationError, Exit.AUTHENTICATION),
    (errors.RateLimited, Exit.NETWORK),
    (errors.ServerError, Exit.NETWORK),
    (errors.ApiError, Exit.REFUSED),
    (errors.TransportError, Exit.NETWORK),
    (errors.IncompleteDownload, Exit.NETWORK),
    (errors.ProcessingFailed, Exit.FAILED),
    (errors.ImageFailed, Exit.FAILED),
    (errors.WaitTimedOut, Exit.WAIT_TIMED_OUT),
    (errors.OutcomeUnknown, Exit.OUTCOME_UNKNOWN),
)
# These messages stay true after paying; none claims that nothing was sent.
_KEPT_AFTER_PAYING: Final = frozenset(
    {Exit.FAILED, Exit.WAIT_TIMED_OUT, Exit.OUTCOME_UNKNOWN, Exit.PAID, Exit.INTERRUPTED}
)
# What the service refuses because something is too large or too much, whatever its HTTP status.
_LIMIT_CODES: Final = frozenset({"TOO_LARGE_PROCESSING", "MemoryLimitExceeded", "FileTooBig"})


class Stop(Exception):
    """Ends a command with a message and an exit code."""

    def __init__(self, message: str, code: Exit = Exit.USAGE) -> None:
        super().__init__(message)
        self.code = code


class PaidStop(Stop):
    """Ends a command that has paid already, and says how to get at what was paid for."""

    def __init__(self, message: str, processing_id: str | None) -> None:
        super().__init__(message, Exit.PAID)
        self.processing_id = processing_id


@contextmanager
def after_paying(
    processing_id: str | None, *, started: str | None = None, way_back: str | None = None
) -> Generator[None, None, None]:
    """Use a separate exit code for what fails after a paid request was accepted.

    Args:
        processing_id: ID of the processing that was paid for; None if there are several.
        started: A sentence that says what was paid for; Default: names the processing.
        way_back: A sentence that says how to get at it; Default: names
            `mapflow wait`.
    """
    started = started or f"Processing {processing_id} was started and is charged."
    way_back = way_back or f"Get its result with `mapflow wait {processing_id} --output FILE`."
    try:
        yield
    except KeyboardInterrupt as stop:
        if not getattr(stop, "__notes__", ()):
            stop.add_note(f"{started} {way_back}")
        raise
    except Exception as error:
        code = exit_code(error)
        # Typer ends a command with these, which are not failures; it exports no common class.
        if type(error).__name__ in ("Exit", "Abort") or code in _KEPT_AFTER_PAYING:
            raise
        what = sentence(error).removeprefix("Error: ")
        raise PaidStop(f"{what} {started} {way_back}", processing_id) from error


def exit_code(error: BaseException) -> Exit:
    """The exit code of an error."""
    if isinstance(error, Stop):
        return error.code
    if isinstance(error, KeyboardInterrupt):
        return Exit.INTERRUPTED
    if isinstance(error, errors.ApiError) and error.code in _LIMIT_CODES:
        return Exit.LIMIT
    if isinstance(error, OSError):
        return Exit.USAGE
    return next((code for kind, code in _CODES if isinstance(error, kind)), Exit.UNEXPECTED)


def sentence(error: BaseException) -> str:
    """The message for an error: what happened and what to do."""
    if isinstance(error, KeyboardInterrupt):
        return _in_commands("Interrupted.", *getattr(error, "__notes__", ()))
    if isinstance(error, errors.MapflowError | Stop):
        return _in_commands("Error:", str(error), *getattr(error, "__notes__", ()))
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return f"Error: {where}{error.strerror or error}."
    if isinstance(error, ImportError):
        return f"Error: {error}"
    return (
        f"Error: unexpected error ({type(error).__name__}: {error}). This is a bug in"
        " mapflow-client; rerun with MAPFLOW_DEBUG=1 for a traceback."
    )


def _in_commands(*texts: str) -> str:
    return " ".join(map(command_form, texts))
