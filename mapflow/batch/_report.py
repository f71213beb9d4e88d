"""The report of a batch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, Self

from mapflow._text.numbers import amount
from mapflow.batch import _states
from mapflow.batch._holds import read_held

if TYPE_CHECKING:
    import pandas

    from mapflow._display.facts import Facts
    from mapflow.batch._ledger import Entry


#: A change copies a piece of this many rows, a report one reference for each piece.
_CHUNK: Final = 200


class RowReport(NamedTuple):
    """The state of one area.

    Attributes:
        name: The name of the row.
        state: ``waiting``, ``sending``, ``unknown``, ``running``, ``ended``, ``done``, ``failed``,
            ``refused`` or ``over_budget``.
        processing_id: Identifier of its processing, or None.
        cost: Its price, in credits, or None if unknown.
        result: The file with its result, or None.
        note: What went wrong, or None.
        obstacle: The limit that kept it from being started: ``max_cost``, ``budget``,
            ``agreed``, ``remaining_credits`` or ``client_budget``; None if no limit did.
        areas: The names of the areas in it, if it holds several; they share its processing.
    """

    name: str
    state: str
    processing_id: str | None
    cost: float | None
    result: Path | None
    note: str | None
    obstacle: str | None = None
    areas: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        from mapflow._display.showing import shown

        return shown(self)


class ReportRows:
    """The rows of a batch that changes: what a report holds of them stays as it is."""

    def __init__(self, rows: Iterable[RowReport]) -> None:
        given = iter(rows)
        self._chunks: list[tuple[RowReport, ...]] = []
        while chunk := tuple(islice(given, _CHUNK)):
            self._chunks.append(chunk)

    @property
    def chunks(self) -> tuple[tuple[RowReport, ...], ...]:
        """The rows as they are now, in pieces."""
        return tuple(self._chunks)

    def replace(self, index: int, row: RowReport) -> None:
        """Put a row in the place of another."""
        number, place = divmod(index, _CHUNK)
        chunk = self._chunks[number]
        self._chunks[number] = (*chunk[:place], row, *chunk[place + 1 :])


@dataclass(frozen=True, repr=False)
class Report:
    """The state of a batch: what ``run``, ``resume`` and ``status`` return.

    Attributes:
        ledger: The file that the batch is kept in.
        rows: The areas, in the order of the input.
        spent: Cost of what was started so far, in credits.
        budget: The maximum price of all areas, in credits, or None.
        counts: How many areas are in each state.
        max_cost: The maximum price of one area, in credits, or None.
        agreed: The maximum price that ``on_estimate`` accepted, in credits; None if no price was
            shown. What costs more waits until it is confirmed.
        areas: How many areas the rows hold: more than there are rows if some hold several.
    """

    ledger: Path
    rows: tuple[RowReport, ...]
    spent: float
    budget: float | None
    counts: dict[str, int]
    max_cost: float | None = None
    agreed: float | None = None
    areas: int = 0

    @classmethod
    def _of(cls, rows: ReportRows, **members: object) -> Self:
        """A report whose rows are put together when they are read.

        One is made at each poll, and most are asked for their counts only.
        """
        report = cls(rows=(), **members)  # type: ignore[arg-type]  # the members of this class
        del report.__dict__["rows"]
        report.__dict__["_chunks"] = rows.chunks
        return report

    if not TYPE_CHECKING:  # where types are checked, there are the declared members only

        def __getattr__(self, name: str) -> tuple[RowReport, ...]:
            chunks = self.__dict__.get("_chunks")
            if name != "rows" or chunks is None:
                raise AttributeError(name)
            rows = self.__dict__["rows"] = tuple(chain.from_iterable(chunks))
            return rows

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to do: no row waits, is running, or has an unknown outcome."""
        return not any(self.counts.get(state) for state in (_states.WAITING, *_states.OPEN))

    @property
    def has_started(self) -> bool:
        """Whether a processing was started for any of the areas, or may have been."""
        return any(row.processing_id or row.state in _states.PAID for row in self.rows)

    @property
    def is_success(self) -> bool:
        """Whether every area has its result."""
        return set(self.counts) <= {_states.DONE}

    def to_dict(self) -> dict[str, object]:
        """Return the report as plain values, for JSON.

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
            "max_cost": self.max_cost,
            "agreed": self.agreed,
            "areas": self.areas,
            "rows": [
                row._asdict()
                | {
                    "result": None if row.result is None else str(row.result),
                    "areas": list(row.areas),
                }
                for row in self.rows
            ],
        }

    def to_dataframe(self) -> pandas.DataFrame:
        """Put the rows into a data frame, one for each area. Needs pandas (extra ``geo``).

        Returns:
            The frame: its columns are the members of ``RowReport``, ``cost`` in credits.

        Raises:
            ConfigurationError: pandas is not installed; the text names the command.

        Example:
            ```python
            from mapflow import batch, sources

            batch.run(mf, [area], model="buildings", source=sources.Provider("Mapbox"), folder="f")
            print(batch.status("f").to_dataframe()[["name", "state", "cost"]])
            ```
        """
        from mapflow._display.frames import frame_of

        return frame_of(self.rows, RowReport)

    def __repr__(self) -> str:
        return f"<Report of {self}>"

    def _repr_html_(self) -> str:
        from mapflow._display.showing import shown

        return shown(self)

    def _facts(self) -> Facts:
        from mapflow._display.facts import Facts, table_of
        from mapflow._display.words import label, words

        limits = {
            name: words(name, getattr(self, name))
            for name in ("spent", "budget", "max_cost", "agreed", "ledger")
        }
        counts = [
            (state.replace("_", " ").capitalize(), f"{self.counts[state]:,}")
            for state in (*_states.ALL, *sorted(set(self.counts) - set(_states.ALL)))
            if self.counts.get(state)
        ]
        # What did not go well comes first: there may be thousands of rows.
        order = (_states.FAILED, _states.REFUSED, _states.OVER_BUDGET, _states.UNKNOWN)
        ordered = sorted(self.rows, key=lambda row: row.state not in order)
        columns = ("name", "state", "cost", "areas", "note", "result")
        return Facts(
            "Batch",
            f"of {sum(self.counts.values()):,}",
            [*counts, *((label(name), text) for name, text in limits.items() if text)],
            [self._advice()],
            table=table_of(ordered, RowReport, columns),
        )

    def _advice(self) -> str:
        """What to do next."""
        if self.is_success:
            return (
                "Every area has its result. Next: `batch.collect(folder, path)` makes one file of"
                " them."
            )
        if not self.is_over:
            return (
                "Next: `batch.resume(mf, folder)` continues if no program works on it;"
                " `batch.status(folder)` reads it again. Nothing is paid twice."
            )
        return (
            "It is over, and some areas have no result: their notes say why."
            " `batch.collect(folder, path, partial=True)` makes one file of the others."
        )

    def __str__(self) -> str:
        states = ", ".join(f"{count} {state}" for state, count in sorted(self.counts.items()))
        count = sum(self.counts.values())
        what = f"{count} area{'' if count == 1 else 's'}"
        if self.areas > count:
            what = f"{count} processing{'' if count == 1 else 's'} of {self.areas} areas"
        return f"{what}: {states}; {amount(self.spent)} credits spent"


def row_report(entry: Entry, folder: Path) -> RowReport:
    """Show one row."""
    result = None if entry.result is None else folder / entry.result
    return RowReport(
        entry.name,
        entry.state,
        entry.processing_id,
        entry.cost,
        result,
        entry.note,
        entry.obstacle,
        tuple(each.name for each in read_held(entry.holds)),
    )
