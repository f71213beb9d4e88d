"""Prices runs and sends them, each paid request once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mapflow import geometry, limits
from mapflow._async.processing import AsyncProcessing
from mapflow._async.reconciling import AsyncReconciling
from mapflow._bodies import (
    Labels,
    Order,
    Prepared,
    cost_request,
    plan_request,
    run_request,
    size_cost_request,
)
from mapflow._checks import check_max_cost, check_meta, check_size, check_source, tag_of
from mapflow._choices import choose_options, pick_model
from mapflow._log import PaidRequest
from mapflow._outcomes import may_have_worked
from mapflow._records.base import kind_of, undecodable
from mapflow._records.dry_run import DryRun, dry_run
from mapflow._records.estimate import Estimate
from mapflow.errors import MapflowError

if TYPE_CHECKING:
    from uuid import UUID

    from mapflow._async.client import AsyncMapflow
    from mapflow._async.projects import AsyncProject
    from mapflow._choices import Options
    from mapflow._records.account import Model
    from mapflow._records.planned import PlannedRecord
    from mapflow._records.project import ProjectRecord
    from mapflow.geometry import AreaLike
    from mapflow.sources import Source


class AsyncRunning:
    """Checks a run, prices it and sends it."""

    def __init__(self, client: AsyncMapflow) -> None:
        self._client = client
        self._reconciling = AsyncReconciling(client)

    async def estimate(
        self,
        *,
        model: str | Model,
        area: AreaLike,
        source: Source | None,
        options: Options | None,
        inference_params: Mapping[str, object] | None,
    ) -> Estimate:
        """Ask for the price of a run."""
        prepared = await self._prepare(model, area, source, options, inference_params)
        measures = geometry.summarise(prepared.outline)
        return Estimate(
            await self._price(cost_request(prepared, v2=self._v2(prepared))),
            measures.area_m2,
            measures.polygon_count,
            measures.centre,
            prepared.model,
        )

    async def estimate_by_size(
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
        account = await self._client.account.status()
        chosen = pick_model(account.models, model)
        blocks = choose_options(chosen, options)
        return await self._price(
            size_cost_request(chosen, area_m2, source, blocks, inference_params)
        )

    async def order(
        self,
        *,
        model: str | Model,
        area: AreaLike,
        source: Source | None,
        options: Options | None,
        labels: Labels,
        tag: str | None,
        project: ProjectRecord | UUID | str | None,
        max_cost: float | None,
        inference_params: Mapping[str, object] | None,
    ) -> Order:
        """Check a run against everything that is known, and write its request."""
        check_meta(labels.meta)
        check_max_cost(max_cost)
        tag = tag_of(tag)
        prepared = await self._prepare(model, area, source, options, inference_params)
        home = await self._home(project)
        self._check_limits(prepared, home)
        v2 = self._v2(prepared)
        request = run_request(prepared, home, labels, tag, v2=v2)
        return Order(prepared, request, tag, home.id, max_cost, v2)

    async def planned_order(
        self,
        plan: PlannedRecord,
        *,
        model: str | Model,
        area: AreaLike,
        source: Source,
        options: Options | None,
        labels: Labels,
        tag: str | None,
        max_cost: float | None,
        remove_from_plan: bool,
    ) -> Order:
        """Check a run from a planned search in the same way, and write its request."""
        check_meta(labels.meta)
        check_max_cost(max_cost)
        tag = tag_of(tag)
        prepared = await self._prepare(model, area, source, options, None)
        home = await self._home(plan.project_id)
        self._check_limits(prepared, home)
        # The flat parameters of version 1 cannot name several images.
        v2 = self._client._v2 or source.params() is None
        request = plan_request(plan, prepared, labels, tag, remove_from_plan, v2=v2)
        # What answers is not documented: it may be the processing, or the planned search.
        return Order(prepared, request, tag, home.id, max_cost, v2, not_id=plan.id)

    async def show(self, order: Order) -> DryRun:
        """Hold the price of a run against what may be spent, and send nothing."""
        cost = await self._agreed_price(order, needed=True)
        budget = self._client.budget
        if budget is not None and cost is not None:
            budget.check(cost)
        return dry_run(order.request, self._client.base_url, cost)

    async def send(self, order: Order) -> AsyncProcessing:
        """Hold the price of a run against what may be spent, then send it, once."""
        budget = self._client.budget
        cost = await self._agreed_price(order, needed=budget is not None)
        if budget is not None and cost is not None:
            budget.take(cost)
        with PaidRequest(order.request, tag=order.tag, price=cost) as paid:
            try:
                raw = await self._client._wire.json(order.request)
                started = AsyncProcessing(self._client, raw)
                if started.id == order.not_id:
                    raise undecodable("the run", "it is not the processing that was started")
            except MapflowError as error:
                if not may_have_worked(error):
                    if budget is not None and cost is not None:
                        budget.give_back(cost)
                    raise
                found = await self._reconciling.find(
                    order.tag, order.project_id, error, v2=order.v2
                )
                paid.recovered(found.id)
                return found
            except BaseException as stop:
                if not isinstance(stop, Exception):
                    # Ctrl-C or a cancelled task: without the tag nobody could look for it later.
                    stop.add_note(
                        "The run may have been started all the same, and be charged. Look for it"
                        f" with `mapflow reconcile {order.tag} --project {order.project_id}` or"
                        f" client.processings.reconcile({order.tag!r},"
                        f" project={order.project_id!r})."
                    )
                raise
            paid.accepted(started.id)
        return started

    def _check_limits(self, prepared: Prepared, home: AsyncProject) -> None:
        account = prepared.account
        limits.check_area(
            geometry.summarise(prepared.outline),
            aoi_area_limit_m2=home.area_limit_m2,
            max_areas=account.max_areas,
            remaining_area_m2=account.remaining_area_m2,
            billing_type=account.billing_type,
        )

    async def _prepare(
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
        account = await self._client.account.status()
        chosen = pick_model(account.models, model)
        blocks = choose_options(chosen, options)
        return Prepared(account, chosen, outline, blocks, source, inference_params)

    async def _home(self, project: ProjectRecord | UUID | str | None) -> AsyncProject:
        """The project to run in, with its owner's limits, read afresh unless it is the default."""
        projects = self._client.projects
        return await (projects.default() if project is None else projects.get(project))

    def _v2(self, prepared: Prepared) -> bool:
        return self._client._v2 or prepared.needs_v2

    async def _price(self, request: dict[str, Any]) -> float:
        # A question changes nothing, so it may be asked again.
        answer = await self._client._wire.json(request, repeatable=True)
        try:
            cost = float(answer) if isinstance(answer, (int, float, str)) else float("nan")
        except (ValueError, OverflowError):
            cost = float("nan")
        if isinstance(answer, bool) or not 0 <= cost < float("inf"):
            arrived = f"{cost:g}" if isinstance(answer, float) else kind_of(answer)
            raise undecodable("the cost", f"a number from 0 on was expected, {arrived} arrived")
        return int(cost) if cost.is_integer() else cost

    async def _agreed_price(self, order: Order, *, needed: bool) -> float | None:
        """Compare the price with what may be spent; without a price, a limit refuses."""
        account = order.prepared.account
        counted = account.billing_type == "CREDITS" and account.remaining_credits is not None
        if order.max_cost is None and not counted and not needed:
            return None
        cost = await self._price(cost_request(order.prepared, v2=self._v2(order.prepared)))
        limits.check_max_cost(cost, order.max_cost)
        if counted:
            limits.check_credits(cost, account.remaining_credits)
        return cost
