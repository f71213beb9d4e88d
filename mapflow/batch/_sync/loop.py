# Written by scripts/unasync.py from mapflow/batch/_async/loop.py; edit that file instead.
"""The loop of a batch: polls, saves and starts until nothing is left to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mapflow._http import timing
from mapflow._rules.polling import PollSchedule
from mapflow._sync.polling import rest
from mapflow.batch import _states
from mapflow.errors import InvalidInput, MapflowError

if TYPE_CHECKING:
    from mapflow._sync.client import Mapflow
    from mapflow.batch._callbacks import OnReport
    from mapflow.batch._retry_counts import RetryCounts
    from mapflow.batch._sync.downloads import Downloads
    from mapflow.batch._sync.ledger_writer import LedgerWriter
    from mapflow.batch._sync.polls import Polls
    from mapflow.batch._sync.starter import Starter

#: After something has changed, the first pause is this share of the time since the last change:
#: where rows end every minute, a poll every five seconds finds nothing.
_SHARE: Final = 0.5


class BatchLoop:
    """One program's turn at a batch."""

    def __init__(
        self,
        client: Mapflow,
        writer: LedgerWriter,
        polls: Polls,
        starter: Starter,
        downloads: Downloads,
        retry_counts: RetryCounts,
        *,
        interval_s: float | None,
        on_progress: OnReport | None,
    ) -> None:
        self._client = client
        self._writer = writer
        self._polls = polls
        self._starter = starter
        self._downloads = downloads
        self._retry_counts = retry_counts
        self._interval_s = interval_s
        self._on_progress = on_progress
        self._changed_at: float | None = None

    def work(self) -> None:
        """Loop until nothing is left to do."""
        try:
            self._work()
        finally:
            self._downloads.close()

    def _work(self) -> None:
        pace = self._pace()
        while self._is_work_left():
            moved = False
            try:
                moved = self._polls.poll()
                self._downloads.begin()
                moved |= self._downloads.take()
                moved |= self._starter.start()
                pace.good()
            except MapflowError as error:
                if isinstance(error, InvalidInput):
                    raise
                pace.failed(error)
            self._show()
            if moved:
                pace = self._pace()
            self._rest(pace)

    def _show(self) -> None:
        if self._on_progress is not None:
            self._on_progress(self._writer.cache.report())

    def _pace(self) -> PollSchedule:
        now = timing.monotonic()
        gap_s = 0.0 if self._changed_at is None else now - self._changed_at
        self._changed_at = now
        renews = self._client._session.transport.settings.renews_token
        return PollSchedule(
            now, None, self._interval_s, renews_token=renews, first_s=gap_s * _SHARE
        )

    def _rest(self, pace: PollSchedule) -> None:
        """Sleep until the next poll is due, and meanwhile record finished downloads."""
        if not self._downloads.busy:
            if self._is_work_left():
                rest(pace)
            return
        until = timing.monotonic() + pace.pause_s(timing.monotonic())
        while self._downloads.busy and (left_s := until - timing.monotonic()) > 0:
            try:
                moved = self._downloads.take(left_s)
                self._downloads.refill()
            except MapflowError as error:
                if isinstance(error, InvalidInput):
                    raise
                pace.failed(error)
                moved = False
            if moved:
                self._show()
        if self._is_work_left():
            timing.sleep(max(until - timing.monotonic(), 0.0))

    def _is_work_left(self) -> bool:
        return (
            self._writer.cache.count(_states.UNKNOWN, _states.RUNNING) > 0
            or bool(self._starter.refused)
            or self._downloads.busy
            or self._retry_counts.is_left(_states.WAITING)
            or self._retry_counts.is_left(_states.ENDED)
        )
