"""One project, as something that can be renamed, deleted, listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from mapflow_openapi import models, views
from mapflow_openapi.api import projects as api

from mapflow._arguments import text_or_unset
from mapflow._async.project_lookup import default_project, read_project
from mapflow._async.session import AsyncHandle
from mapflow._display.listing import Listing
from mapflow._requests.references import identifier
from mapflow._rules.response_match import about
from mapflow._views.project import ProjectRecord
from mapflow.errors import InvalidInput

if TYPE_CHECKING:
    from uuid import UUID

    from mapflow._async.processings.processing import AsyncProcessing


class AsyncProject(AsyncHandle, ProjectRecord):
    """A project: the folder that processings live in."""

    __slots__ = ("_session",)

    async def refresh(self) -> Self:
        """Read the project again, into this handle.

        Returns:
            This handle.

        Raises:
            NotFound: It was deleted meanwhile.

        Example:
            ```python
            print((await project.refresh()).area_count)
            ```

        Operation: getProject (GET /projects/{projectId})
        """
        return self._take(await read_project(self._owner, self.id))

    async def rename(self, name: str | None = None, *, description: str | None = None) -> Self:
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
            project = await mf.projects.create("Coast")
            await project.rename("Coast 2026", description="pilot")
            ```

        Operation: updateProject (PUT /projects/{projectId})
        """
        if name is None and description is None:
            raise InvalidInput("Nothing to change: give a name, a description, or both.")
        body = models.ProjectUpdate(
            name=text_or_unset(name, "name"),
            description=text_or_unset(description, "description"),
        )
        key = await self._changeable("renamed")
        raw = await self._owner.transport.json(
            api.update_project._get_kwargs(key, body=body),
            check=about("project", key, views.Project),
        )
        return self._take(ProjectRecord(raw))

    async def delete(self) -> None:
        """Delete the project with all its processings, for good.

        Raises:
            InvalidInput: This is the default project, which cannot be deleted.
            NotFound: It was deleted already, or belongs to another account.

        Example:
            ```python
            project = await mf.projects.create("For a moment")
            await project.delete()
            ```

        Operation: deleteProject (DELETE /projects/{projectId})
        """
        key = await self._changeable("deleted")
        await self._owner.transport.nothing(api.delete_project._get_kwargs(key))

    async def _changeable(self, verb: str) -> UUID:
        """The id, if the project may be changed: the default one may not."""
        default = await default_project(self._owner)
        if self.id == default.id or self.is_default:
            raise InvalidInput(
                f"The default project cannot be {verb}.", hint="Choose another project."
            )
        return self._key

    async def processings(self) -> list[AsyncProcessing]:
        """List the project's processings.

        Returns:
            The processings, in the order of the service.

        Raises:
            NotFound: The project was deleted meanwhile.

        Example:
            ```python
            for processing in await project.processings():
                print(processing.name, processing.status)
            ```

        Operation: listProjectProcessings (GET /projects/{projectId}/processings)
        """
        # Imported here: most of what reads projects has no need of runs, results and areas.
        from mapflow._async.processings.calls import list_in
        from mapflow._async.processings.processing import AsyncProcessing

        session = self._owner
        found = await list_in(session, identifier(self, "project"), v2=session.v2)
        return Listing((AsyncProcessing(session, raw) for raw in found), kind=AsyncProcessing)
