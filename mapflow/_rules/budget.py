"""What a client, or several together, may spend."""

from __future__ import annotations

import threading
from typing import Final

from mapflow._arguments import is_amount
from mapflow._hints import Hint, joined
from mapflow._text.numbers import amount
from mapflow.errors import CostLimitExceeded, InvalidInput

#: An assistant cannot raise it.
_RAISE: Final = Hint(
    python="Raise the budget, or r",
    command="Raise the budget, or r",
    tool="Only the user can raise it, with `mapflow mcp --budget CREDITS`. R",
)


class Budget:
    """A maximum to spend, in credits, and what of it is spent.

    Give the same one to several clients, and they spend from it together. The price of a run is
    set aside before its request is sent, and given back only when it is certain that the service
    refused it: a run whose outcome is unknown stays counted. Safe to share between threads and
    tasks; not between processes.

    Args:
        limit: Maximum to spend, in credits; 0 allows only what is free.

    Raises:
        InvalidInput: The limit is not a number of credits.

    Example:
        ```python
        from mapflow import Budget, Mapflow

        purse = Budget(200)
        with Mapflow(budget=purse) as client:
            client.account.status()
        print(purse.spent, purse.remaining)
        ```
    """

    def __init__(self, limit: float) -> None:
        if not is_amount(limit):
            raise InvalidInput(
                f"A budget is a number of credits, 0 or more, not {limit!r:.40}.",
                hint="A client without a budget has no limit.",
            )
        self._limit = limit
        self._spent = 0.0
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {amount(self.spent)} of {amount(self.limit)} credits spent>"

    @property
    def limit(self) -> float:
        """Maximum to spend, in credits."""
        return self._limit

    @property
    def spent(self) -> float:
        """What is spent or set aside, in credits."""
        return self._spent

    @property
    def remaining(self) -> float:
        """What may still be spent, in credits."""
        return max(self._limit - self._spent, 0.0)

    def check(self, cost: float) -> None:
        """Say whether a run of that price could be paid, without setting anything aside.

        Args:
            cost: The price, in credits.

        Raises:
            CostLimitExceeded: Less than that remains; raise the budget or reduce the area.

        Example:
            ```python
            from mapflow import Budget

            Budget(50).check(30)
            ```
        """
        left = self.remaining
        # Written so that a price which is not a number is refused.
        if not 0 <= cost <= left:
            raise CostLimitExceeded(
                f"The run costs {amount(cost)} credits, and {amount(left)} of the budget of"
                f" {amount(self._limit)} remain.",
                limit="budget",
                allowed=left,
                found=cost,
                hint=joined(_RAISE, "educe the area or the options."),
            )

    def take(self, cost: float) -> None:
        """Set the price of a run aside.

        Args:
            cost: The price, in credits.

        Raises:
            CostLimitExceeded: Less than that remains; nothing was set aside.

        Example:
            ```python
            from mapflow import Budget

            purse = Budget(50)
            purse.take(30)
            print(purse.remaining)
            ```
        """
        with self._lock:
            self.check(cost)
            self._spent += cost

    def settle(self, asked: float, real: float) -> None:
        """Count a run with what was charged for it instead of what was set aside.

        Args:
            asked: The price that was set aside, in credits.
            real: What the service charged, in credits; it may be more than the budget has left.

        Example:
            ```python
            from mapflow import Budget

            purse = Budget(50)
            purse.take(30)
            purse.settle(30, 35)
            print(purse.spent, purse.remaining)
            ```
        """
        with self._lock:
            self._spent = max(self._spent - asked + real, 0.0)

    def give_back(self, cost: float) -> None:
        """Give back what was set aside for a run that the service refused.

        Args:
            cost: The price, in credits.

        Example:
            ```python
            from mapflow import Budget

            purse = Budget(50)
            purse.take(30)
            purse.give_back(30)
            ```
        """
        with self._lock:
            self._spent = max(self._spent - cost, 0.0)
