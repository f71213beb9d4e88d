"""The operations on mosaics."""

import json
from typing import Any

from mapflow.sandbox.context import ApiCall, ApiHandlers
from mapflow.sandbox.imagery import files, rows
from mapflow.sandbox.imagery.view import mosaic_view, short_mosaic_view
from mapflow.sandbox.store import Row


def create_mosaic(call: ApiCall) -> dict[str, Any]:
    """Create an empty mosaic."""
    sandbox = call.caller.sandbox
    row = rows.insert_mosaic(
        sandbox.database,
        call.caller.account,
        name=call.body["name"],
        tags=call.body.get("tags", []),
        at=sandbox.clock.now(),
    )
    return short_mosaic_view(row)


def list_mosaics(call: ApiCall) -> list[dict[str, Any]]:
    """List the mosaics; with tags, those that carry all of them."""
    wanted = set(call.query.get("tags", ()))
    found = rows.mosaics_of(call.caller.sandbox.database, call.caller.account)
    return [_view(call, row) for row in found if wanted <= set(json.loads(row["tags"]))]


def get_mosaic(call: ApiCall) -> dict[str, Any]:
    """Return one mosaic."""
    return _view(call, _found(call))


def update_mosaic(call: ApiCall) -> dict[str, Any]:
    """Rename a mosaic, or replace its tags."""
    row = _found(call)
    name = call.body.get("name", row["name"])
    tags = call.body.get("tags", json.loads(row["tags"]))
    call.caller.sandbox.database.run(
        "UPDATE mosaics SET name = ?, tags = ? WHERE id = ?", name, json.dumps(tags), row["id"]
    )
    return short_mosaic_view(_found(call))


def delete_mosaic(call: ApiCall) -> None:
    """Delete a mosaic with its images, unless a processing is using one of them."""
    row = _found(call)
    database = call.caller.sandbox.database
    with database.transaction():
        inside = rows.images_of(database, row["id"])
        files.check_unused(call.caller.sandbox, [image["id"] for image in inside])
        database.run("DELETE FROM mosaics WHERE id = ?", row["id"])
    files.remove_unused(call.caller.sandbox, [image["id"] for image in inside])


def _found(call: ApiCall) -> Row:
    return rows.find_mosaic(
        call.caller.sandbox.database, call.caller.account, call.path["mosaicId"]
    )


def _view(call: ApiCall, row: Row) -> dict[str, Any]:
    sandbox = call.caller.sandbox
    ready = rows.images_of(sandbox.database, row["id"], sandbox.clock.now())
    return mosaic_view(row, ready, sandbox.root_url)


HANDLERS: ApiHandlers = {
    "createMosaic": create_mosaic,
    "listMosaics": list_mosaics,
    "getMosaic": get_mosaic,
    "updateMosaic": update_mosaic,
    "deleteMosaic": delete_mosaic,
}
