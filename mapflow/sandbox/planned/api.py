"""The operations on planned searches themselves."""

import json
from collections.abc import Mapping
from typing import Any, Final

from mapflow.sandbox.accounts import Account
from mapflow.sandbox.clock import timestamp
from mapflow.sandbox.context import ApiCall, ApiHandlers
from mapflow.sandbox.datetimes import parse_datetime
from mapflow.sandbox.openapi.problems import bad_request, not_found
from mapflow.sandbox.planned import expiry, filters, permissions, requested_areas, rows, timeline
from mapflow.sandbox.planned.rows import Template
from mapflow.sandbox.planned.view import detail_view, short_view, template_view
from mapflow.sandbox.projects import rows as projects

TOO_MANY_ACTIVE: Final = "You have reached the maximum number of active templates"
"""A published client compares the whole sentence."""

_STORED: Final = frozenset(
    {"acquisitionDateFrom", "acquisitionDateTo", "minResolution", "maxResolution", "maxCloudCover"}
    | {"minOffNadirAngle", "maxOffNadirAngle", "minAoiIntersectionPercent"}
    | {"maxAoiIntersectionPercent", "returnErrors", "limit", "offset", "hideUnavailable"}
    | {"dataProviders", "productTypes"}
)


def create_template(call: ApiCall) -> dict[str, Any]:
    """Create a planned search; over the limit of active ones it starts inactive."""
    sandbox, account, body = call.caller.sandbox, call.caller.account, call.body
    database, now = sandbox.database, sandbox.clock.now()
    project = permissions.project_to_plan_in(call, body["projectId"])
    until = expiry.read_end(body["activeUntil"], now)
    areas = requested_areas.areas_of_search(body["searchParams"])
    owner = sandbox.accounts.get(project["account_id"])
    requested_areas.check_size((area.polygon for area in areas), owner)
    search = _filters(body["searchParams"])
    template_id = database.new_id()
    with database.transaction():
        rows.insert(
            database,
            {
                "id": template_id,
                "account_id": account.id,
                "project_id": project["id"],
                "name": body["name"],
                "filters": json.dumps(search),
                "stored_run": json.dumps(body.get("processingParams")),
                "created": now,
                "active_until": until,
                "active": int(_may_be_active(call, account)),
                "failed": 0,
                "since": now,
                "checked": None,
            },
        )
        free = requested_areas.without_taken_ids(areas, database)
        rows.add_areas(database, template_id, free, now)
    return detail_view(call.caller, _again(call, template_id))


def list_templates(call: ApiCall) -> list[dict[str, Any]]:
    """List what the caller created."""
    account_id = call.caller.account.id
    found = rows.of_account(call.caller.sandbox.database, account_id, seen_by=account_id)
    return [template_view(call.caller, template) for template in found]


def list_user_templates(call: ApiCall) -> list[dict[str, Any]]:
    """List what one user created, as far as the caller may see it."""
    user_id, account = call.path["userId"].lower(), call.caller.account
    found = rows.of_account(call.caller.sandbox.database, user_id, seen_by=account.id)
    if not found and user_id != account.id:
        raise not_found("User", user_id)
    return [template_view(call.caller, template) for template in found]


def list_project_templates(call: ApiCall) -> list[dict[str, Any]]:
    """List those of a project, in short."""
    database = call.caller.sandbox.database
    project = projects.find(database, call.caller.account, call.path["projectId"])
    found = rows.in_project(database, project["id"])
    return [short_view(call.caller, template) for template in found]


def get_template(call: ApiCall) -> dict[str, Any]:
    """Return one planned search."""
    return detail_view(call.caller, permissions.readable(call))


