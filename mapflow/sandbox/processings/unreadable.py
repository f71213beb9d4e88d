"""Finds the areas of a run whose pixels cannot be decoded.

An upload is taken by its header, as the service takes it; what its pixels are worth shows when they
are read. Reading takes a while, so it is done in a thread, before the run is created.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mapflow.sandbox.areas.geometry import Polygon, as_geojson, as_returned
from mapflow.sandbox.context import Caller
from mapflow.sandbox.error_codes.failure import Failure
from mapflow.sandbox.imagery import files
from mapflow.sandbox.openapi.problems import Problem
from mapflow.sandbox.processings.run_check import check_run


async def unreadable(
    caller: Caller, body: Mapping[str, Any], *, is_v2: bool = False
) -> dict[int, Failure]:
    """Return the failures of areas whose pixels cannot be decoded, by the position of the area."""
    if not _names_uploads(body.get("params") or {}):
        return {}
    try:
        planned = check_run(caller, body, is_v2=is_v2)
    except Problem:
        return {}  # for which the run is refused in a moment
    if not planned.source.images:
        return {}
    sandbox = caller.sandbox
    paths = [files.path_of(sandbox, image.id) for image in planned.source.images]
    found = await sandbox.at_work(_positions, paths, planned.polygons, planned.model.kind)
    return {position: Failure.of("source-validator.ImageReadError") for position in found}


def _names_uploads(params: Mapping[str, Any]) -> bool:
    source = params.get("sourceParams")
    if isinstance(source, Mapping):
        return "myImagery" in source
    return str(params.get("url") or "").startswith("s3://")


def _positions(paths: Sequence[Path], polygons: Sequence[Polygon], kind: str) -> list[int]:
    from mapflow.sandbox import rasters

    shapes = [as_geojson(as_returned(polygon)) for polygon in polygons]
    return [
        position
        for position, shape in enumerate(shapes)
        if not all(rasters.can_read(path, shape, kind=kind) for path in paths)
    ]
