"""Prices runs and sends them, each paid request once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mapflow import _arguments, limits
from mapflow._async.paying import Payment, pay_once
from mapflow._async.processings.account_cache import AsyncAccountCache
from mapflow._async.processings.preparing import AsyncRunPreparer
from mapflow._async.processings.processing import AsyncProcessing
from mapflow._async.processings.reconciling import AsyncReconciling
from mapflow._hints import Hint, joined
from mapflow._requests.checks import check_price, check_size, check_source
from mapflow._requests.extra import extra_members
from mapflow._requests.references import pick_model
from mapflow._requests.runs import TAG, cost_request, paid_request, size_cost_request
from mapflow._rules import obstacles
from mapflow._rules.prices import about, check_same, cost_told, excess, parts_of, read_price
from mapflow._rules.response_match import about_run
from mapflow._views.dry_run import DryRun, dry_run
from mapflow._views.estimate import Estimate
from mapflow._warnings import warn
from mapflow.errors import InvalidInput, LimitExceeded, MapflowError, SpendingWarning

if TYPE_CHECKING:
    from mapflow._async.session import AsyncSession
    from mapflow._requests.run_spec import PricedRun, RunSpec
    from mapflow._views.account import AccountStatus


class AsyncRunSender:
    """Prepares a run once, prices it once, and sends it once."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        #: What the account has left.
        self.account = AsyncAccountCache(session)
        #: What checks runs.
        self.preparer = AsyncRunPreparer(session, self.account)
        #: What finds runs whose responses were lost.
        self.reconciling = AsyncReconciling(session)

    async def start(self, spec: RunSpec, *, show: bool) -> AsyncProcessing | DryRun:
        """Prepare a run and send it, or show what would be sent."""
        _arguments.switch(show, "dry_run")
        check_price(spec.price)
        run = await self.preparer.prepare(spec)
        return await (self.show(run) if show else self.send(run))

    async def estimate(self, spec: RunSpec, *, within_limits: bool) -> Estimate:
        """Prepare a run and ask what it costs; with limits, what they forbid has no price."""
        return await self.price(await self.preparer.prepare(spec, within_limits=within_limits))

    async def price(self, run: PricedRun) -> Estimate:
        """Ask what a run costs, and say what stands in its way."""
        cost = await self.cost(run)
        left = self.account.credits_left(run.account)
        return Estimate(
            cost,
            run.measures.area_m2,
            run.measures.polygon_count,
            run.measures.centre,
            run.model,
            run.home.aoi_area_limit_m2 or None,
            run.account.max_areas or None,
            left,
            parts_of(run),
            (
                *obstacles.of_area(run),
                *obstacles.of_cost(cost, left, self._session.budget),
            ),
            about(run),
        )

    async def cost(self, run: PricedRun) -> float:
        """Ask what a run costs, in credits, and nothing else."""
        return await self._price(cost_request(run))

    async def price_of_size(self, spec: RunSpec, area_m2: float) -> float:
        """Ask for the price of an area of this size."""
        check_size(area_m2)
        check_source(spec.source)
        spec = replace(spec, extra=extra_members(spec.extra))
        account, is_fresh = await self.account.account()
        while True:
            try:
                request = size_cost_request(spec, pick_model(account.models, spec.model), area_m2)
            except InvalidInput:
                if is_fresh:
                    raise
                account, is_fresh = await self.account.account(refresh=True)
            else:
                return await self._price(request)

    async def show(self, run: PricedRun) -> DryRun:
        """Check the price of a run against what may be spent, and send nothing."""
        cost = await self._agreed_cost(run, needed=True)
        budget = self._session.budget
        if budget is not None and cost is not None:
            budget.check(cost)
        return dry_run(paid_request(run), self._session.base_url, cost)

    async def send(self, run: PricedRun) -> AsyncProcessing:
        """Check the price of a run against what may be spent, then send it, once.

        Without a price, one is requested if it is needed.
        """
        cost = await self._agreed_cost(run, needed=self._session.budget is not None)
        request = paid_request(run)

        async def send() -> AsyncProcessing:
            # False also for a client of the user's, whose transport may repeat requests.
            raw = await self._session.transport.json(
                request, repeatable=False, check=about_run(run, TAG)
            )
            return AsyncProcessing(self._session, raw)

        async def find(lost: MapflowError) -> AsyncProcessing:
            return await self.reconciling.find(run.tag, run.home.id, lost, v2=run.v2)

        payment = Payment(request, run.tag, cost, cost or 0.0, _how_to_find(run))
        started = await pay_once(self._session, payment, send, find, lambda found: found.id)
        self.settle(started, run.tag, cost)
        return started

    def settle_found(self, found: AsyncProcessing) -> None:
        """Count a run of unknown outcome, when this client sent it, with what it costs."""
        tag = found.meta.get(TAG)
        if tag is not None and tag in self._session.unsettled:
            self.settle(found, tag)

    def release(self, tag: str) -> None:
        """Give back what was set aside for a run that turned out never to have arrived."""
        reserved = self._session.unsettled.pop(tag, 0.0)
        if self._session.budget is not None:
            self._session.budget.give_back(reserved)

    def settle(self, started: AsyncProcessing, tag: str, asked: float | None = None) -> None:
        """Count a run with what it really costs, and warn if that is more than quoted."""
        reserved = self._session.unsettled.pop(tag, None)
        asked = reserved if asked is None else asked
        real = cost_told(started, asked)
        budget = self._session.budget
        if budget is not None and reserved is not None and real is not None:
            budget.settle(reserved, real)
        self.account.spend(asked or 0.0 if real is None else real)
        if real is not None and asked is not None and real > asked:
            try:
                warn(excess(started, asked, real), SpendingWarning)
            except SpendingWarning as raised:
                # Where warnings are errors it is the only thing that still tells of the run.
                raised.add_note(
                    f"Processing {started.id} was started and is charged. Get it by this ID;"
                    f" `mapflow wait {started.id}` waits for it."
                )
                raise

    async def _price(self, request: dict[str, Any]) -> float:
        # A question changes nothing, so it may be asked again.
        return read_price(await self._session.transport.json(request, repeatable=True))

    async def _agreed_cost(self, run: PricedRun, *, needed: bool) -> float | None:
        """Compare the price with what may be spent; without a price, a limit refuses."""
        counted = self.account.credits_left(run.account) is not None
        max_cost = run.spec.max_cost
        if run.price is None:
            if max_cost is None and not counted and not needed:
                return None
            cost = await self.cost(run)
        elif isinstance(run.price, Estimate):
            check_same(run.price, run)
            cost = run.price.cost
        else:
            cost = read_price(run.price)
        limits.check_max_cost(cost, max_cost)
        if counted:
            await self._check_credits(cost, run.account)
        return cost

    async def credits_left(self) -> float | None:
        """What the account has left at this moment; None if credits are not counted."""
        account, _ = await self.account.account(refresh=True)
        return self.account.credits_left(account)

    async def _check_credits(self, cost: float, account: AccountStatus) -> None:
        """Refuse what the account cannot pay, by what it has at this moment."""
        account = self.account.latest(account)
        try:
            limits.check_credits(cost, self.account.credits_left(account))
        except LimitExceeded:
            account, _ = await self.account.account(refresh=True)
            limits.check_credits(cost, self.account.credits_left(account))


def _how_to_find(run: PricedRun) -> str:
    """What Ctrl-C or a cancelled task says: without the tag the run could not be found later."""
    return joined(
        "The run may have been started and charged. Search for it with"
        f" `mapflow reconcile {run.tag} --project {run.home.id}`",
        Hint(
            python=f" or client.processings.reconcile({run.tag!r}, project={run.home.id!r})",
            command="",
            tool=f" or the tool reconcile, with the tag {run.tag}",
        ),
        ".",
    )
