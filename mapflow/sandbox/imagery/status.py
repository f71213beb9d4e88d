"""How far images are: the operations on preprocessing, and on downloads that wait for it."""

from typing import Any, Final

from mapflow.sandbox.clock import timestamp
from mapflow.sandbox.context import ApiCall, ApiHandlers
from mapflow.sandbox.imagery import files, rows, storage
from mapflow.sandbox.openapi.problems import Problem
from mapflow.sandbox.store import Row

NONE: Final = "NONE"
PENDING: Final = "PENDING"
IN_PROGRESS: Final = "IN_PROGRESS"
COMPLETED: Final = "COMPLETED"
FAILED: Final = "FAILED"

_WAITS: Final = 0.25
_BROKEN: Final = "the sandbox was asked to fail, by the file name"


def status_of(row: Row, now: float) -> str:
    """Return how far the preprocessing of an image is."""
    if now < row["ready"]:
        took = row["ready"] - row["uploaded"]
        return PENDING if now < row["uploaded"] + _WAITS * took else IN_PROGRESS
    if row["is_broken"]:
        return FAILED
    return NONE if row["ready"] == row["uploaded"] else COMPLETED


def status_view(row: Row, now: float) -> dict[str, Any]:
    """Return how far an image is, as the API shows it."""
    status = status_of(row, now)
    ready = rows.is_ready(row, now)
    return {
        "image_id": row["id"],
        "filename": row["filename"],
        "preprocessing_status": status,
        "preprocessing_error": _BROKEN if status == FAILED else None,
        "data_available": ready,
        "tiles_ready": ready,
        "uploaded_at": timestamp(row["uploaded"]),
    }


def get_image_status(call: ApiCall) -> dict[str, Any]:
    """Return how far one image is."""
    return status_view(_image(call), call.caller.sandbox.clock.now())


def get_mosaic_status(call: ApiCall) -> dict[str, Any]:
    """Return how far all images of a mosaic are, those included that are not listed yet."""
    sandbox = call.caller.sandbox
    mosaic = _mosaic(call)
    now = sandbox.clock.now()
    views = [status_view(row, now) for row in rows.images_of(sandbox.database, mosaic["id"])]
    found = [view["preprocessing_status"] for view in views]
    ready = found.count(NONE) + found.count(COMPLETED)
    return {
        "mosaic_id": mosaic["id"],
        "total_images": len(found),
        "ready_images": ready,
        "pending_images": found.count(PENDING),
        "in_progress_images": found.count(IN_PROGRESS),
        "failed_images": found.count(FAILED),
        "tiles_ready_images": ready,
        "images": views,
    }


def delete_failed_images(call: ApiCall) -> dict[str, Any]:
    """Delete the images of a mosaic whose preprocessing has failed."""
    sandbox = call.caller.sandbox
    now = sandbox.clock.now()
    with sandbox.database.transaction():
        failed = [
            row["id"]
            for row in rows.images_of(sandbox.database, _mosaic(call)["id"])
            if status_of(row, now) == FAILED
        ]
        sandbox.database.run_many("DELETE FROM images WHERE id = ?", [(each,) for each in failed])
    files.remove_unused(sandbox, failed)
    return {
        "message": f"{len(failed)} failed images were deleted",
        "count": len(failed),
        "deleted_image_ids": failed,
    }


def get_download_link(call: ApiCall) -> dict[str, Any]:
    """Return a link to the file of an image, for a while and for whoever has it."""
    sandbox = call.caller.sandbox
    row = _image(call)
    if not row["is_downloadable"]:
        raise Problem(403, f"image {row['id']} cannot be downloaded")
    if not rows.is_ready(row, sandbox.clock.now()):
        raise Problem(409, f"the data of image {row['id']} are not available yet")
    return {
        "download_url": storage.link(sandbox, row),
        "filename": row["filename"],
        "expires_in": storage.VALID_S,
    }


def _image(call: ApiCall) -> Row:
    return rows.find_image(call.caller.sandbox.database, call.caller.account, call.path["imageId"])


def _mosaic(call: ApiCall) -> Row:
    return rows.find_mosaic(
        call.caller.sandbox.database, call.caller.account, call.path["mosaicId"]
    )


HANDLERS: ApiHandlers = {
    "getImageStatus": get_image_status,
    "getMosaicStatus": get_mosaic_status,
    "deleteFailedImages": delete_failed_images,
    "getDownloadLink": get_download_link,
}
