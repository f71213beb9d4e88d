"""``restart`` and ``reconcile``: after a processing has failed, or a response was lost."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from mapflow.cli._command import Session, command
from mapflow.cli._consent import ask, require_consent
from mapflow.cli._exits import Exit, Stop, after_paying
from mapflow.cli._spending import DryRunOption, MaxCostOption, show_dry_run
from mapflow.cli.processings import ProcessingArgument, show_processing
from mapflow.cli.projects import YesOption
from mapflow.cli.result import OutputOption, OverwriteOption, check_output
from mapflow.cli.waiting import SIX_HOURS_S, IntervalOption, TimeoutOption, finish, wait_for


def register(app: typer.Typer) -> None:
    """Add the commands."""
    command(app, "restart")(restart)
    command(app, "reconcile")(reconcile)


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
        from mapflow._requests.references import identifier
        from mapflow._sync.processings.restarts import Restart

        sent = Restart(client._session, identifier(processing, "processing"), max_cost).send()
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
