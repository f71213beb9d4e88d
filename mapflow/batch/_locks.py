"""Keeps two programs from working on one batch."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from mapflow._hints import Hint
from mapflow.batch._schema import explained, make_file
from mapflow.errors import InvalidInput


@contextmanager
def locked(path: Path) -> Generator[None]:
    """Keep other programs from working on the same ledger; a killed one lets go of it.

    Raises:
        InvalidInput: Another program works on it.
    """
    # SQLite locks across processes on every system, and its lock ends with the process.
    place = path.with_name(f".{path.name}.lock")
    with explained(path, writes=True):
        # Whoever can read it could keep its owner out.
        with suppress(FileExistsError):
            make_file(place)
        guard = sqlite3.connect(place, timeout=0, isolation_level=None)
    try:
        with explained(path, writes=True):
            _take(guard, path)
        yield
    finally:
        guard.close()


def _take(guard: sqlite3.Connection, path: Path) -> None:
    try:
        guard.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise
        raise InvalidInput(
            f"Another program works on the batch of {path}.",
            hint=Hint(
                python="Wait for it; `mapflow batch status` shows how far it is.",
                command="Wait for it; `mapflow batch status` shows how far it is.",
                tool="Wait for it; batch_status shows how far it is.",
            ),
        ) from error
