"""Starts a batch, or resumes the one that the folder holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from os import PathLike
from typing import TYPE_CHECKING, Literal, overload

from mapflow._http.concurrent import ain_thread
from mapflow.batch._async.batch_run import AsyncBatchRun, Callbacks
from mapflow.batch._async.earlier import with_earlier
from mapflow.batch._async.estimates import AsyncEstimates, Limits
from mapflow.batch._async.ledger_writer import AsyncLedgerWriter
from mapflow.batch._async.origins import origin_of
from mapflow.batch._async.pricing import AsyncPricing, PendingRow
from mapflow.batch._estimate import BatchEstimate, RowEstimate
from mapflow.batch._folders import check_folder, ledger_to_be, make_folder
from mapflow.batch._holds import read_held
from mapflow.batch._ledger import Ledger, fingerprint_of
from mapflow.batch._ledger_cache import LedgerCache
from mapflow.batch._locks import locked
from mapflow.batch._report import Report
from mapflow.batch._rows import read_rows
from mapflow.batch._settings import StoredSettings, check_bounds, check_choices
from mapflow.errors import InvalidInput

if TYPE_CHECKING:
    from pathlib import Path

    from mapflow._async.client import AsyncMapflow
    from mapflow._requests.raw import JsonLike
    from mapflow.batch._async.earlier import RowsLike
    from mapflow.batch._rows import Row
    from mapflow.batch._settings import BatchSettings
    from mapflow.sources import Source


@overload
async def run(
    client: AsyncMapflow,
    areas: RowsLike,
    *,
    model: str,
    source: Source | None,
    folder: str | PathLike[str],
    options: Mapping[str, bool] | Iterable[str] | None = None,
    project: str | None = None,
    name_field: str | None = None,
    meta: Mapping[str, str] | None = None,
    extra: Mapping[str, JsonLike] | None = None,
    parallel: int = 4,
    max_cost: float | None = None,
    budget: float | None = None,
    settle_s: float = 300.0,
    interval_s: float | None = None,
    on_progress: Callable[[Report], object] | None = None,
    on_estimate: Callable[[BatchEstimate], object] | None = None,
    dry_run: Literal[False] = False,
) -> Report: ...


@overload
async def run(
    client: AsyncMapflow,
    areas: RowsLike,
    *,
    model: str,
    source: Source | None,
    folder: str | PathLike[str],
    options: Mapping[str, bool] | Iterable[str] | None = None,
    project: str | None = None,
    name_field: str | None = None,
    meta: Mapping[str, str] | None = None,
    extra: Mapping[str, JsonLike] | None = None,
    parallel: int = 4,
    max_cost: float | None = None,
    budget: float | None = None,
    settle_s: float = 300.0,
    interval_s: float | None = None,
    on_progress: Callable[[Report], object] | None = None,
    on_estimate: Callable[[BatchEstimate], object] | None = None,
    dry_run: Literal[True],
) -> BatchEstimate: ...


@overload
async def run(
    client: AsyncMapflow,
    areas: RowsLike,
    *,
    model: str,
    source: Source | None,
    folder: str | PathLike[str],
    options: Mapping[str, bool] | Iterable[str] | None = None,
    project: str | None = None,
    name_field: str | None = None,
    meta: Mapping[str, str] | None = None,
    extra: Mapping[str, JsonLike] | None = None,
    parallel: int = 4,
    max_cost: float | None = None,
    budget: float | None = None,
    settle_s: float = 300.0,
    interval_s: float | None = None,
    on_progress: Callable[[Report], object] | None = None,
    on_estimate: Callable[[BatchEstimate], object] | None = None,
    dry_run: bool,
) -> Report | BatchEstimate: ...


async def run(
    client: AsyncMapflow,
    areas: RowsLike,
    *,
    model: str,
    source: Source | None,
    folder: str | PathLike[str],
    options: Mapping[str, bool] | Iterable[str] | None = None,
    project: str | None = None,
    name_field: str | None = None,
    meta: Mapping[str, str] | None = None,
    extra: Mapping[str, JsonLike] | None = None,
    parallel: int = 4,
    max_cost: float | None = None,
    budget: float | None = None,
    settle_s: float = 300.0,
    interval_s: float | None = None,
    on_progress: Callable[[Report], object] | None = None,
    on_estimate: Callable[[BatchEstimate], object] | None = None,
    dry_run: bool = False,
) -> Report | BatchEstimate:
    """Run a model on many areas, a few at a time, and save each result. This costs credits.

    Everything is kept in a ledger in the folder, so that the same call resumes after whatever
    ended the program, and does nothing once all is done. One area that fails does not stop the
    others.

    Args:
        client: A client.
        areas: Whatever a run takes as an area, each feature of it a row; a mapping from names to
            areas; or areas, also those of ``mapflow.geometry.read_areas``, which chooses a layer.
            A processing stands for its areas: by itself with a row for each, else as one row.
        model: The model: its id, its name, or its name without emoji and case.
        source: The imagery, see ``mapflow.sources``; None lets Mapflow choose.
        folder: Where the ledger, the results and the report go; made if it is not there.
        options: Steps of the model to switch, as ``{"name": True}`` or a list of names.
        project: Id or name of the project to run in; None for the default one.
        name_field: Property that names the areas. Default: ``name`` in whatever case, else the
            feature's id, where these are unique, else numbers from 1.
        meta: Free keys and values for each processing, to find it by later.
        extra: Members of the request bodies that this package does not know; see
            ``processings.run``. Default: none.
        parallel: Maximum concurrent processings. Default: 4.
        max_cost: Maximum price of one area, in credits. Default: no limit.
        budget: Maximum price of all areas together, in credits. Default: no limit.
        settle_s: If the outcome of a request is unknown, because the program ended or its
            response was lost, the request counts as never received when the service still shows
            no processing with its tag this many seconds later. Only then the area is sent again.
            The time counts from when this turn learned of it, by a clock that cannot jump.
            Default: 300.
        interval_s: A fixed pause between polls, in seconds. Default: from 5 growing to 30.
        on_progress: Called with a ``Report`` after each poll, and when an error ends the turn.
        on_estimate: Called once with a ``BatchEstimate`` before a new batch is written down and
            anything is started; an exception from it ends the batch there. With it, the price of
            each area is requested before the first is started.
        dry_run: Whether to check all areas and ask their prices, and start nothing. Nothing is
            written either. Default: False.

    Returns:
        The state of each area, which is also written to ``report.json`` in the folder. In a dry
        run, what would be started, and its price.

    Raises:
        InvalidInput: The areas cannot be read, the folder holds another batch or other files,
            another program works on this one, or it was started with another account.
        InvalidFile: The folder, the ledger or a result cannot be written. Free space or change
            the permissions, then call this again; what was started is found again.
        UnknownModel: No model of the account fits the name; the text lists them.
        AuthenticationError: The token is not valid; resume with another one of the account.
        TransportError: The service stayed out of reach; call this again later to resume.

    Example:
        ```python
        from mapflow import batch, sources

        report = await batch.run(
            mf,
            {"North": area},
            model="buildings",
            source=sources.Provider("Mapbox"),
            folder="roofs",
            budget=500,
        )
        print(report)
        ```
    """
    check_bounds(parallel, max_cost, budget, settle_s, interval_s)
    check_choices(dry_run=dry_run, on_progress=on_progress, on_estimate=on_estimate)
    rows = read_rows(await with_earlier(client, areas), name_field)
    stored = StoredSettings.make(model, source, options, project, meta, extra)
    settings = stored.for_run(source, parallel, settle_s, interval_s)
    path = ledger_to_be(folder)
    fingerprint = fingerprint_of(rows, stored.identity())
    callbacks = Callbacks(on_progress, on_estimate)
    limits = Limits(max_cost, budget, budget)
    is_new = not path.exists() or _is_replaceable(path, fingerprint)
    if dry_run and not is_new:
        with Ledger.reading(path) as ledger:
            _check_same(ledger, fingerprint)
            return await _run_at(client, ledger, settings, limits, is_kept=False).estimate()
    pricing: AsyncPricing | None = None
    agreed: float | None = None
    if is_new:
        check_folder(path.parent, rows)
        if dry_run or on_estimate is not None:
            pricing = AsyncPricing(client, settings, (await origin_of(client, project)).project_id)
            estimate = await _estimate(client, rows, pricing, limits)
            if dry_run:
                return estimate
            if on_estimate is not None:
                on_estimate(estimate)
                agreed, pricing.is_agreed = estimate.maximum, True
        make_folder(path.parent)
    with locked(path):
        if path.exists() and not (is_new and _is_replaceable(path, fingerprint)):
            ledger = await ain_thread(partial(Ledger.open, path))
        else:
            ledger = await ain_thread(
                partial(Ledger.create, path, rows, stored.to_dict(), fingerprint)
            )
        try:
            _check_same(ledger, fingerprint)
            if pricing is not None:
                ledger.keep(agreed=agreed)
            elif _is_new_limit(ledger, max_cost, budget):
                # An explicit limit replaces a price that was agreed to.
                ledger.keep(agreed=None)
            ledger.keep(max_cost=max_cost, budget=budget)
            return await _run_at(client, ledger, settings, limits, pricing=pricing).work(callbacks)
        finally:
            ledger.close()


def _run_at(
    client: AsyncMapflow,
    ledger: Ledger,
    settings: BatchSettings,
    limits: Limits,
    *,
    is_kept: bool = True,
    pricing: AsyncPricing | None = None,
) -> AsyncBatchRun:
    cache = LedgerCache(ledger)
    cache.set_limits(max_cost=limits.max_cost, budget=limits.budget)
    return AsyncBatchRun(
        client, AsyncLedgerWriter(cache, is_kept=is_kept), settings, pricing=pricing
    )


async def _estimate(
    client: AsyncMapflow, rows: list[Row], pricing: AsyncPricing, limits: Limits
) -> BatchEstimate:
    """Estimate a batch that does not exist yet."""
    pending = [
        PendingRow(number, row.name, row.area, len(read_held(row.holds)) or 1)
        for number, row in enumerate(rows, 1)
        if row.area
    ]
    unusable = [RowEstimate(row.name, None, None, False, row.fault) for row in rows if not row.area]
    return await AsyncEstimates(client, pricing, limits).of(pending, unusable)


def _is_replaceable(path: Path, fingerprint: str) -> bool:
    """Whether the ledger that is there is of another batch, of which nothing was ever started.

    A mistyped option ends a batch before anything is sent; its ledger must not bind the folder.
    """
    with Ledger.reading(path) as ledger:
        return ledger.fingerprint != fingerprint and not ledger.has_started


def _is_new_limit(ledger: Ledger, max_cost: float | None, budget: float | None) -> bool:
    """Whether a limit was given that the ledger does not have yet."""
    given = {"max_cost": max_cost, "budget": budget}
    return any(
        limit is not None and limit != ledger.settings.get(name) for name, limit in given.items()
    )


def _check_same(ledger: Ledger, fingerprint: str) -> None:
    """Refuse a ledger that is there and belongs to another batch."""
    if ledger.fingerprint != fingerprint:
        raise InvalidInput(
            f"{ledger.path.parent} holds a batch of other areas, or of another model, source or"
            " project.",
            hint="Choose another folder; `mapflow batch resume` resumes what is there.",
        )
