"""The yes that every paid command needs: one rule, asked for here and nowhere else."""

from __future__ import annotations

import sys

import typer

from mapflow.cli._exits import Stop
from mapflow.cli._streams import check_stdout


def require_consent(
    *,
    yes: bool,
    limit: float | None = None,
    dry_run: bool = False,
    limit_option: str | None = "--max-cost",
    what: str = "This costs",
) -> None:
    """Refuse a paid command that cannot ask for consent, before anything is sent.

    Args:
        yes: Whether ``--yes`` was typed.
        limit: The maximum price that was typed, in credits.
        dry_run: Whether nothing that costs will be sent.
        limit_option: The option that sets the limit; None if no price is known.
        what: The beginning of the refusal: what costs, or may.

    Raises:
        Stop: Stdin is not a terminal, and neither of the options was typed.
    """
    if dry_run:
        return
    # What was paid for must be printed, so stderr must be writable.
    check_stdout()
    if yes or limit is not None or sys.stdin.isatty():
        return
    ways = f"{limit_option} CREDITS to set a limit, or " if limit_option else ""
    raise Stop(
        f"{what} credits. Cannot prompt: stdin is not a terminal. Pass {ways}--yes to"
        " accept any price."
    )


def ask(question: str) -> None:
    """Ask a person on a terminal whether to pay.

    Args:
        question: What is started and what it costs, with the question itself.

    Raises:
        Stop: The user declined.
    """
    if not typer.confirm(question, err=True):
        raise Stop("Cancelled; nothing was started.")
