# Written by scripts/unasync.py from mapflow/_async/result.py; edit that file instead.
"""The result of a processing: streamed to a file, or read feature by feature."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapflow._choices import identifier
from mapflow._failures import failure_of
from mapflow._masking import mask_text
from mapflow._records.base import as_object, undecodable
from mapflow._wire._sync.files import download
from mapflow.errors import InvalidInput

if TYPE_CHECKING:
    from os import PathLike
    from uuid import UUID

    import geopandas

    from mapflow._records.processing import Area, ProcessingRecord
    from mapflow._sync.client import Mapflow
    from mapflow._wire.transfers import OnProgress

# As JSON it takes some five times as much memory.
_READ_BYTES = 1 << 30


class Result:
    """What a processing found: a GeoJSON FeatureCollection in lon/lat.

    Made by ``processing.result()``; nothing is fetched before one of its methods is called.
    """

    def __init__(
        self,
        client: Mapflow,
        processing: ProcessingRecord | UUID | str,
        area: Area | UUID | str | None,
    ) -> None:
        self._client = client
        self._processing = processing
        self._id = identifier(processing, "processing")
        self._area = None if area is None else identifier(area, "area")

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of processing {self._id}>"

    def save(
        self,
        path: str | PathLike[str],
        *,
        overwrite: bool = False,
        on_progress: OnProgress | None = None,
    ) -> Path:
        """Save the result as a GeoJSON file, in pieces, however large it is.

        The file appears under its name only when it is whole. What breaks off is gone on with, by
        this call up to ``max_retries`` times and by the next one for the same file, as far as the
        service lets it; the beginning waits in a hidden file beside it, ``.NAME.part``.

        Args:
            path: Where to; the folder has to exist.
            overwrite: Whether a file of that name may be replaced. Default False.
            on_progress: Called with ``Progress(done_bytes, total_bytes)`` after each piece; goes
                back when the file has to be received from its beginning.

        Returns:
            The path.

        Raises:
            InvalidInput: The processing has not ended yet; wait for it first.
            ProcessingFailed: It ended without a result; the text says why.
            InvalidFile: The file exists already, cannot be written, or is being downloaded by
                another process.
            IncompleteDownload: The file arrived cut short, each time; call this again.
            ConnectionFailed: The connection broke, each time; call this again.
            TimedOut: It took longer than ``transfer_timeout_s`` allows; call this again.

        Example:
            ```python
            saved = job.result().save(folder / "roofs.geojson")
            print(saved.stat().st_size)
            ```

        Operation: getResult (GET /processings/{processingId}/result)
        """
        target = Path(path)
        self._ready()
        download(
            self._client._wire,
            self._kwargs(),
            target,
            overwrite=overwrite,
            json=True,
            on_progress=on_progress,
        )
        return target

    def features(self) -> Iterator[dict[str, object]]:
        """Read the result feature by feature, in constant memory.

        Yields:
            GeoJSON features.

        Raises:
            InvalidInput: The processing has not ended yet; wait for it first.
            ProcessingFailed: It ended without a result; the text says why.
            UndecodableAnswer: The result is not GeoJSON; ask Mapflow's support.

        Example:
            ```python
            for feature in job.result().features():
                print(feature["properties"])
                break
            ```

        Operation: getResult (GET /processings/{processingId}/result)
        """
        import ijson

        trouble: str | None = None
        with self._fetched() as path:
            with path.open("rb") as file:
                try:
                    for feature in ijson.items(file, "features.item", use_float=True):
                        yield as_object(feature, "the result")
                except (ijson.JSONError, ValueError, ArithmeticError) as error:
                    # Its further lines, and the exception itself, repeat what was sent.
                    trouble = mask_text(str(error).partition("\n")[0])
        if trouble is not None:
            raise undecodable("the result", f"it is no GeoJSON ({trouble})")

    def read(self) -> dict[str, object]:
        """Read the whole result into memory; for large ones use ``features`` or ``save``.

        Returns:
            A GeoJSON FeatureCollection.

        Raises:
            InvalidInput: The processing has not ended yet; wait for it first.
            ProcessingFailed: It ended without a result; the text says why.
            UndecodableAnswer: The result is not JSON; ask Mapflow's support.

        Example:
            ```python
            collection = job.result().read()
            print(len(collection["features"]))
            ```

        Operation: getResult (GET /processings/{processingId}/result)
        """
        with self._fetched() as path:
            size = path.stat().st_size
            if size > _READ_BYTES:
                raise undecodable(
                    "the result",
                    f"its {size >> 20} MB are too much at once; use features() or save()",
                )
            content, trouble = _decoded(path)
        if trouble is not None:
            raise undecodable("the result", f"it is no JSON ({trouble})")
        return as_object(content, "the result")

    def to_geodataframe(self) -> geopandas.GeoDataFrame:
        """Read the result into a GeoDataFrame in EPSG:4326. Needs the extra ``geo``.

        Returns:
            A frame with one row a feature; an empty result gives an empty frame with its
            geometry column.

        Raises:
            ConfigurationError: The extra ``geo`` is not installed.
            InvalidInput: The processing has not ended yet; wait for it first.
            ProcessingFailed: It ended without a result; the text says why.

        Example:
            ```python
            frame = job.result().to_geodataframe()
            print(len(frame), frame.crs)
            ```

        Operation: getResult (GET /processings/{processingId}/result)
        """
        from mapflow.tables import to_geodataframe

        found = [feature for feature in self.features()]
        try:
            return to_geodataframe(found)
        except InvalidInput as error:
            raise undecodable("the result", error.message) from error

    def _kwargs(self) -> dict[str, Any]:
        from mapflow_openapi.api.processings import get_result

        if self._area is None:
            return get_result._get_kwargs(self._id)
        return get_result._get_kwargs(self._id, aoi_id=self._area)

    @contextmanager
    def _fetched(self) -> Generator[Path]:
        """The result as a file for a while.

        Reading from the connection itself would tie it to the pace of the reader.
        """
        self._ready()
        with tempfile.TemporaryDirectory(prefix="mapflow-") as folder:
            path = Path(folder) / "result.geojson"
            download(
                self._client._wire,
                self._kwargs(),
                path,
                overwrite=False,
                json=True,
                on_progress=None,
            )
            yield path

    def _ready(self) -> None:
        """Make sure that there is a result.

        What the service gives out before the end is not documented, and may be a part.
        """
        processing = self._processing
        status = getattr(processing, "status", None)
        if status is not None and status.is_success:
            return
        fresh = self._client.processings.get(self._id)
        if fresh.status.is_success or self._area_ready():
            self._processing = fresh
            return
        if fresh.status.is_terminal:
            raise failure_of(fresh, self._client.processings.areas(fresh))
        raise InvalidInput(
            f"Processing {self._id} has no result yet: it is {fresh.status or 'unknown'}"
            f"{'' if fresh.percent is None else f' at {fresh.percent} %'}.",
            hint="Call wait() on it first.",
        )

    def _area_ready(self) -> bool:
        """Whether one area was asked for that ended well, though the whole has not."""
        if self._area is None:
            return False
        areas = self._client.processings.areas(self._id)
        return any(area.id == str(self._area) and area.status.is_success for area in areas)


def _decoded(path: Path) -> tuple[object, str | None]:
    """The JSON in a file, or what is wrong with it: the exception would hold all that was sent."""
    try:
        return json.loads(path.read_bytes()), None
    except (ValueError, RecursionError) as error:
        return None, str(error)
