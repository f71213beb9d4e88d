"""Runs tasks on an executor of the user's, until each is done once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import (
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    as_completed,
    wait,
)
from contextlib import AbstractContextManager, ExitStack
from types import TracebackType
from typing import Any, Final

from mapflow.errors import InvalidInput, MapflowError

#: How often workers may be killed one after the other without any task getting done.
_BREAKS: Final = 3

Task = Callable[[str, str, int], None]


class ExecutorBroke(InvalidInput):
    """Who was to do the work broke, not the work itself: what was done stays for the next call."""


def check_executor(executor: object) -> None:
    """Refuse what is not an executor, before anything is read.

    Raises:
        InvalidInput: It is something else.
    """
    if executor is None or isinstance(executor, Executor):
        return
    is_dask = callable(getattr(executor, "get_executor", None))
    raise InvalidInput(
        f"`executor` must be an executor of concurrent.futures, got {type(executor).__name__}.",
        hint="Pass `client.get_executor()`."
        if is_dask
        else "Pass a ProcessPoolExecutor, for example.",
    )


class Workers(AbstractContextManager["Workers"]):
    """The workers that an executor has; a pool of processes that broke is replaced.

    Args:
        executor: The executor; None to do everything here.
    """

    def __init__(self, executor: Executor | None) -> None:
        self._executor = executor
        self._own = ExitStack()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End the pools that were made here; the user's executor stays."""
        self._own.close()

    def run(self, task: Task, folder: str, mark: str, shares: Sequence[int]) -> None:
        """Run a task for each share.

        Raises:
            MapflowError: A task failed. The others are cancelled.
            InvalidInput: The workers were killed again and again, or the executor is of no use.
        """
        if self._executor is None:
            for share in shares:
                task(folder, mark, share)
            return
        left = list(shares)
        breaks = 0
        while left:
            done, broke = _attempt(self._executor, task, folder, mark, left)
            if broke is None:
                return
            left = [share for share in left if share not in done]
            breaks = 0 if done else breaks + 1
            self._replace(broke, breaks)

    def _replace(self, broke: BrokenExecutor, breaks: int) -> None:
        executor = self._executor
        if not isinstance(executor, ProcessPoolExecutor):
            raise ExecutorBroke(
                f"The executor broke: {broke or type(broke).__name__}.",
                hint="Start another one, and call this again: what was done is kept.",
            ) from broke
        if breaks >= _BREAKS:
            raise ExecutorBroke(
                f"The processes of the pool were killed {breaks} times, and no task got done.",
                hint="They may need more memory than there is: use fewer of them. A program that"
                ' starts a pool needs `if __name__ == "__main__":`.',
            ) from broke
        held: dict[str, Any] = vars(executor)
        self._executor = self._own.enter_context(
            ProcessPoolExecutor(
                held.get("_max_workers"),
                mp_context=held.get("_mp_context"),
                initializer=held.get("_initializer"),
                initargs=held.get("_initargs", ()),
                max_tasks_per_child=held.get("_max_tasks_per_child"),
            )
        )


def _attempt(
    executor: Executor, task: Task, folder: str, mark: str, shares: Sequence[int]
) -> tuple[set[int], BrokenExecutor | None]:
    """Run tasks; gives those that got done, and why the others did not."""
    futures: dict[Future[None], int] = {}
    done: set[int] = set()
    broke: BrokenExecutor | None = None
    try:
        for share in shares:
            try:
                futures[executor.submit(task, folder, mark, share)] = share
            except BrokenExecutor as error:
                broke = error
                break
        for future in as_completed(futures):
            try:
                future.result()
                done.add(futures[future])
            except BrokenExecutor as error:
                broke = error
    except Exception as error:
        _cancel(futures)
        # Those that run already would write into a folder that is removed.
        wait(futures)
        raise (error if isinstance(error, MapflowError) else _failed(error)) from error
    except BaseException:
        _cancel(futures)
        raise
    return done, broke


def _cancel(futures: Iterable[Future[None]]) -> None:
    for future in futures:
        future.cancel()


def _failed(error: BaseException) -> InvalidInput:
    name = type(error).__name__
    text = str(error).strip()
    hint = "Look into the log of the worker; then call this again: it starts from the beginning."
    if isinstance(error, ImportError):
        hint = "Install the same version of mapflow-client, with its extras, in all workers."
    elif name == "KilledWorker":
        hint = "The workers may need more memory than they have: start fewer on each machine."
    elif isinstance(error, CancelledError) or "shutdown" in text:
        hint = "Keep the executor open until this returns."
    return InvalidInput(
        f"The executor failed: {name}{f': {text:.500}' if text else ''}.", hint=hint
    )
