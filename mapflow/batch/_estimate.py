"""What a batch would cost: the values that a dry run gives and a question shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from mapflow._text.numbers import amount

if TYPE_CHECKING:
    import pandas

    from mapflow._display.facts import Facts


class RowEstimate(NamedTuple):
    """What one area would cost.

    Attributes:
        name: The name of the row.
        area_m2: Its area, in square metres, or None when the area cannot be used.
        cost: Its price in credits, or None when it is not known.
        will_run: Whether it would be started.
        note: The reason why it would not be started, or None.
        areas: How many areas it holds; they share its processing and its price.
    """

    name: str
    area_m2: float | None
    cost: float | None
    will_run: bool
    note: str | None
    areas: int = 1


class GroupingEstimate(NamedTuple):
    """What several small areas would cost in one processing, instead of one for each.

    A processing has a minimum price, and takes several areas. The results come in one file.

    Attributes:
        rows: How many of the areas would be grouped.
        processings: How many processings they would need.
        cost: What these would cost, in credits.
        saves: How many credits less that is.
        is_complete: Whether all areas were checked; otherwise more may be saved.
    """

    rows: int
    processings: int
    cost: float
    saves: float
    is_complete: bool


@dataclass(frozen=True, repr=False)
class BatchEstimate:
    """What a batch would cost, area by area. Nothing was started.

    Attributes:
        rows: The areas that would be started now, and those that something stands in the way of,
            in the order of the input.
        cost: The sum of the prices of those that would be started, in credits; None when one of
            them is not known.
        known_cost: The sum of the prices that are known, in credits.
        maximum: The maximum price, in credits, by prices, limits and credits left; None when
            nothing bounds it.
        grouping: What grouping small areas would save, or None when that saves nothing.
    """

    rows: tuple[RowEstimate, ...]
    cost: float | None
    known_cost: float
    maximum: float | None
    grouping: GroupingEstimate | None

    @property
    def count(self) -> int:
        """How many rows would be started, each as one processing."""
        return sum(row.will_run for row in self.rows)

    @property
    def areas(self) -> int:
        """How many areas these rows hold."""
        return sum(row.areas for row in self.rows if row.will_run)

    @property
    def area_m2(self) -> float:
        """The area of those that would be started, in square metres."""
        return sum(row.area_m2 or 0.0 for row in self.rows if row.will_run)

    def to_dataframe(self) -> pandas.DataFrame:
        """Put the rows into a data frame, one for each area. Needs pandas (extra ``geo``).

        Returns:
            The frame: its columns are the members of ``RowEstimate``, ``area_m2`` in square metres
            and ``cost`` in credits.

        Raises:
            ConfigurationError: pandas is not installed; the text names the command.

        Example:
            ```python
            from mapflow import batch, sources

            estimate = batch.run(
                mf,
                [area],
                model="buildings",
                source=sources.Provider("Mapbox"),
                folder="roofs",
                dry_run=True,
            )
            print(estimate.to_dataframe()[["name", "area_m2", "cost"]])
            ```
        """
        from mapflow._display.frames import frame_of

        return frame_of(self.rows, RowEstimate)

    def __repr__(self) -> str:
        return f"<BatchEstimate: {self}>"

    def __str__(self) -> str:
        least = "at least " if self.cost is None else ""
        return (
            f"{self.count:,} of {len(self.rows):,} rows would be started for"
            f" {least}{amount(self.known_cost)} credits"
        )

    def _repr_html_(self) -> str:
        from mapflow._display.showing import shown

        return shown(self)

    def _facts(self) -> Facts:
        from mapflow._display.facts import Facts, table_of
        from mapflow._display.words import words

        cost = "unknown; at least " if self.cost is None else ""
        rows = [
            ("Would start", f"{self.count:,} of {len(self.rows):,}"),
            ("Areas", f"{self.areas:,}"),
            ("Area", words("area_m2", self.area_m2)),
            ("Cost", f"{cost}{amount(self.known_cost)} credits"),
            ("At most", words("cost", self.maximum)),
        ]
        notes = ["Nothing was started or paid. The same call without `dry_run=True` starts it."]
        if self.grouping is not None:
            notes.append(
                f"{self.grouping.rows:,} small areas in {self.grouping.processings:,} processings"
                f" would cost {amount(self.grouping.saves)} credits less."
            )
        refused_first = sorted(self.rows, key=lambda row: row.will_run)
        return Facts(
            "Batch estimate",
            rows=[(name, text) for name, text in rows if text],
            notes=notes,
            table=table_of(refused_first, RowEstimate),
        )

    def to_dict(self) -> dict[str, object]:
        """Return the estimate as plain values, for JSON.

        Returns:
            Its members.

        Example:
            ```python
            import json

            from mapflow import batch, sources

            estimate = batch.run(
                mf,
                [area],
                model="buildings",
                source=sources.Provider("Mapbox"),
                folder="roofs",
                dry_run=True,
            )
            print(json.dumps(estimate.to_dict()["cost"]))
            ```
        """
        return {
            "count": self.count,
            "area_m2": self.area_m2,
            "cost": self.cost,
            "known_cost": self.known_cost,
            "maximum": self.maximum,
            "grouping": None if self.grouping is None else self.grouping._asdict(),
            "rows": [row._asdict() for row in self.rows],
        }
