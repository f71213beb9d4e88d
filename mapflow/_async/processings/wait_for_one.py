"""Waits for processings."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from mapflow_openapi import views

from mapflow import _arguments
from mapflow._async.polling import ask, rest
from mapflow._async.processings.calls import get_request, list_areas
from mapflow._http import timing
from mapflow._requests.references import identifier
from mapflow._rules.failures import failure_of
from mapflow._rules.polling import PollSchedule, say_that_it_continues
from mapflow._rules.response_match import about
from mapflow._views.processing import ProcessingRecord
from mapflow.errors import MapflowError, WaitTimedOut

if TYPE_CHECKING:
    from uuid import UUID

    from mapflow._async.session import AsyncSession
    from mapflow._rules.callbacks import OnPoll
    from mapflow._views.processing import Area


H = TypeVar("H", bound=ProcessingRecord)


async def wait_for(
    session: AsyncSession,
    handle: H,
    *,
    timeout_s: float | None,
    on_progress: OnPoll[H] | None,
    interval_s: float | None,
    check: bool,
) -> H:
    """Poll a processing until the end, the deadline, or one error too many."""
    _arguments.function(on_progress, "on_progress")
    pace = PollSchedule(
        timing.monotonic(), timeout_s, interval_s, renews_token=session.renews_token
    )
    key = identifier(handle, "processing")
    try:
        while not handle.status.is_terminal:
            await _poll(session, key, handle, pace, on_progress)
            if handle.status.is_terminal:
                break
            if pace.is_over(timing.monotonic()):
                raise _too_late(handle, pace) from pace.last_error
            await rest(pace)
    except BaseException as stop:
        say_that_it_continues(stop, str(key))
        raise
    if check and not handle.status.is_success:
        raise failure_of(handle, await _areas_if_any(session, key))
    return handle


async def _poll(
    session: AsyncSession,
    key: UUID,
    handle: H,
    pace: PollSchedule,
    on_progress: OnPoll[H] | None,
) -> None:
    """Read the processing once; a temporary error leaves the handle as it was."""
    try:
        check = about("processing", key, views.Processing)
        fresh = ProcessingRecord(await ask(session, get_request(session, key), pace, check))
    except MapflowError as error:
        pace.failed(error)
        return
    pace.good()
    handle._take(fresh)
    if on_progress is not None:
        on_progress(handle)


def _too_late(known: ProcessingRecord, pace: PollSchedule) -> WaitTimedOut:
    waited_s = pace.waited_s(timing.monotonic())
    percent = "" if known.percent is None else f" at {known.percent} %"
    return WaitTimedOut(
        f"Processing {known.id} has not ended after {waited_s:.0f} s:"
        f" it is {known.status or 'out of reach'}{percent}.{pace.last_error_told()}",
        processing=known,
        waited_s=waited_s,
        hint=f"The processing continues and is charged; wait again with `mapflow wait {known.id}`.",
    )


async def _areas_if_any(session: AsyncSession, key: UUID) -> list[Area]:
    """The areas, to say which one failed; without them the failure is reported anyway."""
    try:
        return await list_areas(session, key)
    except MapflowError:
        return []
