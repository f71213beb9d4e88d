"""Tells lost responses from refusals."""

from __future__ import annotations

from functools import cache
from typing import Final

from mapflow._hints import Hint, joined
from mapflow.errors import (
    ApiError,
    ConnectionFailed,
    InvalidResponse,
    MapflowError,
    OutcomeUnknown,
    TimedOut,
)

#: Pauses before each search for what a request made whose response was lost, in seconds: it may
#: take a moment to appear.
LOOKS_S: Final = (0.0, 1.0, 3.0)
#: Client errors that tell of the moment, not of the request: a gateway sends them as well as the
#: service, and at any time.
_OF_THE_MOMENT: Final = frozenset({408, 425, 429})


def may_have_worked(error: MapflowError) -> bool:
    """Whether the service may have acted on a request though its response was not a success.

    Everything counts as that but two things: a request that never left, and a refusal in words
    that the service is documented to use. What stands between client and service (gateways,
    proxies, login pages) returns other statuses, also after the service has acted.
    """
    if isinstance(error, (ConnectionFailed, TimedOut)):
        return error.sent
    if isinstance(error, ApiError):
        return not (is_refusal(error) and _is_documented(error))
    return isinstance(error, InvalidResponse)


def is_refusal(error: MapflowError) -> bool:
    """Whether a response has the shape of the service's refusals: JSON with a code.

    With a code that is not documented it counts as one only after what it was about was looked
    for in vain: ``may_have_worked`` says so.
    """
    if not isinstance(error, ApiError):
        return False
    of_the_request = 400 <= error.status < 500 and error.status not in _OF_THE_MOMENT
    return of_the_request and bool(error.code)


def unknown_outcome(
    tag: str, project_id: str, lost: MapflowError, failure: MapflowError | None
) -> OutcomeUnknown:
    """What a run becomes that was not found.

    Args:
        tag: The tag that its request carried.
        project_id: The project it was to go to.
        lost: What was raised in place of its response.
        failure: What kept it from being searched for; None if it was, in vain.
    """
    what, may, how = "no processing with its tag was found", "It may still appear", "in a while"
    if failure is not None:
        what = f"its processing could not be searched for ({failure.message.rstrip('.')})"
        may, how = "It may have been started, and is charged then", "with an open client"
    return OutcomeUnknown(
        f"The response to a run was lost, and {what} ({type(lost).__name__}: {lost.message})",
        tag=tag,
        project_id=project_id,
        hint=joined(
            f"{may}: ",
            Hint(
                python=f"call client.processings.reconcile(error) {how}, or run",
                command="in a while, run",
                tool=f"call the tool reconcile with the tag {tag} {how}, or run",
            ),
            f" `mapflow reconcile {tag} --project {project_id}`, and start another only if"
            " that finds nothing.",
        ),
    )


def _is_documented(error: ApiError) -> bool:
    # The one refusal that is known by its text alone, whatever its code.
    return error.code in _codes() or "data provider" in error.body.casefold()


@cache
def _codes() -> frozenset[str]:
    from mapflow._error_codes import ENTRIES

    return frozenset(entry.code for entry in ENTRIES if entry.scope == "api")
