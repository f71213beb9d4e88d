"""What the user of a processing can do next, by how far it is."""

from __future__ import annotations

from mapflow._display.facts import Facts, facts_of
from mapflow._rules.failures import cures_of
from mapflow._views.processing import ProcessingRecord


def next_steps(job: ProcessingRecord, *, awaited: bool) -> list[str]:
    """Name the calls that come next, as sentences in which code stands between backticks.

    Args:
        job: The processing, as far as it is known.
        awaited: Whether calls are awaited.
    """
    wait = "await " if awaited else ""
    if not job.status:
        return [f"Its status is not known yet: `{wait}job.refresh()` reads it."]
    if job.status.is_success:
        return _of_result(job, wait)
    if job.status.is_cancelled:
        return ["It has no result. Start it again if you still need it."]
    if job.status.is_terminal:
        return _of_failure(job, wait)
    told = "" if job.status.is_known else f"This client does not know the status {job.status}. "
    if job.status == "AWAITING":
        told = "Mapflow is waiting for imagery from a supplier. "
    return [
        f"{told}Next: `{wait}job.wait()` returns when it has ended, `{wait}job.refresh()` reads"
        " its progress. It continues if you stop waiting."
    ]


def _of_result(job: ProcessingRecord, wait: str) -> list[str]:
    steps = [
        f"Next: `{wait}job.map()` draws the result,"
        f' `{wait}job.result().save("result.geojson")` saves it.'
    ]
    if job.review is not None and job.review.status == "IN_REVIEW":
        steps.append(
            f"The result is in review: `{wait}mf.processings.accept(job)` accepts it,"
            f" `{wait}mf.processings.reject(job, ...)` sends it back."
        )
    return steps


def _of_failure(job: ProcessingRecord, wait: str) -> list[str]:
    messages = job.messages
    steps = [f"{message.text} (`{message.code}`)" for message in messages] or [
        f"Mapflow gave no reason for the processing as a whole: `{wait}job.areas()` shows the"
        " reason for each area."
    ]
    steps += [f"Next: {cure}" for cure in cures_of(job, messages, f"{wait}job.restart()")]
    return steps


def facts_of_result(
    given: object,
    key: str,
    *,
    area: str | None,
    count: int | None,
    drawn: str,
    awaited: bool,
) -> Facts:
    """Describe a result by what is known without fetching it.

    Args:
        given: The processing, or only its ID.
        key: Its ID.
        area: The area of interest that it is the result of, or None for all.
        count: How many features it has, or None if it was not read yet.
        drawn: The HTML of its map; empty if it was not drawn yet.
        awaited: Whether calls are awaited.
    """
    wait = "await " if awaited else ""
    rows = [("Processing", key)]
    name = ""
    if isinstance(given, ProcessingRecord):
        whole = facts_of(given, leave_out=("id", "options", "cost", "created", "updated"))
        name, rows = whole.name, [*rows, *whole.rows]
    rows += [] if area is None else [("Area", area)]
    rows += [] if count is None else [("Features", f"{count:,}")]
    if drawn:
        return Facts("Result", name, rows, below=drawn)
    steps = (
        f"Nothing is downloaded to show this: `{wait}result.map()` draws it here,"
        f' `{wait}result.save("result.geojson")` saves it.'
    )
    return Facts("Result", name, rows, [steps])
