"""One SQLite connection behind a lock."""

import contextlib
import hashlib
import sqlite3
import threading
import uuid
import weakref
from collections.abc import Generator, Mapping, Sequence
from pathlib import Path
from typing import Final

from mapflow.sandbox.store.tables import EMPTIED_ON_RESET, SCHEMA, VERSION

Row = sqlite3.Row
Value = str | int | float | None

_COUNTER: Final = "identifiers"


class StateInUse(Exception):
    """Another sandbox is running on the same state file."""


def _bound(sql: str, values: Sequence[Value]) -> Sequence[Value] | Mapping[str, Value]:
    """The values of a statement; numbered places are named ones to Python, which 3.12 warns of."""
    if "?1" in sql:
        return {str(number): value for number, value in enumerate(values, 1)}
    return values


class Database:
    """The state file.

    Reads take the lock for one statement, writes for one transaction; both take tens of
    microseconds, so handlers call it straight from the event loop. A transaction that was committed
    survives ``kill -9``.

    Args:
        path: The file; created when missing.

    Raises:
        StateInUse: Another process has the file open.
        ValueError: The file is not a state file, or one of another version.
    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.RLock()
        self._depth = 0
        self._seed = 0
        self._connection = sqlite3.connect(
            path, check_same_thread=False, isolation_level=None, timeout=0.5
        )
        self._connection.row_factory = sqlite3.Row
        try:
            self._open()
        except sqlite3.OperationalError as error:
            self._connection.close()
            if "locked" in str(error):
                raise StateInUse(f"another sandbox is using {path}") from error
            raise
        except (sqlite3.DatabaseError, ValueError) as error:
            self._connection.close()
            raise ValueError(f"{path} is not a state file of this sandbox: {error}") from error

    def _open(self) -> None:
        version = int(self._connection.execute("PRAGMA user_version").fetchone()[0])
        tables = self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if version not in (0, VERSION) or (version == 0 and tables):
            raise ValueError(f"it has {tables} tables of version {version}, not {VERSION}")
        # The exclusive mode keeps a second sandbox from sharing the file, and saves a lock for
        # every statement.
        for pragma in (
            "locking_mode=EXCLUSIVE",
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
        ):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.executescript(
            f"BEGIN IMMEDIATE;{SCHEMA};PRAGMA user_version={VERSION};COMMIT;"
        )

    def use_seed(self, seed: int) -> None:
        """Set the seed that new identifiers are derived from."""
        self._seed = seed

    def all(self, sql: str, *values: Value) -> list[Row]:
        """Return all rows of a query."""
        with self._lock:
            return self._connection.execute(sql, _bound(sql, values)).fetchall()

    def one(self, sql: str, *values: Value) -> Row | None:
        """Return the first row of a query, or None."""
        with self._lock:
            row: Row | None = self._connection.execute(sql, _bound(sql, values)).fetchone()
            return row

    def run(self, sql: str, *values: Value) -> int:
        """Run a statement that changes something, and return how many rows it changed."""
        with self._lock:
            return self._connection.execute(sql, _bound(sql, values)).rowcount

    def run_many(self, sql: str, rows: Sequence[Sequence[Value]]) -> None:
        """Run a statement once for each row of values."""
        with self._lock:
            self._connection.executemany(sql, rows)

    @contextlib.contextmanager
    def transaction(self) -> Generator[None]:
        """All or nothing. May be nested; the outermost one commits."""
        with self._lock:
            if self._depth == 0:
                self._connection.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._depth -= 1
                if self._depth == 0:
                    self._connection.execute("ROLLBACK")
                raise
            self._depth -= 1
            if self._depth == 0:
                self._connection.execute("COMMIT")

    def setting(self, name: str) -> str | None:
        """Return a stored setting."""
        row = self.one("SELECT value FROM settings WHERE name = ?", name)
        return None if row is None else str(row["value"])

    def set_setting(self, name: str, value: str) -> None:
        """Store a setting."""
        self.run("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", name, value)

    def new_id(self) -> str:
        """Return the next identifier: it depends on the seed and on how many came before."""
        with self.transaction():
            count = int(self.setting(_COUNTER) or 0) + 1
            self.set_setting(_COUNTER, str(count))
        digest = hashlib.blake2b(f"{self._seed}/{count}".encode(), digest_size=16).digest()
        return str(uuid.UUID(bytes=digest, version=4))

    @property
    def changes(self) -> int:
        """How many rows were ever changed: it stays the same while nothing changes."""
        with self._lock:
            return self._connection.total_changes

    def copy(self) -> "Database":
        """Return the state as it is now, in memory; it goes with its last user."""
        copied = Database(Path(":memory:"))
        with self._lock:
            self._connection.backup(copied._connection)
        copied._seed = self._seed
        weakref.finalize(copied, copied._connection.close)
        return copied

    def empty(self) -> None:
        """Forget everything."""
        with self.transaction():
            for table in EMPTIED_ON_RESET:
                self.run(f"DELETE FROM {table}")  # noqa: S608 - names from our own list

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()
