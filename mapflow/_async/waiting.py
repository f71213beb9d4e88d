"""Waits for processings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapflow_openapi import views

from mapflow import _arguments
from mapflow._async.processing import AsyncProcessing
from mapflow._http import timing
from mapflow._requests.references import identifier
from mapflow._rules.failures import failure_of
from mapflow._rules.polling import Pace, say_that_it_goes_on
from mapflow._rules.response_match import about
from mapflow.errors import MapflowError, WaitTimedOut

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from mapflow._async.client import AsyncMapflow
    from mapflow._views.processing import Area, ProcessingRecord


async def rest(pace: Pace) -> None:
    """Sleep until the next poll is due."""
    pause_s, began = pace.pause_s(timing.monotonic()), timing.now()
    await timing.asleep(pause_s)
    pace.slept(pause_s, timing.now() - began)


class AsyncWaiting:
    """Polls a processing until it has ended, and reports its end."""

    def __init__(self, client: AsyncMapflow) -> None:
        self._client = client

    async def wait(
        self,
        processing: ProcessingRecord | UUID | str,
        *,
        timeout_s: float | None,
        on_progress: Callable[[AsyncProcessing], object] | None,
        interval_s: float | None,
        check: bool,
    ) -> AsyncProcessing:
        """Poll until the end, the deadline, or one error too many."""
        renews = self._client._transport.settings.renews_token
        _arguments.function(on_progress, "on_progress")
        pace = Pace(timing.monotonic(), timeout_s, interval_s, renews_token=renews)
        handle = processing if isinstance(processing, AsyncProcessing) else None
        key = identifier(processing, "processing")
        try:
            while handle is None or not handle.status.is_terminal:
                handle = await self._look(key, handle, pace, on_progress)
                if handle is not None and handle.status.is_terminal:
                    break
                if pace.is_over(timing.monotonic()):
                    raise self._too_late(key, handle, pace) from pace.last_error
                await rest(pace)
        except BaseException as stop:
            say_that_it_goes_on(stop, str(key))
            raise
        if check and not handle.status.is_success:
            raise failure_of(handle, await self._areas_if_any(handle))
        return handle

    async def _look(
        self,
        key: UUID,
        handle: AsyncProcessing | None,
        pace: Pace,
        on_progress: Callable[[AsyncProcessing], object] | None,
    ) -> AsyncProcessing | None:
        """Read the processing once; a temporary error leaves the handle as it was."""
        from mapflow_openapi.api.processings import get_processing, get_processing_v2

        transport = self._client._transport
        operation = get_processing_v2 if self._client._v2 else get_processing
        try:
            # One attempt for each poll: the wait itself is what retries.
            fresh = AsyncProcessing(
                self._client,
                await transport.json(
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

    def _too_late(self, key: UUID, handle: AsyncProcessing | None, pace: Pace) -> WaitTimedOut:
        known = handle or AsyncProcessing(self._client, {"id": str(key)})
        waited_s = pace.waited_s(timing.monotonic())
        percent = "" if known.percent is None else f" at {known.percent} %"
        return WaitTimedOut(
            f"Processing {key} has not ended after {waited_s:.0f} s:"
            f" it is {known.status or 'out of reach'}{percent}.{pace.last_error_told()}",
            processing=known,
            waited_s=waited_s,
            hint=f"The processing continues and is charged; wait again with `mapflow wait {key}`.",
        )

    async def _areas_if_any(self, processing: ProcessingRecord) -> list[Area]:
        """The areas, to say which one failed; without them the failure is reported anyway."""
        try:
            return await self._client.processings.areas(processing)
        except MapflowError:
            return []
