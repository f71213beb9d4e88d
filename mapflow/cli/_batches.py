"""What ``mapflow batch`` asks before paying, and what it says after."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Set
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from mapflow._hints import command_form
from mapflow.cli._columns import Column
from mapflow.cli._consent import ask
from mapflow.cli._exits import Exit, after_paying
from mapflow.cli._output import in_credits, km2, note, show_json, show_table

if TYPE_CHECKING:
    from mapflow import Mapflow
    from mapflow.batch import BatchEstimate, Report, RowEstimate
    from mapflow.callbacks import OnReport
    from mapflow.cli._command import Session
    from mapflow.geometry import AreasLike

#: Maximum number of areas that a prompt names.
_NAMED: Final = 5


def known_batch(folder: Path) -> Report | None:
    """How the batch stands that is there; None without one that can be read."""
    from mapflow import batch
    from mapflow.errors import MapflowError

    try:
        return batch.status(folder)
    except MapflowError:
        return None


def is_within(known: Report, max_cost: float | None, budget: float | None) -> bool:
    """Whether all that a call may spend was agreed to before.

    What waits in a batch was agreed to within its limits; what was over one of them was not.
    """
    limits = ((known.max_cost, max_cost), (known.budget, budget))
    is_tight = all(before is None or (now is not None and now <= before) for before, now in limits)
    return is_tight and not known.counts.get("over_budget")


def is_unasked(known: Report) -> bool:
    """Whether a batch holds areas without consent to pay, and no limit stops them.

    A yes covers the price that was shown: what costs more by now is confirmed again.
    """
    is_limited = known.max_cost is not None or known.budget is not None
    rose = any(row.state == "over_budget" and row.obstacle == "agreed" for row in known.rows)
    return rose or (bool(known.counts.get("over_budget")) and not is_limited)


def limit_of(max_cost: float | None, budget: float | None) -> float | None:
    return budget if max_cost is None else max_cost


def packed_rows(areas: AreasLike, client: Mapflow, project: str | None) -> AreasLike:
    """The areas as rows, small ones together."""
    from mapflow import batch
    from mapflow.splitting import limits_of

    return batch.packed(areas, limits_of(client, project=project))


def question_for(*, yes: bool, known: Report | None) -> Callable[[BatchEstimate], None] | None:
    """The prompt before anything is started; or None."""
    if yes and known is not None and known.agreed is not None:
        return _agree  # also to what costs more than was agreed to before
    if yes or not sys.stdin.isatty():
        return None

    def question(estimate: BatchEstimate) -> None:
        for line in _remarks(estimate):
            note(line)
        if estimate.count:
            ask(
                f"{_to_start(estimate)}, {km2(estimate.area_m2)} in all, {_price(estimate)}."
                " Continue?"
            )

    return question


def _agree(_: BatchEstimate) -> None:
    """Let any price pass."""


def _areas(count: int) -> str:
    return f"{count} area{'' if count == 1 else 's'}"


def _processings(count: int, areas: int) -> str:
    """What is started and charged: of rows that hold several areas, the processings."""
    if areas == count:
        return _areas(count)
    return f"{count} processing{'' if count == 1 else 's'} of {areas} areas"


def _to_start(estimate: BatchEstimate) -> str:
    return _processings(estimate.count, estimate.areas)


def _price(estimate: BatchEstimate) -> str:
    costs = "costs" if estimate.count == 1 else "cost"
    if estimate.cost is not None:
        return f"{costs} {in_credits(estimate.cost)}"
    unpriced = sum(row.will_run and row.cost is None for row in estimate.rows)
    of_them = "it" if estimate.count == 1 else f"{unpriced} of them"
    if estimate.maximum is not None:
        most = in_credits(estimate.maximum)
        return f"{costs} at most {most} (Mapflow names no price for {of_them})"
    known = in_credits(estimate.known_cost)
    return (
        f"{costs} {known} or more: Mapflow names no price for {of_them}, and no --budget or"
        " --max-cost limits it"
    )


def _remarks(estimate: BatchEstimate) -> list[str]:
    """What is to be known besides the price."""
    remarks: list[str] = []
    left_out = [row for row in estimate.rows if not row.will_run]
    if left_out:
        held = sum(row.areas for row in left_out)
        remarks.append(f"{_processings(len(left_out), held)} will not be started:")
        remarks += [f"  {row.name}: {command_form(row.note or '')}" for row in left_out[:_NAMED]]
        if len(left_out) > _NAMED:
            remarks.append(f"  and {len(left_out) - _NAMED} more; --dry-run shows all.")
    grouping = estimate.grouping
    if grouping is not None:
        many = "processing" if grouping.processings == 1 else "processings"
        remarks.append(
            f"Small areas are charged a minimum each. In {grouping.processings} {many} instead of"
            f" {grouping.rows}, {_areas(grouping.rows)} would cost {in_credits(grouping.cost)}:"
            f" {'' if grouping.is_complete else 'at least '}{in_credits(grouping.saves)} less. To"
            " do so, add --pack."
        )
    return remarks


def show_estimate(session: Session, estimate: BatchEstimate) -> None:
    if session.json:
        show_json(estimate.to_dict())
        return
    show_table(
        [Column("Name"), Column("Area"), Column("Cost", "right"), Column("Note")],
        [_estimated(row) for row in estimate.rows],
        empty="There is nothing to start.",
    )
    for line in _remarks(estimate):
        note(line)
    if estimate.count:
        note(f"{_to_start(estimate)}, {km2(estimate.area_m2)} in all, {_price(estimate)}.")
    note("Dry run: no paid request was sent.")


def _estimated(row: RowEstimate) -> tuple[str, str | None, float | None, str | None]:
    area = None if row.area_m2 is None else km2(row.area_m2)
    return row.name, area, row.cost, row.note


class Watch:
    """Keeps what a batch reported last, should its ledger be gone when it is asked for."""

    def __init__(self) -> None:
        self.last: Report | None = None

    def __call__(self, draw: OnReport) -> Callable[[Report], None]:
        """Keep the last report while another function draws it."""

        def take(report: Report) -> None:
            self.last = report
            draw(report)

        return take


@contextmanager
def paying(folder: Path) -> Generator[Watch, None, None]:
    """Use a separate exit code for what fails after a run of this call was paid."""
    before = _started(known_batch(folder))
    watch = Watch()
    try:
        yield watch
    except Exception as error:
        there = known_batch(folder)
        now = _started(there or watch.last)
        if not _is_paid(error, before, now):
            raise
        verb = "was" if len(now) == 1 else "were"
        shown = there or watch.last
        names = {name for name, _ in now}
        rows = () if shown is None else [row for row in shown.rows if row.name in names]
        what = _processings(len(now), sum(len(row.areas) or 1 for row in rows))
        them = f"`mapflow batch status {folder}` shows them."
        if there is None:
            them = (
                "The ledger is gone or damaged, so do not start them again: `mapflow list` shows"
                " what was started, each named after its area."
            )
        with after_paying(
            None,
            started=f"{what} of the batch {verb} started and charged.",
            way_back=them,
        ):
            raise


def _is_paid(error: Exception, before: Set[object], now: Set[object]) -> bool:
    """Whether something was paid that the error would hide."""
    from mapflow.errors import InvalidFile

    return bool(now - before) or (bool(now) and isinstance(error, InvalidFile))


def _started(known: Report | None) -> set[tuple[str, str | None]]:
    """What is started, as far as is known."""
    return {
        (row.name, row.processing_id)
        for row in (() if known is None else known.rows)
        if row.processing_id is not None or row.state in ("sending", "unknown")
    }


def show_batch(session: Session, report: Report) -> None:
    if session.json:
        show_json(report.to_dict())
        return
    show_table(
        [
            Column("Name", kind="name"),
            Column("State"),
            Column("Cost", "right"),
            Column("Processing"),
            Column("Result", kind="name"),
            Column("Note", kind="text"),
        ],
        [
            (
                row.name,
                row.state,
                row.cost,
                row.processing_id,
                None if row.result is None else row.result.name,
                row.note,
            )
            for row in report.rows
        ],
        empty="No areas.",
    )
    note(f"{report}.")


def finish_batch(report: Report) -> None:
    """End with the exit code of the worst that happened, and say what can be done."""
    counts, folder = report.counts, report.ledger.parent
    again = f"mapflow batch resume {folder}"
    for obstacle, cure in _CURES.items():
        if any(row.state == "over_budget" and row.obstacle == obstacle for row in report.rows):
            note(cure.format(again=again))
    if counts.get("failed"):
        note(f"To start what failed again, run `{again} --retry-failed`.")
    elif counts.get("refused") and _is_retryable(report):
        note(f"To send again what was refused, run `{again} --retry-failed`.")
    if not report.is_over:
        note(f"To resume unfinished areas, run `{again}`.")
        raise typer.Exit(Exit.OUTCOME_UNKNOWN if counts.get("unknown") else Exit.NETWORK)
    if counts.get("failed") or counts.get("refused"):
        raise typer.Exit(Exit.FAILED)
    if counts.get("over_budget"):
        raise typer.Exit(Exit.LIMIT)


def _is_retryable(report: Report) -> bool:
    """Whether the service refused an area, which it may accept later, such as after a top-up."""
    from mapflow.batch._ledger import Ledger
    from mapflow.errors import MapflowError

    with suppress(MapflowError), Ledger.reading(report.ledger) as ledger:
        return any(row.state == "refused" and row.has_area for row in ledger.rows())
    return False


#: What to do about the limit that kept areas from being started.
_CURES: Final = {
    "max_cost": "To start areas above --max-cost, run `{again} --max-cost CREDITS`.",
    "budget": "To start areas above the budget, run `{again} --budget CREDITS`.",
    "agreed": "Prices have risen since the question. To be asked again, run `{again}`.",
    "remaining_credits": "The credits of the account do not suffice: top it up, then run"
    " `{again}`.",
}
