# Written by scripts/unasync.py from mapflow/batch/_async/downloads.py; edit that file instead.
"""Saves results in the background, so that neither runs nor polls wait for them."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Final, cast

from mapflow._http import timing
from mapflow._http.concurrent import in_thread
from mapflow.batch import _states
from mapflow.batch._folders import result_file
from mapflow.batch._holds import name_areas, read_held
from mapflow.batch._worker_pool import WorkerPool
from mapflow.errors import (
    AuthenticationError,
    InvalidFile,
    MapflowError,
    NotFound,
    ProcessingFailed,
)

if TYPE_CHECKING:
    from pathlib import Path

    from mapflow._sync.client import Mapflow
    from mapflow._sync.processings.processing import Processing
    from mapflow.batch._ledger import Change, Entry
    from mapflow.batch._retry_counts import RetryCounts
    from mapflow.batch._sync.ledger_writer import LedgerWriter
    from mapflow.geometry import Geometry

#: Maximum concurrent downloads.
_AT_ONCE: Final = 4
#: Maximum number of results that are on their way or next in line.
_MOST_BEGUN: Final = 64


class _LetGoError(Exception):
    """Ends a transfer that is no longer needed."""


class Downloads:
    """Saves the results of rows that have ended."""

    def __init__(
        self,
        client: Mapflow,
        writer: LedgerWriter,
        retry_counts: RetryCounts,
        handles: dict[int, Processing],
        settle_s: float,
    ) -> None:
        self._client = client
        self._writer = writer
        self._retry_counts = retry_counts
        self._handles = handles
        self._settle_s = settle_s
        self._missing_since: dict[int, float] = {}
        self._begun: set[int] = set()
        # Those that are left for the next poll.
        self._not_arrived: set[int] = set()
        self._pool: WorkerPool[int] = WorkerPool(self._save, _AT_ONCE)

    @property
    def busy(self) -> bool:
        """Whether results are on their way."""
        return self._pool.busy > 0

    def begin(self) -> None:
        """Begin with those that have ended since, and again with those that did not arrive."""
        self._not_arrived.clear()
        self.refill()

    def refill(self) -> None:
        """Begin with as many as there is room for."""
        # All that have ended would be gone through at each poll, and thousands wait at times.
        for row in self._writer.cache.each(_states.ENDED):
            if self._pool.busy >= _MOST_BEGUN:
                break
            waits = row.number in self._begun or row.number in self._not_arrived
            if not waits and not self._retry_counts.is_exhausted(row.number):
                self._begun.add(row.number)
                self._pool.start(row.number)

    def take(self, timeout_s: float = 0.0) -> bool:
        """Write down which have arrived, waiting for the first for so long.

        A result that is not available now is retried; what is wrong for all of them is raised.
        """
        changes: list[Change] = []
        final: Exception | None = None
        ended = self._pool.ended(timeout_s)
        for number, error in ended:
            self._begun.discard(number)
            if error is None:
                self._retry_counts.reset(number)
                self._handles.pop(number, None)
                file = result_file(self._writer.cache[number].name)
                changes.append((number, {"state": _states.DONE, "result": file, "note": None}))
            elif isinstance(error, ProcessingFailed):
                changes.append((number, {"state": _states.FAILED, "note": str(error)}))
            elif not isinstance(error, MapflowError) or _is_for_all(error):
                final = error
            else:
                if not self._may_appear(number, error):
                    self._handles.pop(number, None)
                    self._retry_counts.record(number)
                self._not_arrived.add(number)
                changes.append((number, {"note": str(error)}))
        self._writer.write(*changes)
        if final is not None:
            raise final
        return any("state" in columns for _, columns in changes)

    def _may_appear(self, number: int, error: MapflowError) -> bool:
        """Whether a result that is not found may be not shown yet."""
        if not isinstance(error, NotFound):
            return False
        now = timing.monotonic()
        return now - self._missing_since.setdefault(number, now) < self._settle_s

    def close(self) -> None:
        """Let go of what is on its way; it is resumed another time."""
        self._pool.close()

    def _save(self, number: int) -> None:
        row = self._writer.cache[number]
        handle = self._handles.get(number)
        result = self._client.processings.result(handle or row.processing_id or "")
        place = self._writer.cache.ledger.path.parent / result_file(row.name)
        result.save(place, overwrite=True, on_progress=self._check)
        if row.holds is not None:
            in_thread(partial(self._name_areas, row, place))

    def _name_areas(self, row: Entry, place: Path) -> None:
        area = cast("Geometry", json.loads(self._writer.cache.ledger.area(row.number)))
        name_areas(place, area, read_held(row.holds))

    def _check(self, _progress: object) -> None:
        if self._pool.is_stopped:
            raise _LetGoError


def _is_for_all(error: MapflowError) -> bool:
    """Whether it would be the same for the next result: no token, no room on the disk."""
    return isinstance(error, (AuthenticationError, InvalidFile))
