# Written by scripts/unasync.py from mapflow/_async/processings/waits.py; edit that file instead.
"""Waiting for one processing, or for many."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from mapflow import _arguments
from mapflow._requests.references import identifier
from mapflow._rules.polling import DEFAULT_TIMEOUT_S
from mapflow._sync.processings.processing import Processing
from mapflow._sync.processings.wait_for_many import WaitForMany
from mapflow._sync.processings.wait_for_one import wait_for

if TYPE_CHECKING:
    from uuid import UUID

    from mapflow._rules.callbacks import OnPoll
    from mapflow._sync.session import Session
    from mapflow._views.processing import ProcessingRecord
    from mapflow._views.project import ProjectRecord


class Waits:
    """Waits for processings to end."""

    _session: Session

    def wait(
        self,
        processing: ProcessingRecord | UUID | str,
        *,
        timeout_s: float | None = DEFAULT_TIMEOUT_S,
        on_progress: OnPoll[Processing] | None = None,
        interval_s: float | None = None,
        check: bool = True,
    ) -> Processing:
        """Wait until a processing ends.

        Args:
            processing: Its id, or a handle of it, which is kept up to date.
            timeout_s: How long to wait, in seconds; None for no limit. Default: 6 hours.
            on_progress: Called with the handle after each poll.
            interval_s: A fixed pause between polls, in seconds; None for a growing one, from
                5 to 30.
            check: Whether an end without a result raises. With False, check ``status``.

        Returns:
            The processing in its final state.

        Raises:
            ProcessingFailed: It ended without a result; the text says why and what to do.
            WaitTimedOut: The time was up; the processing continues, and can be waited for again.
            TransportError: The service stayed out of reach for eleven polls in a row.

        Example:
            ```python
            job = mf.processings.wait(job.id, timeout_s=3600)
            ```

        Operation: getProcessing (GET /processings/{processingId}), getProcessingV2
            (GET /processings/{processingId}/v2)
        """
        # By an id alone nothing is known of it yet.
        handle = (
            processing
            if isinstance(processing, Processing)
            else Processing(self._session, {"id": str(identifier(processing, "processing"))})
        )
        return wait_for(
            self._session,
            handle,
            timeout_s=timeout_s,
            on_progress=on_progress,
            interval_s=interval_s,
            check=check,
        )

    def wait_all(
        self,
        processings: Iterable[ProcessingRecord | UUID | str],
        *,
        project: ProjectRecord | UUID | str | None = None,
        timeout_s: float | None = DEFAULT_TIMEOUT_S,
        on_progress: OnPoll[Processing] | None = None,
        interval_s: float | None = None,
    ) -> builtins.list[Processing]:
        """Wait until all of several processings have ended.

        All processings of one project are polled with one request, so waiting for a thousand
        of them takes no more requests than waiting for one.

        Args:
            processings: Their ids, or handles of them, which are kept up to date.
            project: Where those given by id are, by handle, id or name; None for the default
                one. Handles know it themselves.
            timeout_s: How long to wait for all, in seconds; None for no limit. Default: 6 hours.
            on_progress: Called with each handle that has changed, after each poll.
            interval_s: A fixed pause between polls, in seconds; None for a growing one, from
                5 to 30.

        Returns:
            Their handles, in the order given. That some have failed does not raise: check
            ``status``, or ``wait()`` for one of them to have its failure explained.

        Raises:
            NotFound: One of them was deleted meanwhile; ``processing_id`` says which.
            WaitTimedOut: The time was up; the processings continue, and can be waited for again.
            TransportError: The service stayed out of reach for eleven polls in a row.

        Example:
            ```python
            for job in mf.processings.wait_all([job], timeout_s=3600):
                print(job.id, job.status)
            ```

        Operation: listProjectProcessings (GET /projects/{projectId}/processings),
            listProjectProcessingsV2 (GET /projects/{projectId}/processings/v2)
        """
        many = WaitForMany(self._session, _arguments.items(processings, "processings"), project)
        for _ in many.ended(timeout_s, on_progress, interval_s):
            pass
        return many.handles

    def as_completed(
        self,
        processings: Iterable[ProcessingRecord | UUID | str],
        *,
        project: ProjectRecord | UUID | str | None = None,
        timeout_s: float | None = DEFAULT_TIMEOUT_S,
        on_progress: OnPoll[Processing] | None = None,
        interval_s: float | None = None,
    ) -> Iterator[Processing]:
        """Wait for several processings, and take each as soon as it has ended.

        Args:
            processings: Their ids, or handles of them, which are kept up to date.
            project: Where those given by id are, by handle, id or name; None for the default
                one. Handles know it themselves.
            timeout_s: How long to wait for all, in seconds; None for no limit. Default: 6 hours.
            on_progress: Called with each handle that has changed, after each poll.
            interval_s: A fixed pause between polls, in seconds; None for a growing one, from
                5 to 30.

        Yields:
            Handles of processings that have ended, well or not: check ``status``.

        Raises:
            NotFound: One of them was deleted meanwhile; ``processing_id`` says which.
            WaitTimedOut: The time was up; the processings continue, and can be waited for again.
            TransportError: The service stayed out of reach for eleven polls in a row.

        Example:
            ```python
            for ended in mf.processings.as_completed([job]):
                if ended.status.is_success:
                    ended.result().save(folder / f"{ended.id}.geojson")
            ```

        Operation: listProjectProcessings (GET /projects/{projectId}/processings),
            listProjectProcessingsV2 (GET /projects/{projectId}/processings/v2)
        """
        many = WaitForMany(self._session, _arguments.items(processings, "processings"), project)
        for processing in many.ended(timeout_s, on_progress, interval_s):
            yield processing
