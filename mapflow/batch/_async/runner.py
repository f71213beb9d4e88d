"""Starts a batch, or resumes the one that the folder holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from os import PathLike
from typing import TYPE_CHECKING, Literal, overload

from mapflow.batch._async.batch_run import Callbacks
from mapflow.batch._async.earlier import with_earlier
from mapflow.batch._async.estimates import Limits
from mapflow.batch._async.folder_run import AsyncFolderRun
from mapflow.batch._estimate import BatchEstimate
from mapflow.batch._folders import ledger_to_be
from mapflow.batch._plans import plan_in
from mapflow.batch._report import Report
from mapflow.batch._rows import read_rows
from mapflow.batch._settings import StoredSettings, check_bounds, check_choices

if TYPE_CHECKING:
    from mapflow._async.client import AsyncMapflow
    from mapflow._requests.raw import JsonLike
    from mapflow.batch._async.earlier import RowsLike
    from mapflow.batch._callbacks import OnEstimate, OnReport
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
    on_progress: OnReport | None = None,
    on_estimate: OnEstimate | None = None,
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
    on_progress: OnReport | None = None,
    on_estimate: OnEstimate | None = None,
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
    on_progress: OnReport | None = None,
    on_estimate: OnEstimate | None = None,
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
    on_progress: OnReport | None = None,
    on_estimate: OnEstimate | None = None,
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

        report = await batch.run_async(
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
    plan = plan_in(areas)
    rows = read_rows(await with_earlier(client, areas if plan is None else plan), name_field)
    stored = StoredSettings.make(model, source, options, project, meta, extra)
    work = AsyncFolderRun(
        client,
        ledger_to_be(folder),
        rows,
        stored,
        stored.for_run(source, parallel, settle_s, interval_s),
        Limits(max_cost, budget, budget),
        plan=plan,
    )
    if dry_run:
        return await work.estimate()
    return await work.work(Callbacks(on_progress, on_estimate))
