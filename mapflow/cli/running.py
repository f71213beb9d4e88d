"""``estimate`` and ``run``: what a run would cost, and starting it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Final

import typer

from mapflow import DryRun
from mapflow._requests.run_spec import RunSpec
from mapflow.cli._areas import AREA_HELP, AreaReader, reads_area
from mapflow.cli._command import Session, command
from mapflow.cli._consent import ask, require_consent
from mapflow.cli._exits import Stop, after_paying
from mapflow.cli._inputs import SOURCE_HELP, read_extra, read_meta, read_options, read_source
from mapflow.cli._output import in_credits, km2, note, show_facts, show_json
from mapflow.cli._spending import DryRunOption, MaxCostOption, show_dry_run
from mapflow.cli._split_run import (
    SETTLE_S,
    SplitCall,
    SplitFolderOption,
    SplitParallelOption,
    SplitSettleOption,
    SplitWay,
    check_split,
    run_split,
)
from mapflow.cli._streams import write_text
from mapflow.cli.processings import show_processing
from mapflow.cli.projects import YesOption
from mapflow.cli.result import OutputOption, OverwriteOption, check_output
from mapflow.cli.split import GroupOption, OverlapOption, SpreadOption
from mapflow.cli.waiting import SIX_HOURS_S, IntervalOption, TimeoutOption, finish, wait_for
from mapflow.limits import check_max_cost

if TYPE_CHECKING:
    from mapflow import Estimate, Mapflow, PricePart, Processing

ModelOption = Annotated[
    str, typer.Option("--model", "-m", help="ID or name of the model, such as `buildings`.")
]
AreaOption = Annotated[
    str,
    typer.Option(
        "--area",
        "-a",
        metavar="AREA",
        help=AREA_HELP,
    ),
]
SourceOption = Annotated[str | None, typer.Option("--source", "-s", help=SOURCE_HELP)]
ZoomOption = Annotated[
    int | None, typer.Option(min=0, max=22, help="Zoom of the imagery. Default: chosen by Mapflow.")
]
LoginOption = Annotated[
    str | None,
    typer.Option(
        "--source-login",
        help="User name for the tile service. Environment variable of its password:"
        " MAPFLOW_SOURCE_PASSWORD.",
    ),
]
OnOption = Annotated[
    list[str] | None,
    typer.Option(
        "--option", metavar="OPTION", help="Switch an option of the model on; may be repeated."
    ),
]
OffOption = Annotated[
    list[str] | None,
    typer.Option(
        "--no-option", metavar="OPTION", help="Switch an option of the model off; may be repeated."
    ),
]
ExtraOption = Annotated[
    list[str] | None,
    typer.Option(
        "--extra",
        metavar="KEY=JSON",
        help="Member of the request that mapflow does not know; may be repeated.",
    ),
]


AnyModelOption = Annotated[
    str | None,
    typer.Option(
        "--model",
        "-m",
        metavar="MODEL",
        help="ID or name of the model, such as `buildings`. Default: that of --like.",
        show_default=False,
    ),
]
AnyAreaOption = Annotated[
    str | None,
    typer.Option(
        "--area",
        "-a",
        metavar="AREA",
        help=f"{AREA_HELP} Default: that of --like, or the ground of your imagery.",
        show_default=False,
    ),
]
LikeOption = Annotated[
    str | None,
    typer.Option(
        "--like",
        metavar="PROCESSING",
        help="ID of an earlier processing, to take over from what is not given.",
        show_default=False,
    ),
]

_PRICE_OF: Final = {
    "model": "Price of model",
    "option": "Price of option",
    "imagery": "Price of imagery",
}

# Your imagery, whose ground is known.
_WITH_GROUND: Final = frozenset({"image", "my-imagery"})


def register(app: typer.Typer) -> None:
    """Add the commands."""
    command(app, "estimate")(reads_area(estimate))
    command(app, "run")(reads_area(run))


def estimate(
    session: Session,
    reader: AreaReader,
    model: AnyModelOption = None,
    area: AnyAreaOption = None,
    source: SourceOption = None,
    zoom: ZoomOption = None,
    source_login: LoginOption = None,
    option: OnOption = None,
    no_option: OffOption = None,
    like: LikeOption = None,
    project: Annotated[
        str | None,
        typer.Option(
            help="ID or name of the project whose limits count. Default: the default project."
        ),
    ] = None,
    extra: ExtraOption = None,
) -> None:
    """Show what a run would cost, and whether it is allowed.

    Nothing is started and nothing is charged.

    --like takes over from an earlier processing what is not given, as for `run`.
    """
    _check_complete(model, area, source, like)
    outline = None if area is None else reader.read(area)
    options = read_options(option or [], no_option or [])
    with session.client() as client:
        price = client.processings.estimate(
            model=model,
            area=outline,
            source=read_source(client, source, zoom=zoom, login=source_login),
            options=options,
            like=like,
            project=project,
            extra=read_extra(extra or []),
        )
    if session.json:
        show_json(
            {
                "cost": price.cost,
                "area_m2": price.area_m2,
                "area_count": price.area_count,
                "centre": list(price.centre),
                "model": {"id": price.model.id, "name": price.model.name},
                "aoi_area_limit_m2": price.aoi_area_limit_m2,
                "max_areas": price.max_areas,
                "remaining_credits": price.remaining_credits,
                "missing_credits": price.missing_credits,
                "parts": [part._asdict() for part in price.parts],
                "obstacles": [
                    {
                        "limit": obstacle.limit,
                        "allowed": obstacle.allowed,
                        "found": obstacle.found,
                        "message": str(obstacle),
                    }
                    for obstacle in price.obstacles
                ],
            }
        )
        return
    show_facts(
        [
            ("Cost", in_credits(price.cost)),
            *((_PRICE_OF[part.kind], _listed(part)) for part in price.parts),
            ("Credits left", in_credits(price.remaining_credits)),
            ("Missing", in_credits(price.missing_credits or None)),
            ("Model", price.model.name),
            ("Area", km2(price.area_m2)),
            ("Areas", price.area_count),
            ("Centre", _place(price)),
            ("Maximum area", km2(price.aoi_area_limit_m2)),
            ("Maximum areas", price.max_areas),
            *(("Obstacle", str(obstacle)) for obstacle in price.obstacles),
        ]
    )


def _listed(part: PricePart) -> str:
    if part.credits_per_km2 is None:
        return f"{part.name} depends on the zoom"
    return f"{part.name} {in_credits(part.credits_per_km2)} per km²"


def run(
    session: Session,
    reader: AreaReader,
    model: AnyModelOption = None,
    area: AnyAreaOption = None,
    source: SourceOption = None,
    zoom: ZoomOption = None,
    source_login: LoginOption = None,
    option: OnOption = None,
    no_option: OffOption = None,
    like: LikeOption = None,
    name: Annotated[str | None, typer.Option(help="Name of the processing.")] = None,
    description: Annotated[str | None, typer.Option(help="Description of the processing.")] = None,
    project: Annotated[
        str | None, typer.Option(help="ID or name of the project. Default: the default project.")
    ] = None,
    meta: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY=VALUE", help="Key and value to find it by later; may be repeated."
        ),
    ] = None,
    extra: ExtraOption = None,
    split: Annotated[
        bool,
        typer.Option(
            "--split",
            help="Split an area of any size into processings that the account allows, run them,"
            " and join their results to the one file of --output. The same command resumes.",
        ),
    ] = False,
    folder: SplitFolderOption = None,
    overlap: OverlapOption = 0,
    spread: SpreadOption = 2,
    group: GroupOption = "pack",
    parallel: SplitParallelOption = 4,
    settle: SplitSettleOption = SETTLE_S,
    max_cost: MaxCostOption = None,
    dry_run: DryRunOption = False,
    attend: Annotated[
        bool, typer.Option("--wait", help="Wait until the processing has ended.")
    ] = False,
    output: OutputOption = None,
    overwrite: OverwriteOption = False,
    timeout: TimeoutOption = SIX_HOURS_S,
    interval: IntervalOption = None,
    yes: YesOption = False,
) -> None:
    """Start a processing. This costs credits.

    --like takes over from an earlier processing what is not given. Without --area, a run on your
    imagery (`image:ID`, `my-imagery:…`) takes all of its ground.

    On a terminal you see the price first and are asked to confirm. With --wait, or with --output,
    which saves the result, the command ends when the processing does; otherwise it prints the ID
    and ends at once.

    For a district, a city or a country: --split makes one file of it in one command. Whatever ends
    the command, the same command again resumes it, pays nothing twice and writes the same file.
    """
    _check_complete(model, area, source, like)
    how = SplitWay(folder, overlap, spread, group, parallel, settle)
    if split:
        check_split(
            area=area, like=like, name=name, description=description, output=output, timeout=timeout
        )
    else:
        how.refuse()
    require_consent(yes=yes, limit=max_cost, dry_run=dry_run)
    if not split:
        check_output(output, overwrite=overwrite)
    options = read_options(option or [], no_option or [])
    facts, added = read_meta(meta or []), read_extra(extra or [])
    if split:
        run_split(
            session,
            SplitCall(
                model=str(model),
                area=reader.read_apart(str(area), None),
                path=str(output),
                how=how,
                options=options,
                project=project,
                meta=facts,
                extra=added,
                max_cost=max_cost,
                interval_s=interval,
                overwrite=overwrite,
            ),
            lambda client: read_source(client, source, zoom=zoom, login=source_login),
            dry_run=dry_run,
            yes=yes,
        )
        return
    outline = None if area is None else reader.read(area)
    with session.client() as client:
        imagery = read_source(client, source, zoom=zoom, login=source_login)
        spec = RunSpec(
            model=model,
            area=outline,
            source=imagery,
            options=options,
            like=like,
            project=project,
            extra=added,
            max_cost=max_cost,
        )
        max_cost, price = agreed(client, spec, yes=yes or dry_run)
        started = client.processings.run(
            model=model,
            area=outline,
            source=imagery,
            options=options,
            like=like,
            name=name,
            description=description,
            project=project,
            meta=facts,
            extra=added,
            max_cost=max_cost,
            price=price,
            dry_run=dry_run,
        )
        if isinstance(started, DryRun):
            show_dry_run(session, started)
            return
        with after_paying(started.id):
            if attend or output is not None:
                note(f"Started {started.id}.")
                ended = wait_for(client, started.id, timeout_s=timeout, interval_s=interval)
                finish(session, client, ended, output, overwrite=overwrite)
            elif session.json or sys.stdout.isatty():
                show_started(session, started)
            else:
                write_text(f"{started.id}\n")


def _check_complete(
    model: str | None, area: str | None, source: str | None, like: str | None
) -> None:
    """Refuse an incomplete run before the prompt."""
    if like is not None:
        return
    if model is None:
        raise Stop("Give --model MODEL, or --like ID of an earlier processing.")
    kind = (source or "").partition(":")[0].strip().lower()
    if area is None and kind not in _WITH_GROUND:
        raise Stop(
            "The run has no area. Give --area AREA, or --source image:ID or my-imagery:ID for all"
            " of its ground, or --like ID of an earlier processing."
        )


def show_started(session: Session, started: Processing) -> None:
    """Print what was started, and how to wait for it."""
    show_processing(session, started)
    note(f"Wait for it with `mapflow wait {started.id}`.")


def agreed(client: Mapflow, spec: RunSpec, *, yes: bool) -> tuple[float | None, Estimate | None]:
    """Show the price and ask for consent; return the maximum cost, and the price.

    What a limit forbids is refused before the price is requested, and before the user is asked.
    """
    max_cost = spec.max_cost
    if yes or not sys.stdin.isatty():
        return max_cost, None
    price = client.processings._sender.estimate(spec, within_limits=True)
    for obstacle in price.obstacles:
        raise obstacle
    check_max_cost(price.cost, max_cost)
    listed = "; ".join(map(_listed, price.parts))
    if listed:
        note(f"Listed prices: {listed}.")
    if price.remaining_credits is not None:
        note(f"Credits left: {in_credits(price.remaining_credits)}.")
    ask(
        f"{price.model.name} on {km2(price.area_m2)} around {_place(price)}"
        f" costs {in_credits(price.cost)}. Continue?"
    )
    # What the user agreed to is the maximum cost.
    return price.cost if max_cost is None else max_cost, price


def _place(price: Estimate) -> str:
    lon, lat = price.centre
    return f"{abs(lat):.4f}°{'N' if lat >= 0 else 'S'} {abs(lon):.4f}°{'E' if lon >= 0 else 'W'}"
