"""Resumes a batch from its ledger alone."""

from __future__ import annotations

from functools import partial
from os import PathLike
from typing import TYPE_CHECKING, Literal, overload

from mapflow._http.concurrent import ain_thread
from mapflow.batch import _sources, _states
from mapflow.batch._async.batch_run import AsyncBatchRun, Callbacks
from mapflow.batch._async.ledger_writer import AsyncLedgerWriter
from mapflow.batch._estimate import BatchEstimate
from mapflow.batch._folders import ledger_in
from mapflow.batch._ledger import Ledger, check_there
from mapflow.batch._ledger_cache import LedgerCache
from mapflow.batch._locks import locked
from mapflow.batch._report import Report
from mapflow.batch._settings import StoredSettings, check_bounds, check_choices

if TYPE_CHECKING:
    from mapflow._async.client import AsyncMapflow
    from mapflow.batch._callbacks import OnEstimate, OnReport
    from mapflow.batch._settings import BatchSettings
    from mapflow.sources import Source


@overload
async def resume(
    client: AsyncMapflow,
    batch: str | PathLike[str],
    *,
    source: Source | None = None,
    max_cost: float | None = None,
    budget: float | None = None,
    retry_failed: bool = False,
    parallel: int = 4,
    settle_s: float = 300.0,
    interval_s: float | None = None,
    on_progress: OnReport | None = None,
    on_estimate: OnEstimate | None = None,
    dry_run: Literal[False] = False,
) -> Report: ...


@overload
async def resume(
    client: AsyncMapflow,
    batch: str | PathLike[str],
    *,
    source: Source | None = None,
    max_cost: float | None = None,
    budget: float | None = None,
    retry_failed: bool = False,
    parallel: int = 4,
    settle_s: float = 300.0,
    interval_s: float | None = None,
    on_progress: OnReport | None = None,
    on_estimate: OnEstimate | None = None,
    dry_run: Literal[True],
) -> BatchEstimate: ...


@overload
async def resume(
    client: AsyncMapflow,
    batch: str | PathLike[str],
    *,
    source: Source | None = None,
    max_cost: float | None = None,
    budget: float | None = None,
    retry_failed: bool = False,
    parallel: int = 4,
    settle_s: float = 300.0,
    interval_s: float | None = None,
    on_progress: OnReport | None = None,
    on_estimate: OnEstimate | None = None,
    dry_run: bool,
) -> Report | BatchEstimate: ...


async def resume(
    client: AsyncMapflow,
    batch: str | PathLike[str],
    *,
    source: Source | None = None,
    max_cost: float | None = None,
    budget: float | None = None,
    retry_failed: bool = False,
    parallel: int = 4,
    settle_s: float = 300.0,
    interval_s: float | None = None,
    on_progress: OnReport | None = None,
    on_estimate: OnEstimate | None = None,
    dry_run: bool = False,
) -> Report | BatchEstimate:
    """Resume a batch, from the same or another process or machine. This may cost credits.

    A processing that failed and was restarted since, with ``processings.restart`` or
    `mapflow restart`, is picked up again.

    Args:
        client: A client of the account that started it.
        batch: The folder of the batch, or its ledger.
        source: The imagery, which is needed again if it holds a login or a key, because the
            ledger keeps none. Default: that of the ledger.
        max_cost: Maximum price of one area, in credits. Default: as given before.
        budget: Maximum price of all areas together, in credits; what was started before counts.
            Default: as given before.
        retry_failed: Whether to start again what failed, and what the service refused. Each is a
            new processing that is charged; the price of the failed one stays counted. Default:
            False.
        parallel: Maximum concurrent processings. Default: 4.
        settle_s: As for ``run``. Default: 300.
        interval_s: As for ``run``. Default: from 5 growing to 30.
        on_progress: Called with a ``Report`` after each poll, and when an error ends the turn.
        on_estimate: Called once with a ``BatchEstimate``, if there is anything to start, before
            it is started; an exception from it ends the call there.
        dry_run: Whether to ask what would be started now and for what price, and start nothing.
            Default: False.

    Returns:
        The state of each area. In a dry run, what would be started, and its price.

    Raises:
        InvalidInput: The folder holds no batch, another program works on it, it was started with
            another account or at another address, or its source must be given again.
        InvalidFile: The ledger or a result cannot be written. Free space or change the
            permissions, then call this again; what was started is found again.
        TransportError: The service stayed out of reach; call this again later to resume.

    Example:
        ```python
        from mapflow import batch, sources

        await batch.run_async(
            mf, [area], model="buildings", source=sources.Provider("Mapbox"), folder="roofs"
        )
        print(await batch.resume_async(mf, "roofs"))
        ```
    """
    check_bounds(parallel, max_cost, budget, settle_s, interval_s)
    check_choices(
        dry_run=dry_run,
        retry_failed=retry_failed,
        on_progress=on_progress,
        on_estimate=on_estimate,
    )
    path = ledger_in(batch)
    check_there(path)
    given = {"max_cost": max_cost, "budget": budget}
    limits = {name: limit for name, limit in given.items() if limit is not None}
    kept = {**limits, "agreed": None} if limits else {}

    def run_at(ledger: Ledger, *, is_kept: bool) -> AsyncBatchRun:
        cache = LedgerCache(ledger)
        cache.set_limits(**kept)
        settings = _settings_of(
            cache, source, parallel, settle_s, interval_s, retry_failed=retry_failed
        )
        writer = AsyncLedgerWriter(cache, is_kept=is_kept)
        return AsyncBatchRun(client, writer, settings, retry_failed=retry_failed)

    if dry_run:
        with Ledger.reading(path) as ledger:
            return await run_at(ledger, is_kept=False).estimate()
    with locked(path):
        ledger = await ain_thread(partial(Ledger.open, path))
        try:
            batch_run = run_at(ledger, is_kept=True)
            ledger.keep(**kept)
            return await batch_run.work(Callbacks(on_progress, on_estimate))
        finally:
            ledger.close()


def _settings_of(
    cache: LedgerCache,
    source: Source | None,
    parallel: int,
    settle_s: float,
    interval_s: float | None,
    *,
    retry_failed: bool,
) -> BatchSettings:
    """The stored settings; the source must be given again if the ledger keeps none."""
    stored = StoredSettings.from_dict(cache.ledger.settings)
    if source is None:
        again = (_states.FAILED, _states.REFUSED) if retry_failed else ()
        to_start = (_states.WAITING, _states.SENDING, _states.UNKNOWN, _states.OVER_BUDGET, *again)
        is_needed = cache.count(*to_start) > 0 and stored.has_source
        source = _sources.read(stored.source, wanted=is_needed)
    return stored.for_run(source, parallel, settle_s, interval_s)
