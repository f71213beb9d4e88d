"""Collects the results of a batch to one file."""

from __future__ import annotations

from concurrent.futures import Executor
from os import PathLike
from pathlib import Path
from typing import Final, NamedTuple

from mapflow._drafts import folder_beside
from mapflow._files import as_path, writing
from mapflow._warnings import warn
from mapflow.batch._folders import LEDGER, REPORT
from mapflow.batch._inputs import Inputs, read_inputs
from mapflow.batch._plans import PLAN
from mapflow.errors import InvalidFile, ResultWarning
from mapflow.formats import save
from mapflow.joining import Join, JoinMode

#: Enough for a second of work.
_SHARE_BYTES: Final = 8e6


class Collected(NamedTuple):
    """The file that holds the results of a batch.

    Attributes:
        path: The file.
        areas: How many results are in it.
        missing: How many areas have none.
        features_read: How many features the results have.
        features: How many features the file has.
        joined: How many of those were made of several.
    """

    path: Path
    areas: int
    missing: int
    features_read: int
    features: int
    joined: int

    def _repr_html_(self) -> str:
        from mapflow._display.showing import shown

        return shown(self)


def collect_results(
    batch: str | PathLike[str],
    path: str | PathLike[str],
    *,
    join: JoinMode,
    partial: bool,
    tolerance_m: float,
    overwrite: bool,
    executor: Executor | None,
) -> Collected:
    """Join the results of a batch and save them."""
    from mapflow.batch._sharing.executors import check_executor

    check_executor(executor)
    target = as_path(path)
    inputs = read_inputs(batch, partial=partial)
    _check_apart(target, inputs)
    if executor is not None:
        return _share(inputs, target, join, tolerance_m, executor, overwrite=overwrite)
    parts = [each.part(each.features()) for each in inputs.results]
    stream = Join(parts, join=join, tolerance_m=tolerance_m)
    save(target, stream, overwrite=overwrite)
    return Collected(target, len(parts), inputs.missing, stream.read, stream.written, stream.joined)


def _share(
    inputs: Inputs,
    target: Path,
    join: JoinMode,
    tolerance_m: float,
    executor: Executor,
    *,
    overwrite: bool,
) -> Collected:
    """Have the workers of an executor do what they can, and make one file of theirs."""
    from mapflow.batch._sharing.executors import Workers
    from mapflow.batch._sharing.job import Job, shares_of
    from mapflow.batch._sharing.stages import make_files, notices
    from mapflow.batch._sharing.work_folder import work_folder
    from mapflow.formats._conversion import check_targets
    from mapflow.formats._registry import format_of

    wanted = format_of(target)
    check_targets(wanted, target, overwrite=overwrite)
    job = Job(inputs.results, join, tolerance_m, is_table=False, shares=())
    steps = job.steps()
    job = job.shared(shares_of(inputs.results, steps.order, _SHARE_BYTES))
    with work_folder(target, job) as (work, mark):
        with Workers(executor) as workers:
            counts = make_files(job, steps, work, mark, workers)
        files = [work / "files" / f"{share}.geojson" for share in range(len(job.shares))]
        told = notices(work)
        with folder_beside(target) as folder, writing(target):
            told += _as_one(files, target, folder, overwrite=overwrite)
    for notice in told:
        warn(notice, ResultWarning)
    return Collected(target, len(inputs.results), inputs.missing, *counts)


def _as_one(files: list[Path], target: Path, folder: Path, *, overwrite: bool) -> list[str]:
    """Make one file of several, in the format that its name says."""
    from mapflow.formats._conversion import convert, publish
    from mapflow.formats._geojson import concatenate
    from mapflow.formats._registry import format_of, is_as_received

    wanted = format_of(target)
    if not is_as_received(wanted):
        given = folder / "features.geojson"
        concatenate(files, given)
        return list(convert(wanted, given, target, folder, overwrite=overwrite))
    made = folder / "made"
    made.mkdir()
    draft = made / target.name
    concatenate(files, draft)
    publish(made, draft, wanted, target, overwrite=overwrite)
    return []


def _check_apart(target: Path, inputs: Inputs) -> None:
    """Refuse to replace a result that is read, or what else a batch keeps."""
    if target.resolve() in {(inputs.folder / name).resolve() for name in (LEDGER, PLAN, REPORT)}:
        raise InvalidFile(
            f"{target} belongs to the batch itself.", hint="Give the file another name."
        )
    if target.resolve() in {each.file.resolve() for each in inputs.results}:
        raise InvalidFile(
            f"{target} is the result of one area.", hint="Give the file another name."
        )
