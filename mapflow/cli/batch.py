"""``mapflow batch ...``: many areas from one file, each started once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from mapflow.cli._areas import AREA_HELP, AreaReader, reads_area
from mapflow.cli._batches import (
    finish_batch,
    is_unasked,
    is_within,
    known_batch,
    limit_of,
    packed_rows,
    paying,
    question_for,
    show_batch,
    show_estimate,
)
from mapflow.cli._collecting import FolderArgument, collect, dataset
from mapflow.cli._command import Session, command
from mapflow.cli._consent import require_consent
from mapflow.cli._exits import Stop
from mapflow.cli._inputs import read_extra, read_meta, read_options, read_source
from mapflow.cli._output import note
from mapflow.cli._progress import progress
from mapflow.cli._run_options import (
    ExtraOption,
    LoginOption,
    ModelOption,
    OffOption,
    OnOption,
    SourceOption,
    ZoomOption,
)
from mapflow.cli._split_run import SETTLE_S, SplitWay
from mapflow.cli.projects import YesOption
from mapflow.cli.split import GroupOption, OverlapOption, SpreadOption, split_for
from mapflow.cli.waiting import IntervalOption

if TYPE_CHECKING:
    from mapflow.geometry import AreasLike

ParallelOption = Annotated[
    int,
    typer.Option(metavar="COUNT", min=1, max=1000, help="Maximum concurrent processings."),
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
    typer.Option("--dry-run", help="Check all areas and show their prices; start nothing."),
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
_LIMITS: Final = "--budget CREDITS or --max-cost"


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(
        no_args_is_help=True, help="Many areas from one file, each started once, with a ledger."
    )
    app.add_typer(group, name="batch")
    command(group, "run")(reads_area(run))
    command(group, "status", service=False)(status)
    command(group, "resume")(resume)
    command(group, "collect", service=False)(collect)
    command(group, "dataset", service=False)(dataset)


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
            metavar="PROPERTY",
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
    extra: ExtraOption = None,
    parallel: ParallelOption = 4,
    max_cost: MaxCostOption = None,
    budget: BudgetOption = None,
    settle: SettleOption = SETTLE_S,
    interval: IntervalOption = None,
    row_field: Annotated[
        str | None,
        typer.Option(
            metavar="PROPERTY",
            help="Property that puts areas together: those with the same value are one row, which"
            " has its name, and share one processing.",
        ),
    ] = None,
    pack: Annotated[
        bool,
        typer.Option(
            "--pack",
            help="Let small areas share processings, within the account's limits; each feature of"
            " the results carries the name of its area.",
        ),
    ] = False,
    split: Annotated[
        bool,
        typer.Option(
            "--split",
            help="Split all areas into parts that the account's limits allow, as `mapflow split`"
            " does; each part is one area of the batch.",
        ),
    ] = False,
    overlap: OverlapOption = 0,
    spread: SpreadOption = 2,
    group: GroupOption = "pack",
    dry_run: DryRunOption = False,
    yes: YesOption = False,
) -> None:
    """Run a model on every area of a file, a few at a time. This costs credits.

    The same command resumes after whatever ended it, and does nothing once all is done. An area
    that fails does not stop the others. On a terminal, `batch run` shows the price of all areas
    and asks you to confirm; --yes skips the prompt.
    """
    from mapflow import batch
    from mapflow.batch._plans import plan_in

    known = known_batch(folder)
    # A batch of which nothing was started may be replaced by another, without consent.
    is_agreed = known is not None and known.has_started and is_within(known, max_cost, budget)
    if not (is_agreed and known is not None and known.is_over):
        require_consent(
            yes=yes, limit=limit_of(max_cost, budget), dry_run=dry_run, limit_option=_LIMITS
        )
    facts, options = read_meta(meta or []), read_options(option or [], no_option or [])
    added = read_extra(extra or [])
    if split and name_field is not None:
        raise Stop("--split names the parts itself; leave --name-field out.")
    if sum((split, pack, row_field is not None)) > 1:
        raise Stop("--split, --pack and --row-field exclude each other: choose one.")
    if not split:
        SplitWay(None, overlap, spread, group).refuse()
    rows: AreasLike
    if row_field is not None:
        rows = reader.read_rows(areas, name_field, row_field)
    else:
        rows = (None if split else plan_in(areas)) or reader.read_apart(areas, name_field)
    with session.client() as client, paying(folder) as watch:
        imagery = read_source(client, source, zoom=zoom, login=source_login)
        if split:
            plan = split_for(
                rows,
                client,
                project=project,
                source=imagery,
                overlap_m=overlap,
                spread_deg=spread,
                group=group,
            )
            note(f"Split into {plan}.")
            rows = plan
        if pack:
            rows = packed_rows(rows, client, project)
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
                extra=added,
                max_cost=max_cost,
                budget=budget,
                dry_run=True,
            )
            show_estimate(session, estimate)
            return
        with progress() as draw:
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
                extra=added,
                parallel=parallel,
                max_cost=max_cost,
                budget=budget,
                settle_s=settle,
                interval_s=interval,
                on_progress=watch(draw),
                on_estimate=None if is_agreed and not yes else question_for(yes=yes, known=known),
            )
        show_batch(session, report)
    finish_batch(report)


def status(session: Session, folder: FolderArgument) -> None:
    """Show the status of a batch. Sends no request.

    Works also while another program runs the batch.
    """
    from mapflow import batch

    show_batch(session, batch.status(folder))


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
            help="Start again what failed or was refused. Each is charged again.",
        ),
    ] = False,
    settle: SettleOption = SETTLE_S,
    interval: IntervalOption = None,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
) -> None:
    """Resume a batch, from this or another machine. This may cost credits.

    A --source is needed only if it holds a login or a key, which a ledger does not keep. On a
    terminal, --retry-failed, new limits and areas that the credits did not suffice for show the
    price first and ask you to confirm; --yes skips the prompt.
    """
    from mapflow import batch

    limit, known = limit_of(max_cost, budget), known_batch(folder)
    is_new = retry_failed or (known is not None and is_unasked(known))
    if is_new:
        require_consent(yes=yes, limit=limit, dry_run=dry_run, limit_option=_LIMITS)
    with session.client() as client, paying(folder) as watch:
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
            show_estimate(session, estimate)
            return
        with progress() as draw:
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
                on_progress=watch(draw),
                on_estimate=question_for(yes=yes, known=known)
                if is_new or yes or limit is not None
                else None,
            )
        show_batch(session, report)
    finish_batch(report)
