"""Planned searches, called templates by the service."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

from mapflow_openapi import models, views
from mapflow_openapi.api import planned as api

from mapflow import _arguments, geometry
from mapflow._arguments import text_or_unset
from mapflow._async.planned.areas import AsyncPlanAreas, api_areas
from mapflow._async.planned.images import AsyncPlanImages
from mapflow._async.planned.planned_search import AsyncPlannedSearch, record_of
from mapflow._async.planned.runs import AsyncPlanRuns
from mapflow._async.project_lookup import default_project, project_id, read_project
from mapflow._async.session import AsyncResource
from mapflow._display.listing import Listing
from mapflow._requests.dates import end_of_search
from mapflow._requests.references import identifier
from mapflow._requests.searches import Filters, fill
from mapflow._rules.response_match import about
from mapflow._views.base import unwrapped
from mapflow.errors import InvalidInput

if TYPE_CHECKING:
    from uuid import UUID

    from mapflow._async.session import AsyncSession
    from mapflow._requests.dates import Moment
    from mapflow._views.planned import PlannedRecord
    from mapflow._views.project import ProjectRecord
    from mapflow.geometry import AreaLike


class AsyncPlanned(AsyncPlanAreas, AsyncPlanImages, AsyncPlanRuns, AsyncResource):
    """Searches of the catalog that the service repeats by itself."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def list(
        self,
        project: ProjectRecord | UUID | str | None = None,
        *,
        user: UUID | str | None = None,
    ) -> builtins.list[AsyncPlannedSearch]:
        """List planned searches.

        Args:
            project: Those of a project, by handle, id or name; without their filters and areas.
            user: Those of a user, by id.

        Returns:
            The planned searches; yours when neither is given.

        Raises:
            InvalidInput: Both were given.
            NotFound: The project does not exist, or belongs to another account.

        Example:
            ```python
            for plan in await mf.planned.list():
                print(plan.name, plan.status, plan.new_images)
            ```

        Operation: listTemplates (GET /processings/template), listProjectTemplates
            (GET /processings/template/project/{projectId}), listUserTemplates
            (GET /processings/template/user/{userId})
        """
        if project is not None and user is not None:
            raise InvalidInput("Give a project or a user, not both.")
        if project is not None:
            key = await project_id(self._session, project)
            kwargs = api.list_project_templates._get_kwargs(key)
        elif user is not None:
            kwargs = api.list_user_templates._get_kwargs(identifier(user, "user"))
        else:
            kwargs = api.list_templates._get_kwargs()
        response = await self._session.transport.json(kwargs, many=True)
        # Published clients read the list also out of a member.
        found = unwrapped(response, "planned searches")
        return Listing(
            (AsyncPlannedSearch(self._session, raw) for raw in found), kind=AsyncPlannedSearch
        )

    async def get(self, plan: PlannedRecord | UUID | str) -> AsyncPlannedSearch:
        """Get a planned search.

        Args:
            plan: Its id, or a handle of it.

        Returns:
            The planned search as it is now, with filters and areas.

        Raises:
            InvalidInput: This is not an id.
            NotFound: No planned search has this id, or it belongs to another account.

        Example:
            ```python
            plan = await mf.planned.get(plan.id)
            ```

        Operation: getTemplate (GET /processings/template/{templateId})
        """
        return await AsyncPlannedSearch._of(self._session, plan).refresh()

    async def create(
        self,
        name: str,
        *,
        area: AreaLike,
        project: ProjectRecord | UUID | str | None = None,
        active_until: Moment | None = None,
        filters: Filters = Filters(),  # noqa: B008 - a value that cannot change
    ) -> AsyncPlannedSearch:
        """Create a search that the service repeats by itself.

        Args:
            name: Its name.
            area: Its areas, in any form that ``processings.run`` takes; each polygon becomes one.
            project: The project, by handle, id or name; None for the default one.
            active_until: When to stop; None for the longest time, six months.
            filters: Filters that an image must pass, as in ``catalog.search``.

        Returns:
            The new planned search. It is inactive when the account has as many active ones as it
            may have.

        Raises:
            InvalidInput: The name is empty, a filter is out of range, or the end is past.
            InvalidArea: The area cannot be used; the message names the place.
            BadRequest: The area is over the account's limit for planned searches.

        Example:
            ```python
            plan = await mf.planned.create("Quays", area=area)
            ```

        Operation: createTemplate (POST /processings/template)
        """
        if not _arguments.text(name, "name").strip():
            raise InvalidInput("A planned search needs a name.")
        outline = geometry.as_geometry(area)
        search = models.SearchParams(aoi_details=api_areas(outline))
        fill(search, filters)
        home = await (
            default_project(self._session)
            if project is None
            else read_project(self._session, project)
        )
        body = models.TemplateCreate(
            name=name,
            project_id=identifier(home, "project"),
            active_until=end_of_search(active_until),
            search_params=search,
        )
        kwargs = api.create_template._get_kwargs(body=body)
        made = record_of(await self._session.transport.json(kwargs))
        return AsyncPlannedSearch(self._session, made.raw)

    async def update(
        self,
        plan: PlannedRecord | UUID | str,
        *,
        name: str | None = None,
        active_until: Moment | None = None,
        filters: Filters | None = None,
    ) -> AsyncPlannedSearch:
        """Change the name, the end, or the filters; areas have separate operations.

        Args:
            plan: Its id, or a handle of it.
            name: New name; None keeps the old one.
            active_until: New end; None keeps the old one.
            filters: Filters to change; those left open keep their stored value.

        Returns:
            The planned search as it is now.

        Raises:
            InvalidInput: Nothing was given, a filter is out of range, or the end is past.
            NotFound: No planned search has this id, or it belongs to another account.

        Example:
            ```python
            plan = await mf.planned.update(plan, name="Quays and piers")
            ```

        Operation: updateTemplate (PUT /processings/template/{templateId})
        """
        if name is None and active_until is None and filters is None:
            raise InvalidInput("Nothing to change: give a name, an end, or filters.")
        body = models.TemplateUpdate(name=text_or_unset(name, "name"))
        if active_until is not None:
            body.active_until = end_of_search(active_until)
        if filters is not None:
            body.search_params = models.SearchParams()
            fill(body.search_params, filters)
        key = identifier(plan, "planned search")
        kwargs = api.update_template._get_kwargs(key, body=body)
        check = about("planned search", key, views.Template)
        fresh = record_of(await self._session.transport.json(kwargs, check=check))
        return AsyncPlannedSearch(self._session, fresh.raw)

    async def delete(self, plan: PlannedRecord | UUID | str) -> None:
        """Delete a planned search.

        Args:
            plan: Its id, or a handle of it.

        Raises:
            InvalidInput: This is not an id.
            NotFound: It was deleted already, or belongs to another account.

        Example:
            ```python
            plan = await mf.planned.create("For a moment", area=area)
            await mf.planned.delete(plan)
            ```

        Operation: deleteTemplate (DELETE /processings/template/{templateId})
        """
        await AsyncPlannedSearch._of(self._session, plan).delete()

    async def pause(self, plan: PlannedRecord | UUID | str) -> AsyncPlannedSearch:
        """Stop searching for a while; what was found stays.

        Args:
            plan: Its id, or a handle of it.

        Returns:
            The planned search as it is now.

        Raises:
            InvalidInput: It is paused already.
            NotFound: No planned search has this id, or it belongs to another account.

        Example:
            ```python
            if plan.is_active:
                plan = await mf.planned.pause(plan)
            ```

        Operation: pauseTemplate (POST /processings/template/{templateId}/pause)
        """
        return await AsyncPlannedSearch._of(self._session, plan).pause()

    async def resume(self, plan: PlannedRecord | UUID | str) -> AsyncPlannedSearch:
        """Go on searching.

        Args:
            plan: Its id, or a handle of it.

        Returns:
            The planned search as it is now.

        Raises:
            InvalidInput: It is active already.
            BadRequest: The account has as many active ones as it may have; pause one first.
            NotFound: No planned search has this id, or it belongs to another account.

        Example:
            ```python
            if not plan.is_active:
                plan = await mf.planned.resume(plan)
            ```

        Operation: resumeTemplate (POST /processings/template/{templateId}/resume)
        """
        return await AsyncPlannedSearch._of(self._session, plan).resume()

    async def restart(self, plan: PlannedRecord | UUID | str) -> AsyncPlannedSearch:
        """Search again after a failure.

        Args:
            plan: Its id, or a handle of it.

        Returns:
            The planned search as it is now.

        Raises:
            InvalidInput: It did not fail, so there is nothing to restart.
            NotFound: No planned search has this id, or it belongs to another account.

        Example:
            ```python
            if plan.status == "FAILED":
                plan = await mf.planned.restart(plan)
            ```

        Operation: restartTemplate (POST /processings/template/{templateId}/restart)
        """
        before = await self.get(plan)
        if before.status != "FAILED":
            raise InvalidInput(
                f"The planned search {before.name!r} cannot be restarted: it is {before.status}."
            )
        await self._session.transport.nothing(api.restart_template._get_kwargs(before._key))
        return await before.refresh()
