"""Time as waits see it: the one place where tests put a clock of their own."""

from __future__ import annotations

import time

monotonic = time.monotonic
now = time.time


def sleep(seconds: float) -> None:
    """Wait."""
    time.sleep(seconds)


async def asleep(seconds: float) -> None:
    """Wait, and let others work."""
    # Importing asyncio takes longer than all of this package.
    import asyncio

    await asyncio.sleep(seconds)
