"""Time as waits see it: the one place where tests put a clock of their own."""

from __future__ import annotations

import asyncio
import time

monotonic = time.monotonic


def sleep(seconds: float) -> None:
    """Wait."""
    time.sleep(seconds)


async def asleep(seconds: float) -> None:
    """Wait, and let others work."""
    await asyncio.sleep(seconds)
