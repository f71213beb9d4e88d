"""Progress of waits and transfers, on stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mapflow.cli._output import note, printable, size

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    from mapflow import Processing, Progress, UploadProgress

# Stands for all files among them; no file has this path.
_ALL: Final = Path()


@contextmanager
def waiting() -> Generator[Callable[[Processing], None], None, None]:
    """Show how far a processing is: a bar on a terminal, a line for each change elsewhere."""
    if not sys.stderr.isatty():
        told: list[str] = []

        def say(processing: Processing) -> None:
            line = f"{processing.status} {processing.percent or 0} %"
            if told[-1:] != [line]:
                told.append(line)
                note(line)

        yield say
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    with Progress(
        SpinnerColumn(finished_text="•"),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=36),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
        console=Console(stderr=True, emoji=False),
        transient=False,
    ) as bars:
        task = bars.add_task("waiting", total=100)

        def draw(processing: Processing) -> None:
            what = processing.name or processing.model_name or "processing"
            bars.update(
                task,
                completed=processing.percent or 0,
                description=f"{printable(what)[:40]}  {processing.status}",
            )

        yield draw


@contextmanager
def transferring(what: str) -> Generator[Callable[[Progress], None], None, None]:
    """Show how many bytes of a file have gone or come, on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with _bars() as bars:
        task = bars.add_task(printable(what), total=None)

        def draw(progress: Progress) -> None:
            bars.update(task, completed=progress.done_bytes, total=progress.total_bytes)

        yield draw


@contextmanager
def uploading() -> Generator[Callable[[UploadProgress], None], None, None]:
    """Show how far files are, and all of them together: bars on a terminal, elsewhere a line each.

    With a single file its bar is the one of all.
    """
    if not sys.stderr.isatty():

        def say(progress: UploadProgress) -> None:
            if progress.file.done_bytes == progress.file.total_bytes:
                speed = progress.bytes_per_s
                note(f"Sent {progress.path.name}{f' at {size(speed)}/s' if speed else ''}")

        yield say
        return
    with _bars() as bars:
        tasks: dict[Path, TaskID] = {}

        def draw(progress: UploadProgress) -> None:
            done, total = progress.file
            if progress.file != progress.overall and not tasks:
                tasks[_ALL] = bars.add_task("all files", total=None)
            if _ALL in tasks:
                bars.update(
                    tasks[_ALL],
                    completed=progress.overall.done_bytes,
                    total=progress.overall.total_bytes,
                )
            if progress.path not in tasks:
                tasks[progress.path] = bars.add_task(printable(progress.path.name), total=total)
            # What is done makes room: a folder may hold more files than a screen has lines.
            hidden = _ALL in tasks and done == total
            bars.update(tasks[progress.path], completed=done, visible=not hidden)

        yield draw


def _bars() -> Bars:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )
    from rich.progress import Progress as Bars

    return Bars(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=36),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True, emoji=False),
    )
