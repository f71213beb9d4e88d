# Written by scripts/unasync.py from mapflow/_async/processings/runs.py; edit that file instead.
"""Starts runs, which costs credits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, overload

from mapflow._requests.run_spec import RunSpec

if TYPE_CHECKING:
    from uuid import UUID

    from mapflow._requests.raw import JsonLike
    from mapflow._requests.references import Options
    from mapflow._sync.processings.processing import Processing
    from mapflow._sync.processings.sending import RunSender
    from mapflow._views.account import Model
    from mapflow._views.dry_run import DryRun
    from mapflow._views.estimate import Estimate
    from mapflow._views.processing import ProcessingRecord
    from mapflow._views.project import ProjectRecord
    from mapflow.geometry import AreaLike
    from mapflow.sources import Source


class Runs:
    """Runs."""

    _sender: RunSender

    @overload
    def run(
        self,
        *,
        model: str | Model | None = None,
        area: AreaLike | ProcessingRecord | None = None,
        source: Source | None = None,
        options: Options | None = None,
        like: ProcessingRecord | UUID | str | None = None,
        name: str | None = None,
        description: str | None = None,
        project: ProjectRecord | UUID | str | None = None,
        meta: Mapping[str, str] | None = None,
        max_cost: float | None = None,
        inference_params: Mapping[str, object] | None = None,
        extra: Mapping[str, JsonLike] | None = None,
        tag: str | None = None,
        price: Estimate | None = None,
        dry_run: Literal[False] = False,
    ) -> Processing: ...

    @overload
    def run(
        self,
        *,
        model: str | Model | None = None,
        area: AreaLike | ProcessingRecord | None = None,
        source: Source | None = None,
        options: Options | None = None,
        like: ProcessingRecord | UUID | str | None = None,
        name: str | None = None,
        description: str | None = None,
        project: ProjectRecord | UUID | str | None = None,
        meta: Mapping[str, str] | None = None,
        max_cost: float | None = None,
        inference_params: Mapping[str, object] | None = None,
        extra: Mapping[str, JsonLike] | None = None,
        tag: str | None = None,
        price: Estimate | None = None,
        dry_run: Literal[True],
    ) -> DryRun: ...

    @overload
    def run(
        self,
        *,
        model: str | Model | None = None,
        area: AreaLike | ProcessingRecord | None = None,
        source: Source | None = None,
        options: Options | None = None,
        like: ProcessingRecord | UUID | str | None = None,
        name: str | None = None,
        description: str | None = None,
        project: ProjectRecord | UUID | str | None = None,
        meta: Mapping[str, str] | None = None,
        max_cost: float | None = None,
        inference_params: Mapping[str, object] | None = None,
        extra: Mapping[str, JsonLike] | None = None,
        tag: str | None = None,
        price: Estimate | None = None,
        dry_run: bool,
    ) -> Processing | DryRun: ...

    def run(
        self,
        *,
        model: str | Model | None = None,
        area: AreaLike | ProcessingRecord | None = None,
        source: Source | None = None,
        options: Options | None = None,
        like: ProcessingRecord | UUID | str | None = None,
        name: str | None = None,
        description: str | None = None,
        project: ProjectRecord | UUID | str | None = None,
        meta: Mapping[str, str] | None = None,
        max_cost: float | None = None,
        inference_params: Mapping[str, object] | None = None,
        extra: Mapping[str, JsonLike] | None = None,
        tag: str | None = None,
        price: Estimate | None = None,
        dry_run: bool = False,
    ) -> Processing | DryRun:
        """Start a processing. This costs credits.

        The area, the account's limits and its credits are checked first; what was read of the
        account is used for a minute, and read again before anything is refused. The request itself
        is sent once: if its response is lost, the processing is found by a tag that the request
        carried, never started a second time. When the response says that it costs more than was
        asked, a ``SpendingWarning`` tells.

        Args:
            model: The model: its id, its name, or its name without emoji and case. Default: that
                of ``like``.
            area: The area of interest: GeoJSON, anything with ``__geo_interface__``, a bounding
                box ``(west, south, east, north)`` in degrees, a path to a file; or an earlier
                processing, for its areas. Default: that of ``like``, or all the ground of a
                ``sources.MyImagery``, or of a ``sources.GeoTIFF`` that holds an image.
            source: The imagery, see ``mapflow.sources``; None lets Mapflow choose.
            options: Steps of the model to switch, as ``{"name": True}`` or a list of names;
                those not named are left to the service.
            like: An earlier processing, by handle or id, to take over from what is not given:
                model, area, source, options, project, parameters, name, description and meta.
                Options that are given are added to it. Default: none.
            name: A name for it; without one the service makes one up.
            description: Free text.
            project: The project, by handle, id or name; None for the default one.
            meta: Free keys and values to find it by later.
            max_cost: Maximum cost in credits. With a limit, nothing is started unless
                the service named a price within it.
            inference_params: Parameters of the model itself, which the service does not
                document; they need version 2 of the API.
            extra: Members of the request body that this package does not know, with their values,
                for options that are newer than it. Default: none.
            tag: What the request carries to be found again by, 32 of the characters 0 to 9 and
                a to f; None makes one up. Keep one yourself if a crash could make you
                forget the run: ``reconcile`` finds it by its tag.
            price: What ``estimate`` returned for this run, so that it is not asked again. Default:
                asked if the account, ``max_cost`` or a budget makes it count.
            dry_run: Whether to check everything, request the price and show the request, but not
                send it. Default: False.

        Returns:
            The processing in its first state; ``wait`` for it next. In a dry run what would be
            sent, and its price.

        Raises:
            InvalidInput: The price is that of another run, or ``extra`` has a known member.
            InvalidArea: The area cannot be used; the message names the place.
            UnknownModel: No model of the account fits the name; the text lists them.
            UnknownOption: The model has no such option; the text lists them.
            LimitExceeded: The area or the price is over the account's limits or credits.
            CostLimitExceeded: The price is over ``max_cost``, or what remains of the client's
                budget.
            PermissionDenied: The provider is not in the account's plan.
            OutcomeUnknown: The response was lost and the processing could not be found; look
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
        spec = RunSpec(
            model=model,
            area=area,
            source=source,
            options=options,
            like=like,
            name=name,
            description=description,
            project=project,
            meta=meta,
            max_cost=max_cost,
            inference_params=inference_params,
            extra=extra,
            tag=tag,
            price=price,
        )
        return self._sender.start(spec, show=dry_run)
