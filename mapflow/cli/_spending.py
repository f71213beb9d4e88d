"""What the commands that cost credits share."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from mapflow.cli._output import in_credits, note, show_facts, show_json

if TYPE_CHECKING:
    from mapflow import DryRun
    from mapflow.cli._command import Session

MaxCostOption = Annotated[
    float | None, typer.Option(metavar="CREDITS", help="Maximum price; anything higher is refused.")
]
DryRunOption = Annotated[
    bool,
    typer.Option(
        "--dry-run",
        help="Check everything and show the request and its price; nothing that costs is sent.",
    ),
]


def show_dry_run(session: Session, shown: DryRun) -> None:
    """Print a request that was not sent."""
    if session.json:
        show_json(shown._asdict())
        return
    show_facts(
        [
            ("Request", f"{shown.method} {shown.url}"),
            ("Price", "not known" if shown.cost is None else in_credits(shown.cost)),
            ("Body", "" if shown.body is None else json.dumps(shown.body, ensure_ascii=False)),
        ]
    )
    note("Dry run: no paid request was sent.")
