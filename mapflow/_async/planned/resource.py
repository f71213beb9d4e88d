"""Planned searches, called templates by the service."""

from __future__ import annotations

import builtins
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from mapflow_openapi import models, views
from mapflow_openapi.api import planned as api

from mapflow import _arguments, geometry
from mapflow._async.catalog import found_images
from mapflow._async.pages import AsyncPages, Page
from mapflow._async.planned import calls
from mapflow._async.planned.areas import AsyncPlanAreas, polygons
from mapflow._async.planned.calls import record_of
from mapflow._async.planned.planned_search import AsyncPlannedSearch
from mapflow._async.planned.runs import AsyncPlanRuns
from mapflow._async.project_lookup import default_project, project_id, read_project
from mapflow._hints import argument, joined
from mapflow._requests.dates import as_moment
from mapflow._requests.parts import api_geometry
from mapflow._requests.references import identifier
from mapflow._requests.searches import Filters, fill, fill_found
from mapflow._rules.response_match import about
from mapflow._views.base import unwrapped
from mapflow._views.catalog import CatalogImage
from mapflow.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from mapflow._async.session import AsyncSession
    from mapflow._requests.dates import Moment
    from mapflow._views.planned import PlannedRecord
    from mapflow._views.project import ProjectRecord
    from mapflow.geometry import AreaLike

# The service takes six months at most; a minute less, because its clock is not ours.
_LONGEST = timedelta(days=180) - timedelta(minutes=1)


class AsyncPlanned(AsyncPlanAreas, AsyncPlanRuns):
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
        return [
            AsyncPlannedSearch(self._session, raw)
            for raw in unwrapped(response, "planned searches")
        ]

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
        key = identifier(plan, "planned search")
        return self._handle(await calls.get(self._session, key))

    def _handle(self, record: PlannedRecord) -> AsyncPlannedSearch:
        return AsyncPlannedSearch(self._session, record.raw)

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
        search = models.SearchParams(aoi_details=_areas(outline))
        fill(search, filters)
        home = await (
            default_project(self._session)
            if project is None
            else read_project(self._session, project)
        )
        body = models.TemplateCreate(
            name=name,
            project_id=identifier(home, "project"),
            active_until=_end(active_until),
            search_params=search,
        )
        return self._handle(
            record_of(
                await self._session.transport.json(api.create_template._get_kwargs(body=body))
            )
        )

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
        body = models.TemplateUpdate()
        if name is not None:
            body.name = name
        if active_until is not None:
            body.active_until = _end(active_until)
        if filters is not None:
            body.search_params = models.SearchParams()
            fill(body.search_params, filters)
        key = identifier(plan, "planned search")
        return self._handle(
            record_of(
                await self._session.transport.json(
                    api.update_template._get_kwargs(key, body=body),
                    check=about("planned search", key, views.Template),
                )
            )
        )

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
        key = identifier(plan, "planned search")
        await calls.delete(self._session, key)

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
        key = identifier(plan, "planned search")
        return self._handle(await calls.pause(self._session, key))

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
        key = identifier(plan, "planned search")
        return self._handle(await calls.resume(self._session, key))

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
        key = identifier(plan, "planned search")
        return self._handle(await calls.restart(self._session, key))

    def images(
        self,
        plan: PlannedRecord | UUID | str,
        *,
        areas: Sequence[UUID | str] = (),
        filters: Filters = Filters(),  # noqa: B008 - a value that cannot change
        sort_by: str | None = None,
        descending: bool = False,
        page_size: int = 100,
        cursor: int = 0,
    ) -> AsyncPages[CatalogImage]:
        """Go through the images that a planned search has found.

        Args:
            plan: Its id, or a handle of it.
            areas: Only those of these areas, by id.
            filters: Only those like this: dates, resolution, cloud cover and angle.
            sort_by: As in ``catalog.search``.
            descending: Whether the largest or latest come first.
            page_size: How many to fetch at a time. Default 100.
            cursor: Where to begin: the ``cursor`` of a list that broke off, or 0.

        Returns:
            A list to iterate over; nothing is fetched before.

        Raises:
            InvalidInput: An id is malformed, a number is out of range, or a filter is one that only
                the planned search itself can have.

        Example:
            ```python
            async for found in mf.planned.images(plan):
                print(found.id, found.acquired, found.is_new)
            ```

        Operation: listTemplateImages (POST /processings/template/{templateId}/images)
        """
        key = identifier(plan, "planned search")
        body = models.FoundImagesRequest(limit=page_size)
        fill_found(body, filters)
        if areas:
            body.aoi_ids = [identifier(area, "area") for area in _arguments.items(areas, "areas")]
        if sort_by is not None:
            body.sort_by = _arguments.text(sort_by, "sort_by").upper()
            body.sort_order = "DESC" if descending else "ASC"
        session = self._session

        async def fetch(offset: int) -> Page[CatalogImage]:
            body.offset = offset
            kwargs = api.list_template_images._get_kwargs(key, body=body)
            return found_images(
                await session.transport.json(kwargs, repeatable=True, many=True), offset
            )

        return AsyncPages(fetch, page_size=page_size, cursor=cursor)

    async def mark_seen(
        self, plan: PlannedRecord | UUID | str, image: CatalogImage | str | None = None
    ) -> None:
        """Mark one image that was found, or all of them, as seen.

        Args:
            plan: Its id, or a handle of it.
            image: The image, by handle or id; None for all.

        Raises:
            NotFound: The planned search or the image does not exist.

        Example:
            ```python
            await mf.planned.mark_seen(plan)
            ```

        Operation: markImageSeen (POST /processings/template/{templateId}/image/{imageId}/seen),
            markAllImagesSeen (PUT /processings/template/{templateId}/image/seenAll)
        """
        key = identifier(plan, "planned search")
        if image is None:
            await self._session.transport.nothing(api.mark_all_images_seen._get_kwargs(key))
            return
        name = image.id if isinstance(image, CatalogImage) else image
        if not _arguments.text(name, "image").strip():
            raise InvalidInput("The image has no id.")
        if not name.isprintable():
            raise InvalidInput(f"{name!a} is not the id of an image.")
        # Marking twice is the same as marking once, so it may be sent again.
        await self._session.transport.nothing(
            api.mark_image_seen._get_kwargs(key, name), repeatable=True
        )


def _areas(outline: geometry.Geometry) -> models.PlannedAreas:
    """One feature for each polygon: the service passes over multi-polygons here."""
    features = [
        models.PlannedArea(
            type_="Feature", properties=models.PlannedAreaInfo(), geometry=api_geometry(polygon)
        )
        for polygon in polygons(outline)
    ]
    return models.PlannedAreas(type_="FeatureCollection", features=features)


def _end(active_until: Moment | None) -> datetime:
    now = datetime.now(UTC)
    end = as_moment(active_until, "active_until", end=True)
    if end is None:
        return now + _LONGEST
    if end <= now:
        raise InvalidInput(
            joined("`", argument("active_until"), f"` ({end:%Y-%m-%d %H:%M}) is past.")
        )
    return end
