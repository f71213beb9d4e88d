"""Tables and facts on a terminal, readable at any width: no column vanishes, no ID is cut."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from mapflow.cli._consoles import make_console

if TYPE_CHECKING:
    from rich.console import Console

    from mapflow.cli._columns import Column

_GAP: Final = 2
_INDENT: Final = 2
# What is left of a name is still told from others; what is left of a text can still be read.
_SHORTEST_NAME: Final = 10
_NARROWEST_TEXT: Final = 24
# A row on more lines is harder to read than one line for each value.
_MOST_LINES: Final = 2

_ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

Row = Sequence[str]


def print_table(columns: Sequence[Column], rows: Sequence[Row]) -> None:
    """Print rows: as a table, with rows on two lines where they are too wide, else as lists."""
    console = _console()
    # What has no name is called by its ID, which stands in full beside it.
    rows = [
        [
            "" if column.kind == "name" and row.count(value) > 1 else _as_shown(value)
            for column, value in zip(columns, row, strict=True)
        ]
        for row in map(list, rows)
    ]
    for lines in ([list(range(len(columns)))], _packed(columns, rows, console.width)):
        if len(lines) > _MOST_LINES:
            break
        widths = _widths(columns, rows, lines, console.width)
        if widths is not None:
            _print_lines(console, columns, rows, lines, widths)
            return
    for number, row in enumerate(rows):
        if number:
            console.print()
        room = console.width - max(cell_len(column.title) for column in columns) - _GAP
        facts = [
            (column.title, cut(value, room) if _may_be_cut(column, value) else value)
            for column, value in zip(columns, row, strict=True)
        ]
        _print_facts(console, facts)


def print_facts(facts: Sequence[tuple[str, str]]) -> None:
    """Print facts about one thing, each beside its name, or below it if the line is too long."""
    _print_facts(_console(), [(name, _as_shown(value)) for name, value in facts])


def fitted(
    columns: Sequence[Column], rows: Sequence[Row], width: int, spare: Sequence[int]
) -> list[str]:
    """The titles and the rows, a line each, with as many columns as there is room for.

    Args:
        columns: The columns.
        rows: The rows.
        width: Columns of the terminal.
        spare: Places of the columns to do without, the least needed first.
    """
    titles = [column.title for column in columns]
    rows = [list(map(_as_shown, row)) for row in rows]
    kept = list(range(len(columns)))
    for place in (*spare, None):
        widths = _widths(columns, rows, [kept], width)
        if widths is not None:
            return [_line(columns, row, kept, widths, 0) for row in (titles, *rows)]
        kept = [number for number in kept if number != place]
    widths = _narrowest(columns, rows)
    return [cut(_line(columns, row, kept, widths, 0), width) for row in (titles, *rows)]


def wrapped(value: str, width: int) -> list[str]:
    """A text in lines that fit."""
    return [line.plain.rstrip() for line in Text(value).wrap(_console(), width)]


def _as_shown(value: str) -> str:
    """A text as stdout can show it: a question mark is narrower than the emoji it stands for."""
    encoding = sys.stdout.encoding or "utf-8"
    return value.encode(encoding, "replace").decode(encoding)


def _console() -> Console:
    return make_console(soft_wrap=True)


def _natural(columns: Sequence[Column], rows: Sequence[Row]) -> list[int]:
    """How wide each column would be."""
    return [
        max([cell_len(column.title), *(cell_len(row[number]) for row in rows)])
        for number, column in enumerate(columns)
    ]


def _narrowest(columns: Sequence[Column], rows: Sequence[Row]) -> list[int]:
    """How narrow each column may become."""
    shortest = {"name": _SHORTEST_NAME, "text": _NARROWEST_TEXT}
    return [
        min(width, max(shortest.get(column.kind, width), cell_len(column.title), ids))
        for column, width, ids in zip(
            columns, _natural(columns, rows), _ids(columns, rows), strict=True
        )
    ]


def _may_be_cut(column: Column, value: str) -> bool:
    return column.kind == "name" and not _ID.fullmatch(value)


def _ids(columns: Sequence[Column], rows: Sequence[Row]) -> list[int]:
    """How wide the IDs in each column are: things without a name are called by theirs."""
    return [
        max([0, *(len(row[number]) for row in rows if _ID.fullmatch(row[number]))])
        for number in range(len(columns))
    ]


def _packed(columns: Sequence[Column], rows: Sequence[Row], width: int) -> list[list[int]]:
    """The columns on as few lines as they fit on, in their order."""
    lines: list[list[int]] = [[]]
    used = 0
    for number, needed in enumerate(_narrowest(columns, rows)):
        if lines[-1] and used + _GAP + needed > width:
            lines.append([])
            used = _INDENT - _GAP
        used += needed + (_GAP if lines[-1] or len(lines) > 1 else 0)
        lines[-1].append(number)
    return lines


def _widths(
    columns: Sequence[Column], rows: Sequence[Row], lines: list[list[int]], width: int
) -> list[int] | None:
    """The widths with which every line fits, or None if they cannot."""
    widths, narrowest = _natural(columns, rows), _narrowest(columns, rows)
    for place, line in enumerate(lines):
        room = width - (_INDENT if place else 0) - _GAP * (len(line) - 1)
        excess = sum(widths[number] for number in line) - room
        while excess > 0:
            # From whichever can spare most, so that no column is cut more than necessary.
            spare = max(line, key=lambda number: widths[number] - narrowest[number])
            if widths[spare] == narrowest[spare]:
                return None
            widths[spare] -= 1
            excess -= 1
    return widths


def _print_lines(
    console: Console,
    columns: Sequence[Column],
    rows: Sequence[Row],
    lines: list[list[int]],
    widths: list[int],
) -> None:
    titles = [column.title for column in columns]
    for place, line in enumerate(lines):
        console.print(Text(_line(columns, titles, line, widths, place), style="bold"))
    for row in rows:
        for place, line in enumerate(lines):
            for piece in _wrapped(columns, row, line, widths, console):
                console.print(Text(_line(columns, piece, line, widths, place)))


def _wrapped(
    columns: Sequence[Column], row: Row, line: list[int], widths: list[int], console: Console
) -> list[list[str]]:
    """A row in as many pieces as its longest text needs."""
    cells: dict[int, list[str]] = {}
    for number in line:
        value = row[number]
        if columns[number].kind == "text" and cell_len(value) > widths[number]:
            cells[number] = [each.plain for each in Text(value).wrap(console, widths[number])]
        else:
            cells[number] = [value]
    height = max(map(len, cells.values()))
    pieces: list[list[str]] = []
    for place in range(height):
        piece = [""] * len(row)
        for number, values in cells.items():
            piece[number] = values[place] if place < len(values) else ""
        pieces.append(piece)
    return pieces


def _line(
    columns: Sequence[Column], row: Row, line: list[int], widths: list[int], place: int
) -> str:
    cells: list[str] = []
    for number in line:
        value, width = row[number].rstrip(), widths[number]
        value = cut(value, width)
        padding = " " * (width - cell_len(value))
        cells.append(padding + value if columns[number].align == "right" else value + padding)
    return (" " * (_INDENT if place else 0) + (" " * _GAP).join(cells)).rstrip()


def cut(value: str, width: int) -> str:
    """A text that takes no more columns of a terminal than there are."""
    return value if cell_len(value) <= width else f"{set_cell_size(value, width - 1).rstrip()}…"


def _print_facts(console: Console, facts: Sequence[tuple[str, str]]) -> None:
    label = max((cell_len(name) for name, _ in facts), default=0)
    room = console.width - label - _GAP
    for name, value in facts:
        title = Text(set_cell_size(name, label + _GAP), style="dim")
        longest = max((cell_len(word) for word in value.split()), default=0)
        if cell_len(value) <= room:
            console.print(title.append(value, style="not dim"))
            continue
        if longest > room:
            # Broken over two lines it could not be copied.
            console.print(title)
            console.print(Text(" " * _INDENT + value))
            continue
        for number, piece in enumerate(Text(value).wrap(console, room)):
            lead = title if number == 0 else Text(" " * (label + _GAP))
            console.print(lead.append(piece.plain.rstrip(), style="not dim"))
