"""``mapflow planned ...``: searches of the catalog that the service repeats by itself."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from mapflow import DryRun, Filters
from mapflow._requests.run_spec import RunSpec
from mapflow.cli import planned_areas
from mapflow.cli._areas import AREA_HELP, AreaReader, reads_area
from mapflow.cli._columns import Column
from mapflow.cli._command import Session, command, confirm
from mapflow.cli._consent import require_consent
from mapflow.cli._exits import after_paying
from mapflow.cli._filters import filtered
from mapflow.cli._inputs import read_extra, read_meta, read_options
from mapflow.cli._output import km2, note, show_json, show_table
from mapflow.cli._pricing import agreed
from mapflow.cli._run_options import AreaOption, ExtraOption, ModelOption, OffOption, OnOption
from mapflow.cli._spending import DryRunOption, MaxCostOption, show_dry_run
from mapflow.cli.history import LimitOption
from mapflow.cli.planned_areas import PlanArgument, show_plan
from mapflow.cli.processings import show_processings
from mapflow.cli.projects import DescendingOption, YesOption, check_descending
from mapflow.cli.running import show_started
from mapflow.cli.search import SortOption, choose, show_found

if TYPE_CHECKING:
    from mapflow import Mapflow
    from mapflow._views.catalog import CatalogImage

UntilOption = Annotated[
    str | None,
    typer.Option(
        "--until", metavar="DATE", help="Day or time at which the service stops searching."
    ),
]


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(no_args_is_help=True, help="Searches that the service repeats by itself.")
    app.add_typer(group, name="planned")
    command(group, "list")(list_planned)
    command(group, "show")(show)
    command(group, "create")(reads_area(filtered(create)))
    command(group, "update")(filtered(update))
    command(group, "pause")(pause)
    command(group, "resume")(resume)
    command(group, "restart")(restart)
    command(group, "delete")(delete)
    planned_areas.register(group)
    command(group, "images")(images)
    command(group, "seen")(seen)
    command(group, "processings")(processings)
    command(group, "run")(reads_area(run))


def list_planned(
    session: Session,
    project: Annotated[str | None, typer.Option(help="Only this project, by ID or name.")] = None,
    user: Annotated[
        str | None, typer.Option(metavar="USER", help="ID of the user whose searches are listed.")
    ] = None,
) -> None:
    """List the planned searches."""
    with session.client() as client:
        found = client.planned.list(project, user=user)
    if session.json:
        show_json([plan.raw for plan in found])
        return
    show_table(
        [
            Column("ID"),
            Column("Name", kind="name"),
            Column("Status"),
            Column("Active"),
            Column("New images", "right"),
            Column("Area", "right"),
            Column("Last checked"),
            Column("Until"),
        ],
        [
            (
                plan.id,
                plan.name,
                plan.status,
                plan.is_active,
                plan.new_images,
                km2(plan.area_m2),
                plan.last_checked,
                plan.active_until,
            )
            for plan in found
        ],
        empty="No planned searches.",
    )


def show(session: Session, plan: PlanArgument) -> None:
    """Show one planned search with its areas and filters."""
    with session.client() as client:
        show_plan(session, client.planned.get(plan))


def create(
    session: Session,
    filters: Filters,
    reader: AreaReader,
    name: Annotated[str, typer.Argument(help="Name of the new one.")],
    area: Annotated[str, typer.Argument(metavar="AREA", help=AREA_HELP)],
    project: Annotated[
        str | None, typer.Option(help="ID or name of the project. Default: the default project.")
    ] = None,
    until: UntilOption = None,
) -> None:
    """Create a search that the service repeats.

    Each polygon of AREA becomes one area of the search.
    """
    outline = reader.read(area)
    with session.client() as client:
        show_plan(
            session,
            client.planned.create(
                name, area=outline, project=project, active_until=until, filters=filters
            ),
        )


def update(
    session: Session,
    filters: Filters,
    plan: PlanArgument,
    name: Annotated[str | None, typer.Option(help="New name.")] = None,
    until: UntilOption = None,
) -> None:
    """Change the name, the end, or those filters that are given."""
    changed = None if filters == Filters() else filters
    with session.client() as client:
        show_plan(
            session,
            client.planned.update(plan, name=name, active_until=until, filters=changed),
        )


def pause(session: Session, plan: PlanArgument) -> None:
    """Stop searching until you resume it."""
    with session.client() as client:
        show_plan(session, client.planned.pause(plan))


def resume(session: Session, plan: PlanArgument) -> None:
    """Resume searching after a pause."""
    with session.client() as client:
        show_plan(session, client.planned.resume(plan))


def restart(session: Session, plan: PlanArgument) -> None:
    """Search again after a search that failed."""
    with session.client() as client:
        show_plan(session, client.planned.restart(plan))


def delete(session: Session, plan: PlanArgument, yes: YesOption = False) -> None:
    """Delete a planned search, for good."""
    with session.client() as client:
        found = client.planned.get(plan)
        confirm(f"Delete planned search {found.name!r} ({found.id})?", yes=yes)
        client.planned.delete(found)
    if session.json:
        show_json({"deleted": [found.id]})
    note(f"Deleted planned search {found.name!r}.")


def images(
    session: Session,
    plan: PlanArgument,
    area: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only this area; may be repeated.")
    ] = None,
    sort: SortOption = None,
    descending: DescendingOption = False,
    limit: LimitOption = None,
) -> None:
    """List the images that a planned search found."""
    check_descending(descending, sort)
    with session.client() as client:
        pages = client.planned.images(plan, areas=area or (), sort_by=sort, descending=descending)
        found = list(islice(pages, limit))
    show_found(session, found)


def seen(
    session: Session,
    plan: PlanArgument,
    image: Annotated[
        str | None, typer.Argument(help="ID of one image. Default: all images.")
    ] = None,
) -> None:
    """Mark all images of a planned search, or one, as seen."""
    with session.client() as client:
        client.planned.mark_seen(plan, image)
    if session.json:
        show_json({"seen": image or "all"})
    note("Marked as seen.")


def processings(session: Session, plan: PlanArgument) -> None:
    """List the processings started from a planned search."""
    with session.client() as client:
        found = client.planned.processings(plan)
    show_processings(session, found)


def run(
    session: Session,
    reader: AreaReader,
    plan: PlanArgument,
    name: Annotated[str, typer.Option(help="Name of the processing.")],
    model: ModelOption,
    area: AreaOption,
    image: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FOUND", help="Image that was found; may be repeated. Default: the first."
        ),
    ] = None,
    option: OnOption = None,
    no_option: OffOption = None,
    description: Annotated[str | None, typer.Option(help="Description of the processing.")] = None,
    meta: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY=VALUE", help="Key and value to find it by later; may be repeated."
        ),
    ] = None,
    extra: ExtraOption = None,
    max_cost: MaxCostOption = None,
    dry_run: DryRunOption = False,
    remove: Annotated[
        bool, typer.Option("--remove", help="Remove the area from the planned search.")
    ] = False,
    yes: YesOption = False,
) -> None:
    """Start a processing on images that were found.

    This costs credits.

    On a terminal you see the price first and are asked to confirm.
    """
    require_consent(yes=yes, limit=max_cost, dry_run=dry_run)
    outline, options = reader.read(area), read_options(option or [], no_option or [])
    facts, added = read_meta(meta or []), read_extra(extra or [])
    with session.client() as client:
        chosen = choose(_found(client, plan, image or []), image or [])
        from mapflow._requests.found_images import source_of

        spec = RunSpec(
            model=model,
            area=outline,
            source=source_of(chosen),
            options=options,
            extra=added,
            max_cost=max_cost,
        )
        max_cost, price = agreed(client, spec, yes=yes or dry_run)
        started = client.planned.run(
            plan,
            chosen,
            name=name,
            model=model,
            area=outline,
            options=options,
            description=description,
            meta=facts,
            extra=added,
            max_cost=max_cost,
            price=price,
            remove_from_plan=remove,
            dry_run=dry_run,
        )
        if isinstance(started, DryRun):
            show_dry_run(session, started)
            return
        with after_paying(started.id):
            show_started(session, started)


def _found(client: Mapflow, plan: str, ids: list[str]) -> list[CatalogImage]:
    """The images to choose from; no more are read than the choice needs."""
    pages = client.planned.images(plan)
    return list(pages) if ids else list(islice(pages, 1))