def update_template(call: ApiCall) -> dict[str, Any]:
    """Change a planned search; separate operations change its areas."""
    template, body = permissions.changeable(call), call.body
    now = call.caller.sandbox.clock.now()
    search: dict[str, Any] = body.get("searchParams") or {}
    if any(name in search for name in requested_areas.AREA_MEMBERS):
        raise bad_request("Geometry updates are not allowed here: use the operations on areas")
    changes: dict[str, str | int | float | None] = {}
    if "name" in body:
        changes["name"] = body["name"]
    if search:
        changes["filters"] = json.dumps(_filters({**template.filters, **search}))
    if "processingParams" in body:
        changes["stored_run"] = json.dumps(body["processingParams"])
    if "activeUntil" in body:
        # One that has ended stays paused when it gets a later end.
        state = template.state(now)
        if template.row["active"] and not state.active:
            changes.update(active=0, checked=state.checked)
        changes["active_until"] = expiry.read_end(body["activeUntil"], now)
    if changes:
        rows.change(call.caller.sandbox.database, template, changes)
    return template_view(call.caller, _again(call, template.row["id"]))


def delete_template(call: ApiCall) -> None:
    """Delete a planned search. The processings that were started from it stay."""
    template = permissions.changeable(call)
    call.caller.sandbox.database.run("DELETE FROM templates WHERE id = ?", template.row["id"])


def pause_template(call: ApiCall) -> dict[str, Any]:
    """Make a planned search inactive; what it found stays."""
    template = permissions.changeable(call)
    state = template.state(call.caller.sandbox.clock.now())
    if not state.active:
        raise bad_request("This template is not active, there is nothing to pause")
    return _changed(call, template, {"active": 0, "checked": state.checked})


def resume_template(call: ApiCall) -> dict[str, Any]:
    """Make a planned search active again; it searches at once."""
    template = permissions.changeable(call)
    now = call.caller.sandbox.clock.now()
    state = template.state(now)
    if state.active:
        raise bad_request("This template is active already, there is nothing to resume")
    if now >= template.row["active_until"]:
        raise bad_request("This template has ended: give it a later activeUntil first")
    creator = call.caller.sandbox.accounts.get(template.row["account_id"])
    if not _may_be_active(call, creator):
        raise bad_request(TOO_MANY_ACTIVE)
    searching = {"active": 1, "failed": 0, "since": now, "checked": state.checked}
    return _changed(call, template, searching)


def restart_template(call: ApiCall) -> None:
    """Repeat a search that failed."""
    template = permissions.changeable(call)
    now = call.caller.sandbox.clock.now()
    state = template.state(now)
    if state.status != timeline.FAILED:
        raise bad_request(f"Only a failed template can be restarted, this one is {state.status}")
    if not state.active:
        raise bad_request("This template is not active: resume it")
    rows.change(
        call.caller.sandbox.database,
        template,
        {"failed": 0, "since": now, "checked": state.checked},
    )


def _filters(search: Mapping[str, Any]) -> dict[str, Any]:
    """Return the filters of a search as they are kept, times written as in every response."""
    # Whether undocumented members are kept is unknown.
    kept = {name: value for name, value in search.items() if name in _STORED}
    filters.read(kept)
    return {
        name: timestamp(parse_datetime(value)) if value and name in filters.DATETIMES else value
        for name, value in kept.items()
    }


def _may_be_active(call: ApiCall, creator: Account) -> bool:
    sandbox = call.caller.sandbox
    active = rows.active_count(sandbox.database, creator.id, sandbox.clock.now())
    return active < creator.settings.maxActiveTemplates


def _changed(
    call: ApiCall, template: Template, changes: Mapping[str, str | int | float | None]
) -> dict[str, Any]:
    rows.change(call.caller.sandbox.database, template, changes)
    return detail_view(call.caller, _again(call, template.row["id"]))


def _again(call: ApiCall, template_id: str) -> Template:
    template = rows.find(call.caller.sandbox.database, template_id)
    if template is None:
        raise LookupError(template_id)
    return template


HANDLERS: ApiHandlers = {
    "createTemplate": create_template,
    "listTemplates": list_templates,
    "getTemplate": get_template,
    "updateTemplate": update_template,
    "deleteTemplate": delete_template,
    "pauseTemplate": pause_template,
    "resumeTemplate": resume_template,
    "restartTemplate": restart_template,
    "listUserTemplates": list_user_templates,
    "listProjectTemplates": list_project_templates,
}
