"""The areas of planned searches, and how a planned search is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mapflow.cli._areas import AREA_HELP, AreaReader, reads_area
from mapflow.cli._command import Session, command, confirm
from mapflow.cli._output import km2, note, show_facts, show_json
from mapflow.cli.projects import YesOption

if TYPE_CHECKING:
    from mapflow._views.planned import PlannedArea, PlannedRecord

PlanArgument = Annotated[str, typer.Argument(metavar="PLAN", help="ID of the planned search.")]


def register(group: typer.Typer) -> None:
    """Add the commands to the group of planned searches."""
    command(group, "add-area")(reads_area(add))
    command(group, "update-area")(reads_area(update))
    command(group, "remove-area")(remove)


def add(
    session: Session,
    reader: AreaReader,
    plan: PlanArgument,
    area: Annotated[str, typer.Argument(metavar="AREA", help=AREA_HELP)],
    name: Annotated[str | None, typer.Option(help="Name of the area.")] = None,
) -> None:
    """Add areas to a planned search; each polygon becomes one."""
    outline = reader.read(area)
    with session.client() as client:
        count = client.planned.add_areas(plan, outline, name=name)
        note(f"Added {count} area{'' if count == 1 else 's'}.")
        show_plan(session, client.planned.get(plan))


def update(
    session: Session,
    reader: AreaReader,
    plan: PlanArgument,
    area: Annotated[str, typer.Argument(help="ID of the area.")],
    name: Annotated[str | None, typer.Option(help="New name.")] = None,
    outline: Annotated[
        str | None, typer.Option("--outline", "-a", metavar="AREA", help=AREA_HELP)
    ] = None,
) -> None:
    """Change the name of one area, its outline, or both."""
    shape = None if outline is None else reader.read(outline)
    with session.client() as client:
        client.planned.update_area(plan, area, name=name, outline=shape)
        show_plan(session, client.planned.get(plan))


def remove(
    session: Session,
    plan: PlanArgument,
    areas: Annotated[list[str], typer.Argument(metavar="AREA...", help="IDs of the areas.")],
    yes: YesOption = False,
) -> None:
    """Remove areas from a planned search, for good."""
    count = len(areas)
    confirm(f"Remove {count} area{'' if count == 1 else 's'} of {plan}?", yes=yes)
    with session.client() as client:
        gone = client.planned.remove_areas(plan, areas)
        note(f"Removed {gone} area{'' if gone == 1 else 's'}.")
        show_plan(session, client.planned.get(plan))


def show_plan(session: Session, plan: PlannedRecord) -> None:
    """Print a planned search."""
    if session.json:
        show_json(plan.raw)
        return
    filters = ", ".join(
        f"{name} {value}"
        for name, value in plan.search.items()
        if value is not None and name != "aoiDetails"
    )
    show_facts(
        [
            ("ID", plan.id),
            ("Name", plan.name),
            ("Status", plan.status),
            ("Active", plan.is_active),
            ("Project", plan.project_id),
            ("New images", plan.new_images),
            ("Area", km2(plan.area_m2)),
            ("Filters", filters),
            ("Created", plan.created),
            ("Last checked", plan.last_checked),
            ("Until", plan.active_until),
            *((f"Area {number}", _told(area)) for number, area in enumerate(plan.areas, 1)),
        ]
    )


def _told(area: PlannedArea) -> str:
    known = [area.id, area.name, "new images" if area.has_new_images else None]
    return ", ".join(part for part in known if part)
