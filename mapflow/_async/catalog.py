"""The catalog of imagery."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast, overload

from mapflow_openapi import models, views
from mapflow_openapi.api import catalog as api

from mapflow import _arguments, geometry
from mapflow._async.pages import AsyncPages, Page
from mapflow._async.processings.sending import AsyncRunSender
from mapflow._downloads._async.downloading import download
from mapflow._files import as_path, check_target
from mapflow._requests.parts import api_geometry, sort
from mapflow._requests.run_spec import RunSpec
from mapflow._requests.searches import Filters, fill
from mapflow._results import contents
from mapflow._views.base import as_list, as_object, undecodable, whole
from mapflow._views.catalog import CatalogImage, Preview
from mapflow.errors import InvalidInput
from mapflow.sources import ImagerySearch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from os import PathLike
    from pathlib import Path
    from uuid import UUID

    from mapflow._async.processings.processing import AsyncProcessing
    from mapflow._async.session import AsyncSession
    from mapflow._requests.dates import Moment
    from mapflow._requests.raw import JsonLike
    from mapflow._requests.references import Options
    from mapflow._views.account import Model
    from mapflow._views.dry_run import DryRun
    from mapflow._views.estimate import Estimate
    from mapflow._views.processing import ProcessingRecord
    from mapflow._views.project import ProjectRecord
    from mapflow.geometry import AreaLike

# A search checks many providers; published clients give it a minute.
_SEARCH_TIMEOUT_S = 60.0


class AsyncCatalog:
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

        return AsyncPages(fetch, page_size=page_size, cursor=cursor)

    async def preview(
        self,
        image: CatalogImage | Preview,
        path: str | PathLike[str],
        *,
        overwrite: bool = False,
    ) -> Path:
        """Save the preview of a found image as a file.

        The address of the preview is that of the image's provider, so it is asked for without the
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
        link = _preview_of(image)
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

    @overload
    async def run(
        self,
        images: CatalogImage | Sequence[CatalogImage],
        *,
        model: str | Model,
        area: AreaLike | ProcessingRecord | None = None,
        options: Options | None = None,
        name: str | None = None,
        description: str | None = None,
        project: ProjectRecord | UUID | str | None = None,
        meta: Mapping[str, str] | None = None,
        extra: Mapping[str, JsonLike] | None = None,
        max_cost: float | None = None,
        tag: str | None = None,
        price: Estimate | None = None,
        dry_run: Literal[False] = False,
    ) -> AsyncProcessing: ...

    @overload
    async def run(
        self,
        images: CatalogImage | Sequence[CatalogImage],
        *,
        model: str | Model,
        area: AreaLike | ProcessingRecord | None = None,
        options: Options | None = None,
        name: str | None = None,
        description: str | None = None,
        project: ProjectRecord | UUID | str | None = None,
        meta: Mapping[str, str] | None = None,
        extra: Mapping[str, JsonLike] | None = None,
        max_cost: float | None = None,
        tag: str | None = None,
        price: Estimate | None = None,
        dry_run: Literal[True],
    ) -> DryRun: ...

    @overload
    async def run(
        self,
        images: CatalogImage | Sequence[CatalogImage],
        *,
        model: str | Model,
        area: AreaLike | ProcessingRecord | None = None,
        options: Options | None = None,
        name: str | None = None,
        description: str | None = None,
        project: ProjectRecord | UUID | str | None = None,
        meta: Mapping[str, str] | None = None,
        extra: Mapping[str, JsonLike] | None = None,
        max_cost: float | None = None,
        tag: str | None = None,
        price: Estimate | None = None,
        dry_run: bool,
    ) -> AsyncProcessing | DryRun: ...

    async def run(
        self,
        images: CatalogImage | Sequence[CatalogImage],
        *,
        model: str | Model,
        area: AreaLike | ProcessingRecord | None = None,
        options: Options | None = None,
        name: str | None = None,
        description: str | None = None,
        project: ProjectRecord | UUID | str | None = None,
        meta: Mapping[str, str] | None = None,
        extra: Mapping[str, JsonLike] | None = None,
        max_cost: float | None = None,
        tag: str | None = None,
        price: Estimate | None = None,
        dry_run: bool = False,
    ) -> AsyncProcessing | DryRun:
        """Start a processing on images that a search found. This costs credits.

        Args:
            images: One image, or several single captures of one provider, or several mosaics of
                one zoom.
            model: The model: its id, its name, or its name without emoji and case.
            area: The area of interest, in any form that ``processings.run`` takes. Default: all
                the ground of the images.
            options: Steps of the model to switch, as ``{"name": True}`` or a list of names.
            name: A name for it.
            description: Free text.
            project: The project, by handle, id or name; None for the default one.
            meta: Free keys and values to find it by later.
            extra: Members of the request body that this package does not know; see
                ``processings.run``. Default: none.
            max_cost: The most it may cost, in credits.
            tag: What the request carries to be found again by; see ``processings.run``.
            price: What ``processings.estimate`` returned for this run, so that it is not asked
                again; see ``processings.run``.
            dry_run: Whether to check everything, ask the price and show the request, but not
                send it. Default: False.

        Returns:
            The processing in its first state; ``wait`` for it next. In a dry run what would be
            sent, and its price.

        Raises:
            InvalidInput: The images do not go together.
            MapflowError: Whatever ``processings.run`` raises.

        Example:
            ```python
            search = mf.catalog.search(area, providers=["sandbox_half_metre"])
            found = await search.all()
            job = await mf.catalog.run(found[0], model="buildings", area=area)
            ```

        Operation: runProcessing (POST /processings), runProcessingV2 (POST /processings/v2)
        """
        chosen = (
            [images] if isinstance(images, CatalogImage) else _arguments.items(images, "images")
        )
        spec = RunSpec(
            model=model,
            area=list(chosen) if area is None else area,
            source=source_of(chosen),
            options=options,
            name=name,
            description=description,
            project=project,
            meta=meta,
            max_cost=max_cost,
            extra=extra,
            tag=tag,
            price=price,
        )
        return await AsyncRunSender(self._session).start(spec, show=dry_run)


