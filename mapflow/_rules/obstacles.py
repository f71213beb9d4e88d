"""What stands in the way of a run: limits of the account, credits, a budget."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mapflow import limits
from mapflow.errors import LimitExceeded

if TYPE_CHECKING:
    from mapflow._requests.run_spec import PricedRun
    from mapflow._rules.budget import Budget


def of_area(run: PricedRun) -> list[LimitExceeded]:
    """Which limits of the account the area of a run exceeds."""
    return limits.exceeded_by(
        run.measures,
        aoi_area_limit_m2=run.home.aoi_area_limit_m2,
        max_areas=run.account.max_areas,
        remaining_area_m2=run.account.remaining_area_m2,
        billing_type=run.account.billing_type,
    )


def of_cost(cost: float, left: float | None, budget: Budget | None) -> Iterator[LimitExceeded]:
    """What a price exceeds: the credits that are left, what remains of a budget."""
    try:
        limits.check_credits(cost, left)
    except LimitExceeded as error:
        yield error
    if budget is not None:
        try:
            budget.check(cost)
        except LimitExceeded as error:
            yield error
