"""``mapflow run --split``: an area of any size, in one command, as one file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, NamedTuple

import typer

from mapflow.cli._batches import finish_batch, known_batch, paying, show_batch, show_estimate
from mapflow.cli._command import Session
from mapflow.cli._consent import ask
from mapflow.cli._exits import Stop
from mapflow.cli._output import in_credits, note, show_facts, show_json, show_saved
from mapflow.cli._progress import progress
from mapflow.cli.split import plan_facts, split_for
from mapflow.cli.waiting import SIX_HOURS_S

if TYPE_CHECKING:
    from mapflow import JsonValue, Mapflow, SplitPlan
    from mapflow.batch import BatchEstimate
    from mapflow.callbacks import OnPrice
    from mapflow.geometry import NamedArea
    from mapflow.sources import Source
    from mapflow.splitting import Group, SplitPrice

SplitFolderOption = Annotated[
    Path | None,
    typer.Option(
        "--folder",
        metavar="FOLDER",
        help="With --split: folder of the ledger and of the result of each part. Default: beside"
        " --output, such as roofs.parts for roofs.gpkg.",
        show_default=False,
    ),
]
SplitParallelOption = Annotated[
    int,
    typer.Option(
        "--parallel",
        metavar="COUNT",
        min=1,
        max=1000,
        help="With --split: maximum concurrent processings.",
    ),
]
SplitSettleOption = Annotated[
    float,
    typer.Option(
        "--settle",
        metavar="SECONDS",
        min=0,
        help="With --split: how long a request counts as received whose outcome is unknown, before"
        " it is sent again.",
    ),
]
SETTLE_S: Final = 300


class SplitWay(NamedTuple):
    """How an area is split, and where it is kept."""

    folder: Path | None = None
    overlap_m: float = 0
    spread_deg: float = 2
    group: Group = "pack"
    parallel: int = 4
    settle_s: float = SETTLE_S

    def refuse(self) -> None:
        """Refuse the options that say nothing unless the area is split."""
        for given, usual, option in zip(self, SplitWay(), _OPTIONS, strict=True):
            if given != usual:
                raise Stop(f"{option} needs --split.")


_OPTIONS: Final = ("--folder", "--overlap", "--spread", "--group", "--parallel", "--settle")


class SplitCall(NamedTuple):
    """What was typed."""

    model: str
    area: list[NamedArea]
    path: str
    how: SplitWay
    options: dict[str, bool] | None
    project: str | None
    meta: Mapping[str, str] | None
    extra: Mapping[str, JsonValue] | None
    max_cost: float | None
    interval_s: float | None
    overwrite: bool


def check_split(
    *,
    area: str | None,
    like: str | None,
    name: str | None,
    description: str | None,
    output: str | None,
    timeout: float,
) -> None:
    """Refuse what does not go with ``--split``, before anything is read or sent."""
    if area is None:
        raise Stop("--split needs --area AREA: the district to split.")
    if output is None or output == "-":
        raise Stop("--split needs --output FILE: its name says the format, such as roofs.gpkg.")
    others = {"--like": like, "--name": name, "--description": description}
    for option, given in others.items():
        if given is not None:
            raise Stop(f"{option} does not go with --split: each part has the name of its cell.")
    if timeout != SIX_HOURS_S:
        raise Stop(
            "--timeout does not go with --split. Press Ctrl-C, and resume whenever you like."
        )


def run_split(
    session: Session,
    call: SplitCall,
    source_of: Callable[[Mapflow], Source | None],
    *,
    dry_run: bool,
    yes: bool,
) -> None:
    """Run it, and print the result."""
    from mapflow import batch
    from mapflow.batch._split_run import Place

    folder = Place.of(call.path, call.how.folder).ledger.parent
    with session.client() as client, paying(folder) as watch:
        source = source_of(client)
        if dry_run:
            _show_dry_run(session, client, call, source, folder)
            return
        with progress() as draw:
            done = batch.run_split(
                client,
                call.area,
                call.path,
                model=call.model,
                source=source,
                folder=folder,
                overlap_m=call.how.overlap_m,
                spread_deg=call.how.spread_deg,
                group=call.how.group,
                parallel=call.how.parallel,
                settle_s=call.how.settle_s,
                options=call.options,
                project=call.project,
                meta=call.meta,
                extra=call.extra,
                max_cost=call.max_cost,
                interval_s=call.interval_s,
                overwrite=call.overwrite,
                on_price=_question(Path(call.path), folder, yes=yes),
                on_progress=watch(draw),
            )
    if done.collected is None:
        show_batch(session, done.report)
        note(f"Then run the same command again to write {call.path}.")
        finish_batch(done.report)
        return
    found = done.collected
    if session.json:
        show_json(
            {
                **found._asdict(),
                "size_bytes": found.path.stat().st_size,
                "spent": done.report.spent,
                "folder": folder,
                "plan": done.plan.to_dict(),
            }
        )
        return
    show_saved(False, found.path, features=found.features)
    many = "part" if found.areas == 1 else "parts"
    note(
        f"{found.features_read:,} features of {found.areas:,} {many};"
        f" {found.joined:,} were joined of several. The results of the parts stay in {folder}."
    )


def _question(target: Path, folder: Path, *, yes: bool) -> OnPrice:
    """Show what will be paid; ask on a terminal."""
    is_lost = target.exists() and known_batch(folder) is None

    def question(plan: SplitPlan, price: SplitPrice) -> float | None:
        if is_lost:
            note(
                f"{target} exists, but no run of it is in {folder}: all parts are started and paid"
                " again, and the file is replaced."
            )
        note(f"Split into {plan}.")
        for each in plan.notes:
            note(each)
        if price.remaining_credits is not None:
            note(f"Credits left: {in_credits(price.remaining_credits)}.")
        cost = f"{'' if price.is_exact else 'at most about '}{in_credits(price.cost)}"
        many = f"{len(plan):,} processing{'' if len(plan) == 1 else 's'}"
        costs = f"{many} cost{'s' if len(plan) == 1 else ''} {cost}"
        if yes or not sys.stdin.isatty():
            note(f"{costs}.")
            return None
        ask(f"{costs}. Continue?")
        return price.cost

    return question


def _show_dry_run(
    session: Session, client: Mapflow, call: SplitCall, source: Source | None, folder: Path
) -> None:
    known = known_batch(folder)
    if known is not None and known.has_started:
        show_estimate(session, _estimate(client, call, source, folder))
        return
    plan = split_for(
        call.area,
        client,
        project=call.project,
        source=source,
        overlap_m=call.how.overlap_m,
        spread_deg=call.how.spread_deg,
        group=call.how.group,
    )
    price = plan.price(
        client,
        model=call.model,
        source=source,
        options=call.options,
        project=call.project,
        extra=call.extra,
    )
    if session.json:
        prices = {**price._asdict(), "missing_credits": price.missing_credits}
        show_json({"plan": plan.to_dict(), "price": prices, "path": call.path, "folder": folder})
        return
    show_facts(
        [
            *plan_facts(plan),
            ("Cost", in_credits(price.cost)),
            ("Credits left", in_credits(price.remaining_credits)),
            ("Missing", in_credits(price.missing_credits or None)),
        ]
    )
    note("Dry run: no paid request was sent.")


def _estimate(
    client: Mapflow, call: SplitCall, source: Source | None, folder: Path
) -> BatchEstimate:
    """What this call would start of what it started before."""
    from mapflow.batch._settings import StoredSettings
    from mapflow.batch._split_run import How, Place
    from mapflow.batch._sync.split_run import estimate_split

    how: How = {
        "overlap_m": call.how.overlap_m,
        "spread_deg": call.how.spread_deg,
        "group": call.how.group,
    }
    stored = StoredSettings.make(
        call.model, source, call.options, call.project, call.meta, call.extra
    )
    return estimate_split(
        client,
        call.area,
        Place.of(call.path, folder),
        stored,
        how,
        source=source,
        max_cost=call.max_cost,
    )
