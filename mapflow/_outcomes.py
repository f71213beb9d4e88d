"""Tells lost answers from refusals."""

from __future__ import annotations

from typing import Final

from mapflow.errors import (
    ApiError,
    ConnectionFailed,
    MapflowError,
    TimedOut,
    UndecodableAnswer,
)

#: Client errors that tell of the moment, not of the request: a gateway sends them as well as the
#: service, and at any time.
_OF_THE_MOMENT: Final = frozenset({408, 425, 429})


def may_have_worked(error: MapflowError) -> bool:
    """Whether the service may have acted on a request though its answer was not a success.

    Everything counts as that but two things: a request that never left, and a refusal in the
    service's own words. What stands between client and service (gateways, proxies, login pages)
    answers with statuses of its own, also after the service has acted.
    """
    if isinstance(error, (ConnectionFailed, TimedOut)):
        return error.sent
    if isinstance(error, ApiError):
        return not _is_refusal(error)
    return isinstance(error, UndecodableAnswer)


def _is_refusal(error: ApiError) -> bool:
    """Whether this is the documented body of an error: JSON with a code."""
    of_the_request = 400 <= error.status < 500 and error.status not in _OF_THE_MOMENT
    return of_the_request and bool(error.code)
