"""``mapflow projects ...``: the folders that processings live in."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from mapflow.cli._columns import Column
from mapflow.cli._command import Session, command, confirm
from mapflow.cli._exits import Stop
from mapflow.cli._output import km2, note, show_facts, show_json, show_table

if TYPE_CHECKING:
    from mapflow import Project

ProjectArgument = Annotated[
    str, typer.Argument(metavar="PROJECT", help="ID or name of the project.")
]
DescendingOption = Annotated[bool, typer.Option("--descending", help="Largest or latest first.")]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask for confirmation.")]


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(no_args_is_help=True, help="Folders of processings.")
    app.add_typer(group, name="projects")
    command(group, "list")(list_projects)
    command(group, "show")(show)
    command(group, "default")(default)
    command(group, "create")(create)
    command(group, "rename")(rename)
    command(group, "share")(share)
    command(group, "delete")(delete)


def check_descending(descending: bool, sort: str | None) -> None:
    """Refuse an order of nothing."""
    if descending and sort is None:
        raise Stop("--descending belongs to --sort KEY; give one, or leave --descending out.")


def list_projects(
    session: Session,
    name: Annotated[str | None, typer.Option(help="Only with this text in the name.")] = None,
    sort: Annotated[
        str | None, typer.Option(metavar="KEY", help="Sort by NAME, CREATED, UPDATED, ...")
    ] = None,
    descending: DescendingOption = False,
) -> None:
    """List the projects of the account, the shared ones included."""
    check_descending(descending, sort)
    with session.client() as client:
        if name is None and sort is None:
            found = client.projects.list()
        elif sort is None:
            found = client.projects.pages(name=name).all()
        else:
            found = client.projects.pages(name=name, sort_by=sort, descending=descending).all()
    if session.json:
        show_json([project.raw for project in found])
        return
    show_table(
        [
            Column("Name", kind="name"),
            Column("Default"),
            Column("Areas", "right"),
            Column("Processed", "right"),
            Column("Created"),
            Column("ID"),
        ],
        [
            (
                project.name,
                "default" if project.is_default else "",
                project.area_count,
                km2(project.area_m2),
                project.created,
                project.id,
            )
            for project in found
        ],
        empty="The account has no projects.",
    )


def share(
    session: Session,
    project: ProjectArgument,
    email: Annotated[str, typer.Argument(help="E-mail address of the other user.")],
    role: Annotated[
        str, typer.Option(help="Role: readonly, contributor, maintainer or owner.")
    ] = "readonly",
    yes: YesOption = False,
) -> None:
    """Share a project with another user. No command takes it back."""
    with session.client() as client:
        found = client.projects.get(project)
        if sys.stdin.isatty():
            confirm(f"Share project {found.name!r} with {email} as {role}?", yes=yes)
        client.projects.share(found, email, role=role)
    if session.json:
        show_json({"project_id": found.id, "email": email, "role": role})
    note(f"Shared project {found.name!r} with {email} as {role}.")


def show(session: Session, project: ProjectArgument) -> None:
    """Show one project."""
    with session.client() as client:
        _show(session, client.projects.get(project))


def default(session: Session) -> None:
    """Show the default project, which was made with the account."""
    with session.client() as client:
        _show(session, client.projects.default())


def create(
    session: Session,
    name: Annotated[str, typer.Argument(help="Name of the new one.")],
    description: Annotated[str | None, typer.Option(help="Description of the processing.")] = None,
) -> None:
    """Create a project."""
    with session.client() as client:
        _show(session, client.projects.create(name, description=description))


def rename(
    session: Session,
    project: ProjectArgument,
    name: Annotated[str | None, typer.Argument(help="New name.", show_default=False)] = None,
    description: Annotated[str | None, typer.Option(help="New description.")] = None,
) -> None:
    """Change the name of a project, its description, or both."""
    with session.client() as client:
        _show(session, client.projects.update(project, name=name, description=description))


def delete(session: Session, project: ProjectArgument, yes: YesOption = False) -> None:
    """Delete a project with all its processings, for good."""
    with session.client() as client:
        found = client.projects.get(project)
        confirm(f"Delete project {found.name!r} ({found.id}) with all its processings?", yes=yes)
        client.projects.delete(found)
    if session.json:
        show_json({"deleted": [found.id]})
    note(f"Deleted project {found.name!r}.")


def _show(session: Session, project: Project) -> None:
    if session.json:
        show_json(project.raw)
        return
    show_facts(
        [
            ("ID", project.id),
            ("Name", project.name),
            ("Description", project.description),
            ("Default", project.is_default),
            ("Areas", project.area_count),
            ("Processed", km2(project.area_m2)),
            ("Maximum area", km2(project.aoi_area_limit_m2)),
            ("Models", ", ".join(model.name for model in project.models)),
            ("Created", project.created),
            ("Updated", project.updated),
        ]
    )
