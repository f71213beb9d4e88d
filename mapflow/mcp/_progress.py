"""Reports progress while a tool works, so that clients with a timeout keep waiting."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final, Protocol, TypeVar

from mapflow.mcp._errors import readable

T = TypeVar("T")
#: Uploads progress thousands of times.
_PAUSE_S: Final = 0.2
#: The protocol wants each report to be larger than the one before.
_STEP: Final = 1e-6


class Reports(Protocol):
    """What takes reports: the context of a call."""

    async def report_progress(
        self, progress: float, total: float | None = None, message: str | None = None
    ) -> None:
        """Take a report."""
        ...


class Teller:
    """Takes progress at any time, from any thread; the latest is what is sent."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._news = asyncio.Event()
        self._latest: tuple[float, float | None, str] | None = None
        self._last = -1.0

    def __call__(self, done: float, total: float | None, message: str) -> None:
        """Take progress."""
        self._latest = (done, total, message)
        with suppress(RuntimeError):  # the loop is closed, and the call is over
            self._loop.call_soon_threadsafe(self._news.set)

    async def send(self, reports: Reports) -> None:
        """Send what is new."""
        latest, self._latest = self._latest, None
        if latest is None:
            return
        done, total, message = latest
        self._last = max(done, self._last + (total or 1) * _STEP)
        await reports.report_progress(self._last, total, readable(message))

    async def send_all(self, reports: Reports) -> None:
        """Send what is new until this is cancelled."""
        while True:
            await self._news.wait()
            self._news.clear()
            await self.send(reports)
            await asyncio.sleep(_PAUSE_S)


async def telling(reports: Reports, work: Callable[[Teller], Awaitable[T]]) -> T:
    """Do something, and report its progress meanwhile.

    Args:
        reports: What takes the reports.
        work: Does it; it is given what to tell its progress to.
    """
    teller = Teller()
    sending = asyncio.ensure_future(teller.send_all(reports))
    try:
        done = await work(teller)
        await teller.send(reports)
        return done
    finally:
        sending.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await sending
