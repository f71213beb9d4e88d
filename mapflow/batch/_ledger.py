"""The ledger of a batch: a row for each area, written before and after everything that costs."""

from __future__ import annotations

import errno
import hashlib
import json
import sqlite3
import threading
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from os.path import samestat
from pathlib import Path
from typing import NamedTuple, Self, cast
from uuid import uuid4

from mapflow._drafts import folder_beside
from mapflow._hints import Hint
from mapflow.batch import _schema, _states
from mapflow.batch._holds import read_held
from mapflow.batch._rows import Row
from mapflow.batch._schema import VERSION, damaged, explained, transaction
from mapflow.errors import InvalidInput

Change = tuple[int, Mapping[str, str | float | None]]


class Entry(NamedTuple):
    """One row of the ledger."""

    number: int
    name: str
    state: str
    tag: str | None
    sent: float | None
    processing_id: str | None
    cost: float | None
    status: str | None
    note: str | None
    result: str | None
    obstacle: str | None
    earlier_id: str | None
    earlier_cost: float
    holds: str | None
    has_area: bool


class Origin(NamedTuple):
    """Where a batch runs, and for whom.

    Attributes:
        service: Address of the service.
        account: Fingerprints of what tells the account from others.
        project_id: The project it runs in.
    """

    service: str
    account: str
    project_id: str


# No price and no time is larger, and the sum of many of them is still a number.
_LARGEST = 1e15
_TEXTS = ("tag", "processing_id", "status", "note", "result", "obstacle", "earlier_id", "holds")
_COMMAND_NOTE = "command_note"


