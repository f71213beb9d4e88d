"""The operations of version 2: the same processings, with ``params`` as an object of objects."""

from typing import Any

from mapflow.sandbox.context import ApiCall, ApiHandlers
from mapflow.sandbox.processings import api, paged, rows, run
from mapflow.sandbox.processings.run_check import check_run
from mapflow.sandbox.processings.unreadable import unreadable
from mapflow.sandbox.processings.view import view_v2


def estimate_cost(call: ApiCall) -> int:
    """Return the price of a run, by geometry or by area; of both, the geometry counts."""
    return check_run(call.caller, call.body, is_v2=True).cost


async def run_processing(call: ApiCall) -> dict[str, Any]:
    """Create a processing, and return it as created."""
    bad = await unreadable(call.caller, call.body, is_v2=True)
    created = run.create(call.caller, call.body, is_v2=True, unreadable=bad)
    return view_v2(created, created.row["created"], call.caller.sandbox.root_url)


def list_processings(call: ApiCall) -> list[dict[str, Any]]:
    """List all of the account, whatever their project."""
    database, account = call.caller.sandbox.database, call.caller.account
    return paged.views(call.caller, rows.of_account(database, account))


def list_project_processings(call: ApiCall) -> list[dict[str, Any]]:
    """List those of one project."""
    return paged.views(call.caller, api.listed_in_project(call))


def get_processing(call: ApiCall) -> dict[str, Any]:
    """Return one processing."""
    [view] = paged.views(call.caller, [api.found(call)])
    return view


def update_processing(call: ApiCall) -> dict[str, Any]:
    """Rename a processing, and return it."""
    api.update_processing(call)
    return get_processing(call)


def restart_processing(call: ApiCall) -> dict[str, Any]:
    """Restart the failed areas, and return the processing."""
    api.restart_processing(call)
    return get_processing(call)


HANDLERS: ApiHandlers = {
    "estimateCostV2": estimate_cost,
    "runProcessingV2": run_processing,
    "listProcessingsV2": list_processings,
    "listProjectProcessingsV2": list_project_processings,
    "getProcessingV2": get_processing,
    "updateProcessingV2": update_processing,
    "restartProcessingV2": restart_processing,
    "pageProcessings": paged.page_processings,
}
