"""``mapflow map``: a result on a map, as a page or a picture."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mapflow._files import as_path
from mapflow.cli._browser import open_page
from mapflow.cli._command import Session, command
from mapflow.cli._exits import Stop
from mapflow.cli._output import note, show_json, warn
from mapflow.cli.result import OverwriteOption

if TYPE_CHECKING:
    from mapflow.maps import Map

NoOpenOption = Annotated[
    bool, typer.Option("--no-open", help="Do not open the map in the browser.")
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, "map")(draw)


def draw(
    session: Session,
    what: Annotated[
        str,
        typer.Argument(
            metavar="PROCESSING|FILE",
            help="ID of a processing, or a file of features: .geojson, .geojsonl, .parquet, .gpkg,"
            " .fgb, .shp, .kml or .csv.",
            show_default=False,
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Save the map there: .html for a page, .png for a picture. Default: a page named"
            " after the processing or the file, in the current folder.",
            show_default=False,
        ),
    ] = None,
    overwrite: OverwriteOption = False,
    area: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="With a FILE: the area of interest, drawn as an outline.",
            show_default=False,
        ),
    ] = None,
    title: Annotated[
        str | None,
        typer.Option(
            metavar="TITLE",
            help="Heading. Default: the name of the model or the file.",
            show_default=False,
        ),
    ] = None,
    no_imagery: Annotated[
        bool, typer.Option("--no-imagery", help="Do not fetch the imagery of the processing.")
    ] = False,
    no_open: NoOpenOption = False,
) -> None:
    """Draw a result on a map: an offline page, or a picture.

    On a terminal, the map opens in the browser. A FILE needs no account.
    """
    from mapflow.maps._map import check_target_of_map

    given = as_path(what)
    is_file = given.exists()
    if not is_file and _looks_like_a_path(what):
        raise Stop(f"There is no file {what}.")
    if not is_file and area is not None:
        raise Stop("--area goes with a FILE: a processing has its own areas.")
    target = output or Path(f"{given.stem if is_file else what.strip()}.html")
    if str(target) == "-":
        raise Stop("A map is not printed: --output takes a name that ends in .html or .png.")
    check_target_of_map(target, overwrite=overwrite)
    if is_file:
        from mapflow import maps

        found = maps.draw(given, area=area, title=given.name if title is None else title)
    else:
        with session.client() as client:
            found = client.processings.result(what).map(title=title, imagery=not no_imagery)
    save_map(session, found, target, overwrite=overwrite, opens=not no_open)


def _looks_like_a_path(what: str) -> bool:
    return any(mark in what for mark in "./\\")


def save_map(session: Session, found: Map, path: Path, *, overwrite: bool, opens: bool) -> None:
    """Save a map, say so, and open it if a person is there to see it."""
    write_map(found, path, overwrite=overwrite)
    if session.json:
        show_json(
            {
                "path": path,
                "size_bytes": path.stat().st_size,
                "features": found.count,
                "notices": found.notices,
            }
        )
        return
    note(f"Saved {path}, {found.count:,} feature{'' if found.count == 1 else 's'}.")
    if opens and sys.stdout.isatty() and sys.stdin.isatty():
        # Without a browser nothing happens; the name of the file was printed.
        open_page(path.resolve().as_uri())


def write_map(found: Map, path: Path, *, overwrite: bool) -> None:
    """Save a map, and say what is missing on it."""
    found.save(path, overwrite=overwrite)
    for notice in found.notices:
        warn(notice)
