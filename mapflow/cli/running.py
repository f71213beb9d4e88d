"""``run``: starting a processing."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from mapflow import DryRun
from mapflow._requests.run_spec import RunSpec
from mapflow.cli._areas import AreaReader, reads_area
from mapflow.cli._command import Session, command
from mapflow.cli._consent import require_consent
from mapflow.cli._exits import after_paying
from mapflow.cli._inputs import read_extra, read_meta, read_options, read_source
from mapflow.cli._output import note
from mapflow.cli._pricing import agreed
from mapflow.cli._run_options import (
    AnyAreaOption,
    AnyModelOption,
    ExtraOption,
    LikeOption,
    LoginOption,
    OffOption,
    OnOption,
    SourceOption,
    ZoomOption,
    check_complete,
)
from mapflow.cli._spending import DryRunOption, MaxCostOption, show_dry_run
from mapflow.cli._split_run import (
    SETTLE_S,
    SplitCall,
    SplitFolderOption,
    SplitParallelOption,
    SplitSettleOption,
    SplitWay,
    check_split,
    run_split,
)
from mapflow.cli._streams import write_text
from mapflow.cli.processings import show_processing
from mapflow.cli.projects import YesOption
from mapflow.cli.result import OutputOption, OverwriteOption, check_output
from mapflow.cli.split import GroupOption, OverlapOption, SpreadOption
from mapflow.cli.waiting import SIX_HOURS_S, IntervalOption, TimeoutOption, finish, wait_for

if TYPE_CHECKING:
    from mapflow import Processing


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, "run")(reads_area(run))


def run(
    session: Session,
    reader: AreaReader,
    model: AnyModelOption = None,
    area: AnyAreaOption = None,
    source: SourceOption = None,
    zoom: ZoomOption = None,
    source_login: LoginOption = None,
    option: OnOption = None,
    no_option: OffOption = None,
    like: LikeOption = None,
    name: Annotated[str | None, typer.Option(help="Name of the processing.")] = None,
    description: Annotated[str | None, typer.Option(help="Description of the processing.")] = None,
    project: Annotated[
        str | None, typer.Option(help="ID or name of the project. Default: the default project.")
    ] = None,
    meta: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY=VALUE", help="Key and value to find it by later; may be repeated."
        ),
    ] = None,
    extra: ExtraOption = None,
    split: Annotated[
        bool,
        typer.Option(
            "--split",
            help="Split an area of any size into processings that the account allows, run them,"
            " and join their results to the one file of --output. The same command resumes.",
        ),
    ] = False,
    folder: SplitFolderOption = None,
    overlap: OverlapOption = 0,
    spread: SpreadOption = 2,
    group: GroupOption = "pack",
    parallel: SplitParallelOption = 4,
    settle: SplitSettleOption = SETTLE_S,
    max_cost: MaxCostOption = None,
    dry_run: DryRunOption = False,
    attend: Annotated[
        bool, typer.Option("--wait", help="Wait until the processing has ended.")
    ] = False,
    output: OutputOption = None,
    overwrite: OverwriteOption = False,
    timeout: TimeoutOption = SIX_HOURS_S,
    interval: IntervalOption = None,
    yes: YesOption = False,
) -> None:
    """Start a processing. This costs credits.

    --like takes over from an earlier processing what is not given. Without --area, a run on your
    imagery (`image:ID`, `my-imagery:…`) takes all of its ground.

    On a terminal you see the price first and are asked to confirm. With --wait, or with --output,
    which saves the result, the command ends when the processing does; otherwise it prints the ID
    and ends at once.

    For a district, a city or a country: --split makes one file of it in one command. Whatever ends
    the command, the same command again resumes it, pays nothing twice and writes the same file.
    """
    check_complete(model, area, source, like)
    how = SplitWay(folder, overlap, spread, group, parallel, settle)
    if split:
        check_split(
            area=area, like=like, name=name, description=description, output=output, timeout=timeout
        )
    else:
        how.refuse()
    require_consent(yes=yes, limit=max_cost, dry_run=dry_run)
    if not split:
        check_output(output, overwrite=overwrite)
    options = read_options(option or [], no_option or [])
    facts, added = read_meta(meta or []), read_extra(extra or [])
    if split:
        run_split(
            session,
            SplitCall(
                model=str(model),
                area=reader.read_apart(str(area), None),
                path=str(output),
                how=how,
                options=options,
                project=project,
                meta=facts,
                extra=added,
                max_cost=max_cost,
                interval_s=interval,
                overwrite=overwrite,
            ),
            lambda client: read_source(client, source, zoom=zoom, login=source_login),
            dry_run=dry_run,
            yes=yes,
        )
        return
    outline = None if area is None else reader.read(area)
    with session.client() as client:
        imagery = read_source(client, source, zoom=zoom, login=source_login)
        spec = RunSpec(
            model=model,
            area=outline,
            source=imagery,
            options=options,
            like=like,
            project=project,
            extra=added,
            max_cost=max_cost,
        )
        max_cost, price = agreed(client, spec, yes=yes or dry_run)
        started = client.processings.run(
            model=model,
            area=outline,
            source=imagery,
            options=options,
            like=like,
            name=name,
            description=description,
            project=project,
            meta=facts,
            extra=added,
            max_cost=max_cost,
            price=price,
            dry_run=dry_run,
        )
        if isinstance(started, DryRun):
            show_dry_run(session, started)
            return
        with after_paying(started.id):
            if attend or output is not None:
                note(f"Started {started.id}.")
                ended = wait_for(client, started.id, timeout_s=timeout, interval_s=interval)
                finish(session, client, ended, output, overwrite=overwrite)
            elif session.json or sys.stdout.isatty():
                show_started(session, started)
            else:
                write_text(f"{started.id}\n")


def show_started(session: Session, started: Processing) -> None:
    """Print what was started, and how to wait for it."""
    show_processing(session, started)
    note(f"Wait for it with `mapflow wait {started.id}`.")
