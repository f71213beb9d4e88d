"""Many areas, one call: a ledger remembers what was started, whatever ends the program.

``run`` starts one, or resumes it; ``resume`` needs the ledger alone; ``collect`` makes one file of
its results, and ``dataset`` a folder of them; ``status`` reads it without asking the service.
``run_split`` does all of it for an area of any size: it splits, runs and collects.
"""

from __future__ import annotations

import json
from os import PathLike
from pathlib import Path

from mapflow.batch._async.collecting import collect as collect_async
from mapflow.batch._async.collecting import dataset as dataset_async
from mapflow.batch._async.resuming import resume as resume_async
from mapflow.batch._async.runner import run as run_async
from mapflow.batch._async.split_run import run_split as run_split_async
from mapflow.batch._dataset import Dataset
from mapflow.batch._estimate import BatchEstimate, GroupingEstimate, RowEstimate
from mapflow.batch._folders import LEDGER, ledger_in
from mapflow.batch._groups import grouped, packed
from mapflow.batch._ledger import Ledger
from mapflow.batch._ledger_cache import LedgerCache
from mapflow.batch._report import Report, RowReport
from mapflow.batch._results import Collected
from mapflow.batch._rows import read_rows
from mapflow.batch._split_run import SplitRun
from mapflow.batch._sync.collecting import collect, dataset
from mapflow.batch._sync.resuming import resume
from mapflow.batch._sync.runner import run
from mapflow.batch._sync.split_run import run_split
from mapflow.geometry import AreasLike, summarise

__all__ = [
    "BatchEstimate",
    "Collected",
    "Dataset",
    "GroupingEstimate",
    "Report",
    "RowEstimate",
    "RowReport",
    "SplitRun",
    "collect",
    "collect_async",
    "dataset",
    "dataset_async",
    "exists",
    "grouped",
    "measure",
    "packed",
    "resume",
    "resume_async",
    "run",
    "run_async",
    "run_split",
    "run_split_async",
    "status",
]


def exists(folder: str | PathLike[str]) -> bool:
    """Return whether a folder holds a batch.

    Args:
        folder: The folder.

    Returns:
        Whether there is a ledger in it.

    Example:
        ```python
        from mapflow import batch

        print(batch.exists("no-such-folder"))
        ```
    """
    try:
        return (Path(folder) / LEDGER).is_file()
    except (OSError, TypeError, ValueError):
        return False


def measure(
    areas: AreasLike,
    *,
    name_field: str | None = None,
) -> tuple[int, float]:
    """Read the areas of a batch to come, without the service: how many there are, and how large.

    Args:
        areas: As for ``run``.
        name_field: As for ``run``.

    Returns:
        How many can be used, and their total area, in square metres.

    Raises:
        InvalidInput: The areas cannot be read.

    Example:
        ```python
        from mapflow import batch

        count, area_m2 = batch.measure([area])
        print(count, round(area_m2))
        ```
    """
    usable = [row.area for row in read_rows(areas, name_field) if row.area is not None]
    return len(usable), sum(summarise(json.loads(area)).area_m2 for area in usable)


def status(batch: str | PathLike[str]) -> Report:
    """Read how a batch stands, also while another program works on it. The service is not asked.

    Args:
        batch: The folder of the batch, or its ledger.

    Returns:
        How each area stood when that was last written down.

    Raises:
        InvalidInput: The folder holds no batch.

    Example:
        ```python
        from mapflow import batch, sources

        batch.run(mf, [area], model="buildings", source=sources.Provider("Mapbox"), folder="roofs")
        print(batch.status("roofs").counts)
        ```
    """
    with Ledger.reading(ledger_in(batch)) as ledger:
        return LedgerCache(ledger).report()
