"""Earlier states, for reads that do not show the last changes."""

import time
from typing import Final

from mapflow.sandbox import signed_links
from mapflow.sandbox.fault_injection.rules import FaultRule
from mapflow.sandbox.store import Database

_KEPT: Final = 32


class History:
    """What the reads of one rule see instead of the state as it is.

    Args:
        rule: A rule for ``stale``.
        database: The state.
    """

    def __init__(self, rule: FaultRule, database: Database) -> None:
        self._database = database
        self._seconds = None if rule.seconds is None else float(rule.seconds)  # type: ignore[arg-type]
        self._reads = rule.reads or 0
        self._reads_left = 0
        self._copies: list[tuple[float, Database]] = []

    def remember(self) -> Database | None:
        """Keep the state as it is, for a change may follow; return it unless that was needless."""
        now = time.monotonic()
        self._forget(now)
        if self._copies and (
            self._seconds is None or now - self._copies[-1][0] < self._seconds / _KEPT
        ):
            return None
        # The key of signed links is made when it is first needed: not by a copy, which is thrown
        # away together with the key.
        signed_links.make_key(self._database)
        copy = self._database.copy()
        self._copies.append((now, copy))
        self._reads_left = self._reads
        return copy

    def take_back(self, copy: Database | None) -> None:
        """Drop what was remembered: no change followed."""
        self._copies = [kept for kept in self._copies if kept[1] is not copy]

    @property
    def has_something_to_hide(self) -> bool:
        """Whether there was a change that reads do not see yet."""
        self._forget(time.monotonic())
        return bool(self._copies)

    def view(self) -> Database:
        """Return the state that a read sees, and count the read."""
        _, database = self._copies[0]
        self._reads_left -= 1
        return database

    def _forget(self, now: float) -> None:
        if self._seconds is None:
            if self._reads_left <= 0:
                self._copies.clear()
            return
        while self._copies and self._copies[0][0] < now - self._seconds:
            self._copies.pop(0)
