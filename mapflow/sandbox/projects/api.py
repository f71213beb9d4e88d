"""The operations on projects."""

from collections.abc import Mapping
from typing import Any, Final

from mapflow.sandbox import file_cleanup, paging
from mapflow.sandbox.context import ApiCall, ApiHandlers
from mapflow.sandbox.openapi.problems import bad_request
from mapflow.sandbox.projects import roles, rows, share
from mapflow.sandbox.projects.view import project_view
from mapflow.sandbox.store import Row

_PAGE: Final = 20
_SORT_KEYS: Final[Mapping[str, paging.SortKey[Row]]] = {
    "NAME": lambda row: row["name"].casefold(),
    "CREATED": lambda row: row["created"],
    "UPDATED": lambda row: row["updated"],
}


def list_projects(call: ApiCall) -> list[dict[str, Any]]:
    """List all projects."""
    return [
        _view(call, row)
        for row in rows.of_account(call.caller.sandbox.database, call.caller.account)
    ]


def get_default_project(call: ApiCall) -> dict[str, Any]:
    """Return the default project."""
    return _view(call, rows.default(call.caller.sandbox.database, call.caller.account))


def get_project(call: ApiCall) -> dict[str, Any]:
    """Return one project."""
    return _view(call, _found(call))


def create_project(call: ApiCall) -> dict[str, Any]:
    """Create a project. Names may repeat."""
    sandbox = call.caller.sandbox
    row = rows.insert(
        sandbox.database,
        call.caller.account,
        name=call.body["name"],
        description=call.body.get("description"),
        at=sandbox.clock.now(),
        project_id=sandbox.database.new_id(),
    )
    return _view(call, row)


def update_project(call: ApiCall) -> dict[str, Any]:
    """Rename a project. The default one is refused, as its clients expect."""
    database = call.caller.sandbox.database
    row = _found(call)
    roles.check(database, call.caller.account, row, roles.OWNER, "rename it")
    if row["is_default"]:
        raise bad_request("The default project cannot be renamed")
    name = call.body.get("name", row["name"])
    database.run(
        "UPDATE projects SET name = ?, description = ?, updated = ? WHERE id = ?",
        name,
        call.body.get("description", row["description"]),
        call.caller.sandbox.clock.now(),
        row["id"],
    )
    return get_project(call)


def delete_project(call: ApiCall) -> None:
    """Delete a project and everything in it."""
    sandbox = call.caller.sandbox
    row = _found(call)
    roles.check(sandbox.database, call.caller.account, row, roles.OWNER, "delete it")
    if row["is_default"]:
        raise bad_request("The default project cannot be deleted")
    with sandbox.database.transaction():
        inside = sandbox.database.all("SELECT * FROM processings WHERE project_id = ?", row["id"])
        sandbox.database.run("DELETE FROM projects WHERE id = ?", row["id"])
    file_cleanup.remove(sandbox, inside)


def page_projects(call: ApiCall) -> dict[str, Any]:
    """List some of the projects: by name, sorted, one page of them."""
    body: dict[str, Any] = call.body
    every = rows.of_account(call.caller.sandbox.database, call.caller.account)
    found = paging.ordered(
        [row for row in every if paging.holds(body.get("filter"), row["name"])],
        _SORT_KEYS,
        body.get("sortBy"),
        body.get("sortOrder"),
        default=("UPDATED", "DESC"),
    )
    page = [_view(call, row) for row in paging.cut(found, body, _PAGE)]
    return {"results": page, "total": len(found), "count": len(page)}


def _found(call: ApiCall) -> Row:
    return rows.find(call.caller.sandbox.database, call.caller.account, call.path["projectId"])


def _view(call: ApiCall, row: Row) -> dict[str, Any]:
    sandbox = call.caller.sandbox
    return project_view(sandbox, call.caller.account, row, sandbox.clock.now())


HANDLERS: ApiHandlers = {
    "listProjects": list_projects,
    "getDefaultProject": get_default_project,
    "getProject": get_project,
    "createProject": create_project,
    "updateProject": update_project,
    "deleteProject": delete_project,
    "pageProjects": page_projects,
    **share.HANDLERS,
}
