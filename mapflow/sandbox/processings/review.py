"""Rating and review of results, both after a processing has ended well.

A processing of a project whose owner has the review workflow is in review as soon as it is OK, for
a week. A rejected one is reworked for a day of the virtual clock and then in review again; what
happens at the end of the week is not documented, and here nothing does.
"""

import json
from typing import Any, Final

from mapflow.sandbox.areas.timeline import OK, State
from mapflow.sandbox.clock import timestamp
from mapflow.sandbox.context import ApiCall, ApiHandlers
from mapflow.sandbox.openapi.problems import bad_request
from mapflow.sandbox.processings import rows
from mapflow.sandbox.processings.rows import Processing
from mapflow.sandbox.projects import roles
from mapflow.sandbox.projects import rows as projects

IN_REVIEW: Final = "IN_REVIEW"
ACCEPTED: Final = "ACCEPTED"
NOT_ACCEPTED: Final = "NOT_ACCEPTED"

_DAY_S: Final = 86_400.0
_REVIEW_S: Final = 7 * _DAY_S
_REWORK_S: Final = _DAY_S


def review_view(processing: Processing, state: State, now: float) -> dict[str, Any] | None:
    """Return how the review stands, or None."""
    row = processing.row
    if state.status != OK or not row["is_reviewed"]:
        return None
    since = state.since
    if row["verdict"] == NOT_ACCEPTED:
        since = row["verdict_at"] + _REWORK_S
    if row["verdict"] == ACCEPTED or now < since:
        return {"reviewStatus": row["verdict"], "inReviewUntil": None}
    return {"reviewStatus": IN_REVIEW, "inReviewUntil": timestamp(since + _REVIEW_S)}


def rating_view(processing: Processing) -> dict[str, Any] | None:
    """Return the rating, or None."""
    row = processing.row
    if row["rating"] is None:
        return None
    return {"rating": row["rating"], "feedback": row["feedback"]}


def rate_processing(call: ApiCall) -> None:
    """Rate a result; a later rating takes the place of an earlier one."""
    sandbox = call.caller.sandbox
    processing = _found(call, "rate processings")
    status = processing.state(sandbox.clock.now()).status
    if status != OK:
        raise bad_request(f"Only finished processings can be rated: status is {status}, not {OK}")
    sandbox.database.run(
        "UPDATE processings SET rating = ?, feedback = ? WHERE id = ?",
        call.body["rating"],
        call.body.get("feedback", ""),
        processing.row["id"],
    )


def accept_processing(call: ApiCall) -> None:
    """Accept a result that is in review."""
    _decide(call, ACCEPTED, None, None)


def reject_processing(call: ApiCall) -> None:
    """Reject a result that is in review, saying why and, perhaps, where."""
    features: dict[str, Any] = call.body.get("features") or {}
    if features and features.get("type") != "FeatureCollection":
        raise bad_request("features must be a GeoJSON FeatureCollection")
    _decide(call, NOT_ACCEPTED, call.body["comment"], json.dumps(features))


def _decide(call: ApiCall, verdict: str, comment: str | None, features: str | None) -> None:
    sandbox = call.caller.sandbox
    processing = _found(call, "review processings")
    now = sandbox.clock.now()
    review = review_view(processing, processing.state(now), now)
    if review is None or review["reviewStatus"] != IN_REVIEW:
        shown = review["reviewStatus"] if review else "none"
        raise bad_request(f"This processing is not in review: its review status is {shown}")
    sandbox.database.run(
        "UPDATE processings SET verdict = ?, verdict_at = ?, verdict_comment = ?,"
        " verdict_features = ?, updated = ? WHERE id = ?",
        verdict,
        now,
        comment,
        features,
        now,
        processing.row["id"],
    )


def _found(call: ApiCall, what: str) -> Processing:
    database, account = call.caller.sandbox.database, call.caller.account
    processing = rows.find(database, account, call.path["processingId"])
    project = projects.find(database, account, processing.row["project_id"])
    roles.check(database, account, project, roles.MAINTAINER, what)
    return processing


HANDLERS: ApiHandlers = {
    "rateProcessing": rate_processing,
    "acceptProcessing": accept_processing,
    "rejectProcessing": reject_processing,
}
