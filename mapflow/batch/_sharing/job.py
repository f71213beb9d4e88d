"""What workers are to do, written down where all of them can read it."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self, cast
from uuid import uuid4

from mapflow._version import __version__
from mapflow.batch._inputs import Input
from mapflow.errors import InvalidFile, InvalidInput
from mapflow.joining import JoinMode
from mapflow.joining._steps import Steps

if TYPE_CHECKING:
    from mapflow.splitting._found import PartFeatures

_JOB: Final = "job.json"


@dataclass(frozen=True)
class Job:
    """Results that become files, some of them together.

    Attributes:
        results: The results.
        join: How they are joined.
        tolerance_m: How far the outlines of one object may differ, in metres.
        is_table: Whether the files are GeoParquet with the same columns; GeoJSON otherwise.
        shares: The results that become one file, by their places, each in its order.
    """

    results: Sequence[Input]
    join: JoinMode
    tolerance_m: float
    is_table: bool
    shares: Sequence[Sequence[int]]

    def shared(self, shares: Sequence[Sequence[int]]) -> Job:
        """The job with its shares."""
        return replace(self, shares=shares)

    def steps(self) -> Steps:
        """The joining of these results."""
        parts = [each.part() for each in self.results]
        return Steps(parts, join=self.join, tolerance_m=self.tolerance_m)

    def save(self, folder: Path) -> str:
        """Write it down.

        Returns:
            What tells it from other jobs.
        """
        stats = [each.file.stat() for each in self.results]
        text = json.dumps(
            {
                "version": __version__,
                "join": self.join,
                "tolerance_m": self.tolerance_m,
                "is_table": self.is_table,
                "shares": self.shares,
                "results": [
                    {
                        "name": each.name,
                        "area": each.area,
                        "file": str(each.file.absolute()),
                        "processing_id": each.processing_id,
                        "core": each.core,
                        "found": None if each.found is None else each.found.to_dict(),
                        "size": stat.st_size,
                        "changed": stat.st_mtime_ns,
                    }
                    for each, stat in zip(self.results, stats, strict=True)
                ],
            }
        )
        write_whole(folder / _JOB, text)
        return _mark(text)

    @classmethod
    def load(cls, folder: Path, mark: str) -> Self:
        """Read it, in a worker.

        Raises:
            InvalidFile: It is not there.
            InvalidInput: The worker has another version of this package.
        """
        try:
            text = (folder / _JOB).read_text("utf-8")
        except OSError as error:
            raise InvalidFile(
                f"A worker cannot read {folder / _JOB}: {error.strerror}.",
                hint="Use folders that all workers see under the same path, for the batch and for"
                " what is written.",
            ) from error
        held = cast("dict[str, Any]", json.loads(text))
        if held["version"] != __version__ or _mark(text) != mark:
            raise InvalidInput(
                f"A worker has version {__version__} of mapflow-client, or sees other files: the"
                f" work was prepared by version {held['version']}.",
                hint="Install the same version in all workers.",
            )
        results = [
            Input(
                each["name"],
                each["area"],
                Path(each["file"]),
                each["processing_id"],
                each["core"],
                _found(each["found"]),
            )
            for each in held["results"]
        ]
        return cls(results, held["join"], held["tolerance_m"], held["is_table"], held["shares"])


def _found(kept: Mapping[str, Any] | None) -> PartFeatures | None:
    if kept is None:
        return None
    from mapflow.splitting._found import PartFeatures

    return PartFeatures.from_dict(kept)


class _Known(threading.local):
    """The job that a thread works on; geometries are not shared between threads."""

    key: tuple[str, str] | None = None
    job: Job
    steps: Steps


_known = _Known()


def job_in(folder: str, mark: str) -> tuple[Job, Steps]:
    """The job in a folder, which a thread reads once."""
    if _known.key != (folder, mark):
        _known.job = Job.load(Path(folder), mark)
        _known.steps = _known.job.steps()
        _known.key = (folder, mark)
    return _known.job, _known.steps


def shares_of(results: Sequence[Input], order: Iterable[int], largest: float) -> list[list[int]]:
    """Put results that follow each other together, as long as their files are not too large.

    Args:
        results: The results.
        order: Their order.
        largest: Maximum size of the files of a share, in bytes; a larger file is one by itself.
    """
    shares: list[list[int]] = []
    room = 0.0
    for number in order:
        size = results[number].file.stat().st_size
        if not shares or size > room:
            shares.append([])
            room = largest
        shares[-1].append(number)
        room -= size
    return shares


def write_whole(path: Path, text: str) -> None:
    """Write a file, complete or not at all, whoever else writes it."""
    draft = path.with_name(f".{path.name}.{uuid4().hex}")
    draft.write_text(text, "utf-8")
    draft.replace(path)


def read_back(path: Path) -> Mapping[str, Any]:
    """Read what a worker wrote."""
    return cast("Mapping[str, Any]", json.loads(path.read_text("utf-8")))


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
