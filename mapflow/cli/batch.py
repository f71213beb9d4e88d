"""``mapflow batch ...``: many areas from one file, each ordered once."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from mapflow.cli._areas import AREA_HELP, AreaReader, reads_area
from mapflow.cli._command import Session, command
from mapflow.cli._consent import ask, require_consent
from mapflow.cli._exits import Exit, after_paying
from mapflow.cli._inputs import read_meta, read_options, read_source
from mapflow.cli._output import Column, in_credits, km2, note, show_json, show_table
from mapflow.cli._progress import batching
from mapflow.cli.projects import YesOption
from mapflow.cli.running import (
    LoginOption,
    ModelOption,
    OffOption,
    OnOption,
    SourceOption,
    ZoomOption,
)
from mapflow.cli.waiting import IntervalOption

if TYPE_CHECKING:
    from mapflow.batch import BatchEstimate, Report, RowEstimate

FolderArgument = Annotated[
    Path,
    typer.Argument(metavar="FOLDER", help="Folder of the batch.", show_default=False),
]
ParallelOption = Annotated[
    int,
    typer.Option(metavar="N", min=1, max=1000, help="Maximum concurrent processings."),
]
MaxCostOption = Annotated[
    float | None,
    typer.Option(metavar="CREDITS", min=0, help="Maximum credits for each area."),
]
BudgetOption = Annotated[
    float | None,
    typer.Option(metavar="CREDITS", min=0, help="Maximum credits for the whole batch."),
]
DryRunOption = Annotated[
    bool,
    typer.Option("--dry-run", help="Check all areas and show their prices; order nothing."),
]
SettleOption = Annotated[
    float,
    typer.Option(
        "--settle",
        metavar="SECONDS",
        min=0,
        help="If the outcome of a request is unknown, and Mapflow still shows no processing after"
        " this long, the request counts as never received; only then it is sent again.",
    ),
]
_SETTLE_S: Final = 300.0
_LIMITS: Final = "--budget CREDITS or --max-cost"
#: So many areas that will not be started are named in a question.
_NAMED: Final = 5


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(
        no_args_is_help=True, help="Many areas from one file, each ordered once, with a ledger."
    )
    app.add_typer(group, name="batch", rich_help_panel="Processings")
    command(group, "run")(reads_area(run))
    command(group, "status", service=False)(status)
    command(group, "resume")(resume)


def run(
    session: Session,
    reader: AreaReader,
    areas: Annotated[
        str,
        typer.Argument(
            metavar="AREAS",
            help=f"{AREA_HELP} Each feature is one area.",
            show_default=False,
        ),
    ],
    folder: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="FOLDER",
            help="Folder of the ledger, the results and the report.",
            show_default=False,
        ),
    ],
    model: ModelOption,
    source: SourceOption = None,
    zoom: ZoomOption = None,
    source_login: LoginOption = None,
    option: OnOption = None,
    no_option: OffOption = None,
    project: Annotated[
        str | None, typer.Option(help="ID or name of the project. Default: the default project.")
    ] = None,
    name_field: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Property that names each area and its result. Default: `name` in whatever case,"
            " else the ID, else numbers; unique ones only.",
        ),
    ] = None,
    meta: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY=VALUE", help="Key and value to find them by later; may be repeated."
        ),
    ] = None,
    parallel: ParallelOption = 4,
    max_cost: MaxCostOption = None,
    budget: BudgetOption = None,
    settle: SettleOption = _SETTLE_S,
    interval: IntervalOption = None,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
) -> None:
    """Run a model on every area of a file, a few at a time. This costs credits.

    The same command resumes after whatever ended it, and does nothing once all is done. An area
    that fails does not stop the others. On a terminal, `batch run` shows the price of all areas
    and asks you to confirm; --yes skips the prompt.
    """
    from mapflow import batch

    known = _known(folder)
    # What waits in a batch that is there was agreed to; what was over a limit was not.
    is_agreed = known is not None and not known.counts.get("too dear")
    if not (is_agreed and known is not None and known.is_over):
        require_consent(
            yes=yes, limit=_limit(max_cost, budget), dry_run=dry_run, limit_option=_LIMITS
        )
    facts, options = read_meta(meta or []), read_options(option or [], no_option or [])
    rows = reader.read_apart(areas, name_field)
    with session.client() as client, _paying(folder):
        imagery = read_source(client, source, zoom=zoom, login=source_login)
        if dry_run:
            estimate = batch.run(
                client,
                rows,
                model=model,
                source=imagery,
                folder=folder,
                options=options,
                project=project,
                name_field=name_field,
                meta=facts,
                max_cost=max_cost,
                budget=budget,
                dry_run=True,
            )
            _show_estimate(session, estimate)
            return
        with batching() as draw:
            report = batch.run(
                client,
                rows,
                model=model,
                source=imagery,
                folder=folder,
                options=options,
                project=project,
                name_field=name_field,
                meta=facts,
                parallel=parallel,
                max_cost=max_cost,
                budget=budget,
                settle_s=settle,
                interval_s=interval,
                on_progress=draw,
                on_estimate=None if is_agreed else _question(yes=yes),
            )
        _show(session, report)
    _finish(report)


def status(session: Session, folder: FolderArgument) -> None:
    """Show how a batch stands, also while another program works on it. Sends no request."""
    from mapflow import batch

    _show(session, batch.status(folder))


def resume(
    session: Session,
    folder: FolderArgument,
    source: SourceOption = None,
    zoom: ZoomOption = None,
    source_login: LoginOption = None,
    parallel: ParallelOption = 4,
    max_cost: MaxCostOption = None,
    budget: BudgetOption = None,
    retry_failed: Annotated[
        bool,
        typer.Option(
            "--retry-failed",
            help="Order again what failed or was refused. Each is charged again.",
        ),
    ] = False,
    settle: SettleOption = _SETTLE_S,
    interval: IntervalOption = None,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
) -> None:
    """Resume a batch, from this or another machine. This may cost credits.

    A --source is needed only if it holds a login or a key, which a ledger does not keep. On a
    terminal, --retry-failed and new limits show the price first and ask you to confirm; --yes
    skips the prompt.
    """
    from mapflow import batch

    limit = _limit(max_cost, budget)
    if retry_failed:
        require_consent(yes=yes, limit=limit, dry_run=dry_run, limit_option=_LIMITS)
    with session.client() as client, _paying(folder):
        imagery = read_source(client, source, zoom=zoom, login=source_login)
        if dry_run:
            estimate = batch.resume(
                client,
                folder,
                source=imagery,
                max_cost=max_cost,
                budget=budget,
                retry_failed=retry_failed,
                dry_run=True,
            )
            _show_estimate(session, estimate)
            return
        with batching() as draw:
            report = batch.resume(
                client,
                folder,
                source=imagery,
                max_cost=max_cost,
                budget=budget,
                retry_failed=retry_failed,
                parallel=parallel,
                settle_s=settle,
                interval_s=interval,
                on_progress=draw,
                on_estimate=_question(yes=yes) if retry_failed or limit is not None else None,
            )
        _show(session, report)
    _finish(report)


def _known(folder: Path) -> Report | None:
    """How the batch stands that is there; None without one that can be read."""
    from mapflow import batch
    from mapflow.errors import MapflowError

    try:
        return batch.status(folder) if batch.exists(folder) else None
    except MapflowError:
        return None


def _limit(max_cost: float | None, budget: float | None) -> float | None:
    return budget if max_cost is None else max_cost


def _question(*, yes: bool) -> Callable[[BatchEstimate], None] | None:
    """What asks a person before anything is ordered; None where nobody is asked."""
    if yes or not sys.stdin.isatty():
        return None

    def question(estimate: BatchEstimate) -> None:
        for line in _remarks(estimate):
            note(line)
        if estimate.count:
            ask(
                f"{_areas(estimate.count)}, {km2(estimate.area_m2)} in all,"
                f" {_price(estimate)}. Start {'it' if estimate.count == 1 else 'them'}?"
            )

    return question


def _areas(count: int) -> str:
    return f"{count} area{'' if count == 1 else 's'}"


def _price(estimate: BatchEstimate) -> str:
    costs = "costs" if estimate.count == 1 else "cost"
    if estimate.cost is not None:
        return f"{costs} {in_credits(estimate.cost)}"
    unpriced = sum(row.will_run and row.cost is None for row in estimate.rows)
    of_them = "it" if estimate.count == 1 else f"{unpriced} of them"
    if estimate.most is not None:
        most = in_credits(estimate.most)
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
        remarks.append(f"{_areas(len(left_out))} will not be started:")
        remarks += [f"  {row.name}: {row.note}" for row in left_out[:_NAMED]]
        if len(left_out) > _NAMED:
            remarks.append(f"  and {len(left_out) - _NAMED} more; --dry-run shows all.")
    grouping = estimate.grouping
    if grouping is not None:
        many = "processing" if grouping.processings == 1 else "processings"
        remarks.append(
            f"Small areas are charged a minimum each. In {grouping.processings} {many} instead of"
            f" {grouping.rows}, {_areas(grouping.rows)} would cost {in_credits(grouping.cost)}:"
            f" {'' if grouping.is_complete else 'at least '}{in_credits(grouping.saves)} less. To"
            " do so, give them to `mapflow run` as one file."
        )
    return remarks


def _show_estimate(session: Session, estimate: BatchEstimate) -> None:
    if session.json:
        show_json(estimate.to_dict())
        return
    show_table(
        [Column("Name"), Column("Area"), Column("Cost", "right"), Column("Note")],
        [_estimated(row) for row in estimate.rows],
        empty="There is nothing to order.",
    )
    for line in _remarks(estimate):
        note(line)
    if estimate.count:
        note(f"{_areas(estimate.count)}, {km2(estimate.area_m2)} in all, {_price(estimate)}.")
    note("Dry run: no paid request was sent.")


def _estimated(row: RowEstimate) -> tuple[str, str | None, float | None, str | None]:
    return row.name, None if row.area_m2 is None else km2(row.area_m2), row.cost, row.note


@contextmanager
def _paying(folder: Path) -> Generator[None, None, None]:
    """Give what fails after an order of this call was paid an exit code of its own."""
    before = _ordered(folder)
    try:
        yield
    except Exception as error:
        now = _ordered(folder)
        if not _is_paid(error, before, now):
            raise
        verb = "is" if len(now) == 1 else "are"
        with after_paying(
            None,
            started=f"{_areas(len(now))} of the batch {verb} ordered and charged.",
            way_back=f"`mapflow batch status {folder}` shows them.",
        ):
            raise


def _is_paid(error: Exception, before: set[object], now: set[object]) -> bool:
    """Whether something was paid that the error would hide."""
    from mapflow.errors import InvalidFile

    return bool(now - before) or (bool(now) and isinstance(error, InvalidFile))


def _ordered(folder: Path) -> set[object]:
    """What is ordered, as far as a ledger says so."""
    known = _known(folder)
    return {
        (row.name, row.processing_id)
        for row in (() if known is None else known.rows)
        if row.processing_id is not None or row.state in ("sending", "unknown")
    }


def _show(session: Session, report: Report) -> None:
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
        empty="There are no areas.",
    )
    note(f"{report}.")


def _finish(report: Report) -> None:
    """End with the exit code of the worst that happened, and say what can be done."""
    counts, folder = report.counts, report.ledger.parent
    again = f"mapflow batch resume {folder}"
    for obstacle, cure in _CURES.items():
        if any(row.state == "too dear" and row.obstacle == obstacle for row in report.rows):
            note(cure.format(again=again))
    if counts.get("failed"):
        note(f"To order what failed again, run `{again} --retry-failed`.")
    if not report.is_over:
        note(f"To resume unfinished areas, run `{again}`.")
        raise typer.Exit(Exit.OUTCOME_UNKNOWN if counts.get("unknown") else Exit.NETWORK)
    if counts.get("failed") or counts.get("refused"):
        raise typer.Exit(Exit.FAILED)
    if counts.get("too dear"):
        raise typer.Exit(Exit.LIMIT)


#: What to do about the limit that kept areas from being started.
_CURES: Final = {
    "max_cost": "To start areas above --max-cost, run `{again} --max-cost CREDITS`.",
    "budget": "To start areas above the budget, run `{again} --budget CREDITS`.",
    "remaining_credits": "The credits of the account do not suffice: top it up, then run"
    " `{again}`.",
}
