"""The catalog of imagery."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapflow_openapi import models
from mapflow_openapi.api import catalog as api

from mapflow import geometry
from mapflow._async.catalog.runs import AsyncCatalogRuns
from mapflow._async.pages import AsyncPages
from mapflow._async.session import AsyncResource
from mapflow._downloads._async.downloading import download
from mapflow._files import as_path, check_target
from mapflow._requests.found_images import preview_of
from mapflow._requests.parts import api_geometry, sort
from mapflow._requests.searches import Filters, fill
from mapflow._results import contents
from mapflow._views.catalog import CatalogImage, Preview, found_images
from mapflow._views.pages import Page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike
    from pathlib import Path

    from mapflow._async.session import AsyncSession
    from mapflow._requests.dates import Moment
    from mapflow.geometry import AreaLike

# A search checks many providers; published clients give it a minute.
_SEARCH_TIMEOUT_S = 60.0


class AsyncCatalog(AsyncCatalogRuns, AsyncResource):
    """Images of a place, from providers and from your mosaics."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def search(
        self,
        area: AreaLike,
        *,
        after: Moment | None = None,
        before: Moment | None = None,
        min_resolution_m: float | None = None,
        max_resolution_m: float | None = None,
        max_cloud_cover_percent: float | None = None,
        min_off_nadir_deg: float | None = None,
        max_off_nadir_deg: float | None = None,
        min_intersection_percent: float | None = None,
        providers: Sequence[str] | None = None,
        product_types: Sequence[str] | None = None,
        only_available: bool | None = None,
        sort_by: str | None = None,
        descending: bool = False,
        page_size: int = 100,
        cursor: int = 0,
    ) -> AsyncPages[CatalogImage]:
        """Search the catalog. Images with an unknown value pass that filter.

        Args:
            area: The area of interest, in any form that ``processings.run`` takes.
            after: Taken then or later; a date, a datetime, or text (31 January 2026).
            before: Taken then or earlier; a bare day counts to its end.
            min_resolution_m: Minimum resolution, in metres per pixel.
            max_resolution_m: Maximum resolution, in metres per pixel.
            max_cloud_cover_percent: Maximum cloud cover, 0 to 100.
            min_off_nadir_deg: Minimum angle from the vertical, in degrees.
            max_off_nadir_deg: Maximum angle from the vertical, in degrees.
            min_intersection_percent: Minimum share of the area covered, 0 to 100.
            providers: Of these providers only; None for all.
            product_types: ``IMAGE``, ``MOSAIC``, or both; None for both.
            only_available: True for those of providers that the account may process.
            sort_by: ``ACQUISITION_DATE``, ``CLOUD_COVER``, ``PIXEL_RESOLUTION``,
                ``OFF_NADIR_ANGLE``, ``PROVIDER_NAME``, ``SAT_ID`` or ``ZOOM``.
            descending: Whether the largest or latest come first.
            page_size: How many to fetch at a time. Default 100.
            cursor: Where to begin: the ``cursor`` of a list that broke off, or 0.

        Returns:
            A list to iterate over; nothing is fetched before.

        Raises:
            InvalidArea: The area cannot be used; the message names the place.
            InvalidInput: A filter is out of range, the dates are inverted, or the list of
                providers is empty.

        Example:
            ```python
            async for found in mf.catalog.search(area, max_cloud_cover_percent=20):
                print(found.id, found.provider, found.acquired)
            ```

        Operation: searchCatalog (POST /catalog/meta)
        """
        outline = geometry.as_geometry(area)
        filters = Filters(
            after,
            before,
            min_resolution_m,
            max_resolution_m,
            max_cloud_cover_percent,
            min_off_nadir_deg,
            max_off_nadir_deg,
            min_intersection_percent,
            providers,
            product_types,
            only_available,
        )
        body = models.CatalogSearch(aoi=api_geometry(outline), limit=page_size)
        fill(body, filters)
        sort(body, sort_by, descending=descending)
        session = self._session

        async def fetch(offset: int) -> Page[CatalogImage]:
            body.offset = offset
            response = await session.transport.json(
                api.search_catalog._get_kwargs(body=body),
                repeatable=True,
                read_timeout_s=max(
                    min(_SEARCH_TIMEOUT_S, session.transport.transfer_timeout_s),
                    session.transport.timeout_s,
                ),
                many=True,
            )
            return found_images(response, offset)

        return AsyncPages(fetch, CatalogImage, page_size=page_size, cursor=cursor)

    async def preview(
        self,
        image: CatalogImage | Preview,
        path: str | PathLike[str],
        *,
        overwrite: bool = False,
    ) -> Path:
        """Save the preview of a found image as a file.

        The address of the preview is that of the image's provider, so it is requested without the
        token.

        Args:
            image: An image that was found, or one of its ``previews``.
            path: The picture to write, with the name of its format, such as ``coast.png``.
            overwrite: Whether a file of that name may be replaced. Default: False.

        Returns:
            The path of the file.

        Raises:
            InvalidInput: The image has no preview, several of its parts, or tiles instead of one
                picture.
            InvalidFile: The file exists already or cannot be written.
            NotFound: The preview is gone.
            InvalidResponse: What arrived is not a picture.

        Example:
            ```python
            found = await mf.catalog.search(area, product_types=["IMAGE"]).all()
            print(await mf.catalog.preview(found[0], folder / "preview.png"))
            ```

        Operation: searchCatalog (POST /catalog/meta) gave the address.
        """
        link = preview_of(image)
        target = as_path(path)
        contents.check_name(target, contents.Picture)
        check_target(target, overwrite=overwrite)
        await download(
            self._session.transport,
            {"method": "get", "url": "/catalog/preview"},
            target,
            overwrite=overwrite,
            content=contents.Picture,
            link=link,
            is_lasting=False,
        )
        return target
