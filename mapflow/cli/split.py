"""``mapflow split``: a large area as parts that the account's limits allow."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mapflow.cli._areas import AREA_HELP, AreaReader, reads_area
from mapflow.cli._command import Session, command
from mapflow.cli._output import Cell, km2, note, show_facts, show_json
from mapflow.cli.result import OverwriteOption

if TYPE_CHECKING:
    from mapflow import Mapflow, SplitPlan
    from mapflow.geometry import AreasLike
    from mapflow.sources import Source
    from mapflow.splitting import Group

OverlapOption = Annotated[
    float,
    typer.Option(
        "--overlap",
        metavar="METRES",
        min=0,
        help="How far parts reach over a seam, in metres; that ground is paid twice.",
    ),
]
SpreadOption = Annotated[
    float,
    typer.Option(
        "--spread",
        metavar="DEGREES",
        min=0,
        help="How far apart the polygons of one part may lie, in degrees; 1 is 111 km.",
    ),
]
GroupOption = Annotated[
    Literal["pack", "hull"],
    typer.Option(
        "--group",
        help="Small areas: `pack` puts them together; `hull` also outlines near ones together.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, "split")(reads_area(split))


def split(
    session: Session,
    reader: AreaReader,
    area: Annotated[str, typer.Argument(metavar="AREA", help=AREA_HELP, show_default=False)],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Save the parts as GeoJSON, for `mapflow batch run` and any GIS.",
            show_default=False,
        ),
    ] = None,
    map_file: Annotated[
        Path | None,
        typer.Option(
            "--map",
            metavar="FILE",
            help="Draw the parts on a map: .html for a page, .png for a picture.",
            show_default=False,
        ),
    ] = None,
    overwrite: OverwriteOption = False,
    limit: Annotated[
        float | None,
        typer.Option(
            metavar="KM2",
            min=0.01,
            help="Maximum area of one processing, in km². Default: that of the project's owner.",
            show_default=False,
        ),
    ] = None,
    max_areas: Annotated[
        int | None,
        typer.Option(
            metavar="COUNT",
            min=1,
            help="Maximum polygons of one processing. Default: the account's; 10 with --limit.",
            show_default=False,
        ),
    ] = None,
    provider: Annotated[
        str | None,
        typer.Option(metavar="PROVIDER", help="Imagery provider, which may have a smallest area."),
    ] = None,
    project: Annotated[
        str | None,
        typer.Option(help="ID or name of the project. Default: the default project."),
    ] = None,
    overlap: OverlapOption = 0,
    spread: SpreadOption = 2,
    group: GroupOption = "pack",
) -> None:
    """Split an area into parts that each fit one processing.

    Nothing is started.     With --limit, no request is sent and no account is needed.
    """
    from mapflow import SplitLimits
    from mapflow import split as split_area
    from mapflow._files import check_target
    from mapflow.maps._map import check_target_of_map
    from mapflow.splitting import limits_of

    if output is not None:
        check_target(output, overwrite=overwrite)
    if map_file is not None:
        check_target_of_map(map_file, overwrite=overwrite)
    outlines = reader.read_apart(area, None)
    if limit is not None:
        limits = SplitLimits(limit * 1e6, max_areas)
    else:
        with session.client() as client:
            limits = limits_of(client, project=project, provider=provider)
        if max_areas is not None:
            limits = limits._replace(max_areas=max_areas)
    plan = split_area(outlines, limits, overlap_m=overlap, spread_deg=spread, group=group)
    if output is not None:
        plan.save(output, overwrite=overwrite)
    if map_file is not None:
        plan.map().save(map_file, overwrite=overwrite)
    show_plan(session, plan, output, map_file)


def split_for(
    areas: AreasLike,
    client: Mapflow,
    *,
    project: str | None,
    source: Source | None,
    overlap_m: float,
    spread_deg: float,
    group: Group,
) -> SplitPlan:
    """Split areas within the limits of an account, as a plan for a run."""
    from mapflow import split as split_area
    from mapflow.sources import Provider
    from mapflow.splitting import limits_of

    provider = source.name if isinstance(source, Provider) else None
    return split_area(
        areas,
        limits_of(client, project=project, provider=provider),
        overlap_m=overlap_m,
        spread_deg=spread_deg,
        group=group,
    )


def show_plan(
    session: Session, plan: SplitPlan, saved: Path | None, drawn: Path | None = None
) -> None:
    """Show what an area was split into."""
    if session.json:
        show_json({**plan.to_dict(), "path": saved, "map": drawn})
        return
    show_facts(plan_facts(plan))
    if saved is not None:
        note(f"Saved {saved}, {len(plan):,} part{'' if len(plan) == 1 else 's'}.")
    if drawn is not None:
        note(f"Saved {drawn}, a map of them.")


def plan_facts(plan: SplitPlan) -> list[tuple[str, Cell]]:
    """The figures of a plan, for people."""
    return [
        ("Processings", len(plan)),
        ("At least", plan.lower_bound),
        ("Polygons", plan.polygon_count),
        ("Area", km2(plan.area_m2)),
        ("Billed", km2(plan.billed_m2)),
        ("Seams", f"{plan.seam_m / 1000:,.1f} km"),
        ("Maximum area", km2(plan.limits.aoi_area_limit_m2)),
        ("Maximum areas", plan.limits.max_areas),
        *(("Note", each) for each in plan.notes),
    ]
