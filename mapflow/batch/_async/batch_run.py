"""One run of a batch: recover what an earlier run left, ask for consent, do the rest."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from mapflow.batch import _states
from mapflow.batch._async.downloads import AsyncDownloads
from mapflow.batch._async.estimates import AsyncEstimates, Limits
from mapflow.batch._async.loop import AsyncBatchLoop
from mapflow.batch._async.origins import check_origin
from mapflow.batch._async.polls import AsyncPolls
from mapflow.batch._async.pricing import AsyncPricing, PendingRow
from mapflow.batch._async.starter import AsyncStarter
from mapflow.batch._folders import write_report
from mapflow.batch._holds import read_held
from mapflow.batch._retry_counts import RetryCounts
from mapflow.errors import MapflowError

if TYPE_CHECKING:
    from mapflow._async.client import AsyncMapflow
    from mapflow.batch._async.ledger_writer import AsyncLedgerWriter
    from mapflow.batch._callbacks import OnEstimate, OnReport
    from mapflow.batch._estimate import BatchEstimate
    from mapflow.batch._ledger import Change, Entry
    from mapflow.batch._ledger_cache import LedgerCache
    from mapflow.batch._report import Report
    from mapflow.batch._settings import BatchSettings


class Callbacks(NamedTuple):
    """The callbacks of a caller.

    Attributes:
        on_progress: Called with a report after each poll, and if an error ends the run.
        on_estimate: Called with the estimate before anything is started.
    """

    on_progress: OnReport | None = None
    on_estimate: OnEstimate | None = None


class AsyncBatchRun:
    """One program's work on an existing batch.

    Args:
        client: Whose it is.
        writer: The rows.
        settings: What to run on them.
        retry_failed: Whether what has failed is started again.
        pricing: What was checked and priced before the batch was there; it was agreed to.
    """

    def __init__(
        self,
        client: AsyncMapflow,
        writer: AsyncLedgerWriter,
        settings: BatchSettings,
        *,
        retry_failed: bool = False,
        pricing: AsyncPricing | None = None,
    ) -> None:
        self._client = client
        self._writer = writer
        self._settings = settings
        self._retry_failed = retry_failed
        self._pricing = pricing or AsyncPricing(client, settings, None)
        self._retry_counts = RetryCounts(writer.cache)
        self._starter = AsyncStarter(writer, settings, self._pricing, self._retry_counts)

    async def estimate(self) -> BatchEstimate:
        """Estimate what would be started now."""
        await self._recover()
        return await self._estimate()

    async def work(self, callbacks: Callbacks) -> Report:
        """Do what is left to do."""
        cache = self._writer.cache
        try:
            polls = await self._recover()
            if polls is not None:
                if (
                    callbacks.on_estimate is not None
                    and not self._pricing.is_agreed
                    and self._to_start()
                ):
                    estimate = await self._estimate()
                    callbacks.on_estimate(estimate)
                    self._pricing.is_agreed = True
                    await self._writer.agree(estimate.maximum)
                await self._writer.write(*self._retries())
                await self._loop(polls, callbacks.on_progress).work()
        except BaseException as stop:
            stop.add_note(_way_back(cache))
            report = cache.report()
            is_told = isinstance(stop, Exception) and cache.count(*_states.PAID)
            if is_told and callbacks.on_progress is not None:
                # The ledger itself may be the cause: report what was started while it is known.
                with suppress(Exception):
                    callbacks.on_progress(report)
            try:
                write_report(cache.ledger.path.parent, report)
            except MapflowError as error:
                stop.add_note(str(error))
            raise
        report = cache.report()
        try:
            write_report(cache.ledger.path.parent, report)
        except MapflowError as error:
            error.add_note(
                "The batch itself is in order:"
                f" `mapflow batch status {cache.ledger.path.parent}` shows it."
            )
            raise
        return report

    async def _recover(self) -> AsyncPolls | None:
        """Find out what an earlier turn left behind; None when there is nothing to do."""
        await self._writer.write(*_open_ends(self._writer.cache))
        cache = self._writer.cache
        self._starter.doubt(cache.rows(_states.REFUSED))
        is_open = cache.count(_states.UNKNOWN, _states.RUNNING, _states.ENDED, _states.WAITING)
        if not is_open and not self._failed() and not self._starter.refused:
            return None
        origin = await check_origin(self._client, self._writer, self._settings.project)
        self._pricing.project = origin.project_id
        polls = AsyncPolls(
            self._client, self._writer, self._starter, origin.project_id, self._settings.settle_s
        )
        await polls.adopt()
        return polls

    def _loop(self, polls: AsyncPolls, on_progress: OnReport | None) -> AsyncBatchLoop:
        downloads = AsyncDownloads(
            self._client, self._writer, self._retry_counts, polls.ended, self._settings.settle_s
        )
        return AsyncBatchLoop(
            self._client,
            self._writer,
            polls,
            self._starter,
            downloads,
            self._retry_counts,
            interval_s=self._settings.interval_s,
            on_progress=on_progress,
        )

    def _failed(self) -> list[Entry]:
        """What has failed, and may have been restarted or be started again."""
        failed = self._writer.cache.rows(_states.FAILED)
        if not self._retry_failed:
            return failed
        return failed + [row for row in self._writer.cache.rows(_states.REFUSED) if row.has_area]

    def _to_start(self) -> list[Entry]:
        again = self._failed() if self._retry_failed else []
        return sorted(self._writer.cache.rows(_states.WAITING) + again)

    def _retries(self) -> list[Change]:
        """Let what has failed be started again, with a new tag; what it cost stays counted."""
        return [_again(row) for row in self._failed()] if self._retry_failed else []

    async def _estimate(self) -> BatchEstimate:
        cache = self._writer.cache
        left = cache.left()
        limits = Limits(cache.max_cost, left, cache.budget)
        pending = [
            PendingRow(
                row.number,
                row.name,
                cache.ledger.area(row.number),
                len(read_held(row.holds)) or 1,
            )
            for row in self._to_start()
        ]
        return await AsyncEstimates(self._client, self._pricing, limits).of(pending, ())


def _again(row: Entry) -> Change:
    if row.state == _states.REFUSED and row.tag is not None:
        # The refusal is not confirmed yet: search for it before sending it again.
        return row.number, {"state": _states.UNKNOWN, "note": None, "obstacle": None}
    return row.number, {
        "state": _states.WAITING,
        "tag": None,
        "sent": None,
        "processing_id": None,
        "cost": None,
        "status": None,
        "note": None,
        "earlier_id": row.processing_id or row.earlier_id,
        "earlier_cost": row.earlier_cost + _cost_of(row),
    }


def _cost_of(row: Entry) -> float:
    return row.cost if row.state == _states.FAILED and row.cost is not None else 0.0


def _open_ends(cache: LedgerCache) -> list[Change]:
    """What an earlier run left unfinished, and what is retried."""
    changes: list[Change] = []
    for row in cache.rows(_states.SENDING, _states.WAITING, _states.OVER_BUDGET):
        if row.tag is not None:
            # A request with its tag may have been sent: search for it before sending it again.
            changes.append((row.number, {"state": _states.UNKNOWN, "obstacle": None}))
        elif row.state != _states.WAITING:
            # What cost too much may fit into what may be spent now.
            columns = {"state": _states.WAITING, "note": None, "obstacle": None, "cost": None}
            changes.append((row.number, columns))
    return changes


def _way_back(cache: LedgerCache) -> str:
    command = f"`mapflow batch resume {cache.ledger.path.parent}`"
    if cache.count(*_states.OPEN):
        return f"What was started continues at Mapflow and is charged. Resume it with {command}."
    return f"Resume the batch with {command}."
