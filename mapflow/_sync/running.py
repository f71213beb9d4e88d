# Written by scripts/unasync.py from mapflow/_async/running.py; edit that file instead.
"""Spends credits: estimates, runs and restarts, each paid request sent once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from mapflow import geometry, limits
from mapflow._bodies import (
    TAG,
    Labels,
    Prepared,
    cost_request,
    plan_request,
    run_request,
    size_cost_request,
)
from mapflow._checks import check_max_cost, check_meta, check_size, check_source
from mapflow._choices import choose_options, identifier, pick_model
from mapflow._records.base import undecodable
from mapflow._records.estimate import Estimate
from mapflow._sync.processing import Processing
from mapflow._wire import _time
from mapflow.errors import (
    ApiError,
    ConnectionFailed,
    InvalidInput,
    MapflowError,
    OutcomeUnknown,
    ServerError,
    TimedOut,
    UndecodableAnswer,
)

if TYPE_CHECKING:
    from uuid import UUID

    from mapflow._choices import Options
    from mapflow._records.account import Model
    from mapflow._records.planned import PlannedRecord
    from mapflow._records.processing import ProcessingRecord
    from mapflow._records.project import ProjectRecord
    from mapflow._sync.client import Mapflow
    from mapflow._sync.projects import Project
    from mapflow.geometry import AreaLike
    from mapflow.sources import Source

_REQUEST_TIMEOUT = 408
# A processing may take a moment to appear in the list after its answer was lost.
_LOOKS_S = (0.0, 1.0, 3.0)


class Running:
    """Checks a run, prices it and sends it."""

    def __init__(self, client: Mapflow) -> None:
        self._client = client

    def estimate(
        self,
        *,
        model: str | Model,
        area: AreaLike,
        source: Source | None,
        options: Options | None,
        inference_params: Mapping[str, object] | None,
    ) -> Estimate:
        """Ask for the price of a run."""
        prepared = self._prepare(model, area, source, options, inference_params)
        measures = geometry.summarise(prepared.outline)
        return Estimate(
            self._price(cost_request(prepared, v2=self._v2(prepared))),
            measures.area_m2,
            measures.polygon_count,
            measures.centre,
            prepared.model,
        )

    def estimate_by_size(
        self,
        *,
        model: str | Model,
        area_m2: float,
        source: Source | None,
        options: Options | None,
        inference_params: Mapping[str, object] | None,
    ) -> float:
        """Ask for the price of so much area."""
        check_size(area_m2)
        check_source(source)
        account = self._client.account.status()
        chosen = pick_model(account.models, model)
        blocks = choose_options(chosen, options)
        return self._price(size_cost_request(chosen, area_m2, source, blocks, inference_params))

    def run(
        self,
        *,
        model: str | Model,
        area: AreaLike,
        source: Source | None,
        options: Options | None,
        name: str | None,
        description: str | None,
        project: ProjectRecord | UUID | str | None,
        meta: Mapping[str, str] | None,
        max_cost: float | None,
        inference_params: Mapping[str, object] | None,
    ) -> Processing:
        """Check a run against everything that is known, then send it, once."""
        check_meta(meta)
        check_max_cost(max_cost)
        prepared = self._prepare(model, area, source, options, inference_params)
        home = self._home(project)
        return self._send(
            prepared,
            home,
            Labels(name, description, meta),
            max_cost,
            lambda tag, labels: run_request(prepared, home, labels, tag, v2=self._v2(prepared)),
        )

    def run_planned(
        self,
        plan: PlannedRecord,
        *,
        model: str | Model,
        area: AreaLike,
        source: Source,
        options: Options | None,
        labels: Labels,
        max_cost: float | None,
        remove_from_plan: bool,
    ) -> Processing:
        """Run from a planned search, with the same care."""
        check_meta(labels.meta)
        check_max_cost(max_cost)
        prepared = self._prepare(model, area, source, options, None)
        home = self._home(plan.project_id)
        # The flat parameters of version 1 cannot name several images.
        v2 = self._client._v2 or source.params() is None
        return self._send(
            prepared,
            home,
            labels,
            max_cost,
            lambda tag, texts: plan_request(plan, prepared, texts, tag, remove_from_plan, v2=v2),
            # What answers is not documented: it may be the processing, or the planned search.
            not_id=plan.id,
        )

    def _send(
        self,
        prepared: Prepared,
        home: Project,
        labels: Labels,
        max_cost: float | None,
        request: Callable[[str, Labels], dict[str, Any]],
        *,
        not_id: str | None = None,
    ) -> Processing:
        """Hold a run against limits and price, then send it, once."""
        account = prepared.account
        limits.check_area(
            geometry.summarise(prepared.outline),
            aoi_area_limit_m2=home.area_limit_m2,
            max_areas=account.max_areas,
            remaining_area_m2=account.remaining_area_m2,
            billing_type=account.billing_type,
        )
        self._check_price(prepared, max_cost)
        tag = uuid4().hex
        try:
            raw = self._client._wire.json(request(tag, labels))
            started = Processing(self._client, raw)
            if started.id == not_id:
                raise undecodable("the run", "it is not the processing that was started")
        except MapflowError as error:
            if not _may_have_worked(error):
                raise
            return self._find(tag, home.id, error)
        except BaseException as stop:
            if not isinstance(stop, Exception):
                # Ctrl-C or a cancelled task: without the tag nobody could look for it later.
                stop.add_note(
                    "The run may have been started all the same, and be charged. Look for it with"
                    " client.processings.reconcile(OutcomeUnknown('interrupted',"
                    f" tag={tag!r}, project_id={home.id!r}))."
                )
            raise
        return started

    def reconcile(self, lost: OutcomeUnknown) -> Processing | None:
        """Find the processing of a paid request whose answer was lost."""
        if lost.processing_id is not None:
            return self._client.processings.get(lost.processing_id)
        if lost.tag is None:
            return None
        return self._look_for(lost.tag, lost.project_id)

    def restart(self, processing: ProcessingRecord | UUID | str) -> Processing:
        """Restart a failed processing, once."""
        from mapflow_openapi.api.processings import restart_processing, restart_processing_v2

        key = identifier(processing, "processing")
        before = self._client.processings.get(key)
        if before.status != "FAILED":
            raise InvalidInput(
                f"Processing {key} cannot be restarted: it is {before.status or 'unknown'}.",
                hint="Only a failed processing has parts to run again.",
            )
        try:
            operation = restart_processing_v2 if self._client._v2 else restart_processing
            self._client._wire.nothing(operation._get_kwargs(key))
        except MapflowError as error:
            if not _may_have_worked(error):
                raise
            after = self._after_lost_restart(before, error)
            if after is not None:
                return after
            raise OutcomeUnknown(
                f"The answer to the restart of processing {key} was lost, and it is still FAILED.",
                processing_id=str(key),
                project_id=before.project_id,
                hint="Look at its status in a while before restarting it again.",
            ) from error
        return self._client.processings.get(key)

    def _after_lost_restart(self, before: Processing, lost: MapflowError) -> Processing | None:
        """The processing, when it can be seen that the restart took effect."""
        for pause_s in _LOOKS_S:
            _time.sleep(pause_s)
            try:
                after = self._client.processings.get(before)
            except MapflowError as trouble:
                lost.add_note(f"Reading the processing failed too: {trouble}")
                continue
            if after.status != before.status or after.updated != before.updated:
                return after
        return None

    def _prepare(
        self,
        model: str | Model,
        area: AreaLike,
        source: Source | None,
        options: Options | None,
        inference_params: Mapping[str, object] | None,
    ) -> Prepared:
        # What can be checked without the service comes first.
        outline = geometry.as_geometry(area)
        check_source(source)
        account = self._client.account.status()
        chosen = pick_model(account.models, model)
        blocks = choose_options(chosen, options)
        return Prepared(account, chosen, outline, blocks, source, inference_params)

    def _home(self, project: ProjectRecord | UUID | str | None) -> Project:
        """The project to run in, with its owner's limits, read afresh unless it is the default."""
        projects = self._client.projects
        return projects.default() if project is None else projects.get(project)

    def _v2(self, prepared: Prepared) -> bool:
        return self._client._v2 or prepared.needs_v2

    def _price(self, request: dict[str, Any]) -> float:
        # A question changes nothing, so it may be asked again.
        answer = self._client._wire.json(request, repeatable=True)
        try:
            cost = float(answer) if isinstance(answer, (int, float, str)) else float("nan")
        except ValueError:
            cost = float("nan")
        if isinstance(answer, bool) or not 0 <= cost < float("inf"):
            raise undecodable("the cost", f"a number was expected, {answer!r} arrived")
        return int(cost) if cost.is_integer() else cost

    def _check_price(self, prepared: Prepared, max_cost: float | None) -> None:
        """Compare the price with what may be spent; without a price, a limit refuses."""
        account = prepared.account
        counted = account.billing_type == "CREDITS" and account.remaining_credits is not None
        if max_cost is None and not counted:
            return
        cost = self._price(cost_request(prepared, v2=self._v2(prepared)))
        limits.check_max_cost(cost, max_cost)
        if counted:
            limits.check_credits(cost, account.remaining_credits)

    def _find(self, tag: str, project_id: str, lost: MapflowError) -> Processing:
        """Look for a processing whose answer was lost."""
        for pause_s in _LOOKS_S:
            _time.sleep(pause_s)
            try:
                found = self._look_for(tag, project_id)
            except MapflowError as trouble:
                lost.add_note(f"Looking for the processing failed too: {trouble}")
                continue
            if found is not None:
                return found
        raise OutcomeUnknown(
            "The answer to a run was lost, and no processing with its tag was found"
            f" ({type(lost).__name__}: {lost.message})",
            tag=tag,
            project_id=project_id,
            hint="It may still appear: call client.processings.reconcile(error) in a while, and"
            " start another only when that finds nothing.",
        ) from lost

    def _look_for(self, tag: str, project_id: str | None) -> Processing | None:
        for processing in self._client.processings.list(project_id):
            if processing.meta.get(TAG) == tag:
                return processing
        return None


def _may_have_worked(error: MapflowError) -> bool:
    """Whether the service may have acted on a request though its answer was not a success."""
    if isinstance(error, (ConnectionFailed, TimedOut)):
        return error.sent
    return isinstance(error, (UndecodableAnswer, ServerError)) or (
        isinstance(error, ApiError) and error.status == _REQUEST_TIMEOUT
    )
