"""What the tools of one session share: the client, the folder of files, the prices shown."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from mapflow import AsyncMapflow, Budget, geometry
from mapflow.geometry import Geometry
from mapflow.mcp._batches import Batches
from mapflow.mcp._errors import sentence
from mapflow.mcp._folder import AreaText, Folder
from mapflow.mcp._quotes import Quote, Quotes
from mapflow.mcp._told import Started


class Session:
    """One assistant's work with one account.

    Args:
        make_client: Makes the client, with that budget.
        folder: The only folder whose files are used.
        budget: What the session may spend.
    """

    def __init__(
        self, make_client: Callable[[Budget], AsyncMapflow], folder: Folder, budget: Budget
    ) -> None:
        self.folder = folder
        self.budget = budget
        self.quotes = Quotes()
        self.batches = Batches(folder)
        self._make_client = make_client
        self._client: AsyncMapflow | None = None
        self._paying: set[asyncio.Task[Started]] = set()

    @property
    def client(self) -> AsyncMapflow:
        """The client, made when it is first needed, so that a missing token is a tool's error."""
        if self._client is None:
            self._client = self._make_client(self.budget)
        return self._client

    async def outline(
        self,
        area: AreaText,
        *,
        crs: str | None = None,
        layer: str | None = None,
        repair: bool = False,
    ) -> Geometry:
        """An area as one geometry, read now: a later change of its file does not matter."""
        read = partial(geometry.as_geometry, crs=crs, layer=layer, repair=repair)
        return await asyncio.to_thread(read, self.folder.area(area))

    async def pay(self, quote: Quote, max_cost: float, name: str | None) -> Started:
        """Start what a quote is for, once, to its end: a call that is cancelled is charged too."""

        async def start() -> Started:
            try:
                started = await quote.start(max_cost, name)
            except Exception as error:
                quote.outcome = f"it failed: {sentence(error)}"
                raise
            about = started.processing or started.batch
            quote.outcome = f"it started {getattr(about, 'id', getattr(about, 'folder', ''))}."
            return started

        task = asyncio.create_task(start())
        self._paying.add(task)
        task.add_done_callback(self._paid)
        return await asyncio.shield(task)

    def _paid(self, task: asyncio.Task[Started]) -> None:
        self._paying.discard(task)
        if not task.cancelled():
            # Seen, also if the call that wanted it is gone.
            task.exception()

    async def close(self) -> None:
        """Let payments end, stop batches, and close the client's connections."""
        for task in list(self._paying):
            with suppress(asyncio.CancelledError, Exception):
                await task
        await self.batches.close()
        if self._client is not None:
            await self._client.aclose()
