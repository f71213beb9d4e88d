"""``mapflow batch ...``: many areas from one file, each ordered once."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mapflow.cli._command import Session, command, confirm
from mapflow.cli._exits import Exit
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
    from mapflow import Mapflow
    from mapflow.batch import Report
    from mapflow.sources import Source

FolderArgument = Annotated[
    Path,
    typer.Argument(metavar="FOLDER", help="The folder of the batch.", show_default=False),
]
ParallelOption = Annotated[
    int, typer.Option(min=1, max=1000, help="So many processings at once, at most.")
]
BudgetOption = Annotated[
    float | None,
    typer.Option(metavar="CREDITS", min=0, help="Start nothing beyond this, all in all."),
]
SettleOption = Annotated[
    float,
    typer.Option(
        "--settle",
        metavar="SECONDS",
        min=0,
        help="A request whose outcome is unknown counts as never received when the service still"
        " shows no processing after this long; only then is it sent again.",
    ),
]
_SETTLE_S = 300.0


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(
        no_args_is_help=True, help="Many areas from one file, each ordered once, with a ledger."
    )
    app.add_typer(group, name="batch", rich_help_panel="Processings")
    command(group, "run")(run)
    command(group, "status", service=False)(status)
    command(group, "resume")(resume)


def run(
    session: Session,
    areas: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="A file with a feature for each area: GeoJSON, or with the extra geo another"
            " format.",
            show_default=False,
        ),
    ],
    folder: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="FOLDER",
            help="Where the ledger, the results and the report go.",
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
        str | None, typer.Option(help="Id or name of a project; the default one if left out.")
    ] = None,
    name_field: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Property that names each area and its result; `name` or `id` if left out, and"
            " numbers where these are not unique.",
        ),
    ] = None,
    meta: Annotated[
        list[str] | None, typer.Option(metavar="KEY=VALUE", help="Free text to find them by later.")
    ] = None,
    parallel: ParallelOption = 4,
    max_cost: Annotated[
        float | None,
        typer.Option(metavar="CREDITS", help="Start no area that costs more."),
    ] = None,
    budget: BudgetOption = None,
    settle: SettleOption = _SETTLE_S,
    interval: IntervalOption = None,
    yes: YesOption = False,
) -> None:
    """Run a model on every area of a file, a few at a time. This costs credits.

    The same command goes on after whatever ended it, and does nothing once all is done. What one
    area meets does not stop the others. On a terminal the price is shown first and a yes is asked
    for.
    """
    from mapflow import batch

    facts, options = read_meta(meta or []), read_options(option or [], no_option or [])
    with session.client() as client:
        imagery = read_source(client, source, zoom=zoom, login=source_login)
        _ask(client, areas, name_field, model, imagery, options, folder, yes=yes)
        with batching() as draw:
            report = batch.run(
                client,
                areas,
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
            )
    _show(session, report)
    _finish(report)


def status(session: Session, folder: FolderArgument) -> None:
    """Show how a batch stands, also while another program works on it. The service is not asked."""
    from mapflow import batch

    _show(session, batch.status(folder))


def resume(
    session: Session,
    folder: FolderArgument,
    source: SourceOption = None,
    zoom: ZoomOption = None,
    source_login: LoginOption = None,
    parallel: ParallelOption = 4,
    budget: BudgetOption = None,
    settle: SettleOption = _SETTLE_S,
    interval: IntervalOption = None,
) -> None:
    """Go on with a batch, from this or another machine. This may cost credits.

    A --source is needed only when it holds a login, which a ledger does not keep.
    """
    from mapflow import batch

    with session.client() as client, batching() as draw:
        report = batch.resume(
            client,
            folder,
            source=read_source(client, source, zoom=zoom, login=source_login),
            budget=budget,
            parallel=parallel,
            settle_s=settle,
            interval_s=interval,
            on_progress=draw,
        )
    _show(session, report)
    _finish(report)


def _ask(
    client: Mapflow,
    areas: Path,
    name_field: str | None,
    model: str,
    source: Source | None,
    options: dict[str, bool] | None,
    folder: Path,
    *,
    yes: bool,
) -> None:
    """Ask a person before a new batch; one that is there already was agreed to."""
    from mapflow import batch

    if yes or not sys.stdin.isatty() or batch.exists(folder):
        return
    count, area_m2 = batch.measure(areas, name_field=name_field)
    price = client.processings.estimate_by_size(
        model=model, area_m2=area_m2, source=source, options=options
    )
    confirm(
        f"{count} area{'' if count == 1 else 's'}, {km2(area_m2)} in all, cost about"
        f" {in_credits(price)}, or more where there is a least price for each. Start them?",
        yes=False,
    )


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
    counts = report.counts
    again = f"mapflow batch resume {report.ledger.parent}"
    if counts.get("too dear"):
        note(f"Start those that are too dear with `{again} --budget CREDITS`.")
    if not report.is_over:
        note(f"Go on with those that are not over with `{again}`.")
        raise typer.Exit(Exit.OUTCOME_UNKNOWN if counts.get("unknown") else Exit.NETWORK)
    if counts.get("failed") or counts.get("refused"):
        raise typer.Exit(Exit.FAILED)
    if counts.get("too dear"):
        raise typer.Exit(Exit.LIMIT)
