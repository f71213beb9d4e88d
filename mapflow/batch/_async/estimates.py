"""Estimates what a batch costs before anything is started."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mapflow._http.concurrent import aeach
from mapflow._rules.outcomes import is_refusal
from mapflow.batch._async.starter import FOR_ALL
from mapflow.batch._estimate import BatchEstimate, GroupingEstimate, RowEstimate
from mapflow.batch._grouping import Candidate, groups_of, joined
from mapflow.batch._limits import SpendingLimits
from mapflow.errors import ApiError, InvalidInput, InvalidResponse, LimitExceeded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapflow._async.client import AsyncMapflow
    from mapflow._requests.run_spec import PricedRun
    from mapflow.batch._async.pricing import AsyncPricing, PendingRow

#: Maximum concurrent requests for prices.
_AT_ONCE: Final = 8
#: Maximum number of groups that are priced; with more, the savings are a lower bound.
_MOST_GROUPS: Final = 40


class Limits(NamedTuple):
    """What a batch may spend.

    Attributes:
        max_cost: The maximum price of one area, in credits.
        left: What remains of the budget of the batch, in credits.
        budget: That budget, in credits.
    """

    max_cost: float | None
    left: float | None
    budget: float | None


class _Checked(NamedTuple):
    """A checked area: what would be run, or why not."""

    pending: PendingRow
    run: PricedRun | None
    why_not: str | None


class AsyncEstimates:
    """Asks the price of each area, and adds up what would be started."""

    def __init__(self, client: AsyncMapflow, pricing: AsyncPricing, limits: Limits) -> None:
        self._client = client
        self._pricing = pricing
        self._limits = limits

    async def of(
        self, pending: Sequence[PendingRow], unusable: Sequence[RowEstimate]
    ) -> BatchEstimate:
        """Estimate areas; unusable ones are listed with the others."""
        checked = [await self._checked(pending) for pending in pending]
        refusals = await self._ask(
            {each.pending.key: each for each in checked if each.run is not None}
        )
        checked = [
            each._replace(why_not=refusals.get(each.pending.key)) if each.run else each
            for each in checked
        ]
        rows, most = self._rows(checked, await self._credits_left(checked))
        running = [row for row in rows if row.will_run]
        known = sum(row.cost for row in running if row.cost is not None)
        is_known = all(row.cost is not None for row in running)
        return BatchEstimate(
            (*rows, *unusable),
            known if is_known else None,
            known,
            known if is_known else most,
            await self._grouping(checked, rows),
        )

    async def _checked(self, pending: PendingRow) -> _Checked:
        try:
            return _Checked(pending, await self._pricing.prepare(pending), None)
        except FOR_ALL:
            raise
        except InvalidInput as error:
            return _Checked(pending, None, str(error))

    async def _ask(self, areas: dict[bytes, _Checked]) -> dict[bytes, str]:
        """Ask the price of each area once; give those that the service refuses."""
        refusals: dict[bytes, str] = {}

        async def ask(checked: _Checked) -> None:
            run = checked.run
            if run is None or not self._has_price(run):
                return
            try:
                await self._pricing.price(checked.pending, run)
            except FOR_ALL:
                raise
            except ApiError as error:
                if not is_refusal(error):
                    raise
                refusals[checked.pending.key] = str(error)
            except InvalidResponse as error:
                # Without a price, a limit refuses.
                if self._pricing.needs_price(run) or self._is_limited:
                    refusals[checked.pending.key] = f"Its price is not known: {error}"

        await aeach(ask, list(areas.values()), _AT_ONCE)
        return refusals

    def _has_price(self, run: PricedRun) -> bool:
        """Whether the account pays in credits; for others the service names no price."""
        return self._is_limited or run.account.billing_type in (None, "", "CREDITS")

    @property
    def _is_limited(self) -> bool:
        return self._limits.max_cost is not None or self._limits.budget is not None

    async def _credits_left(self, checked: Sequence[_Checked]) -> float | None:
        """The credits left on the account; asked again if they seem too few."""
        priced = [(each.run, self._price_of(each)) for each in checked]
        known = [(run, price) for run, price in priced if run is not None and price is not None]
        account = self._pricing.sender.account
        left = account.credits_left(known[0][0].account) if known else None
        if left is not None and left < sum(price for _, price in known):
            left = await self._pricing.sender.credits_left()
        return left

    def _rows(
        self, checked: Sequence[_Checked], credits_left: float | None
    ) -> tuple[list[RowEstimate], float | None]:
        """Go through the runs as they would be started; return their maximum cost too."""
        budget = self._client.budget
        spending = SpendingLimits(
            *self._limits,
            credits_left,
            None if budget is None else budget.remaining,
        )
        bound = spending.maximum()
        self._pricing.left_out.clear()
        rows: list[RowEstimate] = []
        unpriced, known = 0, 0.0
        for each in checked:
            cost = self._price_of(each)
            why_not = each.why_not
            if cost is not None and why_not is None:
                try:
                    spending.check(cost)
                except LimitExceeded as error:
                    why_not = str(error)
                    self._pricing.left_out[each.pending.number] = error
                else:
                    spending.reserve(cost)
                    known += cost
            if why_not is None:
                unpriced += cost is None
            area_m2 = None if each.run is None else each.run.measures.area_m2
            pending = each.pending
            rows.append(
                RowEstimate(pending.name, area_m2, cost, why_not is None, why_not, pending.areas)
            )
        return rows, self._most(bound, known, unpriced)

    def _most(self, bound: float | None, known: float, unpriced: int) -> float | None:
        max_cost = self._limits.max_cost
        by_row = known + unpriced * max_cost if max_cost is not None else None
        bounds = [each for each in (bound, by_row) if each is not None]
        return min(bounds) if bounds else None

    def _price_of(self, checked: _Checked) -> float | None:
        return None if checked.run is None else self._pricing.known_price(checked.pending)

    async def _grouping(
        self, checked: Sequence[_Checked], rows: Sequence[RowEstimate]
    ) -> GroupingEstimate | None:
        """Ask what the areas would cost together, as far as that saves something."""
        candidates = [
            Candidate(
                each.pending.area,
                each.run.measures.area_m2,
                each.run.measures.polygon_count,
                row.cost,
            )
            for each, row in zip(checked, rows, strict=True)
            if each.run is not None and row.will_run and row.cost
        ]
        if len(candidates) < 2 or any(each.pending.areas > 1 for each in checked):
            # Areas that share a processing have been put together already.
            return None
        run = next(each.run for each in checked if each.run is not None)
        found = GroupingEstimate(0, 0, 0.0, 0.0, True)
        limit_m2 = run.home.aoi_area_limit_m2
        for asked, group in enumerate(groups_of(candidates, run.account.max_areas, limit_m2)):
            if asked == _MOST_GROUPS:
                found = found._replace(is_complete=False)
                break
            cost = await self._price_together(run, group)
            if cost is None:
                continue
            saves = sum(each.cost for each in group) - cost
            if saves <= 0:
                # Larger areas have less to gain.
                break
            found = GroupingEstimate(
                found.rows + len(group),
                found.processings + 1,
                found.cost + cost,
                found.saves + saves,
                True,
            )
        return found if found.rows else None

    async def _price_together(self, run: PricedRun, group: Sequence[Candidate]) -> float | None:
        try:
            return await self._pricing.price_together(run, joined(group))
        except ApiError as error:
            if not is_refusal(error):
                raise
            # What the service does not take together is run one by one.
            return None
