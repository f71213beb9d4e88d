"""Runs actions concurrently, in threads or in tasks, up to a maximum."""

from __future__ import annotations

import queue
import threading
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")


def each(
    action: Callable[[Item], Outcome], items: Sequence[Item], concurrency: int
) -> list[Outcome]:
    """Act on each item; an error that the action lets through ends all of it.

    Threads are daemons, so that neither Ctrl-C nor the end of the program waits for a transfer.
    """
    if concurrency <= 1 or len(items) <= 1:
        return [action(item) for item in items]
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    for number in range(len(items)):
        waiting.put(number)
    done: queue.SimpleQueue[tuple[int, Outcome | BaseException, bool]] = queue.SimpleQueue()
    stopped = threading.Event()

    def work() -> None:
        while not stopped.is_set():
            try:
                number = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                done.put((number, action(items[number]), True))
            except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
                done.put((number, error, False))

    for _ in range(min(concurrency, len(items))):
        threading.Thread(target=work, daemon=True).start()
    found: dict[int, Outcome] = {}
    try:
        while len(found) < len(items):
            number, outcome, good = done.get()
            if not good:
                raise outcome  # type: ignore[misc]  # it is an error where it is not good
            found[number] = outcome  # type: ignore[assignment]
    finally:
        stopped.set()
    return [found[number] for number in range(len(items))]


def in_thread(action: Callable[[], Outcome]) -> Outcome:
    """Do something that takes a while; a sync caller waits for it anyway."""
    return action()


async def ain_thread(action: Callable[[], Outcome]) -> Outcome:
    """Do something that takes a while in a thread, so that other tasks continue."""
    import asyncio

    return await asyncio.to_thread(action)


async def aeach(
    action: Callable[[Item], Awaitable[Outcome]], items: Sequence[Item], concurrency: int
) -> list[Outcome]:
    """Act on each item; an error that the action lets through ends all of it."""
    import asyncio

    gate = asyncio.Semaphore(max(concurrency, 1))

    async def one(item: Item) -> Outcome:
        async with gate:
            return await action(item)

    tasks = [asyncio.ensure_future(one(item)) for item in items]
    try:
        return list(await asyncio.gather(*tasks))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
