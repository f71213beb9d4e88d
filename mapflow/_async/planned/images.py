"""The images that planned searches have found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapflow_openapi import models
from mapflow_openapi.api import planned as api

from mapflow import _arguments
from mapflow._async.pages import AsyncPages
from mapflow._requests.parts import sort
from mapflow._requests.references import identifier
from mapflow._requests.searches import Filters, fill_found
from mapflow._views.catalog import CatalogImage, found_images
from mapflow._views.pages import Page
from mapflow.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from mapflow._async.session import AsyncSession
    from mapflow._views.planned import PlannedRecord


class AsyncPlanImages:
    """Images that were found."""

    _session: AsyncSession

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
        sort(body, sort_by, descending=descending)
        session = self._session

        async def fetch(offset: int) -> Page[CatalogImage]:
            body.offset = offset
            kwargs = api.list_template_images._get_kwargs(key, body=body)
            return found_images(
                await session.transport.json(kwargs, repeatable=True, many=True), offset
            )

        return AsyncPages(fetch, CatalogImage, page_size=page_size, cursor=cursor)

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
