"""Tells lost answers from refusals."""

from __future__ import annotations

from typing import Final

from mapflow.errors import (
    ApiError,
    ConnectionFailed,
    MapflowError,
    ServerError,
    TimedOut,
    UndecodableAnswer,
)

_REQUEST_TIMEOUT: Final = 408


def may_have_worked(error: MapflowError) -> bool:
    """Whether the service may have acted on a request though its answer was not a success."""
    if isinstance(error, (ConnectionFailed, TimedOut)):
        return error.sent
    return isinstance(error, (UndecodableAnswer, ServerError)) or (
        isinstance(error, ApiError) and error.status == _REQUEST_TIMEOUT
    )