class Ledger:
    """An opened ledger; ``Ledger.open`` and ``Ledger.create`` make one.

    A change is on the disk before the call that made it returns, so that a program which is killed
    at any moment has not forgotten what it started. Safe to use from one thread after another.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._file = path.stat()
        self._lock = threading.Lock()

    @classmethod
    def create(
        cls, path: Path, rows: Sequence[Row], settings: Mapping[str, object], fingerprint: str
    ) -> Self:
        """Make a ledger for the rows."""
        # Written beside and put into place whole: a ledger is there with all its rows or not.
        head = (uuid4().hex, time.time(), fingerprint, json.dumps(settings))
        with folder_beside(path) as folder, explained(path, writes=True):
            draft = folder / path.name
            _schema.make_file(draft)
            _fill(draft, head, rows)
            if path.exists():
                # What its last writer left beside it is not for the new file.
                cls.open(path).close()
            draft.replace(path)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a ledger that is there, to work on it; an older one is brought up to date."""
        check_there(path)
        with explained(path, writes=True):
            connection = _schema.connect(path)
            try:
                version = _version(path, connection)
                if version < VERSION:
                    with transaction(connection):
                        _schema.migrate(connection, version)
                return cls(path, connection)
            except BaseException:
                connection.close()
                raise

    @classmethod
    @contextmanager
    def reading(cls, path: Path) -> Generator[Self]:
        """Open a ledger that is there, to read it; nothing about it is changed."""
        check_there(path)
        with explained(path, writes=False), _schema.reading(path) as connection:
            _version(path, connection)
            yield cls(path, connection)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    @property
    def id(self) -> str:
        """Identifier of the batch."""
        return self._text("id")

    @property
    def fingerprint(self) -> str:
        """What the batch is about: its areas and what is run on them."""
        return self._text("fingerprint")

    @property
    def settings(self) -> dict[str, object]:
        """What is run on the areas, without logins."""
        try:
            found: object = json.loads(self._text("settings"))
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise damaged(self.path, "its settings are not a JSON object")
        return cast("dict[str, object]", found)

    @property
    def origin(self) -> Origin | None:
        """Where it runs and for whom; None as long as that is not written down."""
        found = self._query("SELECT service, account, project_id FROM batch")[0]
        known = [part for part in found if isinstance(part, str)]
        return Origin(*known) if len(known) == len(found) else None

    def set_origin(self, origin: Origin) -> None:
        """Write down the service, the account and the project."""
        self._write([("UPDATE batch SET service = ?, account = ?, project_id = ?", tuple(origin))])

    def keep(self, **changes: object) -> None:
        """Change settings."""
        settings = json.dumps({**self.settings, **changes})
        self._write([("UPDATE batch SET settings = ?", (settings,))])

    def rows(self) -> list[Entry]:
        """The rows, in the order of the input."""
        there = {str(row[1]) for row in self._query("PRAGMA table_info(rows)")}
        # A ledger of an earlier version is read as it is.
        names = (*Entry._fields[:-1], _COMMAND_NOTE)
        columns = [name if name in there else f"NULL AS {name}" for name in names]
        columns.append("area IS NOT NULL AS has_area")
        query = f"SELECT {', '.join(columns)} FROM rows ORDER BY number"  # noqa: S608 - constant names
        found = self._query(query)
        if not found:
            raise damaged(self.path, "it has no rows")
        return [self._entry(place, row) for place, row in enumerate(found, 1)]

    def area(self, number: int) -> str:
        """The area of a row, as JSON. Areas may be large, so they are read when they are needed."""
        found = self._query("SELECT area FROM rows WHERE number = ?", number)
        area = found[0][0] if found else None
        if not isinstance(area, str):
            raise damaged(self.path, f"row {number} has no area")
        return area

    def change(self, number: int, **columns: str | float | None) -> None:
        """Change columns of a row."""
        self.change_all([(number, columns)])

    def change_all(self, changes: Sequence[Change]) -> None:
        """Change columns of several rows: all of them or none."""
        statements: list[tuple[str, tuple[object, ...]]] = []
        for number, changed in changes:
            columns = _with_command_note(changed)
            named = ", ".join(f"{name} = ?" for name in columns)
            query = f"UPDATE rows SET {named} WHERE number = ?"  # noqa: S608 - constant names
            statements.append((query, (*columns.values(), number)))
        if statements:
            self._write(statements)

    def _entry(self, place: int, row: tuple[object, ...]) -> Entry:
        """Check what was read: SQLite keeps anything in any column."""
        names = (*Entry._fields[:-1], _COMMAND_NOTE, Entry._fields[-1])
        held = dict(zip(names, row, strict=True))
        number, name = held["number"], held["name"]
        state = held["state"] = _states.FORMERLY.get(str(held["state"]), held["state"])
        if number != place or not isinstance(name, str) or not name or state not in _states.ALL:
            raise damaged(self.path, f"row {place} is called {name!r} and is {state!r}")
        for column in _TEXTS:
            if held[column] is not None and not isinstance(held[column], str):
                raise damaged(self.path, f"the {column} of row {place} is {held[column]!r}")
        try:
            read_held(cast("str | None", held["holds"]))
        except (ValueError, TypeError) as error:
            what = f"the areas of row {place} are {held['holds']!r}"
            raise damaged(self.path, what) from error
        typed = held.pop(_COMMAND_NOTE)
        if isinstance(typed, str):
            held["note"] = Hint(python=str(held["note"]), command=typed)
        held["earlier_cost"] = held["earlier_cost"] or 0.0
        held["has_area"] = bool(held["has_area"])
        for column in ("sent", "cost", "earlier_cost"):
            value = held[column]
            if value is not None and not (
                isinstance(value, (int, float)) and 0 <= value < _LARGEST
            ):
                raise damaged(self.path, f"the {column} of row {place} is {value!r}")
        if state in (_states.RUNNING, _states.ENDED) and not held["processing_id"]:
            raise damaged(self.path, f"row {place} is {state} without a processing")
        return Entry(**held)  # type: ignore[arg-type]  # checked above

    @property
    def has_started(self) -> bool:
        """Whether a request that costs was ever sent for one of the rows, or was about to be."""
        there = {str(row[1]) for row in self._query("PRAGMA table_info(rows)")}
        # What failed and is to be started again has no tag.
        marks = [name for name in ("tag", "earlier_id") if name in there]
        known = " OR ".join(f"{name} IS NOT NULL" for name in marks)
        query = f"SELECT 1 FROM rows WHERE {known} LIMIT 1"  # noqa: S608 - constant names
        return bool(self._query(query))

    def _text(self, column: str) -> str:
        found = self._query(f"SELECT {column} FROM batch")  # noqa: S608 - constant names
        value = found[0][0] if found else None
        if not isinstance(value, str):
            raise damaged(self.path, f"its {column} is missing")
        return value

    def _query(self, query: str, *values: object) -> list[tuple[object, ...]]:
        with self._lock, explained(self.path, writes=False):
            return self._connection.execute(query, values).fetchall()

    def _write(self, statements: Sequence[tuple[str, tuple[object, ...]]]) -> None:
        with (
            self._lock,
            explained(self.path, writes=True),
            transaction(self._connection),
        ):
            # A file that was deleted or exchanged takes changes like any other, and loses them.
            if not samestat(self._file, self.path.stat()):
                raise OSError(errno.ESTALE, "another file has taken its place")
            for query, values in statements:
                self._connection.execute(query, values)


