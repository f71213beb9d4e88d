"""The file of a ledger: its tables, its versions, and how it is opened."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final

from mapflow.errors import InvalidFile, InvalidInput, MapflowError

VERSION: Final = 4

_PRIVATE: Final = 0o600
_TABLES: Final = (
    """
    CREATE TABLE batch (
      id TEXT NOT NULL, version INTEGER NOT NULL, created REAL NOT NULL,
      fingerprint TEXT NOT NULL, settings TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE rows (
      number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, area TEXT,
      state TEXT NOT NULL, tag TEXT UNIQUE, sent REAL, processing_id TEXT UNIQUE, cost REAL,
      status TEXT, note TEXT, result TEXT
    )
    """,
    "CREATE INDEX by_state ON rows (state, number)",
)
#: What takes a ledger from one version to the next; a new one is made in the same way.
_STEPS: Final = {
    1: (
        # Where it runs and for whom: another account would find nothing, and start all again.
        "ALTER TABLE batch ADD COLUMN service TEXT",
        "ALTER TABLE batch ADD COLUMN account TEXT",
        "ALTER TABLE batch ADD COLUMN project_id TEXT",
        # Which limit kept a row from being started.
        "ALTER TABLE rows ADD COLUMN obstacle TEXT",
        # What was started for a row before it was started again, and what that cost.
        "ALTER TABLE rows ADD COLUMN earlier_id TEXT",
        "ALTER TABLE rows ADD COLUMN earlier_cost REAL NOT NULL DEFAULT 0",
        "UPDATE batch SET version = 2",
    ),
    2: (
        # The form of a note for the command line, if it differs.
        "ALTER TABLE rows ADD COLUMN command_note TEXT",
        "UPDATE rows SET state = 'over_budget' WHERE state = 'too dear'",
        "UPDATE batch SET version = 3",
    ),
    3: (
        # The areas of a row that holds several: their names, and how many polygons each has.
        "ALTER TABLE rows ADD COLUMN holds TEXT",
        "UPDATE batch SET version = 4",
    ),
}


def create(connection: sqlite3.Connection, head: tuple[object, ...]) -> None:
    """Make the tables, and write the head: id, time, fingerprint and settings."""
    for statement in _TABLES:
        connection.execute(statement)
    identifier, created, fingerprint, settings = head
    connection.execute(
        "INSERT INTO batch VALUES (?, 1, ?, ?, ?)", (identifier, created, fingerprint, settings)
    )
    migrate(connection, 1)


def migrate(connection: sqlite3.Connection, version: int) -> None:
    """Bring a ledger of an older version to this one; the caller has a transaction open."""
    for step in range(version, VERSION):
        for statement in _STEPS[step]:
            connection.execute(statement)


def make_file(path: Path) -> None:
    """Make an empty file that only this user may read."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _PRIVATE))


def connect(path: Path) -> sqlite3.Connection:
    """Open a file that is there, for one who writes."""
    connection = _opened(path, "rw")
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        # A row must survive a loss of power: it may stand for money.
        connection.execute("PRAGMA synchronous=FULL")
    except BaseException:
        connection.close()
        raise
    with suppress(OSError):
        # One that an earlier version made could be read by everybody.
        path.chmod(_PRIVATE)
    return connection


@contextmanager
def reading(path: Path) -> Generator[sqlite3.Connection]:
    """Open a file that is there, for one who only reads, in whatever folder it lies."""
    connection = _readable(path)
    if connection is not None:
        with closing(connection):
            yield connection
        return
    # Reading what another program is writing needs a second file beside the ledger, which a folder
    # without write permission cannot hold.
    with tempfile.TemporaryDirectory(prefix="mapflow-") as folder:
        copy = Path(folder) / path.name
        shutil.copyfile(path, copy)
        with suppress(FileNotFoundError):
            shutil.copyfile(f"{path}-wal", f"{copy}-wal")
        with closing(_opened(copy, "rw")) as connection:
            yield connection


def _readable(path: Path) -> sqlite3.Connection | None:
    """Open a file in place; None if that takes more than reading."""
    connection: sqlite3.Connection | None = None
    try:
        connection = _opened(path, "ro")
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.OperationalError:
        if connection is not None:
            connection.close()
        return None
    except BaseException:
        if connection is not None:
            connection.close()
        raise
    return connection


def _opened(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=10,
        check_same_thread=False,
        isolation_level=None,
    )


@contextmanager
def transaction(connection: sqlite3.Connection) -> Generator[None]:
    """All of it or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextmanager
def explained(path: Path, *, writes: bool) -> Generator[None]:
    """Turn the errors of the database and of the disk into ours."""
    try:
        yield
    except MapflowError:
        raise
    except (sqlite3.Error, OSError, ValueError) as error:
        raise _reason(path, error, writes=writes) from error


def damaged(path: Path, what: str) -> InvalidInput:
    """The error of a damaged ledger."""
    return InvalidFile(
        f"The ledger {path} is damaged: {what}.",
        hint="Restore a copy of it. Without one, `mapflow list` shows what was started: each"
        " processing is named after its area.",
    )


def _reason(path: Path, error: Exception, *, writes: bool) -> MapflowError:
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
    if primary == sqlite3.SQLITE_NOTADB:
        return InvalidFile(
            f"{path} is not the ledger of a batch.",
            hint="Give the .sqlite file or the folder of a batch.",
        )
    if primary == sqlite3.SQLITE_CORRUPT:
        return damaged(path, str(error))
    if primary == sqlite3.SQLITE_BUSY:
        return InvalidFile(
            f"The ledger {path} is in use by another program.",
            hint="Wait for it, or end it; then call this again.",
        )
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    if primary == sqlite3.SQLITE_FULL:
        hint = "Free space on the disk, then resume the batch."
    elif primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN):
        hint = "Check that you may write the file and its folder, or work on a copy of the folder."
    else:
        hint = "Check the disk and the folder, then call this again."
    return InvalidFile(
        f"The ledger {path} cannot be {'written' if writes else 'read'}: {reason}.", hint=hint
    )
