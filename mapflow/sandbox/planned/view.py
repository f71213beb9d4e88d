"""Planned searches as the API shows them."""

import json
from collections.abc import Sequence
from typing import Any

from mapflow.sandbox.clock import timestamp
from mapflow.sandbox.context import Caller
from mapflow.sandbox.openapi.schema_conversion import JsonObject
from mapflow.sandbox.planned import findings, runs
from mapflow.sandbox.planned.findings import Finding
from mapflow.sandbox.planned.outline import outline_of, stored_outline
from mapflow.sandbox.planned.rows import Template
from mapflow.sandbox.store import Row


def short_view(caller: Caller, template: Template) -> JsonObject:
    """Return a planned search without what it searches for."""
    return _view(caller, template, findings.find(caller.sandbox, template))


def template_view(caller: Caller, template: Template) -> JsonObject:
    """Return a planned search."""
    found = findings.find(caller.sandbox, template)
    return {
        **_view(caller, template, found),
        "searchParams": _search(caller, template, found),
    }


def detail_view(caller: Caller, template: Template) -> JsonObject:
    """Return a planned search and the identifiers of what it found.

    What the service says about the images here is not known; ``listTemplateImages`` is.
    """
    found = findings.find(caller.sandbox, template)
    return {
        "template": template_view(caller, template),
        "searchResults": [{"id": finding.capture.id, "metadata": None} for finding in found],
    }


def _view(caller: Caller, template: Template, found: Sequence[Finding]) -> JsonObject:
    row = template.row
    state = template.state(caller.sandbox.clock.now())
    return {
        "id": row["id"],
        "name": row["name"],
        "status": state.status,
        "createdAt": timestamp(row["created"]),
        "userId": row["account_id"],
        "projectId": row["project_id"],
        "activeUntil": timestamp(row["active_until"]),
        "processingParams": json.loads(row["stored_run"]),
        "lastCheckedAt": None if state.checked is None else timestamp(state.checked),
        "newImagesCount": findings.new_count(found),
        "isActive": state.active,
        "isArchived": False,
        "maxAoiIntersectionPercent": None,
        "area": sum(area["area_m2"] for area in template.areas),
    }


def _search(caller: Caller, template: Template, found: Sequence[Finding]) -> JsonObject:
    links = runs.links_of(caller.sandbox, template)
    new_in = {area for finding in found if finding.is_new for area in finding.shares}
    features = [
        {
            "type": "Feature",
            "id": area["id"],
            "properties": {
                "id": area["id"],
                "name": area["name"],
                "processings": _touching(links, area),
                "hasNewImages": area["id"] in new_in,
            },
            "geometry": json.loads(area["geometry"]),
        }
        for area in template.areas
    ]
    return {
        **template.filters,
        "aoiDetails": {"type": "FeatureCollection", "features": features},
    }


def _touching(links: Sequence[JsonObject], area: Row) -> list[Any]:
    outline = stored_outline(area["geometry"])
    return [link for link in links if outline_of(link["geometry"]).intersection(outline).area > 0]
