# Written by scripts/unasync.py from mapflow/_async/processings/resource.py; edit that file instead.
"""Processings: what they cost, running them, and everything after."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

from mapflow._display.listing import Listing
from mapflow._requests.references import identifier
from mapflow._sync.processings import calls
from mapflow._sync.processings.estimates import Estimates
from mapflow._sync.processings.history import History
from mapflow._sync.processings.processing import Processing
from mapflow._sync.processings.recovery import Recovery
from mapflow._sync.processings.result import Result
from mapflow._sync.processings.reviews import Reviews
from mapflow._sync.processings.runs import Runs
from mapflow._sync.processings.sending import RunSender
from mapflow._sync.processings.waits import Waits
from mapflow._sync.project_lookup import project_id
from mapflow._sync.session import Resource
from mapflow._views.processing import Area, ProcessingRecord
from mapflow_openapi import views

if TYPE_CHECKING:
    from uuid import UUID

    from mapflow._sync.session import Session
    from mapflow._views.project import ProjectRecord


class Processings(Estimates, Runs, Recovery, Waits, History, Reviews, Resource):
    """Runs of a model over an area."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._sender = RunSender(session)

    def get(self, processing: ProcessingRecord | UUID | str) -> Processing:
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
            job = mf.processings.get(job.id)
            print(job.status, job.percent)
            ```

        Operation: getProcessing (GET /processings/{processingId}), getProcessingV2
            (GET /processings/{processingId}/v2)
        """
        return Processing._of(self._session, processing).refresh()

    def list(self, project: ProjectRecord | UUID | str | None = None) -> builtins.list[Processing]:
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
            for processing in mf.processings.list():
                print(processing.id, processing.name, processing.status)
            ```

        Operation: listProcessings (GET /processings), listProcessingsV2 (GET /processings/v2),
            listProjectProcessings (GET /projects/{projectId}/processings),
            listProjectProcessingsV2 (GET /projects/{projectId}/processings/v2)
        """
        session = self._session
        if project is not None:
            found = calls.list_in(
                session,
                project_id(session, project),
                v2=session.v2,
                members=views.Processing.TEXTS,
            )
        else:
            found = calls.list_all(session, members=views.Processing.TEXTS)
        return Listing((Processing(session, raw) for raw in found), kind=Processing)

    def areas(self, processing: ProcessingRecord | UUID | str) -> builtins.list[Area]:
        """List the areas of interest of a processing, each with its status.

        Args:
            processing: Its id, or a handle of it.

        Returns:
            The areas.

        Raises:
            NotFound: The processing does not exist, or belongs to another account.

        Example:
            ```python
            for part in mf.processings.areas(job):
                print(part.status, part.area_m2)
            ```

        Operation: listAreas (GET /processings/{processingId}/aois)
        """
        return calls.list_areas(self._session, identifier(processing, "processing"))

    def result(
        self,
        processing: ProcessingRecord | UUID | str,
        *,
        area: Area | UUID | str | None = None,
    ) -> Result:
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
            collection = mf.processings.result(job).read()
            ```

        Operation: getResult (GET /processings/{processingId}/result)
        """
        return Result(self._session, processing, area)

    def rename(
        self,
        processing: ProcessingRecord | UUID | str,
        name: str | None = None,
        *,
        description: str | None = None,
    ) -> Processing:
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
            job = mf.processings.rename(job, "Harbour roofs")
            ```

        Operation: renameProcessing (PUT /processing/{processingId}), and updateProcessing
            (PUT /processings/{processingId}) if the service no longer knows the former;
            updateProcessingV2 (PUT /processings/{processingId}/v2)
        """
        handle = Processing._of(self._session, processing)
        return handle.rename(name, description=description)

    def move(
        self, processing: ProcessingRecord | UUID | str, project: ProjectRecord | UUID | str
    ) -> Processing:
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
            job = mf.processings.move(job, mf.projects.create("Archive"))
            ```

        Operation: updateProcessing (PUT /processings/{processingId})
        """
        return Processing._of(self._session, processing).move(project)

    def delete(self, processing: ProcessingRecord | UUID | str) -> None:
        """Delete a processing with its areas and its result, for good.

        Args:
            processing: Its id, or a handle of it.

        Raises:
            InvalidInput: This is not an id.
            NotFound: It was deleted already, or belongs to another account.

        Example:
            ```python
            job = mf.processings.list()[0]
            mf.processings.delete(job)
            ```

        Operation: deleteProcessing (DELETE /processings/{processingId})
        """
        Processing._of(self._session, processing).delete()
