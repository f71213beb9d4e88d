"""The clock that waits use: the one place where tests replace it."""

from __future__ import annotations

import time

monotonic = time.monotonic
now = time.time


def sleep(seconds: float) -> None:
    """Wait."""
    time.sleep(seconds)


async def asleep(seconds: float) -> None:
    """Wait, and let other tasks run."""
    # Importing asyncio takes longer than all of this package.
    import asyncio

    await asyncio.sleep(seconds)
