"""Counts what went wrong with each row in this turn: one that always does is left for the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from mapflow.batch._ledger import Entry
    from mapflow.batch._ledger_cache import LedgerCache

#: So many passing troubles with one area in a row end its turn, but not that of the others.
_TRIES: Final = 5


class RetryCounts:
    """How often each row met a passing trouble in this turn."""

    def __init__(self, cache: LedgerCache) -> None:
        self._board = cache
        self._counts: dict[int, int] = {}
        self._given_up: set[int] = set()

    def record(self, number: int) -> None:
        """Count a trouble, and let the other rows go first."""
        self._counts[number] = self._counts.get(number, 0) + 1
        if self._counts[number] >= _TRIES:
            self._given_up.add(number)
        self._board.put_last(number)

    def reset(self, number: int) -> None:
        """Count anew: it went well."""
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
