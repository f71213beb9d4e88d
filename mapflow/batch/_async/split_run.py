"""Runs a model on an area of any size, and makes one file of the results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from os import PathLike
from typing import TYPE_CHECKING, cast

from mapflow._arguments import is_amount
from mapflow._hints import Hint
from mapflow._http.concurrent import ain_thread
from mapflow.batch._async.batch_run import Callbacks
from mapflow.batch._async.estimates import Limits
from mapflow.batch._async.folder_run import AsyncFolderRun
from mapflow.batch._ledger import Ledger
from mapflow.batch._limits import SpendingLimits
from mapflow.batch._locks import locked
from mapflow.batch._results import Collected, collect_results
from mapflow.batch._rows import read_rows
from mapflow.batch._settings import StoredSettings, check_bounds, check_choices
from mapflow.batch._split_run import How, Place, SplitRun, digest_of
from mapflow.errors import InvalidInput
from mapflow.geometry import read_areas

if TYPE_CHECKING:
    from mapflow._async.client import AsyncMapflow
    from mapflow._requests.raw import JsonLike
    from mapflow.batch._callbacks import OnPrice, OnReport
    from mapflow.batch._estimate import BatchEstimate
    from mapflow.batch._outputs import OutputFile
    from mapflow.batch._settings import BatchSettings
    from mapflow.geometry import AreasLike, CrsLike, NamedArea
    from mapflow.sources import Source
    from mapflow.splitting import Group, SplitLimits, SplitPlan


async def run_split(
    client: AsyncMapflow,
    area: AreasLike,
    path: str | PathLike[str],
    *,
    model: str,
    source: Source | None = None,
    folder: str | PathLike[str] | None = None,
    overlap_m: float = 0.0,
    spread_deg: float | None = 2.0,
    group: Group = "pack",
    options: Mapping[str, bool] | Iterable[str] | None = None,
    project: str | None = None,
    meta: Mapping[str, str] | None = None,
    extra: Mapping[str, JsonLike] | None = None,
    parallel: int = 4,
    max_cost: float | None = None,
    settle_s: float = 300.0,
    interval_s: float | None = None,
    tolerance_m: float = 1.5,
    overwrite: bool = False,
    crs: CrsLike | None = None,
    layer: str | None = None,
    repair: bool = False,
    on_price: OnPrice | None = None,
    on_progress: OnReport | None = None,
) -> SplitRun:
    """Run a model on an area of any size, and save the results as one file. This costs credits.

    The area is split as by `mapflow.split`, its price is asked, its parts are run as a batch, and
    their results are joined as by `batch.collect`. Whatever ends the program, the same call
    resumes: it pays nothing twice and writes the same file. Once the file is there, the call does
    nothing. It needs the ``geo`` extra.

    To see the price beforehand, pass ``on_price``, or call `mapflow.split` and `SplitPlan.price`.

    Args:
        client: A client.
        area: Whatever a run takes as an area, of any size: a district in a shapefile, a data frame,
            a bounding box.
        path: The file to write; its suffix names the format, as for ``formats.save``.
        model: The model: its id, its name, or its name without emoji and case.
        source: The imagery, see ``mapflow.sources``. Default: chosen by Mapflow.
        folder: Where the batch is kept, with the result of each part. Default: beside the file
            and called like it, such as ``roofs.parts`` for ``roofs.gpkg``.
        overlap_m: How far parts reach over their seams, in metres; that ground is paid twice.
            Default: 0.
        spread_deg: How far apart the polygons of one part may lie, in degrees (1 degree is
            111 km). None: any distance. Default: 2.
        group: ``"pack"`` or ``"hull"``, as for `mapflow.split`. Default: ``"pack"``.
        options: Steps of the model to switch, as ``{"name": True}`` or a list of names.
        project: Id or name of the project to run in; None for the default one.
        meta: Free keys and values for each processing, to find it by later.
        extra: Members of the request bodies that this package does not know; see
            ``processings.run``. Default: none.
        parallel: Maximum concurrent processings. Default: 4.
        max_cost: Maximum price of the whole area, in credits. Above it nothing is started.
            Default: no limit; of a run that was started, the limit that it has.
        settle_s: As for ``batch.run``, in seconds. Default: 300.
        interval_s: A fixed pause between polls, in seconds. Default: from 5 growing to 30.
        tolerance_m: How far the outlines of one object may differ between two results, in metres.
            Default: 1.5.
        overwrite: Whether another file of that name may be replaced. Default: False.
        crs: As for `as_geometry`.
        layer: As for `as_geometry`.
        repair: As for `as_geometry`.
        on_price: Called with the plan and its price before anything is started; an exception
            from it ends the call there. What it returns is the maximum price that it agreed to, in
            credits: parts that cost more by then wait. None: no maximum besides ``max_cost``. Not
            called again once a part was started.
        on_progress: Called with a ``Report`` after each poll.

    Returns:
        The plan, the state of each part, and the file. If a part has no result, ``collected`` is
        None, and ``report`` says why: call ``batch.resume(client, folder, retry_failed=True)``,
        then this again.

    Raises:
        InvalidArea: The area cannot be used, or the ``geo`` extra is missing. Correct the area, or
            install the extra.
        InvalidInput: An argument cannot be used, or the folder holds another batch. Choose another
            folder.
        InvalidFile: The file exists already or cannot be written. Choose another name, or pass
            ``overwrite=True``.
        LimitExceeded: The whole area costs more than ``max_cost``, the credits or the budget of
            the client. Nothing was started; raise the limit.
        TransportError: The service stayed out of reach; call this again later to resume.

    Example:
        ```python
        from mapflow import batch, sources

        done = await batch.run_split_async(
            mf,
            (37.300, 55.630, 37.305, 55.633),
            "roofs.geojson",
            model="buildings",
            source=sources.Provider("Mapbox"),
            max_cost=500,
        )
        print(len(done.plan), done.collected)
        ```

    Operation: estimateCost (POST /processing/cost), runProcessing (POST /processings), and those
        of waiting and of results.
    """
    check_bounds(parallel, max_cost, None, settle_s, interval_s)
    check_choices(dry_run=False, on_progress=on_progress, on_estimate=on_price)
    stored = StoredSettings.make(model, source, options, project, meta, extra)
    settings = stored.for_run(source, parallel, settle_s, interval_s)
    place = Place.of(path, folder)
    output = place.output({"join": "auto", "tolerance_m": tolerance_m})
    output.check(overwrite=overwrite)
    how: How = {"overlap_m": overlap_m, "spread_deg": spread_deg, "group": group}
    areas = await ain_thread(partial(read_areas, area, crs=crs, layer=layer, repair=repair))
    split_of = digest_of(areas, how)
    plan = await _plan_of(client, place, areas, how, split_of, settings)
    rows = read_rows(plan, None)
    place.check_apart(row.name for row in rows)
    agreed: float | None = None
    has_started = place.has_started
    if not has_started:
        price = await plan.price_async(
            client, model=model, source=source, options=stored.options, project=project, extra=extra
        )
        left = None if client.budget is None else client.budget.remaining
        SpendingLimits(max_cost, None, None, price.remaining_credits, left).check(price.cost)
        if on_price is not None:
            agreed = _agreed_to(on_price(plan, price))
    work = AsyncFolderRun(
        client,
        place.ledger,
        rows,
        stored,
        settings,
        _limits(place, max_cost, has_started=has_started),
        plan=plan,
        agreed=agreed,
        split_of=split_of,
    )
    try:
        report = await work.work(Callbacks(on_progress, None))
        if not report.is_success:
            return SplitRun(plan, report, None)
        collecting = partial(_collected, place, output, tolerance_m, overwrite=overwrite)
        return SplitRun(plan, report, await ain_thread(collecting))
    except BaseException as stop:
        if not isinstance(stop, InvalidInput):
            stop.add_note(_way_back(place))
        raise


def _way_back(place: Place) -> Hint:
    return Hint(
        python=f"The same call resumes it as well, and then writes {place.target}.",
        command=f"The same command resumes it as well, and then writes {place.target}.",
    )


async def estimate_split(
    client: AsyncMapflow,
    areas: Sequence[NamedArea],
    place: Place,
    stored: StoredSettings,
    how: How,
    *,
    source: Source | None,
    max_cost: float | None,
) -> BatchEstimate:
    """Estimate what `run_split` would start now of what was started before; nothing is written."""
    settings = stored.for_run(source, 1, 0, None)
    split_of = digest_of(areas, how)
    plan = await _plan_of(client, place, areas, how, split_of, settings)
    work = AsyncFolderRun(
        client,
        place.ledger,
        read_rows(plan, None),
        stored,
        settings,
        _limits(place, max_cost, has_started=place.has_started),
        plan=plan,
        split_of=split_of,
    )
    return await work.estimate()


async def _plan_of(
    client: AsyncMapflow,
    place: Place,
    areas: Sequence[NamedArea],
    how: How,
    split_of: str,
    settings: BatchSettings,
) -> SplitPlan:
    """The plan of a place, or one that keeps the limits of the account now."""
    plan = await ain_thread(partial(place.plan, split_of))
    if plan is not None:
        return plan
    from mapflow.splitting import split

    limits = await _limits_of(client, settings.project, settings.spec.source)
    return await ain_thread(partial(split, areas, limits, **how))


def _limits(place: Place, max_cost: float | None, *, has_started: bool) -> Limits:
    """What may be spent; a call without a limit keeps that of what was started."""
    if max_cost is not None or not has_started:
        return Limits(None, max_cost, max_cost)
    # The ledger checks what it keeps.
    one, whole = cast("tuple[float | None, float | None]", place.kept_limits)
    return Limits(one, whole, whole)


def _agreed_to(agreed: object) -> float | None:
    """The price that a caller agreed to."""
    if agreed is None or is_amount(agreed):
        return cast("float | None", agreed)
    raise InvalidInput(
        f"`on_price` must return None or the price agreed to, in credits, got {agreed!r:.40}.",
        hint="Nothing was started. To start nothing, let it raise an exception.",
    )


async def _limits_of(
    client: AsyncMapflow, project: str | None, source: Source | None
) -> SplitLimits:
    from mapflow.sources import Provider
    from mapflow.splitting._limits import limits_from

    account = await client.account.status()
    projects = client.projects
    home = await (projects.default() if project is None else projects.get(project))
    provider = source.name if isinstance(source, Provider) else None
    return limits_from(account, home.aoi_area_limit_m2, provider)


def _collected(
    place: Place, output: OutputFile, tolerance_m: float, *, overwrite: bool
) -> Collected:
    """The file of the joined results, written unless it is there."""
    if output.collected is not None:
        return output.collected
    with locked(place.ledger):
        ledger = Ledger.open(place.ledger)
        try:
            is_free = overwrite or output.is_ours
            output.begin(ledger)
            try:
                collected = collect_results(
                    place.ledger,
                    place.target,
                    join="auto",
                    partial=False,
                    tolerance_m=tolerance_m,
                    overwrite=is_free,
                    executor=None,
                )
            except BaseException:
                output.give_up(ledger)
                raise
            output.end(ledger, collected)
            return collected
        finally:
            ledger.close()
