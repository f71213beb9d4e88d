# Written by scripts/unasync.py from mapflow/batch/_async/collecting.py; edit that file instead.
"""Collects the results of a batch."""

from __future__ import annotations

import functools
from os import PathLike

from mapflow._http.concurrent import in_thread
from mapflow.batch._results import Collected, collect_results
from mapflow.joining import JoinMode


def collect(
    batch: str | PathLike[str],
    path: str | PathLike[str],
    *,
    join: JoinMode = "auto",
    partial: bool = False,
    tolerance_m: float = 1.5,
    overwrite: bool = False,
) -> Collected:
    """Save all results of a batch as one file. The service is not asked.

    Where areas touch or overlap, an object that the border cut, or that two results hold, is one
    feature, whole; see ``mapflow.joining.Join``. Each feature gets a new ``id``, and carries its
    ``processing_id``, its area as ``cell`` and its ``original_id``. The results stay. The file
    appears when it is complete: after an interruption, call this again.

    Args:
        batch: The folder of the batch, or its ledger.
        path: The file to write; its suffix names the format, as for ``formats.save``.
        join: ``"auto"`` joins features where areas touch or overlap, and needs the extra ``geo``.
            ``"none"`` leaves all features as they are, one area after the other. Default:
            ``"auto"``.
        partial: Whether to leave out areas without a result. Default: False, an error names them.
        tolerance_m: How far the outlines of one object may differ between two results, in metres.
            Default: 1.5.
        overwrite: Whether a file of that name may be replaced. Default: False.

    Returns:
        The file, and how many features it has.

    Raises:
        InvalidInput: The folder holds no batch, or areas have no result yet: resume it first.
        InvalidFile: A result is missing or damaged, the file exists already or cannot be written,
            or no format has its suffix.
        ConfigurationError: An extra is not installed; the text names the command.

    Example:
        ```python
        from mapflow import batch, sources

        batch.run(
            mf, [area], model="buildings", source=sources.Provider("Mapbox"), folder="roofs"
        )
        collected = batch.collect("roofs", "roofs.geojson")
        print(collected.features)
        ```
    """
    collecting = functools.partial(
        collect_results,
        batch,
        path,
        join=join,
        partial=partial,
        tolerance_m=tolerance_m,
        overwrite=overwrite,
    )
    return in_thread(collecting)
