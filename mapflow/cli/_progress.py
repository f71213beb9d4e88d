"""Progress of waits and transfers, on stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mapflow._text.numbers import amount
from mapflow.cli._consoles import can_style, make_console
from mapflow.cli._output import note, printable, voice

if TYPE_CHECKING:
    from pathlib import Path

    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    from mapflow import Processing, Progress
    from mapflow.batch import Report


def _draws() -> bool:
    """Whether progress bars are shown."""
    return can_style(sys.stderr) and not voice().quiet


@contextmanager
def waiting() -> Generator[Callable[[Processing], None], None, None]:
    """Show how far a processing is: a bar on a terminal, a line for each change elsewhere."""
    if not _draws():
        told: list[str] = []

        def say(processing: Processing) -> None:
            line = f"{processing.status} {processing.percent or 0} %"
            if told[-1:] != [line]:
                told.append(line)
                note(line)

        yield say
        return
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    with Progress(
        SpinnerColumn(finished_text="•"),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=36),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
        console=make_console(stderr=True),
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
def batching() -> Generator[Callable[[Report], None], None, None]:
    """Show how far a batch is: a bar on a terminal, a line for each change elsewhere."""
    if not _draws():
        told: list[str] = []

        def say(report: Report) -> None:
            if told[-1:] != [str(report)]:
                told.append(str(report))
                note(f"{report}.")

        yield say
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    bars = Progress(
        MofNCompleteColumn(),
        BarColumn(bar_width=36),
        TextColumn("{task.description}", markup=False),
        TimeElapsedColumn(),
        console=make_console(stderr=True),
    )
    task = bars.add_task("starting", total=None)

    def draw(report: Report) -> None:
        # Not before: a bar that moves would overwrite the prompt.
        bars.start()
        counts = dict(report.counts)
        done = counts.pop("done", 0)
        others = ", ".join(f"{count} {state}" for state, count in sorted(counts.items()))
        bars.update(
            task,
            completed=done,
            total=sum(report.counts.values()),
            description=f"{others or 'done'}, {amount(report.spent)} credits",
        )

    try:
        yield draw
    finally:
        bars.stop()


@contextmanager
def transferring(what: str) -> Generator[Callable[[Progress], None], None, None]:
    """Show how many bytes of a file have gone or come, on a terminal only."""
    if not _draws():
        yield lambda _: None
        return
    with _byte_bars() as bars:
        task = bars.add_task(printable(what), total=None)

        def draw(progress: Progress) -> None:
            bars.update(task, completed=progress.done_bytes, total=progress.total_bytes)

        yield draw


@contextmanager
def transferring_many(files: list[Path]) -> Generator[Callable[[Path, Progress], None], None, None]:
    """Show the files on their way and all of them together; a line for each file elsewhere."""
    sizes = {file: file.stat().st_size if file.is_file() else 0 for file in files}
    if not _draws():

        def say(file: Path, progress: Progress) -> None:
            if progress.done_bytes == progress.total_bytes:
                note(f"Sent {file.name}.")

        yield say
        return
    with _byte_bars() as bars:
        whole = bars.add_task(f"{len(files)} files", total=sum(sizes.values()))
        tasks: dict[Path, TaskID] = {}
        sent: dict[Path, int] = {}

        def draw(file: Path, progress: Progress) -> None:
            if file not in tasks:
                tasks[file] = bars.add_task(printable(file.name), total=progress.total_bytes)
            sent[file] = progress.done_bytes
            over = progress.done_bytes == progress.total_bytes
            bars.update(tasks[file], completed=progress.done_bytes, visible=not over)
            bars.update(whole, completed=sum(sent.values()))

        yield draw


def _byte_bars() -> Bars:
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
        console=make_console(stderr=True),
    )
