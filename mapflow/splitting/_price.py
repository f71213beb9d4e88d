"""The price of a plan, asked from the service with few requests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from mapflow._text.numbers import amount
from mapflow.errors import InvalidInput

if TYPE_CHECKING:
    from mapflow._display.facts import Facts
    from mapflow._views.estimate import Estimate
    from mapflow.geometry import Geometry
    from mapflow.splitting._parts import SplitPart

#: Areas that differ by less cost the same but for rounding.
_EQUAL_M2 = 10_000.0


class SplitPrice(NamedTuple):
    """What a plan would cost.

    Attributes:
        cost: Credits for all processings.
        processings: How many there are.
        requests: How many prices were asked for it.
        is_exact: Whether only parts of equal area share a price.
        remaining_credits: Credits left on the account; None if it is not billed in credits.
    """

    cost: float
    processings: int
    requests: int
    is_exact: bool
    remaining_credits: float | None

    @property
    def missing_credits(self) -> float:
        """Credits that the account lacks; 0 when it has enough."""
        left = self.remaining_credits
        return 0 if left is None else max(self.cost - left, 0)

    def _repr_html_(self) -> str:
        from mapflow._display.showing import shown

        return shown(self)

    def _facts(self) -> Facts:
        from mapflow._display.facts import facts_of

        known = facts_of(self)
        notes = ["Nothing was ordered."]
        if self.missing_credits:
            notes = [f"The account lacks {amount(self.missing_credits)} credits for it."]
        elif not self.is_exact:
            notes.append("Similar parts share a price: `max_requests` bounds how many are asked.")
        return known._replace(notes=notes)


class Asking:
    """Asks for the price of parts, those of equal area and as many polygons once.

    Args:
        parts: The parts of a plan.
        max_requests: Maximum number of prices to ask.
    """

    def __init__(self, parts: Sequence[SplitPart], max_requests: int) -> None:
        if not max_requests >= 1:
            raise InvalidInput(f"`max_requests` must be 1 or more, got {max_requests!r}.")
        ordered = sorted(parts, key=_likeness)
        self._alike = [list(each) for _, each in groupby(ordered, _likeness)]
        self._is_exact = len(self._alike) <= max_requests
        if not self._is_exact:
            size = ceil(len(ordered) / max_requests)
            self._alike = [ordered[at : at + size] for at in range(0, len(ordered), size)]
        self._prices: list[Estimate] = []

    def areas(self) -> Iterator[Geometry]:
        """The areas to ask for: of those that are alike the largest."""
        for alike in self._alike:
            yield max(alike, key=lambda part: part.area_m2).geometry

    def add(self, estimate: Estimate) -> None:
        """Add the price of the next of these areas."""
        self._prices.append(estimate)

    def price(self) -> SplitPrice:
        """The price of all parts."""
        pairs = zip(self._prices, self._alike, strict=True)
        return SplitPrice(
            sum(price.cost * len(alike) for price, alike in pairs),
            sum(map(len, self._alike)),
            len(self._prices),
            self._is_exact,
            self._prices[-1].remaining_credits if self._prices else None,
        )


def _likeness(part: SplitPart) -> tuple[int, int]:
    return len(part.cells), ceil(part.area_m2 / _EQUAL_M2)
