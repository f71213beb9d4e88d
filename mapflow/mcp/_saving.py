"""Tools about results: files in the folder, and a summary for the conversation."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from mcp.server.mcpserver import Context
from pydantic import Field

from mapflow import Progress, batch, formats
from mapflow.formats import Summary
from mapflow.mcp._arguments import WAIT_S, FolderText, Timeout
from mapflow.mcp._kinds import ADDS, READS, READS_HERE, Entry
from mapflow.mcp._progress import Teller, telling
from mapflow.mcp._session import Session
from mapflow.mcp._told import BatchTold, SummaryTold, Told

_FILE = Annotated[
    str,
    Field(
        description="New file in the server's folder; its suffix names the format: .geojson,"
        " .gpkg, .parquet, .fgb, .shp, .kml, .csv or .geojsonl."
    ),
]
_AS_RECEIVED = (".geojson", ".json")


@dataclass
class Saved(Told):
    """A file that was written, and what it holds."""

    file: str
    bytes: int
    summary: SummaryTold


@dataclass
class Summarised(Told):
    """What a result holds."""

    summary: SummaryTold


@dataclass
class Drawn(Told):
    """A map that was written."""

    file: str
    bytes: int


class Saving:
    """Tools about results."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def tools(self) -> list[Entry]:
        """The tools."""
        return [
            Entry(self.save_result, ADDS, "Save a result"),
            Entry(self.summarise_result, READS, "Numbers of a result"),
            Entry(self.save_map, ADDS, "Draw a result as a map"),
            Entry(self.batch_status, READS_HERE, "State of a batch"),
            Entry(self.wait_for_batch, READS, "Wait for a batch"),
            Entry(self.save_batch_result, ADDS, "Join a batch's results"),
        ]

    async def save_result(self, processing_id: str, file: _FILE, ctx: Context[Any]) -> Saved:
        """Save the result of a finished processing as a file, and tell what it holds.

        Features are never returned as text: there may be a million. No file is replaced.
        """
        target = self._session.folder.new(file)
        result = self._session.client.processings.result(processing_id)

        async def save(tell: Teller) -> Path:
            return await result.save(target, on_progress=_bytes(tell))

        saved = await telling(ctx, save)
        if saved.suffix.lower() in _AS_RECEIVED:
            summary = await asyncio.to_thread(formats.summarise, saved)
        else:
            summary = await result.summary()
        return await self._saved(saved, summary)

    async def summarise_result(self, processing_id: str) -> Summarised:
        """Count and area by class of a finished processing's result, without saving it."""
        result = self._session.client.processings.result(processing_id)
        return Summarised(SummaryTold.of(await result.summary()))

    async def save_map(
        self,
        processing_id: str,
        file: Annotated[str, Field(description="New file in the server's folder: .html, or .png.")],
    ) -> Drawn:
        """Draw the result of a finished processing over its imagery: a page, or a picture."""
        target = self._session.folder.new(file)
        drawn = await self._session.client.processings.result(processing_id).map()
        saved = await asyncio.to_thread(drawn.save, target)
        return Drawn(self._session.folder.shown(saved), saved.stat().st_size)

    async def batch_status(self, folder: FolderText) -> BatchTold:
        """How a batch stands, as its folder says. Mapflow is not asked."""
        return await self._session.batches.told(self._session.folder.inside(folder))

    async def wait_for_batch(
        self, folder: FolderText, ctx: Context[Any], timeout_s: Timeout = WAIT_S
    ) -> BatchTold:
        """Wait until this server has worked on a batch, and report its progress meanwhile.

        When the time is up it continues: call this again. It ends with the server; what was
        started continues at Mapflow, and estimate_resume picks it up.
        """
        path = self._session.folder.inside(folder)

        async def wait(tell: Teller) -> BatchTold:
            return await self._session.batches.wait(path, timeout_s, tell)

        return await telling(ctx, wait)

    async def save_batch_result(
        self,
        folder: FolderText,
        file: _FILE,
        partial: Annotated[
            bool, Field(description="Whether areas without a result may be omitted.")
        ] = False,
    ) -> Saved:
        """Join the results of a batch into one file: what a border cut is whole again.

        Mapflow is not asked. No file is replaced.
        """
        path, target = self._session.folder.inside(folder), self._session.folder.new(file)
        collected = await batch.collect_async(path, target, partial=partial)
        return await self._saved(target, await asyncio.to_thread(formats.summarise, collected.path))

    async def _saved(self, path: Path, summary: Summary) -> Saved:
        size = (await asyncio.to_thread(path.stat)).st_size
        return Saved(self._session.folder.shown(path), size, SummaryTold.of(summary))


def _bytes(tell: Teller) -> Callable[[Progress], None]:
    def take(progress: Progress) -> None:
        tell(progress.done_bytes, progress.total_bytes, "downloaded")

    return take
