"""The facts about a thing, as its pictures in notebooks need them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, cast

from mapflow._display.members import shown_members
from mapflow._display.words import label, words

#: Maximum number of rows of a table; how many there are is said below it.
MOST_ROWS: Final = 20
#: What tells a thing apart for people: its heading.
_TITLES: Final = ("name", "filename", "email")


class Table(NamedTuple):
    """Several things of a kind.

    Attributes:
        columns: The headings.
        rows: The cells of those that are shown.
        total: How many things there are.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: int


class Facts(NamedTuple):
    """What is shown of a thing.

    Attributes:
        kind: What it is called, such as "Processing".
        name: Its name, or nothing.
        rows: Labels and values.
        notes: Sentences below them; what stands between backticks is code.
        code: Text in lines, such as the body of a request.
        table: The things in it.
        below: HTML below all that, such as a map.
    """

    kind: str
    name: str = ""
    rows: Sequence[tuple[str, str]] = ()
    notes: Sequence[str] = ()
    code: str = ""
    table: Table | None = None
    below: str = ""


def facts_of(thing: object, *, leave_out: Iterable[str] = (), notes: Sequence[str] = ()) -> Facts:
    """Describe a thing by those of its members that say most about it."""
    given = {name: words(name, member(thing, name)) for name in shown_members(type(thing))}
    for name in leave_out:
        given.pop(name, None)
    title = next((name for name in _TITLES if given.get(name)), "")
    rows = [(label(name), text) for name, text in given.items() if text and name != title]
    return Facts(kind_name(type(thing)), given.get(title, ""), rows, notes)


def table_of(
    things: Sequence[object], kind: type | None, columns: Sequence[str] = ()
) -> Table | None:
    """Describe several things of a kind; columns without a value are omitted."""
    shown = things[:MOST_ROWS]
    if kind is None and shown:
        kind = type(shown[0])
    if kind is None or not shown:
        return None
    # Addresses are long, and of those that a table would show the interesting part is masked.
    names = columns or [name for name in shown_members(kind) if not name.endswith("url")]
    cells = [[words(name, member(thing, name)) for name in names] for thing in shown]
    kept = [at for at in range(len(names)) if any(row[at] for row in cells)]
    return Table(
        tuple(label(names[at]) for at in kept),
        tuple(tuple(row[at] for at in kept) for row in cells),
        len(things),
    )


def facts_of_pages(kind: type, cursor: int, total: int | None, *, awaited: bool) -> Facts:
    """Describe a list that is fetched as it is read, of which nothing is kept."""
    wait = "await " if awaited else ""
    read = f"{cursor:,}" if total is None else f"{cursor:,} of {total:,}"
    if total is not None and cursor >= total:
        steps = (
            f"It was read to its end. `{wait}pages.to_dataframe()` reads all of it again; for"
            " anything else, make the list again."
        )
    else:
        steps = (
            f"It is fetched as you read it: `{'async ' if awaited else ''}for item in pages`,"
            f" `{wait}pages.all()` or `{wait}pages.to_dataframe()`."
        )
    return Facts(f"{kind_name(kind)} pages", "", [("Read", read)], [steps])


def kind_name(kind: type) -> str:
    """What things of a class are called, such as "Imagery provider"."""
    own = getattr(kind, "_kind", None)
    if not isinstance(own, str):
        own = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind.__name__.removeprefix("Async")).lower()
    return own[:1].upper() + own[1:]


def member(thing: object, name: str) -> object:
    """The value of a member; None if it cannot be read: odd responses must be shown, too."""
    try:
        return cast("object", getattr(thing, name))
    except Exception:  # noqa: BLE001 - whatever a member raises, the others are shown
        return None
