"""Prices that an assistant was shown: nothing is run without one, and none is run twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from mapflow.errors import CostLimitExceeded, InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mapflow._views.estimate import Estimate
    from mapflow.geometry import AreaLike
    from mapflow.sources import Source
    from mapflow.splitting import SplitPlan


@dataclass
class Quote:
    """What would be run, and what it would cost."""

    id: str
    model: str
    area: AreaLike | SplitPlan
    source: Source
    options: Mapping[str, bool] | None
    #: In credits; None if the service named none.
    cost: float | None
    estimate: Estimate | None = None
    #: What was started with it: the ID of a processing, or the folder of a batch.
    started: str | None = None


@dataclass
class Quotes:
    """The prices of one session."""

    _quotes: dict[str, Quote] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def add(
        self,
        *,
        model: str,
        area: AreaLike | SplitPlan,
        source: Source,
        options: Mapping[str, bool] | None,
        cost: float | None,
        estimate: Estimate | None = None,
    ) -> Quote:
        """Keep a price that was shown."""
        quote = Quote(f"quote-{next(self._numbers)}", model, area, source, options, cost, estimate)
        self._quotes[quote.id] = quote
        return quote

    def accept(self, quote_id: str, max_cost: float) -> Quote:
        """The quote of that ID, if it may be run for at most this many credits."""
        quote = self._quotes.get(quote_id)
        if quote is None:
            raise InvalidInput(
                f"There is no quote {quote_id!r} in this session.",
                hint="Call estimate_cost or plan_split first, and show the price to the user.",
            )
        if quote.started is not None:
            raise InvalidInput(
                f"{quote_id} was run already: {quote.started}.",
                hint="Wait for that one. To run the same again and pay again, get a new quote.",
            )
        if quote.cost is None:
            raise InvalidInput(
                f"The service named no price for {quote_id}, so it cannot be limited.",
                hint="Run it with the Python package or the command line.",
            )
        if quote.cost > max_cost:
            raise CostLimitExceeded(
                f"{quote_id} costs {quote.cost:g} credits, max_cost allows {max_cost:g}.",
                limit="max_cost", allowed=max_cost, found=quote.cost,
                hint="Ask the user for a higher maximum, or take a smaller area.",
            )  # fmt: skip
        return quote
