"""What a run takes over: from an earlier processing, or from the imagery it runs on."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from mapflow_openapi import views

from mapflow._async.imagery import calls as imagery_calls
from mapflow._async.processings import calls
from mapflow._hints import Hint, joined
from mapflow._requests.references import identifier
from mapflow._requests.run_spec import Labels
from mapflow._requests.runs import OWN_META
from mapflow._rules.response_match import about
from mapflow._views.imagery import ImageRecord, MosaicRecord
from mapflow._views.processing import ProcessingRecord
from mapflow.errors import ApiError, InvalidInput, InvalidResponse
from mapflow.sources import GeoTIFF, MyImagery
from mapflow.sources._stored import source_from

if TYPE_CHECKING:
    from uuid import UUID

    from mapflow._async.session import AsyncSession
    from mapflow._requests.references import Options
    from mapflow._views.account import Model
    from mapflow._views.project import ProjectRecord
    from mapflow.geometry import AreaLike
    from mapflow.sources import Source

#: Keys in ``meta`` that say which rows of a batch a processing is.
_BATCH: Final = "mapflow-batch"


class Wish(NamedTuple):
    """What a caller asks to run; None stands for what was not said."""

    model: str | Model | None
    area: AreaLike | ProcessingRecord | None
    source: Source | None
    options: Options | None
    project: ProjectRecord | UUID | str | None
    inference_params: Mapping[str, object] | None
    labels: Labels


class AsyncLikeness:
    """Completes a request with what the caller omitted."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def completed(self, wish: Wish, like: ProcessingRecord | UUID | str) -> Wish:
        """Take over from a processing what was not said."""
        earlier = await self._read(like)
        params = earlier.params
        inference = views.ProcessingParamsV2(params).inference_params
        return Wish(
            wish.model or _model_of(earlier),
            earlier if wish.area is None else wish.area,
            wish.source or source_from(params),
            _both(earlier.options, wish.options),
            earlier.project_id if wish.project is None else wish.project,
            inference if wish.inference_params is None else wish.inference_params,
            Labels(
                earlier.name or None if wish.labels.name is None else wish.labels.name,
                earlier.description if wish.labels.description is None else wish.labels.description,
                _kept(earlier.meta) if wish.labels.meta is None else wish.labels.meta,
            ),
        )

    async def _read(self, like: ProcessingRecord | UUID | str) -> ProcessingRecord:
        """Read a processing, if possible by version 2, which tells of all kinds of imagery."""
        from mapflow_openapi.api.processings import get_processing_v2

        key = identifier(like, "processing")
        if not self._session.v2:
            with contextlib.suppress(ApiError):
                raw = await self._session.transport.json(
                    get_processing_v2._get_kwargs(key),
                    check=about("processing", key, views.ProcessingV2),
                )
                return ProcessingRecord(raw)
        return await calls.get(self._session, key)

    async def outline(
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
                    Hint(python=", such as sources.MyImagery,", command=""),
                    " can do without and takes all of its ground.",
                ),
            )
        outlines = [thing.footprint for thing in things]
        for thing, outline in zip(things, outlines, strict=True):
            if outline is None:
                raise InvalidInput(
                    f"Mapflow does not say which ground the {thing.kind} {thing.id} covers.",
                    hint="Give the area.",
                )
        return [outline for outline in outlines if outline is not None]


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
