"""The rows of a batch by state, so that a poll costs what is running and not what is done.

The ledger is on the disk, and is written first; this is what is read in between.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from mapflow.batch import _states
from mapflow.batch._holds import read_held
from mapflow.batch._ledger import Change, Entry, Ledger
from mapflow.batch._report import Report, ReportRows, row_report
from mapflow.errors import InvalidInput


class LedgerCache:
    """The rows of a ledger that this program alone works on."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._folder = ledger.path.parent
        self._entries = ledger.rows()
        self._shown = ReportRows(row_report(entry, self._folder) for entry in self._entries)
        # In order, and quick to take from at both ends: a plain dict is slow at its beginning.
        self._by_state: dict[str, OrderedDict[int, None]] = {
            state: OrderedDict() for state in _states.ALL
        }
        # A sum of floats would depend on the order, and a budget is met to the last credit.
        self._spent = Fraction(0)
        for entry in self._entries:
            self._by_state[entry.state][entry.number] = None
            self._spent += _counted(entry)
        self._areas = sum(len(read_held(entry.holds)) or 1 for entry in self._entries)
        self._settings = ledger.settings

    def __getitem__(self, number: int) -> Entry:
        return self._entries[number - 1]

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries)

    @property
    def spent(self) -> float:
        """What the rows cost that were sent, in credits."""
        return float(self._spent)

    @property
    def max_cost(self) -> float | None:
        """The maximum price of one row, in credits."""
        return self._amount("max_cost")

    @property
    def budget(self) -> float | None:
        """The maximum price of all rows, in credits."""
        return self._amount("budget")

    def left(self) -> float | None:
        """What remains of the budget, in credits."""
        budget = self.budget
        return None if budget is None else float(max(Fraction(budget) - self._spent, Fraction(0)))

    @property
    def agreed(self) -> float | None:
        """The maximum price of all rows that a caller agreed to, in credits."""
        return self._amount("agreed")

    def agreed_left(self) -> float | None:
        """What remains of what was agreed to, in credits."""
        agreed = self.agreed
        return None if agreed is None else float(max(Fraction(agreed) - self._spent, Fraction(0)))

    def set_limits(self, **limits: float | None) -> None:
        """Take over what may be spent."""
        self._settings |= limits

    def count(self, *states: str) -> int:
        """How many rows are in one of the states."""
        return sum(len(self._by_state[state]) for state in states)

    def counts(self) -> dict[str, int]:
        """How many rows are in each state that has any."""
        return {state: len(held) for state, held in self._by_state.items() if held}

    def rows(self, *states: str) -> list[Entry]:
        """The rows in some states, those first that have been there longest."""
        return [self[number] for state in states for number in self._by_state[state]]

    def each(self, state: str) -> Iterator[Entry]:
        """The rows in a state, one after the other."""
        return (self[number] for number in self._by_state[state])

    def first(self, state: str) -> Entry | None:
        """The row that has been in a state longest."""
        number = next(iter(self._by_state[state]), None)
        return None if number is None else self[number]

    def report(self) -> Report:
        """The report of the batch."""
        return Report._of(
            self._shown,
            ledger=self.ledger.path,
            spent=self.spent,
            budget=self.budget,
            counts=self.counts(),
            max_cost=self.max_cost,
            agreed=self.agreed,
            areas=self._areas,
        )

    def apply(self, changes: Sequence[Change]) -> None:
        """Take over what was written into the ledger."""
        for number, columns in changes:
            before = self[number]
            after = before._replace(**columns)  # type: ignore[arg-type]  # columns are fields
            self._spent += _counted(after) - _counted(before)
            if after.state != before.state:
                del self._by_state[before.state][number]
                self._by_state[after.state][number] = None
            self._entries[number - 1] = after
            self._shown.replace(number - 1, row_report(after, self._folder))

    def put_last(self, number: int) -> None:
        """Let the others of its state go first."""
        self._by_state[self[number].state].move_to_end(number)

    def _amount(self, name: str) -> float | None:
        value = self._settings.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not value >= 0:
            # Read as no limit, it would let everything be spent.
            raise InvalidInput(
                f"The ledger {self.ledger.path} is damaged: its {name} is {value!r}.",
                hint="Restore a copy of it.",
            )
        return value


def _counted(entry: Entry) -> Fraction:
    """What a row counts for: what was started for it, now and before."""
    cost = entry.cost if entry.state in _states.PAID and entry.cost is not None else 0
    return Fraction(cost) + Fraction(entry.earlier_cost)
