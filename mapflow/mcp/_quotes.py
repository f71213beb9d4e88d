"""Prices that an assistant was shown: nothing is run without one, and none is run twice."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Final, TypeAlias

from mapflow import Budget
from mapflow._text.numbers import amount
from mapflow.errors import CostLimitExceeded, InvalidInput
from mapflow.mcp._told import Started

#: Starts what was quoted, for this maximum in credits and under that name.
Start: TypeAlias = Callable[[float, str | None], Awaitable[Started]]

#: The oldest are forgotten: an area may have megabytes.
_MOST_KEPT: Final = 200


@dataclass
class Quote:
    """What would be run, and what it would cost."""

    id: str
    what: str
    #: In credits; None if the service named none.
    cost: float | None
    start: Start
    #: What came of it; None as long as it was not used.
    outcome: str | None = None


@dataclass
class Quotes:
    """The prices of one session."""

    _quotes: dict[str, Quote] = field(default_factory=dict[str, Quote])
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def add(self, what: str, cost: float | None, start: Start) -> Quote:
        """Keep a price that was shown."""
        quote = Quote(f"quote-{next(self._numbers)}", what, cost, start)
        self._quotes[quote.id] = quote
        while len(self._quotes) > _MOST_KEPT:
            del self._quotes[next(iter(self._quotes))]
        return quote

    def use(self, quote_id: str, max_cost: float, budget: Budget) -> Quote:
        """The quote of that ID, given once; refused if it costs too much."""
        quote = self._quotes.get(quote_id)
        if quote is None:
            raise InvalidInput(
                f"There is no quote {quote_id!r:.60} in this session.",
                hint="Call estimate_cost, estimate_batch, estimate_restart or estimate_resume"
                " first, and show the price to the user.",
            )
        if quote.outcome is not None:
            raise InvalidInput(
                f"{quote_id} was used already: {quote.outcome}",
                hint="To run the same again and pay again, get a new quote.",
            )
        if quote.cost is None:
            raise InvalidInput(
                f"Mapflow named no price for {quote_id}, so its cost cannot be limited.",
                hint="Run it with `mapflow run`, where you can accept that.",
            )
        if quote.cost > max_cost:
            raise CostLimitExceeded(
                f"{quote_id} costs {amount(quote.cost)} credits; max_cost allows"
                f" {amount(max_cost)}.",
                limit="max_cost", allowed=max_cost, found=quote.cost,
                hint="Ask the user for a higher maximum, or choose a smaller area.",
            )  # fmt: skip
        if quote.cost > budget.remaining:
            raise CostLimitExceeded(
                f"{quote_id} costs {amount(quote.cost)} credits;"
                f" {amount(budget.remaining)} of this session's budget of"
                f" {amount(budget.limit)} remain.",
                limit="budget", allowed=budget.remaining, found=quote.cost,
                hint="Only the user can change that: they start the server with"
                " `mapflow mcp --budget CREDITS`.",
            )  # fmt: skip
        quote.outcome = "it is being started now. Check list_processings in a minute."
        return quote