def _with_command_note(columns: Mapping[str, str | float | None]) -> dict[str, str | float | None]:
    """Columns to write: a note in two forms takes two."""
    note = columns.get("note")
    if "note" not in columns:
        return dict(columns)
    return {**columns, _COMMAND_NOTE: note.command if isinstance(note, Hint) else None}


def check_there(path: Path) -> None:
    """Refuse a path without a ledger, before a lock is put beside it."""
    try:
        there = path.is_file()
    except (OSError, ValueError):
        there = False
    if not there:
        raise InvalidInput(
            f"The ledger {path} does not exist.",
            hint=Hint(
                python="Check the path.",
                command="Check the path.",
                tool="Give the folder that estimate_batch was given; list_files shows the files.",
            ),
        )


def fingerprint_of(rows: Sequence[Row], what: Mapping[str, object]) -> str:
    """A short text that changes with the areas and with what is run on them."""
    digest = hashlib.sha256(json.dumps(what, sort_keys=True).encode())
    for row in rows:
        # How areas are named within a row makes no other batch.
        digest.update(json.dumps(row[:3]).encode())
    return digest.hexdigest()


def _fill(draft: Path, head: tuple[object, ...], rows: Sequence[Row]) -> None:
    connection = _schema.connect(draft)
    try:
        with transaction(connection):
            _schema.create(connection, head)
            connection.executemany(
                "INSERT INTO rows (number, name, area, state, note, command_note, holds)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        number,
                        row.name,
                        row.area,
                        _states.WAITING if row.area else _states.REFUSED,
                        row.fault,
                        row.fault.command if isinstance(row.fault, Hint) else None,
                        row.holds,
                    )
                    for number, row in enumerate(rows, 1)
                ],
            )
        # The write-ahead log must be merged into the file before the file is moved.
        connection.execute("PRAGMA journal_mode=DELETE")
    finally:
        connection.close()


def _version(path: Path, connection: sqlite3.Connection) -> int:
    try:
        found = connection.execute("SELECT version FROM batch").fetchone()
    except sqlite3.OperationalError as error:
        if "no such" not in str(error):
            raise
        found = None
    version: object = found[0] if found else None
    if not isinstance(version, int) or version < 1:
        raise InvalidInput(
            f"{path} is not the ledger of a batch.",
            hint="Give the .sqlite file or the folder of a batch.",
        )
    if version > VERSION:
        raise InvalidInput(
            f"{path} was made by a newer version of mapflow-client: its ledger has version"
            f" {version}, and this one reads up to {VERSION}.",
            hint="Install the version that made it, or a later one.",
        )
    return version
