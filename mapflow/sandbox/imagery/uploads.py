"""Checks uploads and stores them in mosaics."""

import contextlib
import dataclasses
import json
import math
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

from mapflow.sandbox.context import ApiCall, Caller
from mapflow.sandbox.imagery import files, problems, rows
from mapflow.sandbox.imagery.receive import Received, receive
from mapflow.sandbox.imagery.rows import NewImage
from mapflow.sandbox.openapi.problems import Problem
from mapflow.sandbox.store import Row


@contextlib.asynccontextmanager
async def taken(call: ApiCall) -> AsyncGenerator[NewImage]:
    """Take the file of a request: received, checked, and in its place on disk.

    Its storage stays reserved until the end of the block, by which it is stored in the state.

    Raises:
        Problem: 400, 413 or 422, the file does not fit or is not a GeoTIFF, or the request is
            malformed.
    """
    caller = call.caller
    settings, incoming = caller.account.settings, caller.sandbox.incoming
    with incoming.reserve(caller.account.id) as reservation:

        def room() -> int:
            return max(0, free_bytes(caller) - reservation.reserved_by_others())

        def has_room(size_bytes: int) -> bool:
            reservation.size_bytes = size_bytes
            return size_bytes <= min(settings.maxUploadFileSize, room())

        received = await receive(call.request, caller.sandbox.folder.uploads, has_room)
        try:
            if received.size_bytes > settings.maxUploadFileSize:
                raise problems.file_too_big(received.size_bytes, settings.maxUploadFileSize)
            free = room()
            if not received.is_complete or received.size_bytes > free:
                raise problems.memory_limit_exceeded(received.size_bytes, free)
            reservation.size_bytes = received.size_bytes
            image = await inspect(caller, received)
        except BaseException:
            received.path.unlink(missing_ok=True)
            raise
        yield image


def free_bytes(caller: Caller) -> int:
    """Return what the images of an account leave of its storage."""
    used = rows.used_bytes(caller.sandbox.database, caller.account)
    return caller.account.settings.memoryLimit - used


async def inspect(caller: Caller, received: Received) -> NewImage:
    """Check a received file and give it its final name.

    Raises:
        Problem: 400, it is not a GeoTIFF that could be processed.
    """
    header = await caller.sandbox.at_work(_header, received.path, received.filename)
    most = caller.account.settings.maxPixelCount
    if max(header["width"], header["height"]) > most:
        raise Problem(
            400,
            f"{header['width']} x {header['height']} pixels, at most {most} a side are allowed",
            code="FileCheckFailed",
            parameters={
                "filename": received.filename,
                "bad_parameters": f"width={header['width']}, height={header['height']}",
            },
        )
    image_id = caller.sandbox.database.new_id()
    file = received.path.replace(files.path_of(caller.sandbox, image_id))
    return NewImage(image_id, file, received.filename, received.size_bytes, received.sha1, header)


def check_fits(mosaic: Row, others: list[Row], image: NewImage) -> None:
    """Refuse an image with another number of bands than its mosaic has.

    Raises:
        Problem: 400 ``FileValidationFailed``.
    """
    for other in others:
        expected = json.loads(other["header"])["count"]
        if expected != image.header["count"]:
            raise Problem(
                400,
                f"{image.filename} has {image.header['count']} bands, the mosaic has {expected}",
                code="FileValidationFailed",
                parameters={
                    "filename": image.filename,
                    "mosaic_id": mosaic["id"],
                    "param_name": "count",
                    "got_param": image.header["count"],
                    "expected_param": expected,
                },
            )


def _header(path: Path, filename: str) -> dict[str, Any]:
    """Read the header of a GeoTIFF in a form that the state file can keep."""
    from mapflow.sandbox import rasters

    try:
        header = dataclasses.asdict(rasters.inspect(path))
    except rasters.RasterProblem as problem:
        parameters = dict(problem.parameters)
        if problem.code == "FileCheckFailed":
            parameters["filename"] = filename
        raise Problem(400, str(problem), code=problem.code, parameters=parameters) from None
    nodata = header["nodata"]
    if nodata is not None and not math.isfinite(nodata):
        header["nodata"] = None
    return header
