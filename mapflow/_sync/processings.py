# Written by scripts/unasync.py from mapflow/_async/processings.py; edit that file instead.
"""Processings: what they cost, running them, and everything after."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

from mapflow._requests.references import identifier
from mapflow._rules.response_match import about, of_project
from mapflow._sync.history import History
from mapflow._sync.processing import Processing
from mapflow._sync.result import Result
from mapflow._sync.reviews import Reviews
from mapflow._sync.spending import Spending
from mapflow._sync.waits import Waits
from mapflow._views.base import as_list, unwrapped
from mapflow._views.processing import Area, ProcessingRecord
from mapflow.errors import ApiError, InvalidInput
from mapflow_openapi import views

if TYPE_CHECKING:
    from uuid import UUID

    from mapflow._views.project import ProjectRecord

_GONE_PATH = frozenset({404, 405})


class Processings(Spending, Waits, History, Reviews):
    """Runs of a model over an area."""

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
        from mapflow_openapi.api.processings import get_processing, get_processing_v2

        operation = get_processing_v2 if self._client._v2 else get_processing
        key = identifier(processing, "processing")
        raw = self._client._transport.json(
            operation._get_kwargs(key), check=about("processing", key, views.Processing)
        )
        return Processing(self._client, raw)

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
        from mapflow_openapi.api.processings import (
            list_processings,
            list_processings_v2,
            list_project_processings,
            list_project_processings_v2,
        )

        v2 = self._client._v2
        if project is None:
            everything = list_processings_v2 if v2 else list_processings
            kwargs, check = everything._get_kwargs(), None
        else:
            key = self._client.projects._id(project)
            operation = list_project_processings_v2 if v2 else list_project_processings
            kwargs = operation._get_kwargs(key)
            check = of_project(key)
        answer = self._client._transport.json(
            kwargs, many=True, members=views.Processing.TEXTS, check=check
        )
        return [Processing(self._client, raw) for raw in as_list(answer, "processings")]

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
        from mapflow_openapi.api.processings import list_areas

        kwargs = list_areas._get_kwargs(identifier(processing, "processing"))
        answer = self._client._transport.json(kwargs, many=True)
        # Newer servers may wrap the list.
        return [Area(raw) for raw in unwrapped(answer, "areas")]

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
        return Result(self._client, processing, area)

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
        from mapflow_openapi.api.processings import rename_processing, update_processing
        from mapflow_openapi.models import ProcessingUpdate

        if name is None and description is None:
            raise InvalidInput("Nothing to change: give a name, a description, or both.")
        key = identifier(processing, "processing")
        body = ProcessingUpdate()
        if name is not None:
            body.name = name
        if description is not None:
            body.description = description
        transport = self._client._transport
        if self._client._v2:
            self._rename_v2(key, name, description)
            return self.get(key)
        try:
            transport.nothing(rename_processing._get_kwargs(key, body=body))
        except ApiError as error:
            if error.status not in _GONE_PATH:
                raise
            transport.nothing(update_processing._get_kwargs(key, body=body))
        return self.get(key)

    def _rename_v2(self, key: UUID, name: str | None, description: str | None) -> None:
        """Rename through version 2, which takes both texts at once."""
        from mapflow_openapi.api.processings import update_processing_v2
        from mapflow_openapi.models import ProcessingUpdateV2

        before = self.get(key)
        body = ProcessingUpdateV2(
            name=before.name if name is None else name,
            description=before.description if description is None else description,
        )
        self._client._transport.nothing(update_processing_v2._get_kwargs(key, body=body))

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
        from mapflow_openapi.api.processings import update_processing
        from mapflow_openapi.models import ProcessingUpdate

        key = identifier(processing, "processing")
        body = ProcessingUpdate(project_id=self._client.projects._id(project))
        self._client._transport.nothing(update_processing._get_kwargs(key, body=body))
        return self.get(key)

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
        from mapflow_openapi.api.processings import delete_processing

        key = identifier(processing, "processing")
        self._client._transport.nothing(delete_processing._get_kwargs(key))
