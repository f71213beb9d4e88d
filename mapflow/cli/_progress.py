"""Progress of waits and transfers, on stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mapflow.cli._output import note, printable

if TYPE_CHECKING:
    from mapflow import Processing, Progress


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
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )
    from rich.progress import Progress as Bars

    with Bars(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=36),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True, emoji=False),
    ) as bars:
        task = bars.add_task(printable(what), total=None)

        def draw(progress: Progress) -> None:
            bars.update(task, completed=progress.done_bytes, total=progress.total_bytes)

        yield draw
