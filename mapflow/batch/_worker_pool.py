"""Background work in threads or in tasks."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    import asyncio

Item = TypeVar("Item")
#: Maximum wait for threads on close, in seconds: a transfer must not delay Ctrl-C.
_CLOSE_S: Final = 0.5
_IDLE_S: Final = 0.2


class Ended(NamedTuple, Generic[Item]):
    """What was done, and the error that ended it, if any."""

    item: Item
    error: Exception | None


class WorkerPool(Generic[Item]):
    """Threads that act on items, a few at a time; daemons, so that no program waits for them."""

    def __init__(self, action: Callable[[Item], object], size: int) -> None:
        self._action = action
        self._size = size
        self._given: queue.SimpleQueue[Item] = queue.SimpleQueue()
        self._ended: queue.SimpleQueue[Ended[Item]] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self.is_stopped = False
        self.busy = 0

    def start(self, item: Item) -> None:
        """Start an item, or queue it."""
        self.busy += 1
        self._given.put(item)
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        if len(self._threads) < self._size:
            self._threads.append(threading.Thread(target=self._work, daemon=True))
            self._threads[-1].start()

    def ended(self, timeout_s: float) -> list[Ended[Item]]:
        """Return what has ended; wait up to ``timeout_s`` for the first."""
        found: list[Ended[Item]] = []
        while self.busy:
            wait_s = 0.0 if found else max(timeout_s, 0.0)
            try:
                found.append(self._ended.get(block=wait_s > 0, timeout=wait_s or None))
            except queue.Empty:
                break
            self.busy -= 1
        return found

    def close(self) -> None:
        """Cancel what is not done."""
        self.is_stopped = True
        until = time.monotonic() + _CLOSE_S
        for thread in self._threads:
            thread.join(max(until - time.monotonic(), 0.0))

    def _work(self) -> None:
        while not self.is_stopped:
            try:
                # An idle thread ends a little later, not at once.
                item = self._given.get(timeout=_IDLE_S)
            except queue.Empty:
                return
            try:
                self._action(item)
            except Exception as error:  # noqa: BLE001 - returned by `ended`
                self._ended.put(Ended(item, error))
            else:
                self._ended.put(Ended(item, None))


class AsyncWorkerPool(Generic[Item]):
    """Tasks that act on items, a few at a time."""

    def __init__(self, action: Callable[[Item], Awaitable[object]], size: int) -> None:
        self._action = action
        self._size = size
        self._gate: asyncio.Semaphore | None = None
        self._tasks: dict[asyncio.Task[None], Item] = {}
        self.is_stopped = False

    @property
    def busy(self) -> int:
        """How many are running or queued."""
        return len(self._tasks)

    async def start(self, item: Item) -> None:
        """Start an item, or queue it."""
        import asyncio

        if self._gate is None:
            self._gate = asyncio.Semaphore(self._size)
        self._tasks[asyncio.create_task(self._act(item, self._gate))] = item

    async def ended(self, timeout_s: float) -> list[Ended[Item]]:
        """Return what has ended; wait up to ``timeout_s`` for the first."""
        import asyncio

        if not self._tasks:
            return []
        done, _ = await asyncio.wait(
            self._tasks, timeout=max(timeout_s, 0.0), return_when=asyncio.FIRST_COMPLETED
        )
        found: list[Ended[Item]] = []
        for task in done:
            error = task.exception()
            if error is not None and not isinstance(error, Exception):
                raise error
            found.append(Ended(self._tasks.pop(task), error))
        return found

    async def aclose(self) -> None:
        """Cancel what is not done."""
        import asyncio

        self.is_stopped = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()

    async def _act(self, item: Item, gate: asyncio.Semaphore) -> None:
        async with gate:
            await self._action(item)
