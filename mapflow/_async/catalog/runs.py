"""Processings that are started on images of the catalog."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, overload

from mapflow._async.processings.sending import AsyncRunSender
from mapflow._requests.found_images import as_images, source_of
from mapflow._requests.run_spec import RunSpec

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from mapflow._async.processings.processing import AsyncProcessing
    from mapflow._async.session import AsyncSession
    from mapflow._requests.raw import JsonLike
    from mapflow._requests.references import Options
    from mapflow._views.account import Model
    from mapflow._views.catalog import CatalogImage
    from mapflow._views.dry_run import DryRun
    from mapflow._views.estimate import Estimate
    from mapflow._views.processing import ProcessingRecord
    from mapflow._views.project import ProjectRecord
    from mapflow.geometry import AreaLike


class AsyncCatalogRuns:
    """Runs on images of the catalog."""

    _session: AsyncSession

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
            max_cost: Maximum cost in credits.
            tag: What the request carries to be found again by; see ``processings.run``.
            price: What ``processings.estimate`` returned for this run, so that it is not asked
                again; see ``processings.run``.
            dry_run: Whether to check everything, request the price and show the request, but not
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
        chosen = as_images(images)
        spec = RunSpec(
            model=model,
            area=chosen if area is None else area,
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
