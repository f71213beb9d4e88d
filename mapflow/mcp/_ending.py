"""How the server ends while its stdin stays open: signals, and an assistant that went away."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager, suppress


def end_on_signals(close: Callable[[], Awaitable[None]]) -> None:
    """On Ctrl-C or when told to end, let payments end, and then end the process.

    A thread waits for the next line of stdin and cannot be interrupted: the process would live on
    until one comes. A second signal ends it at once.

    Args:
        close: Ends what is being done.
    """
    loop = asyncio.get_running_loop()
    ending: list[asyncio.Task[None]] = []

    async def end(number: signal.Signals) -> None:
        # Whatever goes wrong on the way, the process was told to end, and does.
        with suppress(Exception):
            await close()
        os._exit(128 + number)

    def take(number: signal.Signals) -> None:
        if ending:
            os._exit(128 + number)
        ending.append(loop.create_task(end(number)))

    for number in (signal.SIGINT, signal.SIGTERM):
        # Windows has no such handlers, nor has a loop outside of the main thread.
        with suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(number, take, number)


@contextmanager
def suppress_gone() -> Generator[None]:
    """End without a word if the assistant does not read any more: that is not a failure."""
    try:
        yield
    except* (BrokenPipeError, ConnectionResetError):
        # Whatever is left to be written would fail as well.
        os._exit(0)
