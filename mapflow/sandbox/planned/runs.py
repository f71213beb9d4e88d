"""Processings that were started from a planned search."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from mapflow.sandbox.areas.geometry import polygons_of
from mapflow.sandbox.context import Caller, Sandbox
from mapflow.sandbox.openapi.problems import bad_request
from mapflow.sandbox.planned import outline, rows
from mapflow.sandbox.planned.rows import Template
from mapflow.sandbox.processings import rows as processings
from mapflow.sandbox.processings import run
from mapflow.sandbox.processings.rows import Processing
from mapflow.sandbox.processings.view import view_v1
from mapflow.sandbox.sources import v1


def start(
    caller: Caller, template: Template, body: Mapping[str, Any], *, is_v2: bool
) -> dict[str, Any]:
    """Start a processing from a planned search, and take its area out of it if that is wanted.

    Args:
        caller: Who asks.
        template: The planned search.
        body: The request.
        is_v2: Whether its ``params`` are those of version 2.

    Returns:
        The receipt: the members of a processing that the document allows here.

    Raises:
        Problem: 400, 403 or 404; nothing has happened.
    """
    if not is_v2:
        v1.check_v1(body["params"])
    if not _provider(body["params"], is_v2=is_v2):
        raise bad_request("params: imagerySearch.dataProvider is missing")
    database = caller.sandbox.database
    with database.transaction():
        inside = {**body, "projectId": template.row["project_id"]}
        created = run.create(caller, inside, is_v2=is_v2)
        database.run(
            "INSERT INTO template_runs (processing_id, template_id) VALUES (?, ?)",
            created.row["id"],
            template.row["id"],
        )
        if body["updateTemplateGeometry"]:
            _take_out(caller.sandbox, template, body["geometry"])
    view = view_v1(created, created.row["created"], caller.sandbox.root_url)
    return {name: view[name] for name in ("id", "name", "projectId", "status")}


def of_template(sandbox: Sandbox, template: Template) -> list[Processing]:
    """Return the processings of a planned search, the newest first."""
    found = sandbox.database.all(
        "SELECT processings.* FROM processings"
        " JOIN template_runs ON template_runs.processing_id = processings.id"
        " WHERE template_id = ? ORDER BY processings.number DESC",
        template.row["id"],
    )
    return [Processing(row, processings.areas_of(sandbox.database, row["id"])) for row in found]


def links_of(sandbox: Sandbox, template: Template) -> list[dict[str, Any]]:
    """Return the processings as the areas of a planned search show them."""
    now = sandbox.clock.now()
    return [
        {
            "processingId": processing.row["id"],
            "processingName": processing.row["name"],
            "processingStatus": processing.state(now).status,
            "area": processing.row["area_m2"],
            "projectId": processing.row["project_id"],
            "geometry": _geometry(processing),
        }
        for processing in of_template(sandbox, template)
    ]


def _geometry(processing: Processing) -> dict[str, Any]:
    polygons: Sequence[dict[str, Any]] = [json.loads(area["geometry"]) for area in processing.areas]
    if len(polygons) == 1:
        return polygons[0]
    return {
        "type": "MultiPolygon",
        "coordinates": [polygon["coordinates"] for polygon in polygons],
    }


def _take_out(sandbox: Sandbox, template: Template, geometry: dict[str, Any]) -> None:
    taken = polygons_of(geometry)
    shape = outline.outline_of(geometry)
    for area in template.areas:
        if outline.stored_outline(area["geometry"]).intersection(shape).area > 0:
            rows.reshape(sandbox.database, area, outline.subtract(area["geometry"], taken))


def _provider(params: Mapping[str, Any], *, is_v2: bool) -> object:
    if not is_v2:
        return params.get("data_provider")
    search: dict[str, Any] = params["sourceParams"].get("imagerySearch") or {}
    return search.get("dataProvider")
