"""Collects the results of a batch to a dataset: a folder of GeoParquet files."""

from __future__ import annotations

import os
import shutil
from concurrent.futures import Executor
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from mapflow import _arguments
from mapflow._files import as_path, check_target, is_folder, writing
from mapflow._hints import Hint, joined
from mapflow._warnings import warn
from mapflow.batch._inputs import Inputs, read_inputs
from mapflow.batch._sharing.executors import Workers, check_executor
from mapflow.batch._sharing.job import Job, shares_of
from mapflow.batch._sharing.stages import make_files, notices
from mapflow.batch._sharing.work_folder import work_folder
from mapflow.errors import InvalidFile, InvalidInput, ResultWarning
from mapflow.formats._registry import format_of
from mapflow.geometry._measures.measure import bounds
from mapflow.joining import JoinMode

if TYPE_CHECKING:
    from mapflow.geometry import Geometry

_OVERWRITE: Final = Hint(python="overwrite=True", command="--overwrite")
_MEGABYTE: Final = 1e6
_OLD: Final = "old"


class Dataset(NamedTuple):
    """The folder that holds the results of a batch as GeoParquet files.

    Attributes:
        path: The folder.
        files: How many files are in it.
        areas: How many results are in them.
        missing: How many areas have none.
        features_read: How many features the results have.
        features: How many features the files have.
        joined: How many of those were made of several.
    """

    path: Path
    files: int
    areas: int
    missing: int
    features_read: int
    features: int
    joined: int

    def _repr_html_(self) -> str:
        from mapflow._display.showing import shown

        return shown(self)


def make_dataset(
    batch: str | PathLike[str],
    folder: str | PathLike[str],
    *,
    join: JoinMode,
    partial: bool,
    tolerance_m: float,
    overwrite: bool,
    file_mb: float,
    executor: Executor | None,
) -> Dataset:
    """Join the results of a batch and save them as files of one table."""
    check_executor(executor)
    if not 0 < _arguments.figure(file_mb, "file_mb") <= 1e6:
        raise InvalidInput(
            f"`file_mb` must be above 0 and at most 1,000,000, got {file_mb!r}.",
            hint="Pass how many megabytes of results become one file.",
        )
    target = _behind_link(as_path(folder))
    inputs = read_inputs(batch, partial=partial)
    wanted = format_of(Path("part.parquet"))
    _check(target, inputs, overwrite=overwrite)
    job = Job(inputs.results, join, tolerance_m, is_table=True, shares=())
    steps = job.steps()
    job = job.shared(shares_of(inputs.results, _by_place(inputs), file_mb * _MEGABYTE))
    with work_folder(target, job) as (work, mark):
        with writing(target):
            # A program that was killed at the end may have left none under that name.
            _put_back(target, work)
        with Workers(executor) as workers:
            counts = make_files(job, steps, work, mark, workers)
        told = notices(work)
        made = work / "files"
        for path in made.iterdir():
            # Drafts of workers that were killed.
            if path.suffix not in wanted.suffixes:
                shutil.rmtree(path, ignore_errors=True)
        count = sum(1 for _ in made.iterdir())
        _put(made, target, work)
    for notice in told:
        warn(notice, ResultWarning)
    return Dataset(as_path(folder), count, len(inputs.results), inputs.missing, *counts)


def _behind_link(folder: Path) -> Path:
    """The folder that is meant: behind a link there may be another disk, and the link stays."""
    # A folder's name is short enough for the methods of a Path, which let some errors through.
    return folder.resolve() if is_folder(folder) and folder.is_symlink() else folder


def _by_place(inputs: Inputs) -> list[int]:
    """The results in an order in which those that follow each other are neighbours."""
    from mapflow.formats._arrow.hilbert import by_place

    return by_place([bounds(cast("Geometry", each.area)) for each in inputs.results])


def _check(target: Path, inputs: Inputs, *, overwrite: bool) -> None:
    """Refuse a place where something else than a dataset would be replaced."""
    if not is_folder(target):
        if os.path.lexists(target):
            raise InvalidFile(f"{target} is a file.", hint="Give the name of a folder.")
        check_target(target, overwrite=False)
        return
    if inputs.folder.resolve() == target.resolve():
        raise InvalidFile(
            f"{target} is the folder of the batch.", hint="Give the name of another folder."
        )
    with writing(target):
        names = [path.name for path in target.iterdir()]
    foreign = sorted(name for name in names if not _is_of_dataset(name))
    if foreign:
        raise InvalidFile(
            f"{target} holds {foreign[0]}, which is not of a dataset.",
            hint="Choose another folder, so that nothing is replaced.",
        )
    if names and not overwrite:
        raise InvalidFile(
            f"{target} holds a dataset already.",
            hint=joined("Choose another folder, or pass ", _OVERWRITE, " to replace it."),
        )


def _is_of_dataset(name: str) -> bool:
    return name.startswith("part-") and name.endswith(".parquet")


def _put(made: Path, target: Path, work: Path) -> None:
    """Give a folder its name; the one that has it goes."""
    with writing(target):
        if target.exists():
            shutil.rmtree(work / _OLD, ignore_errors=True)
            target.replace(work / _OLD)
        try:
            made.replace(target)
        except OSError:
            _put_back(target, work)
            raise


def _put_back(target: Path, work: Path) -> None:
    """Give the dataset that was to be replaced its name again, if none has taken its place."""
    old = work / _OLD
    if old.is_dir() and not target.exists():
        old.replace(target)
