"""The operations on processings."""

from typing import Any

from mapflow.sandbox import file_cleanup
from mapflow.sandbox.context import ApiCall, ApiHandlers, Caller
from mapflow.sandbox.processings import rows, run
from mapflow.sandbox.processings.rows import Processing
from mapflow.sandbox.processings.run_check import check_run
from mapflow.sandbox.processings.unreadable import unreadable
from mapflow.sandbox.processings.view import area_view, view_v1
from mapflow.sandbox.projects import roles
from mapflow.sandbox.projects import rows as projects


def estimate_cost(call: ApiCall) -> int:
    """Return the price of a run, whose limits are not checked."""
    return check_run(call.caller, call.body).cost


async def run_processing(call: ApiCall) -> dict[str, Any]:
    """Create a processing, and return it as created."""
    bad = await unreadable(call.caller, call.body)
    created = run.create(call.caller, call.body, unreadable=bad)
    return view_v1(created, created.row["created"], call.caller.sandbox.root_url)


def list_processings(call: ApiCall) -> list[dict[str, Any]]:
    """List those of the default project, or of all, if the account is set to that."""
    database, account = call.caller.sandbox.database, call.caller.account
    if account.settings.listAllProcessings:
        return _views(call.caller, rows.of_account(database, account))
    default = projects.default(database, account)
    return _views(call.caller, rows.in_project(database, default["id"]))


def list_project_processings(call: ApiCall) -> list[dict[str, Any]]:
    """List those of one project."""
    return _views(call.caller, listed_in_project(call))


def listed_in_project(call: ApiCall) -> list[Processing]:
    """Return the processings of the project that the path names."""
    database = call.caller.sandbox.database
    project = projects.find(database, call.caller.account, call.path["projectId"])
    return rows.in_project(database, project["id"])


def get_processing(call: ApiCall) -> dict[str, Any]:
    """Return one processing."""
    return _view(call.caller, found(call))


def list_areas(call: ApiCall) -> list[dict[str, Any]]:
    """List the areas of a processing."""
    now = call.caller.sandbox.clock.now()
    return [area_view(area, now) for area in found(call).areas]


def restart_processing(call: ApiCall) -> None:
    """Restart the failed areas; one that has none is left as it is."""
    run.restart(call.caller, _allowed(call, roles.CONTRIBUTOR, "restart processings"))


def update_processing(call: ApiCall) -> None:
    """Rename a processing, or move it to another project: both paths do both."""
    database, account = call.caller.sandbox.database, call.caller.account
    body: dict[str, Any] = call.body
    with database.transaction():
        row = _allowed(call, roles.MAINTAINER, "change processings").row
        project_id = row["project_id"]
        if "projectId" in body:
            target = projects.find(database, account, body["projectId"])
            roles.check(database, account, target, roles.CONTRIBUTOR, "put processings into it")
            project_id = target["id"]
        database.run(
            "UPDATE processings SET name = ?, description = ?, project_id = ?, updated = ?"
            " WHERE id = ?",
            body.get("name", row["name"]),
            body.get("description", row["description"]),
            project_id,
            call.caller.sandbox.clock.now(),
            row["id"],
        )
    # The name is part of the result.
    call.caller.sandbox.folder.remove_results(row["id"])


def delete_processing(call: ApiCall) -> None:
    """Delete a processing with its areas and results. What was charged stays charged."""
    row = _allowed(call, roles.MAINTAINER, "delete processings").row
    call.caller.sandbox.database.run("DELETE FROM processings WHERE id = ?", row["id"])
    file_cleanup.remove(call.caller.sandbox, [row])


def _allowed(call: ApiCall, needed: str, what: str) -> Processing:
    """Return the processing of a request, if the role of the caller allows what is to be done."""
    database, account = call.caller.sandbox.database, call.caller.account
    processing = found(call)
    project = projects.find(database, account, processing.row["project_id"])
    roles.check(database, account, project, needed, what)
    return processing


def found(call: ApiCall) -> Processing:
    """Return the processing that the path names."""
    return rows.find(call.caller.sandbox.database, call.caller.account, call.path["processingId"])


def _view(caller: Caller, processing: Processing) -> dict[str, Any]:
    return view_v1(processing, caller.sandbox.clock.now(), caller.sandbox.root_url)


def _views(caller: Caller, processings: list[Processing]) -> list[dict[str, Any]]:
    return [_view(caller, processing) for processing in processings]


HANDLERS: ApiHandlers = {
    "estimateCost": estimate_cost,
    "runProcessing": run_processing,
    "listProcessings": list_processings,
    "listProjectProcessings": list_project_processings,
    "getProcessing": get_processing,
    "listAreas": list_areas,
    "restartProcessing": restart_processing,
    "updateProcessing": update_processing,
    "renameProcessing": update_processing,
    "deleteProcessing": delete_processing,
}
