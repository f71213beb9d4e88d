"""Counts what went wrong with each row in this turn: one that always does is left for the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from mapflow.batch._ledger import Entry
    from mapflow.batch._ledger_cache import LedgerCache

#: This many transient errors in a row postpone a row to the next run of the batch.
_TRIES: Final = 5


class RetryCounts:
    """How many transient errors each row had in this run."""

    def __init__(self, cache: LedgerCache) -> None:
        self._board = cache
        self._counts: dict[int, int] = {}
        self._given_up: set[int] = set()

    def record(self, number: int) -> None:
        """Count a transient error, and let the other rows go first."""
        self._counts[number] = self._counts.get(number, 0) + 1
        if self._counts[number] >= _TRIES:
            self._given_up.add(number)
        self._board.put_last(number)

    def reset(self, number: int) -> None:
        """Reset the count after a success."""
        self._counts.pop(number, None)
        self._given_up.discard(number)

    def is_left(self, state: str) -> bool:
        """Whether a row of a state may be tried."""
        return self.next_of(state) is not None

    def next_of(self, state: str) -> Entry | None:
        """The row of a state to try next."""
        if not self._given_up:
            return self._board.first(state)
        return next(
            (row for row in self._board.each(state) if not self.is_exhausted(row.number)), None
        )

    def is_exhausted(self, number: int) -> bool:
        """Whether a row is left for another turn."""
        return number in self._given_up
