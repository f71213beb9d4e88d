"""Many jobs at once, in threads or in tasks: the one place where the two halves differ in this."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Final, TypeVar

_Item = TypeVar("_Item")
_Outcome = TypeVar("_Outcome")

_LOOK_S: Final = 0.2
_FAREWELL_S: Final = 0.5


def _nothing() -> None:
    """Stands for jobs that need no word to end."""


def each(
    work: Callable[[_Item], _Outcome],
    items: Sequence[_Item],
    concurrency: int,
    *,
    on_stop: Callable[[], None] = _nothing,
) -> list[_Outcome]:
    """Do a job for each item, several at once, and give the outcomes in order.

    An error that a job lets through, or Ctrl-C, ends all of them: no further one is begun,
    `on_stop` has to end those under way, and nobody waits for one that hangs in the network.
    """
    if concurrency == 1 or len(items) == 1:
        return [work(item) for item in items]
    waiting = deque(enumerate(items))
    outcomes: dict[int, _Outcome] = {}
    troubles: list[BaseException] = []
    stopped = threading.Event()

    def run() -> None:
        while not stopped.is_set():
            try:
                number, item = waiting.popleft()
            except IndexError:
                return
            try:
                outcomes[number] = work(item)
            except BaseException as error:  # noqa: BLE001 - raised where it is waited for
                troubles.append(error)
                return

    # Daemons, because the end of the program waits for all other threads, and for those of an
    # executor too: one that waits for an answer would hold it up for minutes.
    crew = [threading.Thread(target=run, daemon=True) for _ in range(min(concurrency, len(items)))]
    try:
        for thread in crew:
            thread.start()
        for thread in crew:
            # A look now and then, because on some systems Ctrl-C does not end a wait.
            while thread.is_alive() and not troubles:
                thread.join(_LOOK_S)
        if troubles:
            raise troubles[0]
    except BaseException:
        stopped.set()
        on_stop()
        end = time.monotonic() + _FAREWELL_S
        for thread in crew:
            if thread.is_alive():
                thread.join(max(0.0, end - time.monotonic()))
        raise
    return [outcomes[number] for number in range(len(items))]


async def aeach(
    work: Callable[[_Item], Coroutine[Any, Any, _Outcome]],
    items: Sequence[_Item],
    concurrency: int,
    *,
    on_stop: Callable[[], None] = _nothing,
) -> list[_Outcome]:
    """Do a job for each item, several at once, and give the outcomes in order.

    An error that a job lets through, or a cancellation, ends all of them.
    """
    # Importing asyncio takes longer than all of this package.
    import asyncio

    waiting = deque(enumerate(items))
    outcomes: dict[int, _Outcome] = {}

    async def run() -> None:
        while waiting:
            number, item = waiting.popleft()
            outcomes[number] = await work(item)

    try:
        async with asyncio.TaskGroup() as crew:
            for _ in range(min(concurrency, len(items))):
                crew.create_task(run())
    except BaseExceptionGroup as group:
        on_stop()
        raise group.exceptions[0] from None
    return [outcomes[number] for number in range(len(items))]
