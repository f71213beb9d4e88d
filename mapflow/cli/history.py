"""``history``, ``rate``, ``accept`` and ``reject``: what was processed, and how good it was."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from mapflow._results import contents
from mapflow.cli._columns import Column
from mapflow.cli._command import Session, command
from mapflow.cli._exits import Stop
from mapflow.cli._output import km2, show_json, show_saved, show_table
from mapflow.cli.processings import ProcessingArgument, show_processing
from mapflow.cli.result import OverwriteOption, check_output

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

AfterOption = Annotated[
    str | None, typer.Option(metavar="DATE", help="From this day or time on, such as 2026-01-31.")
]
BeforeOption = Annotated[
    str | None, typer.Option(metavar="DATE", help="Up to and including this day or time.")
]
LimitOption = Annotated[int | None, typer.Option(min=1, help="Maximum number of rows.")]
_PAGE = 100


def register(app: typer.Typer) -> None:
    """Add the commands."""
    command(app, "history")(history)
    command(app, "rate")(rate)
    command(app, "accept")(accept)
    command(app, "reject")(reject)


def history(
    session: Session,
    after: AfterOption = None,
    before: BeforeOption = None,
    status: Annotated[
        list[str] | None, typer.Option(help="Only this status; may be repeated.")
    ] = None,
    terms: Annotated[
        str | None, typer.Option(help="Only with this text in a name or an e-mail address.")
    ] = None,
    limit: LimitOption = None,
    csv: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Save the service's own table to this file instead."),
    ] = None,
    overwrite: OverwriteOption = False,
) -> None:
    """Show what was processed in all projects, and what it cost.

    Deleted processings are included.
    """
    if csv is not None:
        if limit is not None:
            raise Stop("--csv saves the whole table; leave --limit out.")
        check_output(csv, overwrite=overwrite, content=contents.Table)
        with session.client() as client:
            path = client.processings.statistics_csv(
                csv,
                after=after,
                before=before,
                statuses=status or (),
                terms=terms,
                overwrite=overwrite,
            )
        show_saved(session.json, path)
        return
    with session.client() as client:
        rows = client.processings.statistics(
            after=after,
            before=before,
            statuses=status or (),
            terms=terms,
            page_size=min(limit or _PAGE, _PAGE),
        )
        found = list(islice(rows, limit))
    if session.json:
        show_json([row.raw for row in found])
        return
    show_table(
        [
            Column("Name", kind="name"),
            Column("Project", kind="name"),
            Column("Model", kind="name"),
            Column("Status"),
            Column("Area", "right"),
            Column("Credits", "right"),
            Column("Created"),
            Column("Completed"),
            Column("Email", kind="name"),
        ],
        [
            (
                row.name,
                row.project_name,
                row.model_name,
                row.status,
                km2(row.area_m2),
                row.cost,
                row.created,
                row.completed,
                row.email,
            )
            for row in found
        ],
        empty="Nothing was processed.",
    )


def rate(
    session: Session,
    processing: ProcessingArgument,
    rating: Annotated[int, typer.Argument(min=1, max=5, help="1 (bad) to 5 (good).")],
    feedback: Annotated[str, typer.Option(help="What is good or bad about it.")] = "",
) -> None:
    """Rate the result of a processing."""
    with session.client() as client:
        show_processing(session, client.processings.rate(processing, rating, feedback=feedback))


def accept(session: Session, processing: ProcessingArgument) -> None:
    """Accept a result that is in review."""
    with session.client() as client:
        show_processing(session, client.processings.accept(processing))


def reject(
    session: Session,
    processing: ProcessingArgument,
    comment: Annotated[str, typer.Option(help="Description of what is wrong.")],
    features: Annotated[
        Path | None, typer.Option(metavar="FILE", help="GeoJSON file that marks the places.")
    ] = None,
) -> None:
    """Reject a result that is in review; Mapflow revises it."""
    marked = () if features is None else _features(features)
    with session.client() as client:
        show_processing(session, client.processings.reject(processing, comment, features=marked))


def _features(path: Path) -> Sequence[Mapping[str, object]]:
    """The features of a GeoJSON file."""
    try:
        read: object = json.loads(path.read_text("utf-8-sig"))
    except ValueError as error:
        raise Stop(f"{path} is not JSON.") from error
    if isinstance(read, dict):
        content = cast("dict[str, object]", read)
        found = [content] if content.get("type") == "Feature" else content.get("features")
        if isinstance(found, list):
            features = cast("list[object]", found)
            kept = [cast("dict[str, object]", each) for each in features if isinstance(each, dict)]
            if len(kept) == len(features):
                return kept
    raise Stop(f"{path} holds no GeoJSON features.")
