"""The operations on processings."""

from typing import Any

from mapflow.sandbox import leftovers
from mapflow.sandbox.context import ApiCall, ApiHandlers, Visitor
from mapflow.sandbox.processings import rows, run
from mapflow.sandbox.processings.plan import plan
from mapflow.sandbox.processings.rows import Processing
from mapflow.sandbox.processings.unreadable import unreadable
from mapflow.sandbox.processings.view import area_view, processing_view
from mapflow.sandbox.projects import roles
from mapflow.sandbox.projects import rows as projects


def estimate_cost(call: ApiCall) -> int:
    """Answer the price of a run, whose limits are not checked."""
    return plan(call.visitor, call.body).cost


async def run_processing(call: ApiCall) -> dict[str, Any]:
    """Create a processing, and answer the state that it is created in."""
    bad = await unreadable(call.visitor, call.body)
    created = run.create(call.visitor, call.body, unreadable=bad)
    return processing_view(created, created.row["created"], call.visitor.sandbox.root_url)


def list_processings(call: ApiCall) -> list[dict[str, Any]]:
    """List those of the default project, or of all, if the account is set to that."""
    database, account = call.visitor.sandbox.database, call.visitor.account
    if account.settings.listAllProcessings:
        return _views(call.visitor, rows.of_account(database, account))
    default = projects.default(database, account)
    return _views(call.visitor, rows.in_project(database, default["id"]))


def list_project_processings(call: ApiCall) -> list[dict[str, Any]]:
    """List those of one project."""
    return _views(call.visitor, listed_in_project(call))


def listed_in_project(call: ApiCall) -> list[Processing]:
    """Return the processings of the project that the path names."""
    database = call.visitor.sandbox.database
    project = projects.find(database, call.visitor.account, call.path["projectId"])
    return rows.in_project(database, project["id"])


def get_processing(call: ApiCall) -> dict[str, Any]:
    """Answer one processing."""
    return _view(call.visitor, found(call))


def list_areas(call: ApiCall) -> list[dict[str, Any]]:
    """List the areas of a processing."""
    now = call.visitor.sandbox.clock.now()
    return [area_view(area, now) for area in found(call).areas]


def restart_processing(call: ApiCall) -> None:
    """Restart the failed areas; one that has none is left as it is."""
    run.restart(call.visitor, _allowed(call, roles.CONTRIBUTOR, "restart processings"))


def update_processing(call: ApiCall) -> None:
    """Rename a processing, or move it to another project: both paths do both."""
    database, account = call.visitor.sandbox.database, call.visitor.account
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
            call.visitor.sandbox.clock.now(),
            row["id"],
        )
    # The name is part of the result.
    call.visitor.sandbox.folder.remove_results(row["id"])


def delete_processing(call: ApiCall) -> None:
    """Delete a processing with its areas and results. What was charged stays charged."""
    row = _allowed(call, roles.MAINTAINER, "delete processings").row
    call.visitor.sandbox.database.run("DELETE FROM processings WHERE id = ?", row["id"])
    leftovers.remove(call.visitor.sandbox, [row])


def _allowed(call: ApiCall, needed: str, what: str) -> Processing:
    """Return the processing of a request, if the role of the visitor allows what is to be done."""
    database, account = call.visitor.sandbox.database, call.visitor.account
    processing = found(call)
    project = projects.find(database, account, processing.row["project_id"])
    roles.check(database, account, project, needed, what)
    return processing


def found(call: ApiCall) -> Processing:
    """Return the processing that the path names."""
    return rows.find(call.visitor.sandbox.database, call.visitor.account, call.path["processingId"])


def _view(visitor: Visitor, processing: Processing) -> dict[str, Any]:
    return processing_view(processing, visitor.sandbox.clock.now(), visitor.sandbox.root_url)


def _views(visitor: Visitor, processings: list[Processing]) -> list[dict[str, Any]]:
    return [_view(visitor, processing) for processing in processings]


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
