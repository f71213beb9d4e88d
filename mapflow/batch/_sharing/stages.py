"""The way from results to files: sift, join, write."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from mapflow.batch._sharing import tasks
from mapflow.batch._sharing.executors import Workers
from mapflow.batch._sharing.job import Job, read_back, write_whole
from mapflow.joining._steps import Steps


class Counts(NamedTuple):
    """How many features there are.

    Attributes:
        read: How many the results have.
        written: How many the files have.
        joined: How many of those were made of several.
    """

    read: int
    written: int
    joined: int


def make_files(job: Job, steps: Steps, work: Path, mark: str, workers: Workers) -> Counts:
    """Have workers make the files of all shares, in ``files``; those that are there stay.

    Args:
        job: The job.
        steps: The joining of its results.
        work: The folder of the work.
        mark: What tells the job from others.
        workers: Who does it.
    """
    shares = range(len(job.shares))
    workers.run(tasks.sift, str(work), mark, _without(shares, work / "sifted"))
    sifted = [dict(read_back(work / "sifted" / f"{share}.json")) for share in shares]
    counts, sizes = _join(job, steps, work, sifted)
    if job.is_table:
        _agree_on_columns(work, sifted)
    wanted = [share for share in shares if sizes[share] or not job.is_table]
    # Without any feature there is still a table, with its columns.
    wanted = wanted or [0]
    missing = set(_without(wanted, work / "written"))
    workers.run(tasks.write, str(work), mark, [share for share in wanted if share in missing])
    return counts


def notices(work: Path) -> list[str]:
    """What was wrong with the features, each sentence once."""
    found = [
        notice
        for path in sorted((work / "written").glob("[0-9]*.json"), key=lambda path: int(path.stem))
        for notice in read_back(path)["notices"]
    ]
    return list(dict.fromkeys(found))


def _without(shares: Sequence[int], folder: Path) -> list[int]:
    there = {path.name for path in folder.iterdir()}
    return [share for share in shares if f"{share}.json" not in there]


def _join(
    job: Job, steps: Steps, work: Path, sifted: Sequence[dict[str, Any]]
) -> tuple[Counts, list[int]]:
    """Join what waits at seams, and write down for each share what comes of it."""
    share_of = {number: share for share, numbers in enumerate(job.shares) for number in numbers}
    places = {number: place for numbers in job.shares for place, number in enumerate(numbers)}
    alone = [sifted[share_of[n]]["counts"][places[n]] for n in range(len(job.results))]
    waiting = [len(sifted[share_of[n]]["places"][places[n]]) for n in range(len(job.results))]

    def near(number: int) -> list[dict[str, object]]:
        found = sifted[share_of[number]]
        begin, size = found["lines"][places[number]]
        with (work / "near" / found["near"]).open("rb") as file:
            file.seek(begin)
            return list(json.loads(file.read(size)))

    folder = work / "joined"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    sizes = [sum(each["counts"]) for each in sifted]
    written = joined = 0
    for number, before, found in steps.joined(near, alone):
        _note(folder, share_of[number], number, before, [])
        written += alone[number] + len(found)
        joined += sum(each.is_joined for each in found)
        # A table has no order of its own, so there a feature stands with its area.
        of_part: dict[int, list[dict[str, object]]] = {}
        for each in found:
            part = each.part if job.is_table else number
            of_part.setdefault(part, []).append(each.feature)
        for part, features in of_part.items():
            sizes[share_of[part]] += len(features)
            _note(folder, share_of[part], part, None, features)
            if job.is_table:
                _take_columns(sifted[share_of[part]], features)
    return Counts(sum(alone) + sum(waiting), written, joined), sizes


def _note(
    folder: Path, share: int, number: int, before: int | None, features: list[dict[str, object]]
) -> None:
    with (folder / f"{share}.jsonl").open("a", encoding="utf-8") as file:
        file.write(f"{json.dumps([number, before, features])}\n")


def _take_columns(found: dict[str, Any], features: list[dict[str, object]]) -> None:
    from mapflow.formats._arrow.schema import Columns

    columns = Columns.of(features)
    if found["columns"] is not None:
        columns = Columns.read(found["columns"]).merged(columns)
    found["columns"] = columns.plain()


def _agree_on_columns(work: Path, sifted: Sequence[dict[str, Any]]) -> None:
    from mapflow.formats._arrow.schema import Columns

    columns = Columns.of([])
    for each in sifted:
        if each["columns"] is not None:
            columns = columns.merged(Columns.read(each["columns"]))
    write_whole(work / "columns.json", json.dumps(columns.plain()))
