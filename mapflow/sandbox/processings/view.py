"""Processings and areas as the API shows them."""

import json
from typing import Any

from mapflow.sandbox.areas.timeline import FAILED, OK, state_of
from mapflow.sandbox.clock import timestamp
from mapflow.sandbox.layer_urls import raster_layer, vector_layer
from mapflow.sandbox.models import find_by_id
from mapflow.sandbox.models import options as model_options
from mapflow.sandbox.openapi.schema_conversion import JsonObject
from mapflow.sandbox.processings.review import rating_view, review_view
from mapflow.sandbox.processings.rows import Processing
from mapflow.sandbox.sources.conversion import text, whole
from mapflow.sandbox.store import Row


def view_v1(processing: Processing, now: float, root_url: str) -> JsonObject:
    """Return a processing in the form of version 1."""
    row = processing.row
    meta: dict[str, Any] = json.loads(row["meta"])
    return {
        **_common(processing, now, root_url),
        "params": json.loads(row["params"]),
        "meta": {name: text(value) for name, value in meta.items()},
    }


def view_v2(processing: Processing, now: float, root_url: str) -> JsonObject:
    """Return a processing in the form of version 2."""
    row = processing.row
    params = json.loads(row["params_v2"])
    return {
        **_common(processing, now, root_url),
        "params": {**params, "sourceParams": whole(params["sourceParams"])},
        "meta": json.loads(row["meta"]),
    }


def _common(processing: Processing, now: float, root_url: str) -> JsonObject:
    row = processing.row
    state = processing.state(now)
    model = find_by_id(row["model_id"])
    done = state.status == OK
    return {
        "id": row["id"],
        "name": row["name"],
        "description": row["description"],
        "projectId": row["project_id"],
        "vectorLayer": vector_layer(root_url, row["vector_layer_id"], row["name"])
        if done
        else None,
        "rasterLayer": raster_layer(root_url, row["raster_layer_id"]) if done else None,
        "workflowDef": model.view() if model else None,
        "aoiCount": len(processing.areas),
        "aoiArea": row["area_m2"],
        "area": row["area_m2"],
        "cost": row["cost"],
        "status": state.status,
        "reviewStatus": review_view(processing, state, now),
        "rating": rating_view(processing),
        "percentCompleted": state.percent,
        "blocks": model_options.view(model, row["blocks"]) if model else [],
        "messages": _messages(processing, now) if state.status == FAILED else [],
        "created": timestamp(row["created"]),
        "updated": timestamp(max(row["updated"], state.since)),
    }


def area_view(row: Row, now: float) -> JsonObject:
    """Return an area."""
    state = state_of(row, now)
    return {
        "id": row["id"],
        "status": state.status,
        "percentCompleted": state.percent,
        "geometry": json.loads(row["geometry"]),
        "area": row["area_m2"],
        "messages": [json.loads(row["failure"])] if state.status == FAILED else [],
    }


def _messages(processing: Processing, now: float) -> list[dict[str, Any]]:
    """Return what went wrong; what several areas have in common is listed once."""
    found = [area["failure"] for area in processing.areas if state_of(area, now).status == FAILED]
    return [json.loads(failure) for failure in dict.fromkeys(found)]
