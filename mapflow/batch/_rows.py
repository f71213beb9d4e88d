"""The areas of a batch, a row each, under names that files can have."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple, cast

from mapflow._downloads.file_names import plain_name
from mapflow.batch._holds import held_in
from mapflow.errors import InvalidArea, InvalidInput
from mapflow.geometry import AreasLike, NamedArea, read_areas
from mapflow.geometry._areas import by_name
from mapflow.geometry._readers.names import numbered
from mapflow.geometry._warn import warn

_SEPARATORS: Final = re.compile(r"[/\\]")
#: Maximum number of notes on single areas; the others are counted.
_SHOWN: Final = 5
_LONGEST: Final = 60


class Row(NamedTuple):
    """One area.

    Attributes:
        name: What it is called in the report, and its result on the disk.
        area: Its geometry as JSON text; None when it cannot be used.
        fault: Why it cannot be used.
        holds: The areas in it, as JSON text, if these are several; see ``_holds``.
    """

    name: str
    area: str | None
    fault: str | None
    holds: str | None = None


def read_rows(areas: AreasLike, name_field: str | None) -> list[Row]:
    """Read the areas, each checked by itself: one that cannot be used does not stop the others."""
    found = read_areas(areas, name_field=name_field)
    names = _file_names(found, name_field, were_given=by_name(areas) is not None)
    _tell(names, found)
    given = _given(areas, len(found))
    return [
        _row(name, each, area, name_field)
        for name, each, area in zip(names, found, given, strict=True)
    ]


def _row(name: str, found: NamedArea, given: object, name_field: str | None) -> Row:
    if found.geometry is None:
        return Row(name, None, None if found.error is None else str(found.error))
    try:
        holds = held_in(given, name_field, found.geometry)
    except InvalidArea as error:
        return Row(name, None, str(error))
    return Row(name, json.dumps(found.geometry), None, holds)


def _given(areas: object, count: int) -> Sequence[object]:
    """What each row was given as, where rows may be given as several areas."""
    given: list[object] = []
    if (named := by_name(areas)) is not None:
        given = list(named.values())
    elif isinstance(areas, list) or type(areas) is tuple:
        given = list(cast("Sequence[object]", areas))
    return given if len(given) == count else [None] * count


def file_name(name: str) -> str:
    """The name of a row as one that a file can have, without its ending."""
    return plain_name(_SEPARATORS.sub("_", name), "_")


def _file_names(
    found: Sequence[NamedArea], name_field: str | None, *, were_given: bool
) -> list[str]:
    """The names of the areas, each for a separate file.

    Where the files of two would have the same name, names that a mapping gives get a number
    behind, names of a field are refused, and others give way to numbers.
    """
    names = [each.name for each in found]
    files = [_file_key(name) for name in names]
    count = Counter(files)
    if len(count) == len(files):
        return names
    if were_given and name_field is None:
        return _told_apart(names)
    if name_field is None:
        return numbered(len(names))
    twice = next(file for file in files if count[file] > 1)
    alike = [name for name, file in zip(names, files, strict=True) if file == twice]
    raise InvalidInput(
        f"Several rows would be called {', '.join(_short(name) for name in alike[:3])}.",
        hint="Make the names unique, or leave the field out to have rows numbered.",
    )


def _file_key(name: str) -> str:
    """What files are told apart by where upper and lower case are one."""
    return file_name(name).casefold()


def _told_apart(names: Sequence[str]) -> list[str]:
    """The names, with a number behind each whose file would be that of an earlier one."""
    taken = {_file_key(name) for name in names}
    seen: set[str] = set()
    found: list[str] = []
    for name in names:
        apart, count = name, 1
        while _file_key(apart) in seen or (count > 1 and _file_key(apart) in taken):
            count += 1
            apart = f"{name} ({count})"
        seen.add(_file_key(apart))
        found.append(apart)
    return found


def _short(name: str) -> str:
    return repr(name if len(name) <= _LONGEST else f"{name[:_LONGEST]}...")


def _tell(names: Sequence[str], found: Sequence[NamedArea]) -> None:
    notes = [
        f"{name}: {note}" for name, each in zip(names, found, strict=True) for note in each.notes
    ]
    for text in notes[:_SHOWN]:
        warn(text)
    if notes[_SHOWN:]:
        warn(f"{len(notes) - _SHOWN} more areas have notes like these.")
