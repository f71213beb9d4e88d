"""``mapflow batch collect`` and ``mapflow batch dataset``: the results of a batch as one."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mapflow.cli._command import Session
from mapflow.cli._exits import Stop
from mapflow.cli._output import note, show_json, show_saved
from mapflow.cli.result import SUFFIXES_HELP, OverwriteOption

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

    from mapflow.batch import Collected, Dataset

FolderArgument = Annotated[
    Path,
    typer.Argument(metavar="FOLDER", help="Folder of the batch.", show_default=False),
]


class JoinChoice(StrEnum):
    """What happens where areas touch or overlap."""

    AUTO = "auto"
    NONE = "none"


JoinOption = Annotated[
    JoinChoice,
    typer.Option(
        help="`auto`: an object that a border cut, or that two results hold, is one feature,"
        " whole. `none`: all features as they are."
    ),
]
ToleranceOption = Annotated[
    float,
    typer.Option(
        metavar="METRES",
        min=0.001,
        max=100,
        help="How far outlines of one object may differ between two results.",
    ),
]
PartialOption = Annotated[bool, typer.Option("--partial", help="Leave out areas without a result.")]
WorkersOption = Annotated[
    int, typer.Option(metavar="COUNT", min=1, max=256, help="Number of processes that work.")
]


def collect(
    session: Session,
    folder: FolderArgument,
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help=f"File to write; the suffix names the format: {SUFFIXES_HELP}.",
            show_default=False,
        ),
    ],
    join: JoinOption = JoinChoice.AUTO,
    tolerance: ToleranceOption = 1.5,
    partial: PartialOption = False,
    workers: WorkersOption = 1,
    overwrite: OverwriteOption = False,
) -> None:
    """Save all results as one file, joined where areas meet.

    Sends no request. Features get new IDs, and carry `processing_id`, `cell` and `original_id`. The
    results stay in the folder.
    """
    from mapflow import batch

    if output == "-":
        raise Stop("This command does not write to stdout: give the name of a file.")
    with _pool(workers) as executor:
        collected = batch.collect(
            folder,
            output,
            join=join.value,
            partial=partial,
            tolerance_m=tolerance,
            overwrite=overwrite,
            executor=executor,
        )
    _show_collected(session, collected)


def dataset(
    session: Session,
    folder: FolderArgument,
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", metavar="FOLDER", help="Folder to make.", show_default=False
        ),
    ],
    join: JoinOption = JoinChoice.AUTO,
    tolerance: ToleranceOption = 1.5,
    partial: PartialOption = False,
    file_mb: Annotated[
        float,
        typer.Option(
            "--file-mb",
            metavar="MB",
            min=0.001,
            max=1e6,
            help="Maximum size of the results that become one file, in megabytes.",
        ),
    ] = 64.0,
    workers: WorkersOption = 1,
    overwrite: OverwriteOption = False,
) -> None:
    """Save all results as a folder of GeoParquet files.

    Sends no request. Dask-GeoPandas, DuckDB, GDAL and Arrow read such a folder as one table. After
    an interruption, run the same command again: files that are complete are kept.
    """
    from mapflow import batch

    with _pool(workers) as executor:
        made = batch.dataset(
            folder,
            output,
            join=join.value,
            partial=partial,
            tolerance_m=tolerance,
            overwrite=overwrite,
            file_mb=file_mb,
            executor=executor,
        )
    _show_collected(session, made)


def _pool(workers: int) -> AbstractContextManager[ProcessPoolExecutor | None]:
    """Processes that share the work; None for this one alone."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    if workers == 1:
        return nullcontext()
    # Forked processes would share what threads of this one hold.
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


def _show_collected(session: Session, collected: Collected | Dataset) -> None:
    if session.json:
        show_json({**collected._asdict(), "path": str(collected.path)})
        return
    show_saved(False, collected.path, features=collected.features)
    if collected.features != collected.features_read:
        note(
            f"{collected.features_read:,} features of {collected.areas:,} areas;"
            f" {collected.joined:,} were joined of several."
        )
    if collected.missing:
        count = collected.missing
        text = "area has no result and is" if count == 1 else "areas have no result and are"
        note(f"{count:,} {text} not in the file.")
