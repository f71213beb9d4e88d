"""The operations on images and storage."""

import json
from typing import Any, Final

from starlette.responses import Response

from mapflow.sandbox.context import ApiCall, ApiHandlers, Caller
from mapflow.sandbox.imagery import files, problems, rows, status, uploads
from mapflow.sandbox.imagery.rows import NewImage
from mapflow.sandbox.imagery.view import image_view
from mapflow.sandbox.openapi.problems import Problem, bad_request
from mapflow.sandbox.store import Row

_PREVIEW_PX: Final = {"s": 256, "l": 1024}


async def upload_image(call: ApiCall) -> dict[str, Any]:
    """Upload an image into a mosaic."""
    mosaic = _mosaic(call)
    async with uploads.taken(call) as image:
        return _store(call.caller, mosaic, image)


async def upload_to_new_mosaic(call: ApiCall) -> dict[str, Any]:
    """Upload an image into a new mosaic, which is created only if the image is good."""
    sandbox = call.caller.sandbox
    name: str = call.query["name"]
    async with uploads.taken(call) as image:
        with sandbox.database.transaction():
            mosaic = rows.insert_mosaic(
                sandbox.database,
                call.caller.account,
                name=name,
                tags=_tags(call.query.get("tags", [])),
                at=sandbox.clock.now(),
            )
            return _store(call.caller, mosaic, image)


def link_image(call: ApiCall) -> dict[str, Any]:
    """Put a stored image into another mosaic; it counts against the storage again."""
    caller = call.caller
    database = caller.sandbox.database
    mosaic = _mosaic(call)
    url: str = call.body["url"]
    row = database.one("SELECT * FROM images WHERE url = ?", url)
    if row is None:
        raise problems.item_not_found("image", url)
    if row["account_id"] != caller.account.id:
        raise problems.access_denied("image", url)
    on_the_way = caller.sandbox.incoming.reserved(caller.account.id)
    free = max(0, uploads.free_bytes(caller) - on_the_way)
    if row["size_bytes"] > free:
        raise problems.memory_limit_exceeded(row["size_bytes"], free)
    image_id = database.new_id()
    file = files.path_of(caller.sandbox, image_id)
    file.hardlink_to(files.path_of(caller.sandbox, row["id"]))
    header = json.loads(row["header"])
    return _store(
        caller,
        mosaic,
        NewImage(image_id, file, row["filename"], row["size_bytes"], row["sha1"], header, True),
    )


async def upload_legacy(call: ApiCall) -> dict[str, Any]:
    """Upload an image with the older operation; it gets a new mosaic, named like the file."""
    caller = call.caller
    database = caller.sandbox.database
    async with uploads.taken(call) as image:
        with database.transaction():
            mosaic = rows.insert_mosaic(
                database,
                caller.account,
                name=image.filename,
                tags=[],
                at=caller.sandbox.clock.now(),
            )
            _store(caller, mosaic, image)
    return {"url": rows.find_image(database, caller.account, image.id)["url"]}


def list_images(call: ApiCall) -> list[dict[str, Any]]:
    """List the images of a mosaic that are ready."""
    sandbox = call.caller.sandbox
    now = sandbox.clock.now()
    return [
        image_view(row, sandbox.root_url)
        for row in rows.images_of(sandbox.database, _mosaic(call)["id"], now)
    ]


def get_image(call: ApiCall) -> dict[str, Any]:
    """Return one image."""
    return image_view(_found(call), call.caller.sandbox.root_url)


def rename_image(call: ApiCall) -> dict[str, Any]:
    """Change the file name of an image."""
    name: str = call.query["name"]
    call.caller.sandbox.database.run(
        "UPDATE images SET filename = ? WHERE id = ?", name, _found(call)["id"]
    )
    return get_image(call)


def delete_image(call: ApiCall) -> None:
    """Delete an image, unless a processing is using it."""
    row = _found(call)
    files.check_unused(call.caller.sandbox, [row["id"]])
    call.caller.sandbox.database.run("DELETE FROM images WHERE id = ?", row["id"])
    files.remove_unused(call.caller.sandbox, [row["id"]])


async def get_preview(call: ApiCall) -> Response:
    """Return a small picture of an image."""
    from mapflow.sandbox import rasters

    row = _found(call)
    size_px = _PREVIEW_PX.get(call.path["size"])
    if size_px is None:
        raise bad_request(f"preview size must be {' or '.join(_PREVIEW_PX)}", ("path", "size"))
    path = files.path_of(call.caller.sandbox, row["id"])
    try:
        picture = await call.caller.sandbox.at_work(rasters.preview_jpeg, path, size_px)
    except rasters.RasterProblem as problem:
        raise Problem(404, f"image {row['id']} has no preview: {problem}") from None
    return Response(picture, media_type="image/jpeg")


def get_storage(call: ApiCall) -> dict[str, Any]:
    """Return how much imagery the account stores and may store."""
    settings = call.caller.account.settings
    used = rows.used_bytes(call.caller.sandbox.database, call.caller.account)
    return {
        "memoryLimit": settings.memoryLimit,
        "memoryUsed": used,
        "memoryFree": max(0, settings.memoryLimit - used),
        "maxUploadFileSize": settings.maxUploadFileSize,
        "maxPixelCount": settings.maxPixelCount,
    }


def _store(caller: Caller, mosaic: Row, image: NewImage) -> dict[str, Any]:
    """Store an image that is on disk already; if it does not fit the mosaic, remove it again."""
    database = caller.sandbox.database
    try:
        with database.transaction():
            uploads.check_fits(mosaic, rows.images_of(database, mosaic["id"]), image)
            rows.insert_image(
                database, caller.account, mosaic["id"], image, caller.sandbox.clock.now()
            )
    except Problem:
        image.file.unlink(missing_ok=True)
        raise
    return {
        "id": image.id,
        "message": "Image was uploaded to the sandbox",
        "mosaic_id": mosaic["id"],
    }


def _tags(given: list[str]) -> list[str]:
    """Return tags however they were sent: one client joins them with a comma and a space."""
    return given[0].split(", ") if len(given) == 1 else given


def _mosaic(call: ApiCall) -> Row:
    return rows.find_mosaic(
        call.caller.sandbox.database, call.caller.account, call.path["mosaicId"]
    )


def _found(call: ApiCall) -> Row:
    return rows.find_image(call.caller.sandbox.database, call.caller.account, call.path["imageId"])


HANDLERS: ApiHandlers = {
    "uploadImage": upload_image,
    "uploadToNewMosaic": upload_to_new_mosaic,
    "linkImage": link_image,
    "listImages": list_images,
    "getImage": get_image,
    "renameImage": rename_image,
    "deleteImage": delete_image,
    "getPreview": get_preview,
    "getStorage": get_storage,
    "uploadLegacy": upload_legacy,
    **status.HANDLERS,
}
