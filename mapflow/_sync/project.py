# Written by scripts/unasync.py from mapflow/_async/project.py; edit that file instead.
"""One project, as something that can be renamed, deleted, listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from mapflow._arguments import text_or_unset
from mapflow._display.listing import Listing
from mapflow._requests.references import identifier
from mapflow._rules.response_match import about
from mapflow._sync.project_lookup import default_project, read_project
from mapflow._sync.session import Handle
from mapflow._views.project import ProjectRecord
from mapflow.errors import InvalidInput
from mapflow_openapi import models, views
from mapflow_openapi.api import projects as api

if TYPE_CHECKING:
    from uuid import UUID

    from mapflow._sync.processings.processing import Processing


class Project(Handle, ProjectRecord):
    """A project: the folder that processings live in."""

    __slots__ = ("_session",)

    def refresh(self) -> Self:
        """Read the project again, into this handle.

        Returns:
            This handle.

        Raises:
            NotFound: It was deleted meanwhile.

        Example:
            ```python
            print(project.refresh().area_count)
            ```

        Operation: getProject (GET /projects/{projectId})
        """
        return self._take(read_project(self._owner, self.id))

    def rename(self, name: str | None = None, *, description: str | None = None) -> Self:
        """Change the name, the description, or both, here and at the service.

        Args:
            name: New name; None keeps the old one.
            description: New description; None keeps the old one.

        Returns:
            This handle.

        Raises:
            InvalidInput: Neither was given, or this is the default project, which keeps its name.
            PermissionDenied: The project is shared and not yours to rename.

        Example:
            ```python
            project = mf.projects.create("Coast")
            project.rename("Coast 2026", description="pilot")
            ```

        Operation: updateProject (PUT /projects/{projectId})
        """
        if name is None and description is None:
            raise InvalidInput("Nothing to change: give a name, a description, or both.")
        body = models.ProjectUpdate(
            name=text_or_unset(name, "name"),
            description=text_or_unset(description, "description"),
        )
        key = self._changeable("renamed")
        raw = self._owner.transport.json(
            api.update_project._get_kwargs(key, body=body),
            check=about("project", key, views.Project),
        )
        return self._take(ProjectRecord(raw))

    def delete(self) -> None:
        """Delete the project with all its processings, for good.

        Raises:
            InvalidInput: This is the default project, which cannot be deleted.
            NotFound: It was deleted already, or belongs to another account.

        Example:
            ```python
            project = mf.projects.create("For a moment")
            project.delete()
            ```

        Operation: deleteProject (DELETE /projects/{projectId})
        """
        key = self._changeable("deleted")
        self._owner.transport.nothing(api.delete_project._get_kwargs(key))

    def _changeable(self, verb: str) -> UUID:
        """The id, if the project may be changed: the default one may not."""
        default = default_project(self._owner)
        if self.id == default.id or self.is_default:
            raise InvalidInput(
                f"The default project cannot be {verb}.", hint="Choose another project."
            )
        return self._key

    def processings(self) -> list[Processing]:
        """List the project's processings.

        Returns:
            The processings, in the order of the service.

        Raises:
            NotFound: The project was deleted meanwhile.

        Example:
            ```python
            for processing in project.processings():
                print(processing.name, processing.status)
            ```

        Operation: listProjectProcessings (GET /projects/{projectId}/processings)
        """
        # Imported here: most of what reads projects has no need of runs, results and areas.
        from mapflow._sync.processings.calls import list_in
        from mapflow._sync.processings.processing import Processing

        session = self._owner
        found = list_in(session, identifier(self, "project"), v2=session.v2)
        return Listing((Processing(session, raw) for raw in found), kind=Processing)
