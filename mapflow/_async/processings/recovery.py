"""What to do after a failure: restart a processing, find out what a lost request did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, overload

from mapflow._async.processings.processing import AsyncProcessing

if TYPE_CHECKING:
    from uuid import UUID

    from mapflow._async.processings.sending import AsyncRunSender
    from mapflow._async.session import AsyncSession
    from mapflow._views.dry_run import DryRun
    from mapflow._views.processing import ProcessingRecord
    from mapflow._views.project import ProjectRecord
    from mapflow.errors import OutcomeUnknown


class AsyncRecovery:
    """Restarts, and runs whose responses were lost."""

    _session: AsyncSession
    _sender: AsyncRunSender

    async def reconcile(
        self,
        lost: OutcomeUnknown | str,
        *,
        project: ProjectRecord | UUID | str | None = None,
    ) -> AsyncProcessing | None:
        """Find out what happened to a paid request whose response was lost.

        Works from any process, however much later: the error pickles, and its tag is enough.

        Args:
            lost: The error that the request raised, or the tag of the run.
            project: Where it was to run, by handle, id or name; None takes the error's, and for a
                tag looks in all projects.

        Returns:
            The processing it made or restarted, or None when the service knows of none. If the
            request was carried out more than once, the oldest processing, with a
            ``SpendingWarning`` that lists all of them.

        Raises:
            InvalidInput: This is not a tag.
            TransportError: The service could not be reached; try again later.

        Example:
            ```python
            from mapflow.errors import OutcomeUnknown

            try:
                job = await mf.processings.run(model="buildings", area=area)
            except OutcomeUnknown as lost:
                job = await mf.processings.reconcile(lost)
            ```

        Operation: listProjectProcessings (GET /projects/{projectId}/processings),
            listProjectProcessingsV2 (GET /projects/{projectId}/processings/v2)
        """
        found = await self._sender.reconciling.reconcile(lost, project)
        if found is not None:
            self._sender.settle_found(found)
        return found

    @overload
    async def restart(
        self,
        processing: ProcessingRecord | UUID | str,
        *,
        max_cost: float | None = None,
        dry_run: Literal[False] = False,
    ) -> AsyncProcessing: ...

    @overload
    async def restart(
        self,
        processing: ProcessingRecord | UUID | str,
        *,
        max_cost: float | None = None,
        dry_run: Literal[True],
    ) -> DryRun: ...

    @overload
    async def restart(
        self,
        processing: ProcessingRecord | UUID | str,
        *,
        max_cost: float | None = None,
        dry_run: bool,
    ) -> AsyncProcessing | DryRun: ...

    async def restart(
        self,
        processing: ProcessingRecord | UUID | str,
        *,
        max_cost: float | None = None,
        dry_run: bool = False,
    ) -> AsyncProcessing | DryRun:
        """Run the failed parts of a processing again; finished ones are left alone.

        Sent once. Whether the service charges for it again is not documented; with ``max_cost``,
        or a client with a budget, it is counted with what the whole processing cost.

        Args:
            processing: Its id, or a handle of it.
            max_cost: Maximum cost in credits.
            dry_run: Whether to check everything and show the request, but not send it.

        Returns:
            The processing as it is now. In a dry run what would be sent.

        Raises:
            InvalidInput: It did not fail, so there is nothing to restart; or its price is bounded
                and unknown.
            CostLimitExceeded: The processing cost more than ``max_cost``, or than remains of the
                client's budget.
            OutcomeUnknown: The response was lost; check the processing's status later.
            NotFound: The processing does not exist, or belongs to another account.

        Example:
            ```python
            if job.status == "FAILED":
                job = await mf.processings.restart(job)
            ```

        Operation: restartProcessing (POST /processings/{processingId}/restart),
            restartProcessingV2 (POST /processings/{processingId}/restart/v2)
        """
        handle = AsyncProcessing._of(self._session, processing)
        return await handle.restart(max_cost=max_cost, dry_run=dry_run)
