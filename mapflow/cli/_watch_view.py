"""How a watch is shown: as a table that is drawn again, as lines, or as lines of JSON."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Protocol

from mapflow._hints import command_form
from mapflow._text.display import printable
from mapflow.cli._columns import Column
from mapflow.cli._consoles import can_style, make_console
from mapflow.cli._json import as_json
from mapflow.cli._output import advice, in_credits, note, text
from mapflow.cli._streams import write_text, write_utf8

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.live import Live

    from mapflow import Processing
    from mapflow.cli._watch_state import Change, Followed

_COLUMNS: Final = (
    Column("Name", kind="name"),
    Column("Model", kind="name"),
    Column("Status"),
    Column("%", "right"),
    Column("Time", "right"),
    Column("Credits", "right"),
    Column("ID"),
)
#: Columns that a narrow terminal does without, the least needed first.
_SPARE: Final = (6, 1, 4, 5)
#: Lines above the footer that are not rows: the titles, how many there are more, one to spare.
_OTHER_LINES: Final = 3


class View(Protocol):
    """Shows what a watch finds."""

    def show(self, changes: Sequence[Change]) -> None:
        """Show what a poll found."""

    def tick(self, footer: str) -> None:
        """Show how much of a pause is left."""

    def problem(self, message: str) -> None:
        """Show why a poll got no response."""

    def close(self) -> None:
        """Leave what was shown as it is."""


@contextmanager
def viewing(followed: Followed, *, json: bool) -> Generator[View, None, None]:
    """The view that fits what stdout is connected to."""
    view: View
    if json:
        view = _JsonLines()
    elif can_style(sys.stdout):
        view = _Table(followed)
    else:
        view = _Lines()
    try:
        yield view
    finally:
        view.close()


class _JsonLines:
    """One line of JSON for each change."""

    def show(self, changes: Sequence[Change]) -> None:
        at = datetime.now(UTC).replace(microsecond=0)
        for kind, each in changes:
            facts = {
                "at": at,
                "change": kind,
                "id": each.id,
                "name": each.name,
                "model": each.model_name,
                "project_id": each.project_id,
                "status": each.status,
                "percent": each.percent,
                "cost": each.cost,
                "messages": [str(message) for message in each.messages],
            }
            write_utf8(as_json(facts, indent=None) + "\n")

    def tick(self, footer: str) -> None:
        pass

    def problem(self, message: str) -> None:
        note(message)

    def close(self) -> None:
        pass


class _Lines:
    """One line for each change, for logs and for terminals that cannot move the cursor."""

    def __init__(self) -> None:
        self._has_titles = False

    def show(self, changes: Sequence[Change]) -> None:
        if changes and not self._has_titles:
            self._has_titles = True
            write_text("at\tid\tchange\tstatus\tpercent\tcredits\tname\n")
        at = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}Z"
        for kind, each in changes:
            cells = (at, each.id, kind, each.status, each.percent, each.cost, each.name)
            write_text("\t".join(text(cell, grouped=False) for cell in cells) + "\n")
        for change in changes:
            for line in next_steps(change):
                note(line)

    def tick(self, footer: str) -> None:
        pass

    def problem(self, message: str) -> None:
        note(message)

    def close(self) -> None:
        pass


class _Table:
    """A table that stays at the bottom of the terminal, below what ended."""

    def __init__(self, followed: Followed) -> None:
        from rich.live import Live

        self._console: Console = make_console()
        self._followed = followed
        self._was_shown = False
        self._footer = ""
        self._problem = ""
        self._live: Live = Live(
            get_renderable=self._drawn, console=self._console, auto_refresh=False
        )
        self._live.start()

    def show(self, changes: Sequence[Change]) -> None:
        self._was_shown, self._problem, self._footer = True, "", ""
        for change in changes:
            for line in next_steps(change):
                self._console.print(advice(line), soft_wrap=True)
        self._live.refresh()

    def tick(self, footer: str) -> None:
        self._footer = footer
        self._live.refresh()

    def problem(self, message: str) -> None:
        self._problem = message

    def close(self) -> None:
        self._footer = self._problem = ""
        # Without a processing there is nothing to leave behind.
        self._live.transient = not (self._followed.running or self._followed.ended)
        self._live.refresh()
        self._live.stop()

    def _drawn(self) -> RenderableType:
        from rich.text import Text

        # A line that fills the terminal would begin another one on some.
        width, height = self._console.width - 1, self._console.height
        return Text("\n").join(
            Text(line, style=style, no_wrap=True, overflow="crop", end="")
            for line, style in self._lines(width, height)
        )

    def _lines(self, width: int, height: int) -> Iterator[tuple[str, str]]:
        from mapflow.cli._tables import wrapped

        if not (self._was_shown or self._problem):
            yield "Asking Mapflow ...", "dim"
            return
        # Before the first response nothing is known, not even that nothing runs.
        known = summary(self._followed) if self._was_shown else ""
        said = " · ".join(filter(None, (known, self._problem, self._footer)))
        footer = wrapped(said, width)
        if self._followed.running or self._followed.ended:
            yield from table_lines(self._followed, width, height - len(footer))
        for line in footer:
            yield line, "dim"


def table_lines(followed: Followed, width: int, height: int) -> Iterator[tuple[str, str]]:
    """The table, no wider and no higher than the terminal, each line with its style."""
    from mapflow.cli._tables import fitted

    running, ended = followed.running, followed.ended
    room = max(height - _OTHER_LINES, 1)
    shown = [*running, *ended][:room]
    titles, *rows = fitted(_COLUMNS, [_row(each) for each in shown], width, _SPARE)
    yield titles, "bold"
    for line in rows:
        yield line, ""
    more = len(running) + len(ended) - len(shown)
    if more:
        run = max(len(running) - len(shown), 0)
        yield f"... and {more} more: {run} running, {more - run} ended", "dim"


def _row(processing: Processing) -> list[str]:
    from mapflow._views.processing import called

    cells = (
        called(processing),
        processing.model_name,
        processing.status,
        processing.percent,
        elapsed(processing, datetime.now(UTC)),
        processing.cost,
        processing.id,
    )
    return [text(cell) for cell in cells]


def elapsed(processing: Processing, now: datetime) -> str:
    """How long a processing has run, or ran."""
    created, updated = _aware(processing.created), _aware(processing.updated)
    if created is None:
        return ""
    end = updated if processing.status.is_terminal and updated is not None else now
    # Clocks differ, and a processing cannot have run for less than what is known of it.
    seconds = max(int((max(end, updated or end) - created).total_seconds()), 0)
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def _aware(at: datetime | None) -> datetime | None:
    return at if at is None or at.tzinfo else at.replace(tzinfo=UTC)


def summary(followed: Followed) -> str:
    """How many run, how many ended, and what all of them cost."""
    ended = followed.ended
    good = sum(each.status.is_success for each in ended)
    counts = {"running": len(followed.running), "finished": good, "failed": len(ended) - good}
    told = [f"{count} {word}" for word, count in counts.items() if count or word == "running"]
    return f"{', '.join(told)} · {in_credits(followed.cost)}"


def next_steps(change: Change) -> Iterator[str]:
    """What to say of a processing that ended, and what to do next."""
    from mapflow._views.processing import called

    kind, each = change
    what = printable(called(each) or each.id)
    if kind == "gone":
        yield f"Deleted: {what} ({each.id})."
    if kind != "ended":
        return
    if each.status.is_success:
        paid = "" if each.cost is None else f", {in_credits(each.cost)}"
        yield f"Finished: {what}{paid}."
        yield f"  See it: mapflow open {each.id}"
        yield f"  Save it: mapflow result {each.id} --output FILE"
        return
    why = " ".join(command_form(str(message)) for message in each.messages)
    yield f"Ended as {each.status}: {what}.{why and ' '}{printable(why)}"
    yield f"  What happened: mapflow show {each.id}"
    if not each.status.is_cancelled:
        yield f"  Try again: mapflow restart {each.id}"
