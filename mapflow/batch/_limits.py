"""The limits on what a batch may spend, and their errors."""

from __future__ import annotations

from typing import Final

from mapflow._hints import Hint, argument, joined
from mapflow._text.numbers import amount
from mapflow.errors import CostLimitExceeded, LimitExceeded

# Prices that were shown as a sum may differ from it in the last digit.
_ROUNDING: Final = 1e-6
#: The obstacles of a row that costs too much, as the ledger keeps them.
MAX_COST: Final = "max_cost"
BUDGET: Final = "budget"
AGREED: Final = "agreed"
CREDITS: Final = "remaining_credits"
CLIENT_BUDGET: Final = "client_budget"


class SpendingLimits:
    """The limits that apply to the next run.

    Args:
        max_cost: The maximum price of one area, in credits.
        left: What remains of the budget of the batch, in credits.
        budget: That budget, in credits.
        credits: Credits left on the account; None leaves them to whoever sends.
        client_left: What remains of the budget of the client; None as for credits.
        agreed_left: What remains of the price that was agreed to.
    """

    def __init__(
        self,
        max_cost: float | None,
        left: float | None,
        budget: float | None,
        credits: float | None = None,  # noqa: A002 - the word for them
        client_left: float | None = None,
        agreed_left: float | None = None,
    ) -> None:
        self._max_cost = max_cost
        self._left = left
        self._budget = budget
        self._credits = credits
        self._client_left = client_left
        self._agreed_left = agreed_left

    def check(self, cost: float) -> None:
        """Refuse what costs too much, and name the limit that says so.

        Raises:
            LimitExceeded: The price is above a limit.
        """
        # Written so that NaN refuses.
        if self._max_cost is not None and not cost <= self._max_cost:
            raise _too_much(
                joined(
                    f"It costs {amount(cost)} credits; `",
                    argument("max_cost"),
                    f"` is {amount(self._max_cost)}.",
                ),
                MAX_COST,
                self._max_cost,
                cost,
                joined("Raise `", argument("max_cost"), "`."),
            )
        if self._left is not None and not cost <= self._left:
            raise _too_much(
                f"It costs {amount(cost)} credits, but only {amount(self._left)} remain of the"
                f" batch's budget of {amount(self._budget or 0)}.",
                BUDGET,
                self._left,
                cost,
                Hint(
                    python="Raise the budget.",
                    command="Raise the budget.",
                    tool="Call estimate_resume, and run its quote if the user agrees.",
                ),
            )
        if self._agreed_left is not None and not cost <= self._agreed_left + _ROUNDING:
            raise _too_much(
                f"It costs {amount(cost)} credits, but only {amount(self._agreed_left)} remain of"
                " the price that was agreed to.",
                AGREED,
                self._agreed_left,
                cost,
                Hint(
                    python="Resume the batch with on_estimate to be asked again, or with a budget.",
                    command="Resume the batch to be asked again, or with --budget.",
                    tool="Call estimate_resume, and run its quote if the user agrees.",
                ),
            )
        if self._credits is not None and not cost <= self._credits:
            raise LimitExceeded(
                f"It costs {amount(cost)} credits, but only {amount(self._credits)} remain on"
                " the account.",
                limit=CREDITS,
                allowed=self._credits,
                found=cost,
                hint="Top up the account.",
            )
        if self._client_left is not None and not cost <= self._client_left:
            raise _too_much(
                f"It costs {amount(cost)} credits, but only {amount(self._client_left)} remain of"
                " the client's budget.",
                CLIENT_BUDGET,
                self._client_left,
                cost,
                Hint(
                    python="Raise the budget of the client.",
                    command="Raise the budget of the client.",
                    tool="Only the user can raise the session's budget, with `mapflow mcp --budget"
                    " CREDITS`.",
                ),
            )

    def reserve(self, cost: float) -> None:
        """Count a run."""
        self._left = None if self._left is None else self._left - cost
        self._credits = None if self._credits is None else self._credits - cost
        self._client_left = None if self._client_left is None else self._client_left - cost

    def maximum(self) -> float | None:
        """The maximum that can be spent; None without a limit."""
        known = [
            each for each in (self._left, self._credits, self._client_left) if each is not None
        ]
        return max(min(known), 0.0) if known else None


def obstacle_of(error: LimitExceeded, *, is_sent: bool) -> str:
    """The limit that stands in the way of a row.

    Args:
        error: The refusal.
        is_sent: Whether the client refused it, after the batch had let it pass.
    """
    if error.limit == CREDITS:
        return CREDITS
    if is_sent:
        return CLIENT_BUDGET
    return error.limit


def _too_much(
    message: str, limit: str, allowed: float, found: float, hint: str
) -> CostLimitExceeded:
    return CostLimitExceeded(message, limit=limit, allowed=allowed, found=found, hint=hint)
