"""The operations on the areas of a planned search."""

import json
from typing import Any

from mapflow.sandbox.areas.geometry import Polygon, polygons_of
from mapflow.sandbox.context import ApiCall, ApiHandlers
from mapflow.sandbox.openapi.problems import not_found
from mapflow.sandbox.planned import permissions, requested_areas, rows, timeline
from mapflow.sandbox.planned.rows import Template
from mapflow.sandbox.projects import rows as projects
from mapflow.sandbox.store import Row


def add_template_areas(call: ApiCall) -> dict[str, Any]:
    """Add areas. A planned search that failed without any must still be restarted."""
    template = permissions.changeable(call)
    sandbox = call.caller.sandbox
    now = sandbox.clock.now()
    areas = requested_areas.areas_to_add(call.body)
    _check_size(call, template, [area.polygon for area in areas])
    with sandbox.database.transaction():
        if template.state(now).status == timeline.FAILED:
            rows.change(sandbox.database, template, {"failed": 1})
        rows.add_areas(sandbox.database, template.row["id"], areas, now)
    return {"addedCount": len(areas), "partitioningTriggered": False}


def update_template_area(call: ApiCall) -> dict[str, Any]:
    """Change the name or the outline of an area."""
    template = permissions.changeable(call)
    database = call.caller.sandbox.database
    area = _area(template, call.path["aoiId"])
    with database.transaction():
        if "name" in call.body:
            database.run(
                "UPDATE template_areas SET name = ? WHERE id = ?", call.body["name"], area["id"]
            )
            area = _reread(call, area)
        if "geometry" in call.body:
            polygons = polygons_of(call.body["geometry"])
            _check_size(call, template, polygons, instead_of=area["id"])
            rows.reshape(database, area, polygons)
            area = _reread(call, area)
    return {"id": area["id"], "name": area["name"], "geometry": json.loads(area["geometry"])}


def remove_template_areas(call: ApiCall) -> dict[str, Any]:
    """Remove areas; identifiers of none count for nothing."""
    template = permissions.changeable(call)
    named = {identifier.lower() for identifier in call.body["aoiIds"]}
    removed = [area["id"] for area in template.areas if area["id"] in named]
    call.caller.sandbox.database.run_many(
        "DELETE FROM template_areas WHERE id = ?", [(identifier,) for identifier in removed]
    )
    return {"deletedCount": len(removed)}


def _area(template: Template, area_id: str) -> Row:
    for area in template.areas:
        if area["id"] == area_id.lower():
            return area
    raise not_found("AOI", area_id)


def _reread(call: ApiCall, area: Row) -> Row:
    row = call.caller.sandbox.database.one("SELECT * FROM template_areas WHERE id = ?", area["id"])
    if row is None:
        raise LookupError(area["id"])
    return row


def _check_size(
    call: ApiCall, template: Template, polygons: list[Polygon], instead_of: str | None = None
) -> None:
    sandbox = call.caller.sandbox
    project = projects.find(sandbox.database, call.caller.account, template.row["project_id"])
    others = [
        polygon
        for area in template.areas
        if area["id"] != instead_of
        for polygon in polygons_of(json.loads(area["geometry"]))
    ]
    requested_areas.check_size([*others, *polygons], sandbox.accounts.get(project["account_id"]))


HANDLERS: ApiHandlers = {
    "addTemplateAreas": add_template_areas,
    "updateTemplateArea": update_template_area,
    "removeTemplateAreas": remove_template_areas,
}
