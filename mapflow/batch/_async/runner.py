"""Starts a batch, or goes on with one."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from mapflow.batch import _ledger, _sources
from mapflow.batch._async.worker import AsyncWorker
from mapflow.batch._ledger import Ledger, check_there, fingerprint_of, locked
from mapflow.batch._places import LEDGER, check_free, ledger_in, make_folder, write_report
from mapflow.batch._report import Report, report_of
from mapflow.batch._rows import read_rows
from mapflow.batch._settings import Plan, Settings, check_bounds
from mapflow.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mapflow._async.client import AsyncMapflow
    from mapflow.geometry import AreasLike
    from mapflow.sources import Source


async def run(
    client: AsyncMapflow,
    areas: AreasLike,
    *,
    model: str,
    source: Source | None,
    folder: str | PathLike[str],
    options: Mapping[str, bool] | Iterable[str] | None = None,
    project: str | None = None,
    name_field: str | None = None,
    meta: Mapping[str, str] | None = None,
    parallel: int = 4,
    max_cost: float | None = None,
    budget: float | None = None,
    settle_s: float = 300.0,
    interval_s: float | None = None,
    on_progress: Callable[[Report], object] | None = None,
) -> Report:
    """Run a model on many areas, a few at a time, and save each result. This costs credits.

    Everything is kept in a ledger in the folder, so that the same call goes on after whatever
    ended the program, and does nothing once all is done. One area that fails does not stop the
    others.

    Args:
        client: A client.
        areas: Whatever a run takes as an area, each feature of it a row; a mapping from names to
            areas; or areas, also those of ``mapflow.geometry.read_areas``, which chooses a layer.
        model: The model: its id, its name, or its name without emoji and case.
        source: The imagery, see ``mapflow.sources``; None lets Mapflow choose.
        folder: Where the ledger, the results and the report go; made if it is not there.
        options: Steps of the model to switch, as ``{"name": True}`` or a list of names.
        project: Id or name of the project to run in; None for the default one.
        name_field: Property that names the areas. Default: ``name`` in whatever case, else the
            feature's id, where these are unique, else numbers from 1.
        meta: Free keys and values for each processing, to find it by later.
        parallel: So many processings at once, at most. Default 4.
        max_cost: The most that one area may cost, in credits.
        budget: The most that all of them may cost, in credits.
        settle_s: So many seconds after a request whose outcome is unknown, because the program
            ended or its answer was lost, it counts as never received, if the service still shows
            no processing with its tag. Only then the area is sent again. Default 300.
        interval_s: A fixed pause between looks, in seconds; None for 5 growing to 30.
        on_progress: Called with a ``Report`` after each look.

    Returns:
        How each area stands; the same is written to ``report.json`` in the folder.

    Raises:
        InvalidInput: The areas cannot be read, the folder holds another batch or other files, or
            another program works on this one.
        UnknownModel: No model of the account fits the name; the text lists them.
        AuthenticationError: The token is not valid; go on with another.
        TransportError: The service stayed out of reach; call it again later to go on.

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
    rows = read_rows(areas, name_field)
    settings = Settings.make(model, source, options, project, meta)
    place = make_folder(folder)
    path = place / LEDGER
    with locked(path):
        fingerprint = fingerprint_of(rows, settings.identity())
        if path.exists():
            ledger = _same(path, fingerprint)
        else:
            check_free(place, rows)
            ledger = Ledger.create(path, rows, settings.to_dict(), fingerprint)
        try:
            ledger.keep(max_cost=max_cost, budget=budget)
            _give_another_chance(ledger)
            plan = settings.plan(source, parallel, settle_s, interval_s)
            return await _work(client, ledger, plan, on_progress)
        finally:
            ledger.close()


async def resume(
    client: AsyncMapflow,
    batch: str | PathLike[str],
    *,
    source: Source | None = None,
    budget: float | None = None,
    parallel: int = 4,
    settle_s: float = 300.0,
    interval_s: float | None = None,
    on_progress: Callable[[Report], object] | None = None,
) -> Report:
    """Go on with a batch, from the same or another process or machine.

    Args:
        client: A client of the account that began it.
        batch: The folder of the batch, or its ledger.
        source: The imagery, which has to be given again where it holds a login, because the
            ledger keeps none; None takes that of the ledger.
        budget: The most that all areas may cost, in credits; None keeps what was given before.
        parallel: So many processings at once, at most. Default 4.
        settle_s: As for ``run``. Default 300.
        interval_s: As for ``run``.
        on_progress: Called with a ``Report`` after each look.

    Returns:
        How each area stands.

    Raises:
        InvalidInput: There is no such batch, another program works on it, or its source has to be
            given again.
        TransportError: The service stayed out of reach; call it again later to go on.

    Example:
        ```python
        from mapflow import batch, sources

        await batch.run(
            mf, [area], model="buildings", source=sources.Provider("Mapbox"), folder="roofs"
        )
        print(await batch.resume(mf, "roofs"))
        ```
    """
    check_bounds(parallel, None, budget, settle_s, interval_s)
    path = ledger_in(batch)
    check_there(path)
    with locked(path):
        ledger = Ledger.open(path)
        try:
            settings = Settings.from_dict(ledger.settings)
            if budget is not None:
                ledger.keep(budget=budget)
            _give_another_chance(ledger)
            if source is None:
                left = ledger.rows(_ledger.WAITING, _ledger.SENDING, _ledger.UNKNOWN)
                source = _sources.read(settings.source, wanted=bool(left) and settings.has_source)
            plan = settings.plan(source, parallel, settle_s, interval_s)
            return await _work(client, ledger, plan, on_progress)
        finally:
            ledger.close()


async def _work(
    client: AsyncMapflow,
    ledger: Ledger,
    plan: Plan,
    on_progress: Callable[[Report], object] | None,
) -> Report:
    try:
        await AsyncWorker(client, ledger, plan, on_progress).work()
    except BaseException as stop:
        stop.add_note(
            "What was started goes on at Mapflow and is charged. Go on with"
            f" `mapflow batch resume {ledger.path.parent}`."
        )
        raise
    finally:
        report = report_of(ledger)
        write_report(ledger.path.parent, report)
    return report


def _same(path: Path, fingerprint: str) -> Ledger:
    """Open a ledger that is there, if it is that of this batch."""
    ledger = Ledger.open(path)
    if ledger.fingerprint != fingerprint:
        ledger.close()
        raise InvalidInput(
            f"{path.parent} holds a batch of other areas, or of another model, source or project.",
            hint="Choose another folder; `mapflow batch resume` goes on with what is there.",
        )
    return ledger


def _give_another_chance(ledger: Ledger) -> None:
    """What was too dear may fit into what may be spent now."""
    for entry in ledger.rows(_ledger.TOO_DEAR):
        ledger.change(entry.number, state=_ledger.WAITING, note=None)
