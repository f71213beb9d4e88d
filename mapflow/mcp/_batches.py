"""Batches that this server works on, beside whatever else it is asked."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

from mapflow import batch
from mapflow.batch import Report
from mapflow.errors import InvalidInput, MapflowError
from mapflow.mcp._errors import sentence
from mapflow.mcp._folder import Folder
from mapflow.mcp._progress import Teller
from mapflow.mcp._told import BatchTold

OnReport: TypeAlias = Callable[[Report], object]
#: How long starting one waits for its first news, in seconds.
_FIRST_NEWS_S: Final = 10.0


@dataclass
class _Running:
    """A batch that is worked on."""

    task: asyncio.Task[Report]
    news: asyncio.Event
    latest: Report | None = None


@dataclass
class Batches:
    """The batches of one server."""

    folder: Folder
    _running: dict[Path, _Running] = field(default_factory=dict[Path, _Running])

    async def start(self, path: Path, work: Callable[[OnReport], Awaitable[Report]]) -> BatchTold:
        """Begin to work on a batch, and say how it stands."""
        if self._is_running(path):
            raise InvalidInput(
                f"This server works on the batch {self.folder.shown(path)!r} already.",
                hint="Call wait_for_batch.",
            )
        news = asyncio.Event()

        def take(report: Report) -> None:
            running.latest = report
            news.set()

        async def working() -> Report:
            return await work(take)

        running = _Running(asyncio.create_task(working()), news)
        self._running[path] = running
        first = asyncio.ensure_future(news.wait())
        await asyncio.wait(
            {running.task, first}, timeout=_FIRST_NEWS_S, return_when=asyncio.FIRST_COMPLETED
        )
        first.cancel()
        if running.task.done() and not running.task.cancelled() and not batch.exists(path):
            running.task.result()
        return await self.told(path)

    async def told(self, path: Path) -> BatchTold:
        """How a batch stands."""
        running = self._running.get(path)
        is_running = self._is_running(path)
        report = running.latest if running is not None and is_running else None
        if report is None:
            report = await asyncio.to_thread(batch.status, path)
        told = BatchTold.of(self.folder.shown(path), report, is_running=is_running)
        if running is not None and not is_running and not running.task.cancelled():
            error = running.task.exception()
            if isinstance(error, MapflowError):
                told.notes.append(sentence(error))
            elif error is not None:
                told.notes.append(f"It ended with an unexpected error ({type(error).__name__}).")
        return told

    async def wait(self, path: Path, timeout_s: float, tell: Teller) -> BatchTold:
        """Wait until this server has worked on a batch, or the time is up."""
        running = self._running.get(path)
        loop = asyncio.get_running_loop()
        until = loop.time() + timeout_s
        while running is not None and not running.task.done() and loop.time() < until:
            if running.latest is not None:
                counts = running.latest.counts
                total = sum(counts.values())
                tell(counts.get("done", 0), total, str(running.latest))
            running.news.clear()
            first = asyncio.ensure_future(running.news.wait())
            # The batch itself is not waited for by name: a wait that is cancelled leaves it alone.
            await asyncio.wait(
                {running.task, first},
                timeout=max(until - loop.time(), 0),
                return_when=asyncio.FIRST_COMPLETED,
            )
            first.cancel()
        return await self.told(path)

    async def close(self) -> None:
        """Stop working; what was started continues at Mapflow, and the ledgers know it."""
        tasks = [running.task for running in self._running.values() if not running.task.done()]
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError, Exception):
                await task

    def _is_running(self, path: Path) -> bool:
        running = self._running.get(path)
        return running is not None and not running.task.done()
