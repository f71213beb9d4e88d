"""``mapflow search``: the catalog of imagery."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from mapflow import DryRun, Filters
from mapflow._requests.run_spec import RunSpec
from mapflow._results import contents
from mapflow.cli._areas import AREA_HELP, AreaReader, reads_area
from mapflow.cli._columns import Column
from mapflow.cli._command import Session, command
from mapflow.cli._consent import require_consent
from mapflow.cli._exits import Exit, Stop, after_paying
from mapflow.cli._filters import filtered
from mapflow.cli._inputs import read_extra, read_options
from mapflow.cli._output import show_json, show_saved, show_table
from mapflow.cli._pricing import agreed
from mapflow.cli._run_options import ExtraOption, OffOption, OnOption
from mapflow.cli._spending import DryRunOption, MaxCostOption, show_dry_run
from mapflow.cli.history import LimitOption
from mapflow.cli.projects import DescendingOption, YesOption, check_descending
from mapflow.cli.result import OverwriteOption, check_output
from mapflow.cli.running import show_started

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapflow._views.catalog import CatalogImage

SortOption = Annotated[
    str | None,
    typer.Option(metavar="KEY", help="Sort by ACQUISITION_DATE, CLOUD_COVER, ..."),
]
ChosenOption = Annotated[
    list[str] | None,
    typer.Option(
        "--image",
        metavar="FOUND",
        help="With --run or --preview: an image that was found; may be repeated.",
    ),
]
RunModelOption = Annotated[
    str | None,
    typer.Option(
        "--run", metavar="MODEL", help="Start this model on the first image, or on --image."
    ),
]

PreviewOption = Annotated[
    str | None,
    typer.Option(
        "--preview", metavar="FILE", help="Save the picture of the first image, or of --image."
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, "search")(reads_area(filtered(search)))


def search(
    session: Session,
    filters: Filters,
    reader: AreaReader,
    area: Annotated[str, typer.Argument(metavar="AREA", help=AREA_HELP)],
    sort: SortOption = None,
    descending: DescendingOption = False,
    limit: LimitOption = None,
    model: RunModelOption = None,
    image: ChosenOption = None,
    preview: PreviewOption = None,
    overwrite: OverwriteOption = False,
    option: OnOption = None,
    no_option: OffOption = None,
    name: Annotated[str | None, typer.Option(help="With --run: name of the processing.")] = None,
    project: Annotated[
        str | None, typer.Option(help="With --run: ID or name of the project.")
    ] = None,
    extra: ExtraOption = None,
    max_cost: MaxCostOption = None,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
) -> None:
    """Search the catalog for images of an area.

    With --preview the picture of an image is saved instead. With --run a processing is started on
    the image, which costs credits: on a terminal you see the price first and are asked to confirm.
    Put `--` before an AREA that begins with a minus.
    """
    check_descending(descending, sort)
    meant = option or no_option or name or project or extra or dry_run or max_cost is not None
    if model is None and (meant or (image and preview is None)):
        raise Stop(
            "--image, --option, --name, --project, --extra, --max-cost and --dry-run belong to"
            " --run MODEL."
        )
    if preview is not None:
        if model is not None or len(image or []) > 1:
            raise Stop("--preview saves the picture of one image; leave --run and others out.")
        check_output(preview, overwrite=overwrite, content=contents.Picture)
    if model is not None:
        require_consent(yes=yes, limit=max_cost, dry_run=dry_run)
    outline, options = reader.read(area), read_options(option or [], no_option or [])
    added = read_extra(extra or [])
    with session.client() as client:
        pages = client.catalog.search(
            outline, **filters._asdict(), sort_by=sort, descending=descending
        )
        found = list(islice(pages, limit))
        if preview is not None:
            (pictured,) = choose(found, image or [])
            show_saved(session.json, client.catalog.preview(pictured, preview, overwrite=overwrite))
            return
        if model is None:
            show_found(session, found)
            return
        chosen = choose(found, image or [])
        from mapflow._requests.found_images import source_of

        spec = RunSpec(
            model=model,
            area=outline,
            source=source_of(chosen),
            options=options,
            project=project,
            extra=added,
            max_cost=max_cost,
        )
        max_cost, price = agreed(client, spec, yes=yes or dry_run)
        started = client.catalog.run(
            chosen,
            model=model,
            area=outline,
            options=options,
            name=name,
            project=project,
            extra=added,
            max_cost=max_cost,
            price=price,
            dry_run=dry_run,
        )
        if isinstance(started, DryRun):
            show_dry_run(session, started)
            return
        with after_paying(started.id):
            show_started(session, started)


def choose(found: Sequence[CatalogImage], ids: Sequence[str]) -> list[CatalogImage]:
    """The images to run on: those named, else the first."""
    if not found:
        raise Stop("No image was found, so nothing was started.", Exit.REFUSED)
    if not ids:
        return [found[0]]
    by_id = {each.id: each for each in found}
    missing = [each for each in ids if each not in by_id]
    if missing:
        raise Stop(f"Image {missing[0]!r} is not among those found.", Exit.REFUSED)
    return [by_id[each] for each in ids]


def show_found(session: Session, found: Sequence[CatalogImage]) -> None:
    """Print images of the catalog."""
    if session.json:
        show_json([each.raw for each in found])
        return
    show_table(
        [
            Column("ID"),
            Column("Provider", kind="name"),
            Column("Type"),
            Column("Taken"),
            Column("m/px", "right"),
            Column("Clouds", "right"),
            Column("Off nadir", "right"),
            Column("Covers %", "right"),
            Column("New"),
        ],
        [
            (
                each.id,
                each.provider,
                each.product_type,
                each.acquired,
                each.resolution_m,
                each.cloud_cover,
                each.off_nadir_deg,
                each.intersection_percent,
                "new" if each.is_new else "",
            )
            for each in found
        ],
        empty="No image was found.",
    )
