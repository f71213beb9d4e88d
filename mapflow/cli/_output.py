"""What a command says: results on stdout, everything else on stderr."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from mapflow._hints import command_form
from mapflow._text.display import printable
from mapflow._text.numbers import amount
from mapflow.cli._columns import Column
from mapflow.cli._json import as_json
from mapflow.cli._same_account import in_same_account
from mapflow.cli._streams import write_text, write_utf8

Cell = str | float | datetime | bool | None


def show_json(value: object) -> None:
    """Print JSON, for programs: UTF-8, whatever the terminal's encoding is."""
    write_utf8(as_json(value) + "\n")


def show_saved(
    session_json: bool, path: Path, what: str = "", *, features: int | None = None
) -> None:
    """Show which file was written, and how many features it has if it has any."""
    counted = {} if features is None else {"features": features}
    if session_json:
        show_json({"path": path, "size_bytes": path.stat().st_size, **counted})
        return
    if features is not None:
        what = f"{features:,} feature{'' if features == 1 else 's'}"
    note(f"Saved {path}{what and f', {what}'}.")


def show_table(columns: Sequence[Column], rows: Iterable[Sequence[Cell]], *, empty: str) -> None:
    """Print a table on a terminal, and tab-separated values into a pipe or a file."""
    for_people = sys.stdout.isatty()
    # A program that adds up a column would stumble over commas.
    lines = [[text(cell, grouped=for_people) for cell in row] for row in rows]
    if not for_people:
        titles = [column.title.lower().replace(" ", "_") for column in columns]
        write_text("".join("\t".join(line) + "\n" for line in [titles, *lines]))
        return
    if not lines:
        note(empty)
        return
    from mapflow.cli._tables import print_table

    print_table(columns, lines)


def show_facts(facts: Iterable[tuple[str, Cell]]) -> None:
    """Print the facts about one thing, a line each."""
    lines = [(name, text(value)) for name, value in facts if value not in (None, "")]
    if not sys.stdout.isatty():
        write_text("".join(f"{name.lower().replace(' ', '_')}\t{value}\n" for name, value in lines))
        return
    from mapflow.cli._tables import print_facts

    print_facts(lines)


@dataclass(frozen=True)
class Voice:
    """How a command speaks to a person, as its options ask.

    Attributes:
        quiet: Whether it says nothing but errors.
        json: Whether a program listens, which gets errors as JSON.
        account: The options that named the account, which commands that it advises get too.
    """

    quiet: bool = False
    json: bool = False
    account: str = ""

    @property
    def says_notes(self) -> bool:
        """Whether notes are printed: progress, hints and next steps."""
        return not self.quiet and (not self.json or sys.stderr.isatty())


_voice = Voice()


@contextmanager
def speaking(voice: Voice) -> Generator[None, None, None]:
    """Speak this way for the time of a command."""
    global _voice
    before, _voice = _voice, voice
    try:
        yield
    finally:
        _voice = before


def voice() -> Voice:
    """How the command that runs now speaks."""
    return _voice


def note(message: str) -> None:
    """Print a note on stderr."""
    if _voice.says_notes:
        say(advice(message))


def warn(message: str) -> None:
    """Print a warning on stderr."""
    if not _voice.quiet:
        say(f"Note: {advice(message)}")


def advice(message: str) -> str:
    """A message whose commands go to the account that the user has named."""
    return in_same_account(message, _voice.account)


def say(message: str) -> None:
    """Write a line to stderr, whatever the options are."""
    # What cannot be said must not end what is done.
    with suppress(OSError, ValueError):
        sys.stderr.write(printable(message, keep="\n") + "\n")
        sys.stderr.flush()


def text(cell: Cell, *, grouped: bool = True) -> str:
    """A value as it stands in a table, the digits of a number grouped or not."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, (int, float)):
        return amount(cell, grouped=grouped)
    if isinstance(cell, datetime):
        at = cell.astimezone(UTC) if cell.tzinfo else cell
        return f"{at:%Y-%m-%d %H:%M}Z" if sys.stdout.isatty() else f"{at:%Y-%m-%dT%H:%M:%S}Z"
    return printable(command_form(cell))


def km2(area_m2: float | None) -> str:
    """An area for people, in square kilometres."""
    if area_m2 is None:
        return ""
    area = area_m2 / 1e6
    if area == 0:
        return "0 km²"
    return f"{area:,.2f} km²" if area >= 0.1 else f"{area:.4f} km²"


def in_credits(count: float | None) -> str:
    """An amount of credits for people."""
    if count is None:
        return ""
    return f"{amount(count)} credit{'' if count == 1 else 's'}"
