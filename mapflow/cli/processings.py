"""What can be done with a processing once it is there: ``list``, ``show``, ``rename``, ..."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from mapflow.cli._columns import Column
from mapflow.cli._command import Session, command, confirm
from mapflow.cli._output import in_credits, km2, note, show_facts, show_json, show_table
from mapflow.cli.projects import DescendingOption, YesOption, check_descending

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapflow import Processing

ProcessingArgument = Annotated[
    str, typer.Argument(metavar="PROCESSING", help="ID of the processing.", show_default=False)
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    command(app, "list")(list_processings)
    command(app, "show")(show)
    command(app, "areas")(areas)
    command(app, "rename")(rename)
    command(app, "move")(move)
    command(app, "delete")(delete)


def list_processings(
    session: Session,
    project: Annotated[
        str | None,
        typer.Option(
            help="ID or name of the project. Default: the default one; all with API version 2."
        ),
    ] = None,
    status: Annotated[str | None, typer.Option(help="Only this status, such as FAILED.")] = None,
    terms: Annotated[
        str | None, typer.Option(help="Only with this text in a name or an e-mail address.")
    ] = None,
    sort: Annotated[
        str | None, typer.Option(metavar="KEY", help="Sort by NAME, CREATED, COST, AREA, ...")
    ] = None,
    descending: DescendingOption = False,
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="COUNT", help="Maximum number of rows.")
    ] = None,
) -> None:
    """List the processings of a project."""
    check_descending(descending, sort)
    with session.client() as client:
        if terms is None and sort is None:
            found = client.processings.list(project)
        else:
            pages = client.processings.pages(
                project, terms=terms, sort_by=sort, descending=descending
            )
            # The limit counts what is shown, so a filter by status reads more pages.
            found = list(islice(pages, None if status is not None else limit))
    if status is not None:
        found = [each for each in found if each.status.casefold() == status.casefold()]
    show_processings(session, found[:limit])


def show_processings(session: Session, found: Sequence[Processing]) -> None:
    """Print processings."""
    if session.json:
        show_json([each.raw for each in found])
        return
    show_table(
        [
            Column("ID"),
            Column("Name", kind="name"),
            Column("Model", kind="name"),
            Column("Status"),
            Column("%", "right"),
            Column("Credits", "right"),
            Column("Area", "right"),
            Column("Created"),
        ],
        [
            (
                each.id,
                each.name,
                each.model_name,
                each.status,
                each.percent,
                each.cost,
                km2(each.area_m2),
                each.created,
            )
            for each in found
        ],
        empty="No processings.",
    )


def show(session: Session, processing: ProcessingArgument) -> None:
    """Show one processing, and what went wrong when it failed."""
    with session.client() as client:
        show_processing(session, client.processings.get(processing))


def show_processing(session: Session, processing: Processing) -> None:
    """Print a processing."""
    if session.json:
        show_json(processing.raw)
        return
    switched = [f"{name} {'on' if on else 'off'}" for name, on in processing.options.items()]
    problems = [("Problem", str(message)) for message in processing.messages]
    show_facts(
        [
            ("ID", processing.id),
            ("Name", processing.name),
            ("Description", processing.description),
            ("Project", processing.project_id),
            ("Model", processing.model_name),
            ("Options", ", ".join(switched)),
            ("Status", processing.status),
            ("Percent", processing.percent),
            ("Cost", in_credits(processing.cost)),
            ("Area", km2(processing.area_m2)),
            ("Areas", processing.area_count),
            ("Created", processing.created),
            ("Updated", processing.updated),
            *problems,
        ]
    )


def areas(session: Session, processing: ProcessingArgument) -> None:
    """List the areas of a processing, with their statuses."""
    with session.client() as client:
        found = client.processings.areas(processing)
    if session.json:
        show_json([area.raw for area in found])
        return
    show_table(
        [
            Column("ID"),
            Column("Status"),
            Column("%", "right"),
            Column("Area", "right"),
            Column("Problem", kind="text"),
        ],
        [
            (
                area.id,
                area.status,
                area.percent,
                km2(area.area_m2),
                " ".join(str(message) for message in area.messages),
            )
            for area in found
        ],
        empty="The processing has no areas.",
    )


def rename(
    session: Session,
    processing: ProcessingArgument,
    name: Annotated[str | None, typer.Argument(help="New name.", show_default=False)] = None,
    description: Annotated[str | None, typer.Option(help="New description.")] = None,
) -> None:
    """Change the name of a processing, its description, or both."""
    with session.client() as client:
        renamed = client.processings.rename(processing, name, description=description)
        show_processing(session, renamed)


def move(
    session: Session,
    processing: ProcessingArgument,
    project: Annotated[str, typer.Argument(help="ID or name of the project to move to.")],
) -> None:
    """Move a processing to another project."""
    with session.client() as client:
        show_processing(session, client.processings.move(processing, project))


def delete(
    session: Session,
    processings: Annotated[
        list[str], typer.Argument(metavar="PROCESSING...", help="IDs of the processings.")
    ],
    yes: YesOption = False,
) -> None:
    """Delete processings with their results, for good."""
    with session.client() as client:
        found = [client.processings.get(each) for each in processings]
        names = ", ".join(f"{each.name!r} ({each.id})" for each in found)
        confirm(f"Delete {names} with all results?", yes=yes)
        for each in found:
            client.processings.delete(each)
            note(f"Deleted {each.id}.")
    if session.json:
        show_json({"deleted": [each.id for each in found]})
