"""The result of a processing: streamed to a file, or read feature by feature."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from mapflow_openapi.api import processings as api

from mapflow._arguments import switch, text_or_none
from mapflow._async.processings.calls import get, list_areas
from mapflow._downloads._async.downloading import download
from mapflow._drafts import folder_beside
from mapflow._files import as_path, working_folder
from mapflow._hints import Hint
from mapflow._http.concurrent import ain_thread
from mapflow._requests.references import identifier
from mapflow._results import contents
from mapflow._results.features import features_of, read_result
from mapflow._rules.failures import failure_of
from mapflow._views.base import undecodable
from mapflow._views.processing import ProcessingRecord
from mapflow._warnings import warn
from mapflow.errors import InvalidInput, ResultWarning

if TYPE_CHECKING:
    from os import PathLike
    from pathlib import Path
    from uuid import UUID

    import geopandas

    from mapflow._async.session import AsyncSession
    from mapflow._display.facts import Facts
    from mapflow._http.transfers import OnTransfer
    from mapflow._views.processing import Area
    from mapflow.formats import Summary
    from mapflow.maps import Map

# As JSON it takes some five times as much memory.
_READ_BYTES = 1 << 30


class AsyncResult:
    """What a processing found: a GeoJSON FeatureCollection in lon/lat.

    Made by ``processing.result()``; nothing is fetched before one of its methods is called. So a
    notebook shows what it is a result of, and the map once ``map`` was called.
    """

    def __init__(
        self,
        session: AsyncSession,
        processing: ProcessingRecord | UUID | str,
        area: Area | UUID | str | None,
    ) -> None:
        self._session = session
        self._processing = processing
        self._id = identifier(processing, "processing")
        self._area = None if area is None else identifier(area, "area")
        self._count: int | None = None
        self._drawn: Map | None = None

    @property
    def count(self) -> int | None:
        """How many features the result has; known once it was saved or read, else None."""
        return self._count

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of processing {self._id}>"

    def _repr_html_(self) -> str:
        from mapflow._display.showing import shown

        return shown(self)

    def _facts(self) -> Facts:
        from inspect import iscoroutinefunction

        from mapflow._rules.next_steps import facts_of_result

        return facts_of_result(
            self._processing,
            str(self._id),
            area=None if self._area is None else str(self._area),
            count=self._count,
            drawn="" if self._drawn is None else self._drawn._repr_html_(),
            awaited=iscoroutinefunction(self.save),
        )

    async def save(
        self,
        path: str | PathLike[str],
        *,
        overwrite: bool = False,
        on_progress: OnTransfer | None = None,
    ) -> Path:
        """Save the result as a file, in the format that its name says, however large it is.

        The file appears under its name only when it is complete. An interrupted download resumes,
        by this call up to ``max_retries`` times and by the next one for the same file, as far as
        the service lets it; the beginning waits in a hidden file beside it, ``.NAME.part``.

        Another format than GeoJSON is made of the complete download, in constant memory.

        Args:
            path: The file to write; its folder must exist. Its suffix names the format:
                ``.geojson`` or ``.json`` (as does none), ``.geojsonl`` or ``.geojsons`` for one
                feature a line, ``.kml``, ``.csv`` with well-known text, ``.parquet`` for GeoParquet
                (extra ``parquet``), ``.gpkg`` for GeoPackage, ``.fgb`` for FlatGeobuf, or ``.shp``
                for a shapefile (extra ``geo``).
            overwrite: Whether a file of that name may be replaced. Default: False. The new file
                has the permissions of the old one.
            on_progress: Called with ``Progress(done_bytes, total_bytes)`` after each piece; goes
                back when the file must be received from its beginning.

        Returns:
            The path.

        Raises:
            ConfigurationError: The format needs an extra that is not installed; the text names the
                command. Nothing was downloaded.
            InvalidInput: The processing has not ended yet; wait for it first.
            ProcessingFailed: It ended without a result; the text says why.
            InvalidFile: The file exists already, cannot be written, is named for no format that
                results have, or is being downloaded by another process.
            IncompleteDownload: The file arrived cut short, each time; call this again.
            InvalidResponse: The service returned something other than a result, such as a
                message; the text repeats it. Try again later.
            ConnectionFailed: The connection broke, each time; call this again.
            TimedOut: It took longer than ``transfer_timeout_s`` allows; call this again.

        Warns:
            ResultWarning: The format cannot hold everything; the text says what.

        Example:
            ```python
            saved = await job.result().save(folder / "roofs.geojson")
            print(saved.stat().st_size)
            ```

        Operation: getResult (GET /processings/{processingId}/result)
        """
        from mapflow.formats import _conversion, _registry

        target = as_path(path)
        wanted = _registry.format_of(target)
        _conversion.check_targets(wanted, target, overwrite=overwrite)
        await self._ready()
        if _registry.is_as_received(wanted):
            await self._download(target, overwrite=overwrite, on_progress=on_progress)
            return target
        # A hidden file beside it, so that the next call for the same file resumes the download.
        received = _conversion.hidden_beside(target)
        await self._download(received, overwrite=True, on_progress=on_progress)
        with folder_beside(target) as folder:
            given = received.replace(folder / "result.geojson")
            notices = await ain_thread(
                partial(_conversion.convert, wanted, given, target, folder, overwrite=overwrite)
            )
        for notice in notices:
            warn(notice, ResultWarning)
        return target

    async def features(self) -> AsyncIterator[dict[str, object]]:
        """Read the result feature by feature, in constant memory.

        Yields:
            GeoJSON features.

        Raises:
            InvalidInput: The processing has not ended yet; wait for it first.
            ProcessingFailed: It ended without a result; the text says why.
            IncompleteDownload: It arrived cut short or damaged, each time; call this again.
            InvalidResponse: The service returned something other than a result; the text
                says what. Try again later.

        Example:
            ```python
            async for feature in job.result().features():
                print(feature["properties"])
                break
            ```

        Operation: getResult (GET /processings/{processingId}/result)
        """
        async with self._fetched() as path:
            for feature in features_of(path):
                yield feature

    async def read(self) -> dict[str, object]:
        """Read the whole result into memory; for large ones use ``features`` or ``save``.

        Returns:
            A GeoJSON FeatureCollection.

        Raises:
            InvalidInput: The processing has not ended yet; wait for it first.
            ProcessingFailed: It ended without a result; the text says why.
            IncompleteDownload: It arrived cut short or damaged, each time; call this again.
            InvalidResponse: The service returned something other than a result; the text
                says what. Try again later. Or it is too large for this; use ``save``.

        Example:
            ```python
            collection = await job.result().read()
            print(len(collection["features"]))
            ```

        Operation: getResult (GET /processings/{processingId}/result)
        """
        async with self._fetched() as path:
            size = path.stat().st_size
            if size > _READ_BYTES:
                raise undecodable(
                    "the result",
                    f"its {size >> 20} MB are too much at once; stream or save its features",
                )
            return read_result(path)

    async def to_geodataframe(self) -> geopandas.GeoDataFrame:
        """Read the result into a GeoDataFrame in EPSG:4326. Needs the extra ``geo``.

        Returns:
            A frame with one row a feature; an empty result gives an empty frame with its
            geometry column.

        Raises:
            ConfigurationError: The extra ``geo`` is not installed.
            InvalidInput: The processing has not ended yet; wait for it first.
            ProcessingFailed: It ended without a result; the text says why.
            IncompleteDownload: It arrived cut short or damaged, each time; call this again.
            InvalidResponse: The service returned something other than a result; the text
                says what. Try again later.

        Example:
            ```python
            frame = await job.result().to_geodataframe()
            print(len(frame), frame.crs)
            ```

        Operation: getResult (GET /processings/{processingId}/result)
        """
        from mapflow.formats import to_geodataframe

        async with self._fetched() as path:
            try:
                return to_geodataframe(path)
            except InvalidInput as error:
                raise undecodable("the result", error.message) from error

    async def summary(self) -> Summary:
        """Count the features and measure the ground that they cover, in constant memory.

        Returns:
            How many there are, the area in square metres, and both by class.

        Raises:
            InvalidInput: The processing has not ended yet; wait for it first.
            ProcessingFailed: It ended without a result; the text says why.
            IncompleteDownload: It arrived cut short or damaged, each time; call this again.
            InvalidResponse: The service returned something other than a result; the text
                says what. Try again later.

        Example:
            ```python
            summary = await job.result().summary()
            for each in summary.classes:
                print(each.name, each.count, round(each.area_m2))
            ```

        Operation: getResult (GET /processings/{processingId}/result)
        """
        from mapflow.formats._format import Source
        from mapflow.formats._summary import summary_of

        async with self._fetched() as path:
            try:
                project = Source.of(path, path.stem).projector()
            except InvalidInput as error:
                raise undecodable("the result", error.message) from error
            return summary_of((feature, project) for feature in features_of(path))

    async def map(self, *, title: str | None = None, imagery: bool = True) -> Map:
        """Draw the result as a map: a notebook shows it, ``save`` writes a page or a picture.

        The map has everything in it: the features, the outline of the areas, and the imagery that
        the processing used, if that can be fetched. If not, the map says why. From then on a
        notebook shows it with this result, too.

        Args:
            title: The heading. Default: the name of the model.
            imagery: Whether to fetch the imagery, as up to 48 tiles, without the token. Default:
                True. Needs the extra ``maps``; without it the map has no imagery.

        Returns:
            The map.

        Raises:
            InvalidInput: The processing has not ended yet; wait for it first.
            ProcessingFailed: It ended without a result; the text says why.
            IncompleteDownload: It arrived cut short or damaged, each time; call this again.
            InvalidResponse: The service returned something other than a result; the text
                says what. Try again later.

        Example:
            ```python
            found = await job.result().map(imagery=False)
            found.save(folder / "roofs.html")
            ```

        Operation: getResult (GET /processings/{processingId}/result), listAreas
            (GET /processings/{processingId}/aois)
        """
        from mapflow._async.processings.mapping import map_of

        async with self._fetched() as path:
            self._drawn = await map_of(
                self._session,
                path,
                await self._record(),
                area=None if self._area is None else str(self._area),
                title=text_or_none(title, "title"),
                imagery=switch(imagery, "imagery"),
            )
        return self._drawn

    async def _record(self) -> ProcessingRecord:
        """The processing, as far as it is known, or else as the service describes it."""
        if isinstance(self._processing, ProcessingRecord):
            return self._processing
        return await get(self._session, self._id)

    def _kwargs(self) -> dict[str, Any]:

        if self._area is None:
            return api.get_result._get_kwargs(self._id)
        return api.get_result._get_kwargs(self._id, aoi_id=self._area)

    @asynccontextmanager
    async def _fetched(self) -> AsyncGenerator[Path]:
        """The result as a file for a while.

        Reading from the connection itself would tie it to the pace of the reader.
        """
        await self._ready()
        with working_folder() as folder:
            path = folder / "result.geojson"
            await self._download(path, overwrite=False, on_progress=None, is_lasting=False)
            yield path

    async def _download(
        self,
        path: Path,
        *,
        overwrite: bool,
        on_progress: OnTransfer | None,
        is_lasting: bool = True,
    ) -> None:
        content = await download(
            self._session.transport,
            self._kwargs(),
            path,
            overwrite=overwrite,
            content=contents.Result,
            on_progress=on_progress,
            is_lasting=is_lasting,
        )
        self._count = content.count

    async def _ready(self) -> None:
        """Make sure that there is a result.

        What the service gives out before the end is not documented, and may be a part.
        """
        processing = self._processing
        status = getattr(processing, "status", None)
        if status is not None and status.is_success:
            return
        fresh = await get(self._session, self._id)
        if fresh.status.is_success or await self._area_ready():
            self._processing = fresh
            return
        if fresh.status.is_terminal:
            raise failure_of(fresh, await list_areas(self._session, self._id))
        raise InvalidInput(
            f"Processing {self._id} has no result yet: it is {fresh.status or 'unknown'}"
            f"{'' if fresh.percent is None else f' at {fresh.percent} %'}.",
            hint=Hint(
                python="Call wait() on it first.",
                command=f"Wait for it first, with `mapflow wait {self._id}`.",
                tool="Call wait_for first.",
            ),
        )

    async def _area_ready(self) -> bool:
        """Whether one area was requested that ended well, though the whole has not."""
        if self._area is None:
            return False
        areas = await list_areas(self._session, self._id)
        return any(area.id == str(self._area) and area.status.is_success for area in areas)
