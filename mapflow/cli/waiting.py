"""``wait``, ``result`` and ``restart``: until the result lies on the disk."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from mapflow._files import as_path, check_target, working_folder
from mapflow._results import contents
from mapflow.cli._command import Session, command
from mapflow.cli._consent import ask, require_consent
from mapflow.cli._exits import Exit, Stop, after_paying
from mapflow.cli._output import note, show_saved
from mapflow.cli._progress import transferring, waiting
from mapflow.cli._spending import DryRunOption, MaxCostOption, show_dry_run
from mapflow.cli._streams import check_stdout, print_file
from mapflow.cli.processings import ProcessingArgument, show_processing, show_processings
from mapflow.cli.projects import YesOption

if TYPE_CHECKING:
    from mapflow import Mapflow, Processing

OutputOption = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="File for the result; the suffix names the format: .geojson, .gpkg, .parquet, .fgb,"
        " .shp, .kml, .csv or .geojsonl. `-` for stdout.",
        show_default=False,
    ),
]
OverwriteOption = Annotated[bool, typer.Option("--overwrite", help="Replace an existing file.")]
TimeoutOption = Annotated[float, typer.Option(metavar="SECONDS", min=0, help="Maximum wait.")]
IntervalOption = Annotated[
    float | None,
    typer.Option(metavar="SECONDS", min=0, help="Poll interval. Default: grows from 5 to 30 s."),
]
SIX_HOURS_S = 21_600.0


def register(app: typer.Typer) -> None:
    """Add the commands."""
    command(app, "wait", panel="Processings")(wait)
    command(app, "result", panel="Processings")(result)
    command(app, "restart", panel="Processings")(restart)
    command(app, "reconcile", panel="Processings")(reconcile)


def wait(
    session: Session,
    processing: Annotated[
        list[str],
        typer.Argument(metavar="PROCESSING...", help="IDs of the processings.", show_default=False),
    ],
    output: OutputOption = None,
    overwrite: OverwriteOption = False,
    timeout: TimeoutOption = SIX_HOURS_S,
    interval: IntervalOption = None,
) -> None:
    """Wait until a processing has ended, and save its result if a file is named.

    Several are waited for together, with no more requests than one. Ctrl-C ends the wait, not the
    processing: the processing continues and is charged.
    """
    check_output(output, overwrite=overwrite)
    if len(processing) > 1 and output is not None:
        raise Stop("--output takes the result of one processing; name one, or leave it out.")
    with session.client() as client:
        if len(processing) == 1:
            ended = wait_for(client, processing[0], timeout_s=timeout, interval_s=interval)
            finish(session, client, ended, output, overwrite=overwrite)
            return
        all_ended = client.processings.wait_all(
            processing,
            timeout_s=timeout,
            interval_s=interval,
            on_progress=lambda job: note(f"{job.id} {job.status} {job.percent or 0} %"),
        )
    show_processings(session, all_ended)
    bad = [each.id for each in all_ended if not each.status.is_success]
    if bad:
        raise Stop(
            f"{len(bad)} of {len(all_ended)} ended without a result;"
            f" `mapflow wait {bad[0]}` explains the first.",
            Exit.FAILED,
        )


def restart(
    session: Session,
    processing: ProcessingArgument,
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
    """Run the failed parts of a processing again. It may cost credits.

    The service names no price for it: with --max-cost the price of the whole processing counts. On
    a terminal you are asked to confirm.
    """
    require_consent(yes=yes, limit=max_cost, dry_run=dry_run)
    check_output(output, overwrite=overwrite)
    with session.client() as client:
        if dry_run:
            show_dry_run(
                session, client.processings.restart(processing, max_cost=max_cost, dry_run=True)
            )
            return
        if not yes and sys.stdin.isatty():
            # If the restart or its maximum price is refused, there is nothing to confirm.
            client.processings.restart(processing, max_cost=max_cost, dry_run=True)
            ask(
                f"Restarting processing {processing} may cost credits; the price is unknown."
                " Continue?"
            )
        sent = client.processings._restarting.send(processing, max_cost=max_cost)
        with after_paying(
            sent.id, started=f"Processing {sent.id} was restarted and may be charged again."
        ):
            restarted = client.processings.get(sent)
            if attend or output:
                restarted = wait_for(client, restarted.id, timeout_s=timeout, interval_s=interval)
            finish(session, client, restarted, output, overwrite=overwrite)


def reconcile(
    session: Session,
    tag: Annotated[
        str,
        typer.Argument(
            metavar="TAG",
            help="Tag that the error named.",
            show_default=False,
        ),
    ],
    project: Annotated[
        str | None, typer.Option(help="ID or name of the project. Default: all projects.")
    ] = None,
) -> None:
    """Check whether a run with a lost response was started."""
    with session.client() as client:
        found = client.processings.reconcile(tag, project=project)
    if found is None:
        raise Stop(
            f"The service knows of no run with the tag {tag}. Run the same command again in a"
            " while before you start another.",
            Exit.REFUSED,
        )
    show_processing(session, found)


def result(
    session: Session,
    processing: ProcessingArgument,
    output: OutputOption = None,
    area: Annotated[
        str | None, typer.Option(help="ID of one area, as `mapflow areas` lists them.")
    ] = None,
    overwrite: OverwriteOption = False,
) -> None:
    """Save the result of a finished processing, in the format that the name of the file says.

    Without --output it goes to PROCESSING.geojson in the current folder, or to stdout when that
    is piped.
    """
    if output is None:
        to_file = sys.stdout.isatty() or session.json
        output = f"{processing.strip()}.geojson" if to_file else "-"
    elif output == "-" and session.json:
        raise Stop("--output - prints the result itself, which is JSON already; leave --json out.")
    check_output(output, overwrite=overwrite)
    with session.client() as client:
        save_result(
            client, processing, output, area=area, overwrite=overwrite, as_json=session.json
        )


def wait_for(
    client: Mapflow, processing: str, *, timeout_s: float, interval_s: float | None
) -> Processing:
    """Wait for the end, showing progress."""
    with waiting() as show:
        return client.processings.wait(
            processing, timeout_s=timeout_s, interval_s=interval_s, on_progress=show
        )


def finish(
    session: Session,
    client: Mapflow,
    processing: Processing,
    output: str | None,
    *,
    overwrite: bool,
) -> None:
    """Save the result if it is wanted, and say how the processing stands."""
    if output is not None:
        save_result(client, processing.id, output, area=None, overwrite=overwrite)
    # The GeoJSON on stdout must stay complete.
    if output != "-":
        show_processing(session, processing)


def save_result(
    client: Mapflow,
    processing: str,
    output: str,
    *,
    area: str | None,
    overwrite: bool,
    as_json: bool = False,
) -> None:
    """Save a result to a file and say so, or write it to stdout once all of it has arrived."""
    found = client.processings.result(processing, area=area)
    with transferring("result") as show:
        if output != "-":
            path = found.save(output, overwrite=overwrite, on_progress=show)
            show_saved(as_json, path, features=found.count)
            return
        with working_folder() as folder:
            print_file(found.save(folder / "result.geojson", on_progress=show))


def check_output(
    output: str | None, *, overwrite: bool, content: type[contents.Content] = contents.Result
) -> None:
    """Refuse a file that could not be written, before anything is spent or waited for."""
    if output is None:
        return
    if output == "-":
        if content is not contents.Result:
            raise Stop("This command does not write to stdout: give the name of a file.")
        check_stdout()
        return
    path = as_path(output)
    if content is contents.Result:
        from mapflow.formats import _conversion, _registry

        _conversion.check_targets(_registry.format_of(path), path, overwrite=overwrite)
        return
    contents.check_name(path, content)
    check_target(path, overwrite=overwrite)
