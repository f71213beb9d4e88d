# Written by scripts/unasync.py from mapflow/batch/_async/ledger_writer.py; edit that file instead.
"""Keeps the ledger: on the disk first, then in memory."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mapflow._http.concurrent import in_thread

if TYPE_CHECKING:
    from mapflow.batch._ledger import Change, Origin
    from mapflow.batch._ledger_cache import LedgerCache


class LedgerWriter:
    """The rows of a batch, and the way to change them.

    Args:
        cache: The rows.
        is_kept: Whether changes go into the ledger; False for a dry run.
    """

    def __init__(self, cache: LedgerCache, *, is_kept: bool = True) -> None:
        self.cache = cache
        self._is_kept = is_kept

    def write(self, *changes: Change) -> None:
        """Change rows: all of them or none."""
        if self._is_kept and changes:
            # Writing waits for the disk, so it runs in a thread.
            in_thread(partial(self.cache.ledger.change_all, changes))
        self.cache.apply(changes)

    def agree(self, most: float | None) -> None:
        """Write down how much may be spent from now on, as agreed."""
        agreed = None if most is None else self.cache.spent + most
        self.cache.set_limits(agreed=agreed)
        if self._is_kept:
            in_thread(partial(self.cache.ledger.keep, agreed=agreed))

    def set_origin(self, origin: Origin) -> None:
        """Write down the service, the account and the project."""
        if self._is_kept:
            in_thread(partial(self.cache.ledger.set_origin, origin))
