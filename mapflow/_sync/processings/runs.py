# Written by scripts/unasync.py from mapflow/_async/processings/runs.py; edit that file instead.
"""What costs credits, and what it would cost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, overload

from mapflow._requests.run_spec import RunSpec
from mapflow._sync.processings.processing import Processing
from mapflow._sync.processings.restarts import Restarting
from mapflow._sync.processings.sending import RunSender

if TYPE_CHECKING:
    from uuid import UUID

    from mapflow._requests.raw import JsonLike
    from mapflow._requests.references import Options
    from mapflow._sync.session import Session
    from mapflow._views.account import Model
    from mapflow._views.dry_run import DryRun
    from mapflow._views.estimate import Estimate
    from mapflow._views.processing import ProcessingRecord
    from mapflow._views.project import ProjectRecord
    from mapflow.errors import OutcomeUnknown
    from mapflow.geometry import AreaLike
    from mapflow.sources import Source


class Runs:
    """Prices, runs and restarts."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._sender = RunSender(session)
        self._restarting = Restarting(session)

    def estimate(
        self,
        *,
        model: str | Model | None = None,
        area: AreaLike | ProcessingRecord | None = None,
        source: Source | None = None,
        options: Options | None = None,
        like: ProcessingRecord | UUID | str | None = None,
        project: ProjectRecord | UUID | str | None = None,
        inference_params: Mapping[str, object] | None = None,
        extra: Mapping[str, JsonLike] | None = None,
    ) -> Estimate:
        """Ask what a run would cost, without running anything.

        ``obstacles`` of the estimate lists what would refuse the run.

        Args:
            model: The model: its id, its name, or its name without emoji and case. Default: that
                of ``like``.
            area: The area of interest: GeoJSON, anything with ``__geo_interface__``, a bounding
                box ``(west, south, east, north)`` in degrees, a path to a file; or an earlier
                processing, for its areas. Default: that of ``like``, or all the ground of a
                ``sources.MyImagery``, or of a ``sources.GeoTIFF`` that holds an image.
            source: The imagery, see ``mapflow.sources``; None lets Mapflow choose.
            options: Steps of the model to switch, as ``{"name": True}`` or a list of names.
            like: An earlier processing, by handle or id, to take over from what is not given:
                model, area, source, options, project, parameters, name, description and meta.
                Options that are given are added to it. Default: none.
            project: Where it is to run, by handle, id or name, because its owner's limits
                count; None for the default project.
            inference_params: Parameters of the model itself, which the service does not
                document; they need version 2 of the API.
            extra: Members of the request body that this package does not know, with their values,
                for options that are newer than it. Default: none.

        Returns:
            The cost in credits, with the area and the model that were understood, the limits and
            the balance of the account, and which of them the run exceeds. Hand it to ``run`` as
            ``price``, and the price is not asked again.

        Raises:
            InvalidArea: The area cannot be used; the message names the place.
            UnknownModel: No model of the account fits the name; the text lists them.
            UnknownOption: The model has no such option; the text lists them.
            BadRequest: The service refused, for example because the provider has a minimum area.

        Example:
            ```python
            from mapflow import sources

            estimate = mf.processings.estimate(
                model="buildings", area=area, source=sources.Provider("Mapbox")
            )
            print(estimate.cost, estimate.area_m2, estimate.missing_credits, estimate.obstacles)
            ```

        Operation: estimateCost (POST /processing/cost), estimateCostV2
            (POST /processing/cost/v2)
        """
        spec = RunSpec(
            model=model,
            area=area,
            source=source,
            options=options,
            like=like,
            project=project,
            inference_params=inference_params,
            extra=extra,
        )
        return self._sender.estimate(spec, within_limits=False)

    def estimate_by_size(
        self,
        *,
        model: str | Model,
        area_m2: float,
        source: Source | None = None,
        options: Options | None = None,
        inference_params: Mapping[str, object] | None = None,
        extra: Mapping[str, JsonLike] | None = None,
    ) -> float:
        """Return the price of a run over an area of this size, wherever it lies.

        Args:
            model: The model: its id, its name, or its name without emoji and case.
            area_m2: How much, in square metres.
            source: The imagery, see ``mapflow.sources``; None lets Mapflow choose.
            options: Steps of the model to switch, as ``{"name": True}`` or a list of names.
            inference_params: Parameters of the model itself, which the service does not
                document.
            extra: Members of the request body that this package does not know, with their values,
                for options that are newer than it. Default: none.

        Returns:
            The cost in credits. Version 2 of the API is asked, because version 1 cannot tell.

        Raises:
            InvalidInput: The size is not a number above 0.
            InvalidSource: This is not an imagery source.
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
        spec = RunSpec(
            model=model,
            source=source,
            options=options,
            inference_params=inference_params,
            extra=extra,
        )
        return self._sender.price_of_size(spec, area_m2)

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
            max_cost: The most it may cost, in credits. With a limit, nothing is started unless
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
            dry_run: Whether to check everything, ask the price and show the request, but not
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

    def reconcile(
        self,
        lost: OutcomeUnknown | str,
        *,
        project: ProjectRecord | UUID | str | None = None,
    ) -> Processing | None:
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
                job = mf.processings.run(model="buildings", area=area)
            except OutcomeUnknown as lost:
                job = mf.processings.reconcile(lost)
            ```

        Operation: listProjectProcessings (GET /projects/{projectId}/processings),
            listProjectProcessingsV2 (GET /projects/{projectId}/processings/v2)
        """
        found = self._sender.reconciling.reconcile(lost, project)
        if found is not None:
            self._sender.settle_found(found)
        return found

    @overload
    def restart(
        self,
        processing: ProcessingRecord | UUID | str,
        *,
        max_cost: float | None = None,
        dry_run: Literal[False] = False,
    ) -> Processing: ...

    @overload
    def restart(
        self,
        processing: ProcessingRecord | UUID | str,
        *,
        max_cost: float | None = None,
        dry_run: Literal[True],
    ) -> DryRun: ...

    @overload
    def restart(
        self,
        processing: ProcessingRecord | UUID | str,
        *,
        max_cost: float | None = None,
        dry_run: bool,
    ) -> Processing | DryRun: ...

    def restart(
        self,
        processing: ProcessingRecord | UUID | str,
        *,
        max_cost: float | None = None,
        dry_run: bool = False,
    ) -> Processing | DryRun:
        """Run the failed parts of a processing again; finished ones are left alone.

        Sent once. Whether the service charges for it again is not documented; with ``max_cost``,
        or a client with a budget, it is counted with what the whole processing cost.

        Args:
            processing: Its id, or a handle of it.
            max_cost: The most it may cost, in credits.
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
                job = mf.processings.restart(job)
            ```

        Operation: restartProcessing (POST /processings/{processingId}/restart),
            restartProcessingV2 (POST /processings/{processingId}/restart/v2)
        """
        restarting = self._restarting
        if dry_run:
            return restarting.show(processing, max_cost=max_cost)
        restarted = restarting.restart(processing, max_cost=max_cost)
        return Processing(self._session, restarted.raw)
