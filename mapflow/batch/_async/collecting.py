"""Collects the results of a batch."""

from __future__ import annotations

import functools
from concurrent.futures import Executor
from os import PathLike

from mapflow._http.concurrent import ain_thread
from mapflow.batch._dataset import Dataset, make_dataset
from mapflow.batch._results import Collected, collect_results
from mapflow.joining import JoinMode


async def collect(
    batch: str | PathLike[str],
    path: str | PathLike[str],
    *,
    join: JoinMode = "auto",
    partial: bool = False,
    tolerance_m: float = 1.5,
    overwrite: bool = False,
    executor: Executor | None = None,
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
        executor: Who reads the results and finds seams: any executor of concurrent.futures,
            such as a ``ProcessPoolExecutor``, or ``client.get_executor()`` of Dask. The file is
            the same. Workers must see both folders under the same path. Default: None, the
            calling process.

    Returns:
        The file, and how many features it has.

    Raises:
        InvalidInput: The folder holds no batch, areas have no result yet (resume it first), or
            the workers of the executor were killed again and again: use fewer.
        InvalidFile: A result is missing or damaged, the file exists already or cannot be written,
            or no format has its suffix.
        ConfigurationError: An extra is not installed; the text names the command.

    Example:
        ```python
        from mapflow import batch, sources

        await batch.run_async(
            mf, [area], model="buildings", source=sources.Provider("Mapbox"), folder="roofs"
        )
        collected = await batch.collect_async("roofs", "roofs.geojson")
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
        executor=executor,
    )
    return await ain_thread(collecting)


async def dataset(
    batch: str | PathLike[str],
    folder: str | PathLike[str],
    *,
    join: JoinMode = "auto",
    partial: bool = False,
    tolerance_m: float = 1.5,
    overwrite: bool = False,
    file_mb: float = 64.0,
    executor: Executor | None = None,
) -> Dataset:
    """Save all results of a batch as a folder of GeoParquet files. The service is not asked.

    Programs that read many files as one table take the folder: ``dask_geopandas``,
    ``geopandas``, ``pyarrow.dataset``, DuckDB, and GDAL with its Parquet driver. All files have
    the same columns, those of ``collect``. Areas that are neighbours share a file, each file
    states the bounds of its features, and its rows are in the order of places, each with its
    bounding box.

    The folder appears when it is complete. After an interruption, call this again with the same
    arguments: files that are complete are kept.

    Args:
        batch: The folder of the batch, or its ledger.
        folder: The folder to make.
        join: As for ``collect``. Default: ``"auto"``.
        partial: Whether to leave out areas without a result. Default: False, an error names them.
        tolerance_m: How far the outlines of one object may differ between two results, in metres.
            Default: 1.5.
        overwrite: Whether a dataset in that folder may be replaced. Default: False.
        file_mb: Maximum size of the results that become one file, in megabytes; a larger result
            is one file. The files are about a fifth of that. Default: 64.
        executor: Who does the work, as for ``collect``. Default: None, the calling process.

    Returns:
        The folder, and how many files and features it has.

    Raises:
        InvalidInput: As for ``collect``, or ``file_mb`` is out of range.
        InvalidFile: A result is missing or damaged, or the folder holds other files or cannot be
            written.
        ConfigurationError: An extra is not installed; the text names the command.

    Example:
        ```python
        from mapflow import batch, sources

        await batch.run_async(
            mf, [area], model="buildings", source=sources.Provider("Mapbox"), folder="roofs"
        )
        made = await batch.dataset_async("roofs", "roofs-dataset")
        print(made.files, made.features)
        ```
    """
    making = functools.partial(
        make_dataset,
        batch,
        folder,
        join=join,
        partial=partial,
        tolerance_m=tolerance_m,
        overwrite=overwrite,
        file_mb=file_mb,
        executor=executor,
    )
    return await ain_thread(making)
