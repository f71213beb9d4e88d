# Written by scripts/unasync.py from mapflow/_async/processings.py; edit that file instead.
"""Processings: what they cost, running them, and everything after."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from mapflow._choices import identifier
from mapflow._records.base import as_list
from mapflow._records.processing import Area, ProcessingRecord
from mapflow._sync.history import History
from mapflow._sync.processing import Processing
from mapflow._sync.result import Result
from mapflow._sync.reviews import Reviews
from mapflow._sync.running import Running
from mapflow._sync.waiting import Waiting
from mapflow._waiting import DEFAULT_TIMEOUT_S
from mapflow.errors import ApiError, InvalidInput

if TYPE_CHECKING:
    from uuid import UUID

    from mapflow._choices import Options
    from mapflow._records.account import Model
    from mapflow._records.estimate import Estimate
    from mapflow._records.project import ProjectRecord
    from mapflow._sync.client import Mapflow
    from mapflow.errors import OutcomeUnknown
    from mapflow.geometry import AreaLike
    from mapflow.sources import Source

_GONE_PATH = frozenset({404, 405})


class Processings(History, Reviews):
    """Runs of a model over an area."""

    def __init__(self, client: Mapflow) -> None:
        self._client = client
        self._running = Running(client)
        self._waiting = Waiting(client)

    def estimate(
        self,
        *,
        model: str | Model,
        area: AreaLike,
        source: Source | None = None,
        options: Options | None = None,
        inference_params: Mapping[str, object] | None = None,
    ) -> Estimate:
        """Ask what a run would cost, without running anything.

        Args:
            model: The model: its id, its name, or its name without emoji and case.
            area: The area of interest: GeoJSON, anything with ``__geo_interface__``, a bounding
                box ``(west, south, east, north)`` in degrees, or a path to a file.
            source: The imagery, see ``mapflow.sources``; None lets Mapflow choose.
            options: Steps of the model to switch, as ``{"name": True}`` or a list of names.
            inference_params: Parameters of the model itself, which the service does not
                document; they need version 2 of the API.

        Returns:
            The cost in credits, with the area and the model that were understood.

        Raises:
            InvalidArea: The area cannot be used; the text says where it is wrong.
            UnknownModel: No model of the account fits the name; the text lists them.
            UnknownOption: The model has no such option; the text lists them.
            BadRequest: The service refused, for example because the provider has a minimum area.

        Example:
            ```python
            from mapflow import sources

            estimate = mf.processings.estimate(
                model="buildings", area=area, source=sources.Provider("Mapbox")
            )
            print(estimate.cost, estimate.area_m2)
            ```

        Operation: estimateCost (POST /processing/cost), estimateCostV2
            (POST /processing/cost/v2)
        """
        return self._running.estimate(
            model=model,
            area=area,
            source=source,
            options=options,
            inference_params=inference_params,
        )

    def estimate_by_size(
        self,
        *,
        model: str | Model,
        area_m2: float,
        source: Source | None = None,
        options: Options | None = None,
        inference_params: Mapping[str, object] | None = None,
    ) -> float:
        """Ask what a run over so much area would cost, before it is known where that lies.

        Args:
            model: The model: its id, its name, or its name without emoji and case.
            area_m2: How much, in square metres.
            source: The imagery, see ``mapflow.sources``; None lets Mapflow choose.
            options: Steps of the model to switch, as ``{"name": True}`` or a list of names.
            inference_params: Parameters of the model itself, which the service does not
                document.

        Returns:
            The cost in credits. Version 2 of the API is asked, because version 1 cannot tell.

        Raises:
            InvalidInput: The size is no number above 0.
            InvalidSource: This is no imagery source.
            UnknownModel: No model of the account fits the name; the text lists them.
            UnknownOption: The model has no such option; the text lists them.
            BadRequest: The service refused; the text says why.

        Example:
            ```python
            from mapflow import sources

            credits = mf.processings.estimate_by_size(
                model="buildings", area_m2=25_000_000, source=sources.Provider("Mapbox")
            )
            ```

        Operation: estimateCostV2 (POST /processing/cost/v2)
        """
        return self._running.estimate_by_size(
            model=model,
            area_m2=area_m2,
            source=source,
            options=options,
            inference_params=inference_params,
        )

    def run(
        self,
        *,
        model: str | Model,
        area: AreaLike,
        source: Source | None = None,
        options: Options | None = None,
        name: str | None = None,
        description: str | None = None,
        project: ProjectRecord | UUID | str | None = None,
        meta: Mapping[str, str] | None = None,
        max_cost: float | None = None,
        inference_params: Mapping[str, object] | None = None,
    ) -> Processing:
        """Start a processing. This costs credits.

        The area, the account's limits and its credits are checked first. The request itself is
        sent once: if its answer is lost, the processing is looked for by a tag that the request
        carried, never started a second time.

        Args:
            model: The model: its id, its name, or its name without emoji and case.
            area: The area of interest: GeoJSON, anything with ``__geo_interface__``, a bounding
                box ``(west, south, east, north)`` in degrees, or a path to a file.
            source: The imagery, see ``mapflow.sources``; None lets Mapflow choose.
            options: Steps of the model to switch, as ``{"name": True}`` or a list of names;
                those not named are left to the service.
            name: A name for it; without one the service makes one up.
            description: Free text.
            project: The project, by handle, id or name; None for the default one.
            meta: Free keys and values to find it by later.
            max_cost: The most it may cost, in credits. With a limit, nothing is started unless
                the service named a price within it.
            inference_params: Parameters of the model itself, which the service does not
                document; they need version 2 of the API.

        Returns:
            The processing in its first state; ``wait`` for it next.

        Raises:
            InvalidArea: The area cannot be used; the text says where it is wrong.
            UnknownModel: No model of the account fits the name; the text lists them.
            UnknownOption: The model has no such option; the text lists them.
            LimitExceeded: The area or the price is beyond the account's limits or credits.
            CostLimitExceeded: The price is beyond ``max_cost``.
            PermissionDenied: The provider is not in the account's plan.
            OutcomeUnknown: The answer was lost and the processing could not be found; look
                again later with ``reconcile`` before starting another.

        Example:
            ```python
            from mapflow import sources

            job = mf.processings.run(
                model="buildings",
                area=area,
                source=sources.Provider("Mapbox"),
                options={"Simplification": True},
                max_cost=50,
            )
            print(job.id, job.status)
            ```

        Operation: runProcessing (POST /processings), runProcessingV2 (POST /processings/v2)
        """
        return self._running.run(
            model=model,
            area=area,
            source=source,
            options=options,
            name=name,
            description=description,
            project=project,
            meta=meta,
            max_cost=max_cost,
            inference_params=inference_params,
        )

    def reconcile(self, lost: OutcomeUnknown) -> Processing | None:
        """Find out what became of a paid request whose answer was lost.

        Works from any process, however much later: the error pickles.

        Args:
            lost: The error that the request raised.

        Returns:
            The processing it made or restarted, or None when the service knows of none.

        Raises:
            TransportError: The service could not be reached; try again later.

        Example:
            ```python
            from mapflow.errors import OutcomeUnknown

            try:
                job = mf.processings.run(model="buildings", area=area)
            except OutcomeUnknown as lost:
                job = mf.processings.reconcile(lost)
            ```

        Operation: listProjectProcessings (GET /projects/{projectId}/processings)
        """
        return self._running.reconcile(lost)

    def get(self, processing: ProcessingRecord | UUID | str) -> Processing:
        """Get a processing.

        Args:
            processing: Its id, or a handle of it.

        Returns:
            The processing as it is now.

        Raises:
            InvalidInput: This is no id.
            NotFound: There is no such processing, or it belongs to somebody else.

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
        kwargs = operation._get_kwargs(identifier(processing, "processing"))
        return Processing(self._client, self._client._wire.json(kwargs))

    def list(self, project: ProjectRecord | UUID | str | None = None) -> builtins.list[Processing]:
        """List processings.

        Args:
            project: The project, by handle, id or name; None for the default one.

        Returns:
            The processings, in the order of the service.

        Raises:
            NotFound: There is no such project, or it belongs to somebody else.

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
            kwargs = everything._get_kwargs()
        else:
            key = self._client.projects._id(project)
            of_project = list_project_processings_v2 if v2 else list_project_processings
            kwargs = of_project._get_kwargs(key)
        answer = self._client._wire.json(kwargs)
        return [Processing(self._client, raw) for raw in as_list(answer, "processings")]

    def areas(self, processing: ProcessingRecord | UUID | str) -> builtins.list[Area]:
        """List the areas of interest of a processing, each with its own status.

        Args:
            processing: Its id, or a handle of it.

        Returns:
            The areas.

        Raises:
            NotFound: There is no such processing, or it belongs to somebody else.

        Example:
            ```python
            for part in mf.processings.areas(job):
                print(part.status, part.area_m2)
            ```

        Operation: listAreas (GET /processings/{processingId}/aois)
        """
        from mapflow_openapi.api.processings import list_areas

        kwargs = list_areas._get_kwargs(identifier(processing, "processing"))
        answer = self._client._wire.json(kwargs)
        if isinstance(answer, dict):
            # Newer servers may wrap the list.
            answer = answer.get("aois")  # pyright: ignore[reportUnknownMemberType,reportUnknownVariableType]
        return [Area(raw) for raw in as_list(answer, "areas")]  # pyright: ignore[reportUnknownArgumentType]

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

    def wait(
        self,
        processing: ProcessingRecord | UUID | str,
        *,
        timeout_s: float | None = DEFAULT_TIMEOUT_S,
        on_progress: Callable[[Processing], object] | None = None,
        interval_s: float | None = None,
        check: bool = True,
    ) -> Processing:
        """Wait until a processing ends.

        Args:
            processing: Its id, or a handle of it, which is kept up to date.
            timeout_s: How long to wait, in seconds; None for ever. Default 6 hours.
            on_progress: Called with the handle after each look.
            interval_s: A fixed pause between looks, in seconds; None for a growing one, from
                5 to 30.
            check: Whether an end without a result raises. With False, look at ``status``.

        Returns:
            The processing in its final state.

        Raises:
            ProcessingFailed: It ended without a result; the text says why and what to do.
            WaitTimedOut: The time was up; the processing goes on, and can be waited for again.
            TransportError: The service stayed out of reach for eleven looks in a row.

        Example:
            ```python
            job = mf.processings.wait(job.id, timeout_s=3600)
            ```

        Operation: getProcessing (GET /processings/{processingId}), getProcessingV2
            (GET /processings/{processingId}/v2)
        """
        return self._waiting.wait(
            processing,
            timeout_s=timeout_s,
            on_progress=on_progress,
            interval_s=interval_s,
            check=check,
        )

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
            NotFound: There is no such processing, or it belongs to somebody else.

        Example:
            ```python
            job = mf.processings.rename(job, "Harbour roofs")
            ```

        Operation: renameProcessing (PUT /processing/{processingId}), and updateProcessing
            (PUT /processings/{processingId}) where the service no longer knows the former;
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
        wire = self._client._wire
        if self._client._v2:
            self._rename_v2(key, name, description)
            return self.get(key)
        try:
            wire.nothing(rename_processing._get_kwargs(key, body=body))
        except ApiError as error:
            if error.status not in _GONE_PATH:
                raise
            wire.nothing(update_processing._get_kwargs(key, body=body))
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
        self._client._wire.nothing(update_processing_v2._get_kwargs(key, body=body))

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
            NotFound: The project or the processing does not exist, or belongs to somebody else.

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
        self._client._wire.nothing(update_processing._get_kwargs(key, body=body))
        return self.get(key)

    def restart(self, processing: ProcessingRecord | UUID | str) -> Processing:
        """Run the failed parts of a processing again; finished ones are left alone.

        Sent once. Whether the service charges for it again is not documented.

        Args:
            processing: Its id, or a handle of it.

        Returns:
            The processing as it is now.

        Raises:
            InvalidInput: It did not fail, so there is nothing to restart.
            OutcomeUnknown: The answer was lost; look at the processing's status later.
            NotFound: There is no such processing, or it belongs to somebody else.

        Example:
            ```python
            if job.status == "FAILED":
                job = mf.processings.restart(job)
            ```

        Operation: restartProcessing (POST /processings/{processingId}/restart),
            restartProcessingV2 (POST /processings/{processingId}/restart/v2)
        """
        return self._running.restart(processing)

    def delete(self, processing: ProcessingRecord | UUID | str) -> None:
        """Delete a processing with its areas and its result, for good.

        Args:
            processing: Its id, or a handle of it.

        Raises:
            InvalidInput: This is no id.
            NotFound: It is gone already, or belongs to somebody else.

        Example:
            ```python
            job = mf.processings.list()[0]
            mf.processings.delete(job)
            ```

        Operation: deleteProcessing (DELETE /processings/{processingId})
        """
        from mapflow_openapi.api.processings import delete_processing

        key = identifier(processing, "processing")
        self._client._wire.nothing(delete_processing._get_kwargs(key))
