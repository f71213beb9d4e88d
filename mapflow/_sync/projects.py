# Written by scripts/unasync.py from mapflow/_async/projects.py; edit that file instead.
"""Projects."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING
from uuid import UUID

from mapflow import _arguments
from mapflow._arguments import or_unset, text_or_none, text_or_unset
from mapflow._display.listing import Listing
from mapflow._http.api_errors import reworded
from mapflow._requests.parts import sort
from mapflow._sync.pages import Pages
from mapflow._sync.project import Project
from mapflow._sync.project_lookup import (
    default_project,
    list_projects,
    project_id,
    read_project,
)
from mapflow._sync.session import Resource
from mapflow._views.base import as_object, whole
from mapflow._views.pages import Page
from mapflow._views.project import ProjectRecord
from mapflow.errors import InvalidInput, NotFound
from mapflow_openapi import models, views
from mapflow_openapi.api import projects as api

if TYPE_CHECKING:
    from mapflow._sync.session import Session

_ROLES = ("readonly", "contributor", "maintainer", "owner")


class Projects(Resource):
    """The folders that processings live in."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def default(self) -> Project:
        """Get the project that was made with the account.

        It is looked up once for each client; ``refresh`` the handle for news.

        Returns:
            The default project.

        Raises:
            AuthenticationError: The token is not valid; create a new one.
            TransportError: The service could not be reached; try again later.

        Example:
            ```python
            project = mf.projects.default()
            print(project.name, project.aoi_area_limit_m2)
            ```

        Operation: getDefaultProject (GET /projects/default)
        """
        known = default_project(self._session)
        if not isinstance(known, Project):
            known = self._session.default_project = Project(self._session, known.raw)
        return known

    def get(self, project: ProjectRecord | UUID | str) -> Project:
        """Get a project.

        Args:
            project: Its id, its name, or a handle of it.

        Returns:
            The project as it is now.

        Raises:
            NotFound: No project has this id, or it belongs to another account.
            InvalidInput: No project, or more than one, has this name; the text lists them.

        Example:
            ```python
            project = mf.projects.get("Default")
            ```

        Operation: getProject (GET /projects/{projectId})
        """
        return Project(self._session, (read_project(self._session, project)).raw)

    def list(self) -> builtins.list[Project]:
        """List all projects, the shared ones included.

        Returns:
            The projects, in the order of the service.

        Raises:
            AuthenticationError: The token is not valid; create a new one.
            TransportError: The service could not be reached; try again later.

        Example:
            ```python
            for project in mf.projects.list():
                print(project.id, project.name)
            ```

        Operation: listProjects (GET /projects)
        """
        found = list_projects(self._session)
        return Listing((Project(self._session, project.raw) for project in found), kind=Project)

    def pages(
        self,
        *,
        name: str | None = None,
        sort_by: str = "UPDATED",
        descending: bool = True,
        page_size: int = 20,
        cursor: int = 0,
    ) -> Pages[Project]:
        """List projects page by page, sorted and filtered by the service.

        Args:
            name: Text to find in the names; None for all.
            sort_by: ``NAME``, ``CREATED`` or ``UPDATED``, the default.
            descending: Whether the latest come first. Default True.
            page_size: How many to fetch at a time. Default 20.
            cursor: Where to begin: the ``cursor`` of a list that broke off, or 0.

        Returns:
            A list to iterate over; nothing is fetched before.

        Raises:
            InvalidInput: ``page_size`` or ``cursor`` is out of range.

        Example:
            ```python
            for project in mf.projects.pages(name="Coast"):
                print(project.name)
            ```

        Operation: pageProjects (POST /projects/page)
        """
        body = models.ProjectPageRequest(
            limit=page_size, filter_=or_unset(text_or_none(name, "name") or None)
        )
        sort(body, sort_by, descending=descending)
        session = self._session

        def fetch(offset: int) -> Page[Project]:
            body.offset = offset
            kwargs = api.page_projects._get_kwargs(body=body)
            response = session.transport.json(kwargs, repeatable=True, many=True)
            page = views.ProjectPage(as_object(response, "projects"))
            items = [Project(session, each.raw) for each in page.results or ()]
            return Page(items, [item.id for item in items], whole(page.total))

        return Pages(fetch, Project, page_size=page_size, cursor=cursor)

    def share(
        self, project: ProjectRecord | UUID | str, email: str, *, role: str = "readonly"
    ) -> None:
        """Share a project with another user of the service. A share cannot be revoked here.

        Args:
            project: Its id, its name, or a handle of it.
            email: The address the user is registered under.
            role: ``readonly``, ``contributor``, ``maintainer`` or ``owner``; all but the first
                are for members of your team.

        Raises:
            InvalidInput: The address or the role cannot be right.
            PermissionDenied: The project is not yours to share.
            NotFound: The service knows no such user, or no such project of yours. Check the
                address: the other user needs an account.
            BadRequest: The role is not open to that user.

        Example:
            ```python
            mf.projects.share(project, "colleague@example.com", role="readonly")
            ```

        Operation: shareProject (POST /projects/share)
        """
        if "@" not in _arguments.text(email, "email").strip()[1:-1]:
            raise InvalidInput(f"{email!r} is not an e-mail address.")
        if _arguments.text(role, "role").lower() not in _ROLES:
            raise InvalidInput(
                f"Unknown role {role!r}.", hint=f"The roles are {', '.join(_ROLES)}."
            )
        body = models.ShareRequest(project_id=project_id(self._session, project), role=role.lower())
        body.email = email.strip()
        try:
            self._session.transport.nothing(api.share_project._get_kwargs(body=body))
        except NotFound as error:
            raise reworded(
                error,
                error.message,
                f"Check that {body.email} is the address of an account, and that the project is"
                " yours.",
            ) from error

    def create(self, name: str, *, description: str | None = None) -> Project:
        """Create a project. The default models are linked to it; custom ones are not.

        Args:
            name: Its name.
            description: Free text.

        Returns:
            The new project.

        Raises:
            InvalidInput: The name is empty.
            BadRequest: The service refused the name or description.

        Example:
            ```python
            project = mf.projects.create("Harbour", description="roofs")
            print(project.id)
            ```

        Operation: createProject (POST /projects)
        """
        if not _arguments.text(name, "name").strip():
            raise InvalidInput("A project needs a name.")
        body = models.ProjectCreate(
            name=name, description=text_or_unset(description, "description")
        )
        kwargs = api.create_project._get_kwargs(body=body)
        return Project(self._session, self._session.transport.json(kwargs))

    def update(
        self,
        project: ProjectRecord | UUID | str,
        *,
        name: str | None = None,
        description: str | None = None,
    ) -> Project:
        """Change a project's name, its description, or both.

        Args:
            project: Its id, its name, or a handle of it.
            name: New name; None keeps the old one.
            description: New description; None keeps the old one.

        Returns:
            The project as it is now.

        Raises:
            InvalidInput: Neither was given, or it is the default project, which keeps its name.
            NotFound: The project does not exist, or belongs to another account.

        Example:
            ```python
            project = mf.projects.create("Draft")
            project = mf.projects.update(project, name="Final")
            ```

        Operation: updateProject (PUT /projects/{projectId})
        """
        return (self._found(project)).rename(name, description=description)

    def delete(self, project: ProjectRecord | UUID | str) -> None:
        """Delete a project with all its processings, for good.

        Args:
            project: Its id, its name, or a handle of it.

        Raises:
            InvalidInput: It is the default project, which cannot be deleted.
            NotFound: It was deleted already, or belongs to another account.

        Example:
            ```python
            project = mf.projects.create("For a moment")
            mf.projects.delete(project)
            ```

        Operation: deleteProject (DELETE /projects/{projectId})
        """
        (self._found(project)).delete()

    def _found(self, project: ProjectRecord | UUID | str) -> Project:
        """A handle of a project that was given by name, id or handle."""
        if isinstance(project, ProjectRecord):
            return Project(self._session, project.raw)
        return Project._of(self._session, project_id(self._session, project))
