"""``mapflow result``: the result of a processing in a file, or on stdout."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Final

import typer

from mapflow._files import as_path, check_target, working_folder
from mapflow._results import contents
from mapflow.cli._command import Session, command
from mapflow.cli._exits import Stop
from mapflow.cli._output import show_saved
from mapflow.cli._progress import progress
from mapflow.cli._streams import check_stdout, print_file
from mapflow.cli.processings import ProcessingArgument

if TYPE_CHECKING:
    from mapflow import Mapflow

SUFFIXES_HELP: Final = ".geojson, .gpkg, .parquet, .fgb, .shp, .kml, .csv or .geojsonl"
OutputOption = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help=f"File for the result; the suffix names the format: {SUFFIXES_HELP}. `-` for stdout.",
        show_default=False,
    ),
]
OverwriteOption = Annotated[bool, typer.Option("--overwrite", help="Replace an existing file.")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, "result")(result)


def result(
    session: Session,
    processing: ProcessingArgument,
    output: OutputOption = None,
    area: Annotated[
        str | None, typer.Option(help="ID of one area, as `mapflow areas` lists them.")
    ] = None,
    overwrite: OverwriteOption = False,
) -> None:
    """Save the result of a finished processing.

    The suffix of the file names the format. Without --output it goes to PROCESSING.geojson in the
    current folder, or to stdout when that is piped.
    """
    if output is None:
        to_file = sys.stdout.isatty() or session.json
        output = f"{processing.strip()}.geojson" if to_file else "-"
    elif output == "-" and session.json:
        raise Stop("--output - prints the result itself, which is JSON already; leave --json out.")
    check_output(output, overwrite=overwrite)
    with session.client() as client:
        save_result(
            client, processing, output, area=area, overwrite=overwrite, as_json=session.json
        )


def save_result(
    client: Mapflow,
    processing: str,
    output: str,
    *,
    area: str | None,
    overwrite: bool,
    as_json: bool = False,
) -> None:
    """Save a result to a file and say so, or write it to stdout once all of it has arrived."""
    found = client.processings.result(processing, area=area)
    with progress("result") as show:
        if output != "-":
            path = found.save(output, overwrite=overwrite, on_progress=show)
            show_saved(as_json, path, features=found.count)
            return
        with working_folder() as folder:
            print_file(found.save(folder / "result.geojson", on_progress=show))


def check_output(
    output: str | None, *, overwrite: bool, content: type[contents.Content] = contents.Result
) -> None:
    """Refuse a file that could not be written, before anything is spent or waited for."""
    if output is None:
        return
    if output == "-":
        if content is not contents.Result:
            raise Stop("This command does not write to stdout: give the name of a file.")
        check_stdout()
        return
    path = as_path(output)
    if content is contents.Result:
        from mapflow.formats import _conversion, _registry

        _conversion.check_targets(_registry.format_of(path), path, overwrite=overwrite)
        return
    contents.check_name(path, content)
    check_target(path, overwrite=overwrite)
