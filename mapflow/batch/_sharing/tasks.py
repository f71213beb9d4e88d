"""What workers do. Each task reads files, and leaves one when it is complete."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from mapflow.batch._sharing.job import Job, job_in, read_back, write_whole
from mapflow.formats._save import write_features
from mapflow.joining._steps import Steps

_BLOCK: Final = 4096


def sift(folder: str, mark: str, share: int) -> None:
    """Find which features of the results of a share wait at seams, and what columns all need.

    Args:
        folder: The folder of the work.
        mark: What tells the job from others.
        share: The number of the share.
    """
    job, steps = job_in(folder, mark)
    work = Path(folder)
    columns = _Columns(is_wanted=job.is_table)
    counts: list[int] = []
    places: list[list[int]] = []
    lines: list[tuple[int, int]] = []
    near = work / "near" / f"{share}.{uuid4().hex}.jsonl"
    with near.open("wb") as file:
        for number in job.shares[share]:
            count, waiting, features = _sifted(job, steps, number, columns)
            counts.append(count)
            places.append(waiting)
            begin = file.tell()
            file.write(json.dumps(features).encode())
            lines.append((begin, file.tell() - begin))
    found = {
        "counts": counts,
        "places": places,
        "near": near.name,
        "lines": lines,
        "columns": columns.found(),
    }
    write_whole(work / "sifted" / f"{share}.json", json.dumps(found))


def write(folder: str, mark: str, share: int) -> None:
    """Write the file of a share.

    Args:
        folder: The folder of the work.
        mark: What tells the job from others.
        share: The number of the share.
    """
    job, steps = job_in(folder, mark)
    work = Path(folder)
    if job.is_table:
        from mapflow.formats._arrow.schema import Columns
        from mapflow.formats._parquet import with_columns

        wanted = with_columns(Columns.read(read_back(work / "columns.json")))
        target = work / "files" / f"part-{share:05}.parquet"
    else:
        wanted, target = None, work / "files" / f"{share}.geojson"
    features = _features(job, steps, work, share)
    notices = write_features(target, features, overwrite=True, wanted=wanted)
    write_whole(work / "written" / f"{share}.json", json.dumps({"notices": notices}))


def _sifted(
    job: Job, steps: Steps, number: int, columns: _Columns
) -> tuple[int, list[int], list[dict[str, object]]]:
    """How many features of a result wait nowhere, the places of the others, and all near seams."""
    total = 0
    places: list[int] = []
    found: list[dict[str, object]] = []
    features = job.results[number].features()
    while block := list(islice(features, _BLOCK)):
        near = steps.near(number, block)
        wait = {place for place, waits in near.items() if waits}
        places += [total + place for place in sorted(wait)]
        found += [block[place] for place in near]
        if columns.is_wanted:
            alone = (each for place, each in enumerate(block) if place not in wait)
            columns.take(list(steps.numbered(number, alone, 0)))
        total += len(block)
    return total - len(places), places, found


def _features(job: Job, steps: Steps, work: Path, share: int) -> Iterator[dict[str, object]]:
    """The features of a share: of each result those that waited nowhere, then those joined."""
    places = read_back(work / "sifted" / f"{share}.json")["places"]
    before: dict[int, int] = {}
    found: dict[int, list[dict[str, object]]] = {}
    with (work / "joined" / f"{share}.jsonl").open(encoding="utf-8") as file:
        for line in file:
            number, count, features = json.loads(line)
            if count is not None:
                before[number] = count
            found.setdefault(number, []).extend(features)
    for number, near in zip(job.shares[share], places, strict=True):
        left_out = set(near)
        alone = (
            each
            for place, each in enumerate(job.results[number].features())
            if place not in left_out
        )
        yield from steps.numbered(number, alone, before[number])
        yield from found.pop(number, [])


class _Columns:
    """The columns that features need."""

    def __init__(self, *, is_wanted: bool) -> None:
        self.is_wanted = is_wanted
        self._columns: Any = None

    def take(self, features: list[dict[str, object]]) -> None:
        """Make room for the values of features."""
        from mapflow.formats._arrow.schema import Columns

        found = Columns.of(features)
        self._columns = found if self._columns is None else self._columns.merged(found)

    def found(self) -> dict[str, object] | None:
        """What they need, as JSON."""
        return None if self._columns is None else self._columns.plain()
