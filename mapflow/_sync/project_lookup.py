# Written by scripts/unasync.py from mapflow/_async/project_lookup.py; edit that file instead.
"""Finds projects: by id, by name, or the account's default one, which is read once."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from mapflow._requests.references import identifier, is_id
from mapflow._rules.response_match import about, about_default_project
from mapflow._views.base import as_list
from mapflow._views.project import ProjectRecord
from mapflow.errors import InvalidInput
from mapflow_openapi import views
from mapflow_openapi.api import projects as api

if TYPE_CHECKING:
    from mapflow._sync.session import Session


def default_project(session: Session) -> ProjectRecord:
    """The default project; looked up once for each client."""
    return session.default_project or read_default_project(session)


def read_default_project(session: Session) -> ProjectRecord:
    """Look the default project up again."""
    raw = session.transport.json(api.get_default_project._get_kwargs(), check=about_default_project)
    session.default_project = ProjectRecord(raw)
    return session.default_project


def read_project(session: Session, project: ProjectRecord | UUID | str) -> ProjectRecord:
    """Read a project that is given by handle, id or name."""
    if isinstance(project, str) and not is_id(project):
        return _by_name(session, project)
    key = identifier(project, "project")
    return ProjectRecord(
        session.transport.json(
            api.get_project._get_kwargs(key), check=about("project", key, views.Project)
        )
    )


def project_id(session: Session, project: ProjectRecord | UUID | str) -> UUID:
    """The id of a project, looked up for a name only."""
    if isinstance(project, str) and not is_id(project):
        project = _by_name(session, project)
    return identifier(project, "project")


def list_projects(session: Session) -> list[ProjectRecord]:
    """All projects, in the order of the service."""
    response = session.transport.json(api.list_projects._get_kwargs(), many=True)
    return [ProjectRecord(raw) for raw in as_list(response, "projects")]


def _by_name(session: Session, name: str) -> ProjectRecord:
    found = list_projects(session)
    matches = [project for project in found if project.name == name] or [
        project for project in found if project.name.casefold() == name.casefold()
    ]
    if len(matches) == 1:
        return matches[0]
    if matches:
        ids = ", ".join(project.id for project in matches)
        raise InvalidInput(
            f"{len(matches)} projects are called {name!r}.", hint=f"Give one of the ids: {ids}."
        )
    names = ", ".join(repr(project.name) for project in found[:20]) or "none"
    raise InvalidInput(f"There is no project called {name!r}.", hint=f"The account has: {names}.")
