# Written by scripts/unasync.py from mapflow/_async/waiting.py; edit that file instead.
"""Waits for processings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapflow import _arguments
from mapflow._http import timing
from mapflow._requests.references import identifier
from mapflow._rules.failures import failure_of
from mapflow._rules.polling import Pace, say_that_it_goes_on
from mapflow._rules.response_match import about
from mapflow._sync.processing import Processing
from mapflow.errors import MapflowError, WaitTimedOut
from mapflow_openapi import views

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from mapflow._sync.client import Mapflow
    from mapflow._views.processing import Area, ProcessingRecord


def rest(pace: Pace) -> None:
    """Sleep until the next poll is due."""
    pause_s, began = pace.pause_s(timing.monotonic()), timing.now()
    timing.sleep(pause_s)
    pace.slept(pause_s, timing.now() - began)


class Waiting:
    """Polls a processing until it has ended, and reports its end."""

    def __init__(self, client: Mapflow) -> None:
        self._client = client

    def wait(
        self,
        processing: ProcessingRecord | UUID | str,
        *,
        timeout_s: float | None,
        on_progress: Callable[[Processing], object] | None,
        interval_s: float | None,
        check: bool,
    ) -> Processing:
        """Poll until the end, the deadline, or one error too many."""
        renews = self._client._transport.settings.renews_token
        _arguments.function(on_progress, "on_progress")
        pace = Pace(timing.monotonic(), timeout_s, interval_s, renews_token=renews)
        handle = processing if isinstance(processing, Processing) else None
        key = identifier(processing, "processing")
        try:
            while handle is None or not handle.status.is_terminal:
                handle = self._look(key, handle, pace, on_progress)
                if handle is not None and handle.status.is_terminal:
                    break
                if pace.is_over(timing.monotonic()):
                    raise self._too_late(key, handle, pace) from pace.last_error
                rest(pace)
        except BaseException as stop:
            say_that_it_goes_on(stop, str(key))
            raise
        if check and not handle.status.is_success:
            raise failure_of(handle, self._areas_if_any(handle))
        return handle

    def _look(
        self,
        key: UUID,
        handle: Processing | None,
        pace: Pace,
        on_progress: Callable[[Processing], object] | None,
    ) -> Processing | None:
        """Read the processing once; a temporary error leaves the handle as it was."""
        from mapflow_openapi.api.processings import get_processing, get_processing_v2

        transport = self._client._transport
        operation = get_processing_v2 if self._client._v2 else get_processing
        try:
            # One attempt for each poll: the wait itself is what retries.
            fresh = Processing(
                self._client,
                transport.json(
                    operation._get_kwargs(key),
                    repeatable=False,
                    read_timeout_s=pace.patience_s(timing.monotonic(), transport.timeout_s),
                    check=about("processing", key, views.Processing),
                ),
            )
        except MapflowError as error:
            pace.failed(error)
            return handle
        pace.good()
        handle = fresh if handle is None else handle._take(fresh)
        if on_progress is not None:
            on_progress(handle)
        return handle

    def _too_late(self, key: UUID, handle: Processing | None, pace: Pace) -> WaitTimedOut:
        known = handle or Processing(self._client, {"id": str(key)})
        waited_s = pace.waited_s(timing.monotonic())
        percent = "" if known.percent is None else f" at {known.percent} %"
        return WaitTimedOut(
            f"Processing {key} has not ended after {waited_s:.0f} s:"
            f" it is {known.status or 'out of reach'}{percent}.{pace.last_error_told()}",
            processing=known,
            waited_s=waited_s,
            hint=f"The processing continues and is charged; wait again with `mapflow wait {key}`.",
        )

    def _areas_if_any(self, processing: ProcessingRecord) -> list[Area]:
        """The areas, to say which one failed; without them the failure is reported anyway."""
        try:
            return self._client.processings.areas(processing)
        except MapflowError:
            return []
