"""``mapflow wait``: until a processing has ended, and until the result is on the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mapflow.cli._command import Session, command
from mapflow.cli._exits import Exit, Stop
from mapflow.cli._progress import progress
from mapflow.cli.processings import show_processing, show_processings
from mapflow.cli.result import OutputOption, OverwriteOption, check_output, save_result

if TYPE_CHECKING:
    from mapflow import Mapflow, Processing

TimeoutOption = Annotated[
    float,
    typer.Option(
        metavar="SECONDS",
        min=0,
        help="Maximum wait. Default: 21600, 6 hours.",
        show_default=False,
    ),
]
IntervalOption = Annotated[
    float | None,
    typer.Option(metavar="SECONDS", min=0, help="Poll interval. Default: grows from 5 to 30 s."),
]
SIX_HOURS_S = 21_600


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, "wait")(wait)


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
    """Wait until processings have ended, and save the result.

    The result is saved if --output names a file.     Several are waited for together, with no more
    requests than one. Ctrl-C ends the wait, not the processing: the processing continues and is
    charged.
    """
    check_output(output, overwrite=overwrite)
    if len(processing) > 1 and output is not None:
        raise Stop("--output takes the result of one processing; name one, or omit it.")
    with session.client() as client:
        if len(processing) == 1:
            ended = wait_for(client, processing[0], timeout_s=timeout, interval_s=interval)
            finish(session, client, ended, output, overwrite=overwrite)
            return
        with progress() as show:
            all_ended = client.processings.wait_all(
                processing, timeout_s=timeout, interval_s=interval, on_progress=show
            )
    show_processings(session, all_ended)
    bad = [each.id for each in all_ended if not each.status.is_success]
    if bad:
        raise Stop(
            f"{len(bad)} of {len(all_ended)} ended without a result;"
            f" `mapflow wait {bad[0]}` explains the first.",
            Exit.FAILED,
        )


def wait_for(
    client: Mapflow, processing: str, *, timeout_s: float, interval_s: float | None
) -> Processing:
    """Wait for the end, showing progress."""
    with progress() as show:
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
