"""Prepares a run: completes what was asked for, and checks it against all that is known."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast
from uuid import uuid4

from mapflow_openapi import views
from mapflow_openapi.api import processings as api

from mapflow import geometry
from mapflow._async.imagery import calls as imagery_calls
from mapflow._async.processings import calls
from mapflow._async.processings.account_cache import FRESH_S, AsyncAccountCache
from mapflow._hints import Hint, joined
from mapflow._http import timing
from mapflow._requests.checks import check_max_cost, check_meta, check_source, check_texts, tag_of
from mapflow._requests.extra import extra_members
from mapflow._requests.references import choose_options, identifier, pick_model
from mapflow._requests.run_spec import PricedRun, RunSpec
from mapflow._requests.runs import OWN_META, paid_request
from mapflow._rules import obstacles
from mapflow._rules.response_match import about
from mapflow._views.imagery import ImageRecord, MosaicRecord
from mapflow._views.processing import ProcessingRecord
from mapflow.errors import ApiError, InvalidArea, InvalidInput, InvalidResponse
from mapflow.sources import GeoTIFF, MyImagery
from mapflow.sources._stored import source_from

if TYPE_CHECKING:
    from uuid import UUID

    from mapflow._async.session import AsyncSession
    from mapflow._requests.references import Options
    from mapflow.geometry import AreaLike
    from mapflow.sources import Source

#: Keys in ``meta`` that say which rows of a batch a processing is.
_BATCH: Final = "mapflow-batch"


class AsyncRunPreparer:
    """Makes a run that can be priced and sent of what a caller asks for."""

    def __init__(self, session: AsyncSession, account: AsyncAccountCache) -> None:
        self._session = session
        self._account = account

    async def prepare(
        self, spec: RunSpec, *, before: PricedRun | None = None, within_limits: bool = True
    ) -> PricedRun:
        """Check a run against everything that is known of it and of the account.

        Args:
            spec: What is requested.
            before: A run that differs in its area and name alone. What both have in common is not
                looked up again within a minute. The area must be as ``as_geometry`` gave it.
            within_limits: False lets through what is above a limit, for a price.
        """
        similar = None if before is None else _similar(before, spec)
        if similar is not None:
            return similar
        # What can be checked without the service comes first.
        check_texts(name=spec.name, description=spec.description)
        check_meta(spec.meta)
        check_max_cost(spec.max_cost)
        tag = tag_of(spec.tag)
        check_source(spec.source)
        spec = replace(spec, extra=extra_members(spec.extra))
        if spec.like is not None:
            spec = await self._completed(spec, spec.like)
        if spec.model is None:
            raise InvalidInput(
                "The run has no model.", hint="Give one, or an earlier processing as `like`."
            )
        outline = geometry.as_geometry(await self.area_of(spec.area, spec.source))
        measures = geometry.summarise(outline)
        only_v2 = spec.source is not None and spec.source.params() is None
        v2 = self._session.v2 or only_v2 or spec.inference_params is not None
        known = await self._account.read(spec.project)
        while True:
            try:
                models = known.account.models
                model = pick_model(models, spec.model)
                run = PricedRun(
                    spec=spec,
                    account=known.account,
                    home=known.home,
                    model=model,
                    is_named=[each.name for each in models].count(model.name) == 1,
                    outline=outline,
                    measures=measures,
                    blocks=choose_options(model, spec.options),
                    tag=tag,
                    v2=v2,
                    price=spec.price,
                    checked_s=timing.monotonic(),
                )
                if within_limits:
                    paid_request(run)
                    for obstacle in obstacles.of_area(run):
                        raise obstacle
            except InvalidInput:
                if known.is_fresh:
                    raise
                # It may have been allowed since.
                known = await self._account.read(spec.project, refresh=True)
            else:
                return run

    async def _completed(self, spec: RunSpec, like: ProcessingRecord | UUID | str) -> RunSpec:
        """Take over from a processing what was not said."""
        earlier = await self._read(like)
        inference_params = views.ProcessingParamsV2(earlier.params).inference_params
        return replace(
            spec,
            model=spec.model or _model_of(earlier),
            area=earlier if spec.area is None else spec.area,
            source=spec.source or source_from(earlier.params),
            options=_both(earlier.options, spec.options),
            name=earlier.name or None if spec.name is None else spec.name,
            description=earlier.description if spec.description is None else spec.description,
            project=earlier.project_id if spec.project is None else spec.project,
            meta=_kept(earlier.meta) if spec.meta is None else spec.meta,
            inference_params=(
                inference_params if spec.inference_params is None else spec.inference_params
            ),
        )

    async def _read(self, like: ProcessingRecord | UUID | str) -> ProcessingRecord:
        """Read a processing, if possible by version 2, which tells of all kinds of imagery."""
        key = identifier(like, "processing")
        if not self._session.v2:
            with contextlib.suppress(ApiError):
                raw = await self._session.transport.json(
                    api.get_processing_v2._get_kwargs(key),
                    check=about("processing", key, views.ProcessingV2),
                )
                return ProcessingRecord(raw)
        return await calls.get(self._session, key)

    async def area_of(
        self, area: AreaLike | ProcessingRecord | None, source: Source | None
    ) -> AreaLike:
        """The area to run on: as given, that of a processing, or that of the imagery."""
        if area is None:
            return await self._ground_of(source)
        if isinstance(area, ProcessingRecord):
            parts = await calls.list_areas(self._session, identifier(area, "processing"))
            if not parts:
                raise InvalidInput(
                    f"Processing {area.id} tells of no areas.", hint="Give the area itself."
                )
            return [part.geometry for part in parts]
        return area

    async def _ground_of(self, source: Source | None) -> AreaLike:
        things: list[ImageRecord | MosaicRecord] = []
        if isinstance(source, GeoTIFF) and isinstance(source.image, ImageRecord):
            things.append(source.image)
        elif isinstance(source, MyImagery) and source.images:
            for image in source.images:
                if not isinstance(image, ImageRecord) or image.footprint is None:
                    key = identifier(_id(image), "image")
                    image = await imagery_calls.get_image(self._session, key)
                things.append(image)
        elif isinstance(source, MyImagery) and source.mosaic is not None:
            mosaic = source.mosaic
            if not isinstance(mosaic, MosaicRecord) or mosaic.footprint is None:
                key = identifier(_id(mosaic), "mosaic")
                mosaic = await imagery_calls.get_mosaic(self._session, key)
            things.append(mosaic)
        else:
            raise InvalidInput(
                "The run has no area.",
                hint=joined(
                    "Give one; only a run on imagery of yours that has an ID",
                    Hint(python=", such as sources.MyImagery,", command="", tool=""),
                    " can do without and takes all of its ground.",
                ),
            )
        outlines = [thing.footprint for thing in things]
        for thing, outline in zip(things, outlines, strict=True):
            if outline is None:
                kind = "image" if isinstance(thing, ImageRecord) else "mosaic"
                raise InvalidInput(
                    f"Mapflow does not say which ground the {kind} {thing.id} covers.",
                    hint="Give the area.",
                )
        return [outline for outline in outlines if outline is not None]


def _similar(before: PricedRun, spec: RunSpec) -> PricedRun | None:
    """The run before with another area; None if that is old, or the area is over a limit."""
    if timing.monotonic() - before.checked_s >= FRESH_S:
        return None
    outline = cast("geometry.Geometry", spec.area)
    try:
        measures = geometry.summarise(outline)
    except InvalidArea:
        return None
    run = replace(
        before,
        spec=spec,
        outline=outline,
        measures=measures,
        tag=uuid4().hex,
        price=spec.price,
    )
    return None if obstacles.of_area(run) else run


def _id(thing: object) -> str:
    return thing if isinstance(thing, str) else str(getattr(thing, "id", thing))


def _model_of(processing: ProcessingRecord) -> str:
    model = processing._view.workflow_def
    named = None if model is None else model.id or model.name
    if named:
        return named
    raise InvalidResponse(
        f"Processing {processing.id} does not say which model it ran.", hint="Give the model."
    )


def _both(earlier: Mapping[str, bool], given: Options | None) -> dict[str, bool]:
    """The options of an earlier run, with those that were named now instead."""
    if given is None:
        named: dict[str, bool] = {}
    elif isinstance(given, Mapping):
        named = dict(given)
    else:
        named = dict.fromkeys([given] if isinstance(given, str) else given, True)
    return {**earlier, **named}


def _kept(meta: Mapping[str, str]) -> dict[str, str] | None:
    """What a person wrote, without what this package adds to each run."""
    kept = {
        key: value
        for key, value in meta.items()
        if key not in OWN_META and not key.startswith(_BATCH)
    }
    return kept or None
