"""The ledger of a batch: a row for each area, written before and after everything that costs."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple, Self
from uuid import uuid4

from mapflow.batch._rows import Row
from mapflow.errors import InvalidInput

VERSION: Final = 1

#: Not started yet.
WAITING: Final = "waiting"
#: The request is being sent, or was when the program ended.
SENDING: Final = "sending"
#: The answer to the request was lost, and the processing is not found yet.
UNKNOWN: Final = "unknown"
#: The processing is there and has not ended.
RUNNING: Final = "running"
#: It ended well, and the result is not saved yet.
ENDED: Final = "ended"
#: The result is saved.
DONE: Final = "done"
#: The processing ended without a result.
FAILED: Final = "failed"
#: It was not started: the area or the request is refused.
REFUSED: Final = "refused"
#: It was not started: the price is beyond what may be spent.
TOO_DEAR: Final = "too dear"

OPEN: Final = (SENDING, UNKNOWN, RUNNING, ENDED)
_PAID: Final = (SENDING, UNKNOWN, RUNNING, ENDED, DONE, FAILED)

_TABLES: Final = """
CREATE TABLE batch (
  id TEXT NOT NULL, version INTEGER NOT NULL, created REAL NOT NULL,
  fingerprint TEXT NOT NULL, settings TEXT NOT NULL
);
CREATE TABLE rows (
  number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, area TEXT,
  state TEXT NOT NULL, tag TEXT UNIQUE, sent REAL, processing_id TEXT UNIQUE, cost REAL,
  status TEXT, note TEXT, result TEXT
);
CREATE INDEX by_state ON rows (state, number);
"""


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


class Ledger:
    """An opened ledger; ``Ledger.open`` and ``Ledger.create`` make one.

    A change is on the disk before the call that made it returns, so that a program which is killed
    at any moment has not forgotten what it ordered.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    @classmethod
    def create(
        cls, path: Path, rows: Sequence[Row], settings: Mapping[str, object], fingerprint: str
    ) -> Self:
        """Make a ledger for the rows."""
        # Written beside and put into place whole: a ledger is there with all its rows or not.
        draft = path.with_name(f".{path.name}.{uuid4().hex}")
        connection = _connect(draft, create=True)
        try:
            with connection:
                connection.executescript(_TABLES)
                connection.execute(
                    "INSERT INTO batch VALUES (?, ?, ?, ?, ?)",
                    (uuid4().hex, VERSION, time.time(), fingerprint, json.dumps(settings)),
                )
                connection.executemany(
                    "INSERT INTO rows (number, name, area, state, note) VALUES (?, ?, ?, ?, ?)",
                    [
                        (n, row.name, row.area, WAITING if row.area else REFUSED, row.fault)
                        for n, row in enumerate(rows, 1)
                    ],
                )
            connection.close()
            draft.replace(path)
        except BaseException:
            connection.close()
            draft.unlink(missing_ok=True)
            raise
        return cls.open(path)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Self:
        """Open a ledger that is there."""
        check_there(path)
        try:
            connection = _connect(path, read_only=read_only)
            (version,) = connection.execute("SELECT version FROM batch").fetchone()
        except (sqlite3.Error, TypeError) as error:
            raise InvalidInput(
                f"{path} is no ledger of a batch.", hint="It is the .sqlite file of one."
            ) from error
        if version != VERSION:
            raise InvalidInput(
                f"{path} was made by another version of mapflow-client.",
                hint="Go on with the version that made it.",
            )
        return cls(path, connection)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    @property
    def id(self) -> str:
        """Identifier of the batch."""
        return str(self._one("SELECT id FROM batch"))

    @property
    def fingerprint(self) -> str:
        """What the batch is about: its areas and what is run on them."""
        return str(self._one("SELECT fingerprint FROM batch"))

    @property
    def settings(self) -> dict[str, object]:
        """What is run on the areas, without logins."""
        found: dict[str, object] = json.loads(str(self._one("SELECT settings FROM batch")))
        return found

    def keep(self, **changes: object) -> None:
        """Change settings."""
        self._write("UPDATE batch SET settings = ?", json.dumps({**self.settings, **changes}))

    def rows(self, *states: str) -> list[Entry]:
        """The rows in some states, or all, in the order of the file."""
        marks = ", ".join("?" * len(states))
        where = f"WHERE state IN ({marks})" if states else ""
        # Names and question marks of our own: nothing of the user's stands in the text.
        query = f"SELECT {', '.join(Entry._fields)} FROM rows {where} ORDER BY number"  # noqa: S608
        found = self._connection.execute(query, states)
        return [Entry(*row) for row in found]

    def area(self, number: int) -> str:
        """The area of a row, as JSON. Areas may be large, and a row is looked at often."""
        (found,) = self._connection.execute(
            "SELECT area FROM rows WHERE number = ?", (number,)
        ).fetchone()
        return str(found)

    def counts(self) -> dict[str, int]:
        """How many rows are in each state."""
        return dict(self._connection.execute("SELECT state, count(*) FROM rows GROUP BY state"))

    def spent(self) -> float:
        """What the rows cost that were sent, in credits."""
        marks = ", ".join("?" * len(_PAID))
        found = self._connection.execute(
            f"SELECT coalesce(sum(cost), 0) FROM rows WHERE state IN ({marks})",  # noqa: S608
            _PAID,
        ).fetchone()
        return float(found[0])

    def change(self, number: int, **columns: str | float | None) -> None:
        """Change columns of a row."""
        named = ", ".join(f"{name} = ?" for name in columns)
        self._write(f"UPDATE rows SET {named} WHERE number = ?", *columns.values(), number)  # noqa: S608 - our own names

    def _one(self, query: str) -> object:
        found: object = self._connection.execute(query).fetchone()[0]
        return found

    def _write(self, query: str, *values: object) -> None:
        with self._connection:
            self._connection.execute(query, values)


def check_there(path: Path) -> None:
    """Refuse a path without a ledger, before a lock is put beside it."""
    if not path.is_file():
        raise InvalidInput(f"There is no ledger {path}.", hint="Check the path.")


@contextmanager
def locked(path: Path) -> Generator[None]:
    """Keep other programs from working on the same ledger; a killed one lets go of it.

    Raises:
        InvalidInput: Another program works on it.
    """
    # SQLite locks across processes on every system, and its lock dies with the process.
    guard = sqlite3.connect(path.with_name(f".{path.name}.lock"), timeout=0, isolation_level=None)
    try:
        try:
            guard.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise InvalidInput(
                f"Another program works on the batch of {path}.",
                hint="Wait for it; `mapflow batch status` shows how far it is.",
            ) from error
        yield
    finally:
        guard.close()


def fingerprint_of(rows: Sequence[Row], what: Mapping[str, object]) -> str:
    """A short text that changes with the areas and with what is run on them."""
    digest = hashlib.sha256(json.dumps(what, sort_keys=True).encode())
    for row in rows:
        digest.update(json.dumps(row).encode())
    return digest.hexdigest()


def _connect(path: Path, *, create: bool = False, read_only: bool = False) -> sqlite3.Connection:
    mode = "rwc" if create else "ro" if read_only else "rw"
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=10, check_same_thread=False
    )
    if not create and not read_only:
        connection.execute("PRAGMA journal_mode=WAL")
        # A row has to survive the loss of power as well: it may stand for money.
        connection.execute("PRAGMA synchronous=FULL")
    return connection
