"""One processing, as something that can be waited for, restarted, renamed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Self, overload

from mapflow_openapi import models
from mapflow_openapi.api import processings as api

from mapflow._arguments import switch, text, text_or_unset
from mapflow._async.processings import calls
from mapflow._async.processings.restarts import AsyncRestart
from mapflow._async.processings.result import AsyncResult
from mapflow._async.processings.wait_for_one import wait_for
from mapflow._async.project_lookup import project_id
from mapflow._async.session import AsyncHandle
from mapflow._rules.polling import DEFAULT_TIMEOUT_S
from mapflow._views.processing import ProcessingRecord
from mapflow.errors import ApiError, InvalidInput

if TYPE_CHECKING:
    from uuid import UUID

    from mapflow._rules.callbacks import OnPoll
    from mapflow._views.dry_run import DryRun
    from mapflow._views.processing import Area
    from mapflow._views.project import ProjectRecord
    from mapflow.maps import Map

#: Statuses of a service that has no such operation any more.
_GONE_PATH = frozenset({404, 405})
_BEST = 5


class AsyncProcessing(AsyncHandle, ProcessingRecord):
    """A run of a model over an area."""

    __slots__ = ("_session",)

    def _advice(self) -> list[str]:
        from inspect import iscoroutinefunction

        from mapflow._rules.next_steps import next_steps

        return next_steps(self, awaited=iscoroutinefunction(self.wait))

    async def refresh(self) -> Self:
        """Read the processing again, into this handle.

        Returns:
            This handle.

        Raises:
            NotFound: It was deleted meanwhile.

        Example:
            ```python
            print((await job.refresh()).status)
            ```

        Operation: getProcessing (GET /processings/{processingId})
        """
        return self._take(await calls.get(self._owner, self._key))

    async def wait(
        self,
        *,
        timeout_s: float | None = DEFAULT_TIMEOUT_S,
        on_progress: OnPoll[AsyncProcessing] | None = None,
        interval_s: float | None = None,
        check: bool = True,
    ) -> Self:
        """Wait until the processing ends.

        Polls after 5 seconds, then at growing intervals up to 30 seconds. Short failures of
        the network or the service do not end the wait. Stopping the wait (Ctrl-C) does not stop the
        processing, which continues and is charged.

        Args:
            timeout_s: How long to wait, in seconds; None for no limit. Default: 6 hours.
            on_progress: Called with this handle after each poll.
            interval_s: A fixed pause between polls, in seconds; None for the growing one.
            check: Whether an end without a result raises. With False, check ``status``.

        Returns:
            This handle, with its final state.

        Raises:
            ProcessingFailed: It ended without a result; the text says why and what to do.
            WaitTimedOut: The time was up; the processing continues, and can be waited for again.
            TransportError: The service stayed out of reach for eleven polls in a row.

        Example:
            ```python
            await job.wait(timeout_s=3600, on_progress=lambda p: print(p.percent))
            ```

        Operation: getProcessing (GET /processings/{processingId})
        """
        return await wait_for(
            self._owner,
            self,
            timeout_s=timeout_s,
            on_progress=on_progress,
            interval_s=interval_s,
            check=check,
        )

    async def areas(self) -> list[Area]:
        """List the areas of interest, each with its status.

        Returns:
            The areas.

        Raises:
            NotFound: The processing was deleted meanwhile.

        Example:
            ```python
            for part in await job.areas():
                print(part.status, part.area_m2)
            ```

        Operation: listAreas (GET /processings/{processingId}/aois)
        """
        return await calls.list_areas(self._owner, self._key)

    def result(self, *, area: Area | UUID | str | None = None) -> AsyncResult:
        """Get at the result. Nothing is fetched until it is saved or read.

        Args:
            area: One area of interest, by handle or id; None for all of them.

        Returns:
            The result, to be saved or read.

        Raises:
            InvalidInput: The area is not one.

        Example:
            ```python
            await job.result().save(folder / "buildings.geojson")
            ```

        Operation: getResult (GET /processings/{processingId}/result)
        """
        return AsyncResult(self._owner, self, area)

    async def map(self, *, title: str | None = None, imagery: bool = True) -> Map:
        """Draw the result as a map, as ``result().map()`` does.

        Args:
            title: The heading. Default: the name of the model.
            imagery: Whether to fetch the imagery, as up to 48 tiles. Default: True.

        Returns:
            The map: a notebook shows it, ``save`` writes a page or a picture.

        Raises:
            InvalidInput: The processing has not ended yet; wait for it first.
            ProcessingFailed: It ended without a result; the text says why.
            IncompleteDownload: It arrived cut short or damaged, each time; call this again.
            InvalidResponse: The service returned something other than a result; the text
                says what. Try again later.

        Example:
            ```python
            found = await job.map(imagery=False)
            found.save(folder / "roofs.html")
            ```

        Operation: getResult (GET /processings/{processingId}/result), listAreas
            (GET /processings/{processingId}/aois)
        """
        return await self.result().map(title=title, imagery=imagery)

    async def rename(self, name: str | None = None, *, description: str | None = None) -> Self:
        """Change the name, the description, or both, here and at the service.

        Args:
            name: New name; None keeps the old one.
            description: New description; None keeps the old one.

        Returns:
            This handle.

        Raises:
            InvalidInput: Neither was given.
            NotFound: The processing was deleted meanwhile.

        Example:
            ```python
            await job.rename("Harbour roofs", description="second try")
            ```

        Operation: renameProcessing (PUT /processing/{processingId}), updateProcessingV2
            (PUT /processings/{processingId}/v2)
        """
        if name is None and description is None:
            raise InvalidInput("Nothing to change: give a name, a description, or both.")
        body = models.ProcessingUpdate(
            name=text_or_unset(name, "name"),
            description=text_or_unset(description, "description"),
        )
        send = self._owner.transport.nothing
        if self._owner.v2:
            # It takes both texts at once.
            before = await calls.get(self._owner, self._key)
            both = models.ProcessingUpdateV2(
                name=before.name if name is None else name,
                description=before.description if description is None else description,
            )
            await send(api.update_processing_v2._get_kwargs(self._key, body=both))
            return await self.refresh()
        try:
            await send(api.rename_processing._get_kwargs(self._key, body=body))
        except ApiError as error:
            if error.status not in _GONE_PATH:
                raise
            await send(api.update_processing._get_kwargs(self._key, body=body))
        return await self.refresh()

    async def move(self, project: ProjectRecord | UUID | str) -> Self:
        """Put the processing into another project.

        Args:
            project: The project, by handle, id or name.

        Returns:
            This handle.

        Raises:
            NotFound: The project or the processing does not exist.

        Example:
            ```python
            await job.move(await mf.projects.create("Archive"))
            ```

        Operation: updateProcessing (PUT /processings/{processingId})
        """
        body = models.ProcessingUpdate(project_id=await project_id(self._owner, project))
        kwargs = api.update_processing._get_kwargs(self._key, body=body)
        await self._owner.transport.nothing(kwargs)
        return await self.refresh()

    @overload
    async def restart(
        self, *, max_cost: float | None = None, dry_run: Literal[False] = False
    ) -> Self: ...

    @overload
    async def restart(self, *, max_cost: float | None = None, dry_run: Literal[True]) -> DryRun: ...

    @overload
    async def restart(self, *, max_cost: float | None = None, dry_run: bool) -> Self | DryRun: ...

    async def restart(
        self, *, max_cost: float | None = None, dry_run: bool = False
    ) -> Self | DryRun:
        """Run the failed parts again; finished ones are left alone. This may cost credits.

        Args:
            max_cost: Maximum cost in credits; see ``processings.restart``. Default: no
                limit but the client's budget.
            dry_run: Whether to check everything and show the request, but not send it. Default:
                False.

        Returns:
            This handle. In a dry run what would be sent.

        Raises:
            InvalidInput: It did not fail, so there is nothing to restart.
            CostLimitExceeded: The processing cost more than ``max_cost``.
            OutcomeUnknown: The response was lost; check the processing's status later.

        Example:
            ```python
            if job.status == "FAILED":
                await job.restart()
                await job.wait()
            ```

        Operation: restartProcessing (POST /processings/{processingId}/restart),
            restartProcessingV2 (POST /processings/{processingId}/restart/v2)
        """
        restart = AsyncRestart(self._owner, self._key, max_cost)
        return (
            await restart.show()
            if switch(dry_run, "dry_run")
            else self._take(await restart.carry_out())
        )

    async def rate(self, rating: int, *, feedback: str = "") -> Self:
        """Rate the result.

        Args:
            rating: 1 (bad) to 5 (good).
            feedback: Free text.

        Returns:
            This handle.

        Raises:
            InvalidInput: The rating is not 1 to 5, or the processing has no result.
            PermissionDenied: The project is shared, and its role does not allow it.

        Example:
            ```python
            await job.rate(5, feedback="Found every barn.")
            ```

        Operation: rateProcessing (PUT /processings/{processingId}/rate)
        """
        if isinstance(rating, bool) or rating not in range(1, _BEST + 1):
            raise InvalidInput(f"A rating is 1 to 5, not {rating!r}.")
        before = await calls.get(self._owner, self._key)
        if not before.status.is_success:
            raise InvalidInput(
                f"Processing {self.id} has no result to rate: it is {before.status or 'unknown'}."
            )
        body = models.RatingRequest(rating=rating, feedback=text(feedback, "feedback"))
        await self._owner.transport.nothing(api.rate_processing._get_kwargs(self._key, body=body))
        return await self.refresh()

    async def delete(self) -> None:
        """Delete the processing with its areas and its result, for good.

        Raises:
            NotFound: It was deleted already, or belongs to another account.

        Example:
            ```python
            job = (await mf.processings.list())[0]
            await job.delete()
            ```

        Operation: deleteProcessing (DELETE /processings/{processingId})
        """
        await self._owner.transport.nothing(api.delete_processing._get_kwargs(self._key))
