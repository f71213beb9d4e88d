"""Processings: what they cost, running them, and everything after."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

from mapflow_openapi import views

from mapflow._async.processings import calls
from mapflow._async.processings.estimates import AsyncEstimates
from mapflow._async.processings.history import AsyncHistory
from mapflow._async.processings.processing import AsyncProcessing
from mapflow._async.processings.recovery import AsyncRecovery
from mapflow._async.processings.result import AsyncResult
from mapflow._async.processings.reviews import AsyncReviews
from mapflow._async.processings.runs import AsyncRuns
from mapflow._async.processings.sending import AsyncRunSender
from mapflow._async.processings.waits import AsyncWaits
from mapflow._async.project_lookup import project_id
from mapflow._async.session import AsyncResource
from mapflow._display.listing import Listing
from mapflow._requests.references import identifier
from mapflow._views.processing import Area, ProcessingRecord

if TYPE_CHECKING:
    from uuid import UUID

    from mapflow._async.session import AsyncSession
    from mapflow._views.project import ProjectRecord


class AsyncProcessings(
    AsyncEstimates, AsyncRuns, AsyncRecovery, AsyncWaits, AsyncHistory, AsyncReviews, AsyncResource
):
    """Runs of a model over an area."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._sender = AsyncRunSender(session)

    async def get(self, processing: ProcessingRecord | UUID | str) -> AsyncProcessing:
        """Get a processing.

        Args:
            processing: Its id, or a handle of it.

        Returns:
            The processing as it is now.

        Raises:
            InvalidInput: This is not an id.
            NotFound: The processing does not exist, or belongs to another account.

        Example:
            ```python
            job = await mf.processings.get(job.id)
            print(job.status, job.percent)
            ```

        Operation: getProcessing (GET /processings/{processingId}), getProcessingV2
            (GET /processings/{processingId}/v2)
        """
        return await AsyncProcessing._of(self._session, processing).refresh()

    async def list(
        self, project: ProjectRecord | UUID | str | None = None
    ) -> builtins.list[AsyncProcessing]:
        """List processings.

        Args:
            project: The project, by handle, id or name. With None the service decides: version 1
                of the API lists those of the default project (newer text of its documentation says
                all), version 2 all of the account's.

        Returns:
            The processings, in the order of the service.

        Raises:
            NotFound: The project does not exist, or belongs to another account.

        Example:
            ```python
            for processing in await mf.processings.list():
                print(processing.id, processing.name, processing.status)
            ```

        Operation: listProcessings (GET /processings), listProcessingsV2 (GET /processings/v2),
            listProjectProcessings (GET /projects/{projectId}/processings),
            listProjectProcessingsV2 (GET /projects/{projectId}/processings/v2)
        """
        session = self._session
        if project is not None:
            found = await calls.list_in(
                session,
                await project_id(session, project),
                v2=session.v2,
                members=views.Processing.TEXTS,
            )
        else:
            found = await calls.list_all(session, members=views.Processing.TEXTS)
        return Listing((AsyncProcessing(session, raw) for raw in found), kind=AsyncProcessing)

    async def areas(self, processing: ProcessingRecord | UUID | str) -> builtins.list[Area]:
        """List the areas of interest of a processing, each with its status.

        Args:
            processing: Its id, or a handle of it.

        Returns:
            The areas.

        Raises:
            NotFound: The processing does not exist, or belongs to another account.

        Example:
            ```python
            for part in await mf.processings.areas(job):
                print(part.status, part.area_m2)
            ```

        Operation: listAreas (GET /processings/{processingId}/aois)
        """
        return await calls.list_areas(self._session, identifier(processing, "processing"))

    def result(
        self,
        processing: ProcessingRecord | UUID | str,
        *,
        area: Area | UUID | str | None = None,
    ) -> AsyncResult:
        """Get at the result of a processing. Nothing is fetched until it is saved or read.

        Args:
            processing: Its id, or a handle of it.
            area: One area of interest, by handle or id; None for all of them.

        Returns:
            The result, to be saved or read.

        Raises:
            InvalidInput: The processing or the area is not one.

        Example:
            ```python
            collection = await mf.processings.result(job).read()
            ```

        Operation: getResult (GET /processings/{processingId}/result)
        """
        return AsyncResult(self._session, processing, area)

    async def rename(
        self,
        processing: ProcessingRecord | UUID | str,
        name: str | None = None,
        *,
        description: str | None = None,
    ) -> AsyncProcessing:
        """Change a processing's name, its description, or both.

        Args:
            processing: Its id, or a handle of it.
            name: New name; None keeps the old one.
            description: New description; None keeps the old one.

        Returns:
            The processing as it is now.

        Raises:
            InvalidInput: Neither was given.
            NotFound: The processing does not exist, or belongs to another account.

        Example:
            ```python
            job = await mf.processings.rename(job, "Harbour roofs")
            ```

        Operation: renameProcessing (PUT /processing/{processingId}), and updateProcessing
            (PUT /processings/{processingId}) if the service no longer knows the former;
            updateProcessingV2 (PUT /processings/{processingId}/v2)
        """
        handle = AsyncProcessing._of(self._session, processing)
        return await handle.rename(name, description=description)

    async def move(
        self, processing: ProcessingRecord | UUID | str, project: ProjectRecord | UUID | str
    ) -> AsyncProcessing:
        """Put a processing into another project.

        Args:
            processing: Its id, or a handle of it.
            project: The project, by handle, id or name.

        Returns:
            The processing as it is now.

        Raises:
            NotFound: The project or the processing does not exist, or belongs to another account.

        Example:
            ```python
            job = await mf.processings.move(job, await mf.projects.create("Archive"))
            ```

        Operation: updateProcessing (PUT /processings/{processingId})
        """
        return await AsyncProcessing._of(self._session, processing).move(project)

    async def delete(self, processing: ProcessingRecord | UUID | str) -> None:
        """Delete a processing with its areas and its result, for good.

        Args:
            processing: Its id, or a handle of it.

        Raises:
            InvalidInput: This is not an id.
            NotFound: It was deleted already, or belongs to another account.

        Example:
            ```python
            job = (await mf.processings.list())[0]
            await mf.processings.delete(job)
            ```

        Operation: deleteProcessing (DELETE /processings/{processingId})
        """
        await AsyncProcessing._of(self._session, processing).delete()