def _preview_of(image: CatalogImage | Preview) -> str:
    """The address of the one picture that shows an image."""
    if isinstance(image, Preview):
        link = image.url
    else:
        if not isinstance(image, CatalogImage):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise InvalidInput(
                f"`image` must be a CatalogImage or a Preview, got {type(image).__name__}.",
                hint="`catalog.search` finds images.",
            )
        parts = image.previews
        if len(parts) > 1:
            raise InvalidInput(
                f"Image {image.id} has {len(parts)} previews, one of each of its parts.",
                hint="Save one of its previews instead.",
            )
        link = parts[0].url if parts else image.preview_url or ""
        if not link:
            raise InvalidInput(f"Image {image.id} has no preview.", hint="Choose another image.")
    if "{" in link:
        raise InvalidInput(
            "The preview of this image is a tile layer, not one picture.",
            hint="Show the tiles of its preview_url on a map instead.",
        )
    return link


def found_images(response: object, offset: int) -> Page[CatalogImage]:
    """Read the response to a search, in either of its two shapes."""
    if isinstance(response, list):
        items = cast("list[object]", response)
        # The bare list of some descriptions has no pages: it is everything at once.
        images = [CatalogImage(raw) for raw in as_list(items, "the catalog")][offset:]
        return Page(images, [image.id for image in images], len(items))
    page = views.CatalogPage(as_object(response, "the catalog"))
    if page.images is None:
        raise undecodable("the catalog", "it holds no list of images")
    images = [CatalogImage(each.raw) for each in page.images]
    return Page(images, [image.id for image in images], whole(page.total))


def source_of(images: Sequence[CatalogImage], only_provider: str | None = None) -> ImagerySearch:
    """Return the source for images that were found, if one run can use them together.

    ``only_provider`` is the one that was searched, for responses that omit it.
    """
    if not images:
        raise InvalidInput("No image was chosen.", hint="Give at least one of a search.")
    for image in images:
        if not isinstance(image, CatalogImage):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise InvalidInput(
                f"`images` must hold images of a search, got {type(image).__name__}.",
                hint="`catalog.search` and `planned.images` find them.",
            )
    providers = {image.provider or only_provider for image in images}
    if len({image.is_mosaic for image in images}) > 1:
        raise InvalidInput(
            "Single captures and mosaics cannot go into one run.", hint="Choose one kind."
        )
    if len(providers) > 1 or None in providers:
        names = ", ".join(sorted(str(name) for name in providers))
        raise InvalidInput(
            f"The images are of several providers, or of an unknown one: {names}.",
            hint="Start one processing for each provider.",
        )
    zooms = {image.zoom for image in images}
    if images[0].is_mosaic and len(zooms) > 1:
        raise InvalidInput(
            "The mosaics differ in zoom.", hint="Start one processing for each zoom."
        )
    zoom = images[0].zoom if images[0].is_mosaic else None
    return ImagerySearch(str(providers.pop()), [image.id for image in images], zoom)
