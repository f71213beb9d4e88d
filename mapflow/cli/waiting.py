"""``wait``, ``result`` and ``restart``: until the result lies on the disk."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mapflow.cli._command import Session, command
from mapflow.cli._exits import Stop
from mapflow.cli._output import note
from mapflow.cli._progress import transferring, waiting
from mapflow.cli.processings import ProcessingArgument, show_processing

if TYPE_CHECKING:
    from mapflow import Mapflow, Processing

OutputOption = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Save the result here; `-` for stdout.",
        show_default=False,
    ),
]
OverwriteOption = Annotated[bool, typer.Option("--overwrite", help="Replace an existing file.")]
TimeoutOption = Annotated[
    float, typer.Option(metavar="SECONDS", min=0, help="Wait no longer than this.")
]
IntervalOption = Annotated[
    float | None,
    typer.Option(
        metavar="SECONDS", min=0, help="Look this often; growing from 5 to 30 s if left out."
    ),
]
SIX_HOURS_S = 21_600.0


def register(app: typer.Typer) -> None:
    """Add the commands."""
    command(app, "wait", panel="Processings")(wait)
    command(app, "result", panel="Processings", json=False)(result)
    command(app, "restart", panel="Processings")(restart)


def wait(
    session: Session,
    processing: ProcessingArgument,
    output: OutputOption = None,
    overwrite: OverwriteOption = False,
    timeout: TimeoutOption = SIX_HOURS_S,
    interval: IntervalOption = None,
) -> None:
    """Wait until a processing has ended, and save its result if a file is named.

    Ctrl-C ends the wait, not the processing: it goes on and is charged.
    """
    check_output(output, overwrite=overwrite)
    with session.client() as client:
        ended = wait_for(client, processing, timeout_s=timeout, interval_s=interval)
        finish(session, client, ended, output, overwrite=overwrite)


def restart(
    session: Session,
    processing: ProcessingArgument,
    attend: Annotated[bool, typer.Option("--wait", help="Wait for the end.")] = False,
    output: OutputOption = None,
    overwrite: OverwriteOption = False,
    timeout: TimeoutOption = SIX_HOURS_S,
    interval: IntervalOption = None,
) -> None:
    """Run the failed parts of a processing again."""
    check_output(output, overwrite=overwrite)
    with session.client() as client:
        restarted = client.processings.restart(processing)
        if attend or output:
            restarted = wait_for(client, restarted.id, timeout_s=timeout, interval_s=interval)
        finish(session, client, restarted, output, overwrite=overwrite)


def result(
    session: Session,
    processing: ProcessingArgument,
    output: OutputOption = None,
    area: Annotated[
        str | None, typer.Option(help="Id of one area, as `mapflow areas` lists them.")
    ] = None,
    overwrite: OverwriteOption = False,
) -> None:
    """Save the result of a finished processing as GeoJSON.

    Without --output it goes to PROCESSING.geojson in the current folder, or to stdout when that
    is piped.
    """
    if output is None:
        output = f"{processing.strip()}.geojson" if sys.stdout.isatty() else "-"
    check_output(output, overwrite=overwrite)
    with session.client() as client:
        save_result(client, processing, output, area=area, overwrite=overwrite)


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
    # The GeoJSON on stdout has to stay whole.
    if output != "-":
        show_processing(session, processing)


def save_result(
    client: Mapflow, processing: str, output: str, *, area: str | None, overwrite: bool
) -> None:
    """Save a result to a file, or write it to stdout once all of it has arrived."""
    found = client.processings.result(processing, area=area)
    with transferring("result") as show:
        if output != "-":
            path = found.save(output, overwrite=overwrite, on_progress=show)
            note(f"Saved {path}.")
            return
        with tempfile.TemporaryDirectory(prefix="mapflow-") as folder:
            path = found.save(Path(folder) / "result.geojson", on_progress=show)
            with path.open("rb") as file:
                shutil.copyfileobj(file, sys.stdout.buffer)
            sys.stdout.buffer.flush()


def check_output(output: str | None, *, overwrite: bool) -> None:
    """Refuse a file that could not be written, before anything is spent or waited for."""
    if output is None or output == "-":
        return
    path = Path(output)
    if path.is_dir():
        raise Stop(f"{path} is a folder; name a file in it.")
    if path.exists() and not overwrite:
        raise Stop(
            f"{path} exists already; pass --overwrite to replace it, or choose another name."
        )
    if not path.absolute().parent.is_dir():
        raise Stop(f"There is no folder {path.absolute().parent} to write {path.name} into.")
