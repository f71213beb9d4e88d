"""The operation on results."""

from anyio import to_thread
from starlette.responses import FileResponse

from mapflow.sandbox.areas.timeline import OK, state_of
from mapflow.sandbox.context import ApiCall, ApiHandlers
from mapflow.sandbox.openapi.problems import bad_request, not_found
from mapflow.sandbox.processings import rows
from mapflow.sandbox.results import writer


async def get_result(call: ApiCall) -> FileResponse:
    """Return the result as bytes of GeoJSON, ranges included.

    A decision of the sandbox: before the processing is OK this is a bad request. One area can be
    had as soon as it is OK itself.
    """
    sandbox = call.caller.sandbox
    processing = rows.find(sandbox.database, call.caller.account, call.path["processingId"])
    now = sandbox.clock.now()
    area_id = call.query.get("aoiId")
    if area_id is None:
        status = processing.state(now).status
    else:
        area = next((area for area in processing.areas if area["id"] == area_id.lower()), None)
        if area is None:
            raise not_found("Area", area_id)
        area_id = area["id"]
        status = state_of(area, now).status
    if status != OK:
        raise bad_request(f"There is no result yet: status is {status}, not {OK}")
    path = await to_thread.run_sync(writer.write, sandbox, processing, area_id)
    return FileResponse(path, media_type="application/octet-stream")


HANDLERS: ApiHandlers = {"getResult": get_result}
