"""What the sandbox remembers: SQLite in WAL mode, and files in a folder beside it."""

from mapflow.sandbox.store.database import Database, Row, StateInUse
from mapflow.sandbox.store.folder import StateFolder

__all__ = ["Database", "Row", "StateFolder", "StateInUse"]
