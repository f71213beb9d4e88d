"""How a batch stands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mapflow.batch import _ledger

if TYPE_CHECKING:
    from mapflow.batch._ledger import Entry, Ledger


class RowReport(NamedTuple):
    """How one area stands.

    Attributes:
        name: The name of the row.
        state: ``waiting``, ``sending``, ``unknown``, ``running``, ``ended``, ``done``, ``failed``,
            ``refused`` or ``too dear``.
        processing_id: Identifier of its processing, or None when there is none.
        cost: What it costs, in credits, or None when that is not known.
        result: The file with its result, or None.
        note: What went wrong, or None.
    """

    name: str
    state: str
    processing_id: str | None
    cost: float | None
    result: Path | None
    note: str | None


class Report(NamedTuple):
    """How a batch stands: what ``run``, ``resume`` and ``status`` give.

    Attributes:
        ledger: The file that the batch is kept in.
        rows: The areas, in the order of the input.
        spent: What was ordered so far, in credits.
        budget: The most that may be spent, in credits, or None.
    """

    ledger: Path
    rows: tuple[RowReport, ...]
    spent: float
    budget: float | None

    @property
    def counts(self) -> dict[str, int]:
        """How many areas are in each state."""
        found: dict[str, int] = {}
        for row in self.rows:
            found[row.state] = found.get(row.state, 0) + 1
        return found

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to do: no row waits, is running, or has an unknown outcome."""
        return not any(row.state in (_ledger.WAITING, *_ledger.OPEN) for row in self.rows)

    @property
    def is_success(self) -> bool:
        """Whether every area has its result."""
        return all(row.state == _ledger.DONE for row in self.rows)

    def to_dict(self) -> dict[str, object]:
        """Give the report as plain values, for JSON.

        Returns:
            Its members; paths are text.

        Example:
            ```python
            import json

            from mapflow import batch, sources

            batch.run(mf, [area], model="buildings", source=sources.Provider("Mapbox"), folder="b")
            print(json.dumps(batch.status("b/batch.sqlite").to_dict()["counts"]))
            ```
        """
        return {
            "ledger": str(self.ledger),
            "counts": self.counts,
            "spent": self.spent,
            "budget": self.budget,
            "rows": [
                row._asdict() | {"result": None if row.result is None else str(row.result)}
                for row in self.rows
            ],
        }

    def __str__(self) -> str:
        states = ", ".join(f"{count} {state}" for state, count in sorted(self.counts.items()))
        return f"{len(self.rows)} areas: {states}; {self.spent:g} credits ordered"


def report_of(ledger: Ledger) -> Report:
    """Read the report off a ledger."""
    folder = ledger.path.parent
    budget = ledger.settings.get("budget")
    return Report(
        ledger.path,
        tuple(_row(entry, folder) for entry in ledger.rows()),
        ledger.spent(),
        budget if isinstance(budget, (int, float)) else None,
    )


def _row(entry: Entry, folder: Path) -> RowReport:
    result = None if entry.result is None else folder / entry.result
    return RowReport(entry.name, entry.state, entry.processing_id, entry.cost, result, entry.note)
