"""Progress on a terminal: bars, drawn by rich."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    ProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.table import Column

if TYPE_CHECKING:
    from rich.progress import TaskID

    from mapflow.progress._steps import Step


#: With fewer columns, what is being done and how much of it is all there is room for.
_WIDE: Final = 70


class TerminalBars:
    """Draws a bar for each piece of work, on stderr.

    It is begun by the first step, since a bar that moves would overwrite a question before it.
    """

    def __init__(self) -> None:
        self._bars: Progress | None = None
        self._tasks: dict[str, TaskID] = {}
        self._moves = False

    def draw(self, key: str, step: Step) -> None:
        """Move the bar."""
        if self._bars is None:
            self._bars = _bars(in_bytes=step.in_bytes, moves=self._moves)
            self._bars.start()
        if key not in self._tasks:
            # A bar is drawn as soon as it is added.
            self._tasks[key] = self._bars.add_task(
                step.what, total=step.total, detail=step.detail, amount=step.amount
            )
        self._bars.update(
            self._tasks[key],
            description=step.what,
            detail=step.detail,
            completed=step.done,
            total=step.total,
            amount=step.amount,
            # Of files that are sent, only those on their way are shown.
            visible=not (key and step.is_over),
            refresh=not self._moves,
        )

    def keep_moving(self) -> None:
        """Let the clock beside the bar run; the cursor is hidden meanwhile."""
        self._moves = True

    def close(self) -> None:
        """Give the terminal back."""
        bars, self._bars, self._tasks = self._bars, None, {}
        if bars is not None:
            bars.stop()


class _PlainConsole(Console):
    """A terminal that may be left at any time: its cursor is never hidden."""

    def show_cursor(self, show: bool = True) -> bool:
        """Leave the cursor alone."""
        return show


def _bars(*, in_bytes: bool, moves: bool) -> Progress:
    console = (Console if moves else _PlainConsole)(stderr=True, emoji=False)
    is_narrow = console.width < _WIDE
    columns: list[ProgressColumn] = [
        _text("task.description", Column(no_wrap=True, ratio=1)),
        _text("task.fields[detail]", Column(no_wrap=True)),
        BarColumn(bar_width=8 if is_narrow else 30),
    ]
    if in_bytes:
        columns[1:2] = []
        columns.append(DownloadColumn(table_column=Column(no_wrap=True)))
        columns += [] if is_narrow else [TransferSpeedColumn(), TimeRemainingColumn()]
    else:
        columns.append(_text("task.fields[amount]", Column(no_wrap=True)))
        columns += [] if is_narrow else [TimeElapsedColumn()]
    return Progress(
        *columns,
        console=console,
        expand=is_narrow,
        auto_refresh=moves,
        redirect_stdout=moves,
        redirect_stderr=moves,
    )


def _text(what: str, column: Column) -> TextColumn:
    # Brackets in what the service sends are text.
    return TextColumn(f"{{{what}}}", markup=False, table_column=column)
