"""Creates processings, and restarts the failed parts of them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from mapflow.sandbox.accounts import billing
from mapflow.sandbox.areas import timeline
from mapflow.sandbox.areas.geometry import as_geojson, as_returned
from mapflow.sandbox.context import Caller
from mapflow.sandbox.error_codes.failure import Failure
from mapflow.sandbox.imagery.finder import ImageryFinder
from mapflow.sandbox.processings import rows
from mapflow.sandbox.processings.meta_directives import MetaDirectives
from mapflow.sandbox.processings.rows import Processing
from mapflow.sandbox.processings.run_check import CheckedRun, check_run
from mapflow.sandbox.projects import roles
from mapflow.sandbox.projects import rows as projects
from mapflow.sandbox.sources import conversion, v1
from mapflow.sandbox.sources.conversion import text
from mapflow.sandbox.store import Database, Row

NONE_UNREADABLE: Final[Mapping[int, Failure]] = {}


def create(
    caller: Caller,
    body: Mapping[str, Any],
    *,
    is_v2: bool = False,
    unreadable: Mapping[int, Failure] = NONE_UNREADABLE,
) -> Processing:
    """Create a processing, charge for it and start it.

    In a shared project the limits of its owner apply; who runs pays, which is a decision of the
    sandbox.

    Args:
        caller: Who runs.
        body: The request.
        is_v2: Whether ``params`` are those of version 2.
        unreadable: Failures of areas whose pixels cannot be decoded, by position.

    Raises:
        Problem: 400, 403 or 404; nothing is created or charged.
    """
    sandbox, account = caller.sandbox, caller.account
    database = sandbox.database
    project = projects.chosen(database, account, body.get("projectId"))
    roles.check(database, account, project, roles.CONTRIBUTOR, "start a processing in it")
    owner = sandbox.accounts.get(project["account_id"])
    meta: dict[str, Any] = body.get("meta") or {}
    directives = MetaDirectives.read(
        {name: text(value) for name, value in meta.items()}, sandbox.failures
    )
    planned = check_run(caller, body, limits_of=owner, is_v2=is_v2)
    params, params_v2 = _both_forms(caller, body.get("params"), is_v2=is_v2)
    failures = [
        directives.failure_at(position) or planned.failure_of(polygon) or unreadable.get(position)
        for position, polygon in enumerate(planned.polygons)
    ]
    with database.transaction():
        now = sandbox.clock.now()
        left = billing.balance(database, account, now)
        billing.check_affordable(left, account, planned.cost, planned.area_m2)
        processing_id = database.new_id()
        rows.insert(
            database,
            {
                "id": processing_id,
                "account_id": account.id,
                "project_id": project["id"],
                "name": body.get("name") or processing_id,
                "description": body.get("description"),
                "model_id": planned.model.id,
                "params": json.dumps(params),
                "params_v2": json.dumps(params_v2),
                "blocks": planned.options.stored(),
                "meta": json.dumps(meta),
                "image_ids": json.dumps([image.id for image in planned.source.images]),
                "capture_ids": json.dumps([capture.id for capture in planned.source.captures]),
                "vector_layer_id": database.new_id(),
                "raster_layer_id": database.new_id(),
                "cost": planned.cost,
                "area_m2": planned.area_m2,
                "created": now,
                "updated": now,
                "is_reviewed": int(owner.settings.reviewWorkflowEnabled),
            },
        )
        ends = _insert_areas(database, processing_id, planned, failures, directives, now)
        charge = billing.Charge(processing_id, planned.cost, planned.area_m2)
        billing.charge(database, account, charge, at=now)
        if directives.status == timeline.REFUNDED:
            billing.refund(database, account, charge, at=ends)
    return rows.find(database, account, processing_id)


def restart(caller: Caller, processing: Processing) -> None:
    """Run the failed areas again, from the stage that failed; nothing is charged."""
    database = caller.sandbox.database
    with database.transaction():
        now = caller.sandbox.clock.now()
        for area in processing.areas:
            if timeline.state_of(area, now).status == timeline.FAILED:
                _restart_area(database, area, now)


def _both_forms(
    caller: Caller, params: Mapping[str, Any] | None, *, is_v2: bool
) -> tuple[dict[str, str], dict[str, Any]]:
    """Return ``params`` as version 1 and as version 2 show them."""
    finder = ImageryFinder(caller)
    if is_v2 and params:
        source = params["sourceParams"]
        return conversion.as_v1(source, finder), {
            "sourceParams": source,
            "inferenceParams": params.get("inferenceParams"),
        }
    params_v1 = v1.as_stored(params, caller.account)
    return params_v1, {
        "sourceParams": conversion.as_v2(params or params_v1, finder),
        "inferenceParams": None,
    }


def _insert_areas(
    database: Database,
    processing_id: str,
    planned: CheckedRun,
    failures: Sequence[Failure | None],
    directives: MetaDirectives,
    now: float,
) -> float:
    """Store the areas of a processing, and return when the last of them ends."""
    ends = now
    areas = zip(planned.polygons, planned.areas_m2, failures, strict=True)
    for position, (polygon, area_m2, failure) in enumerate(areas):
        area_id = database.new_id()
        span = timeline.first_span(area_id, area_m2, position, now, failure, directives.status)
        ends = max(ends, span.ends)
        database.run(
            "INSERT INTO areas (id, processing_id, position, geometry, area_m2, starts, supplied,"
            " ends, from_percent, to_percent, ending, failure, heals)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            area_id,
            processing_id,
            position,
            json.dumps(as_geojson(as_returned(polygon))),
            area_m2,
            span.starts,
            span.supplied,
            span.ends,
            span.from_percent,
            span.to_percent,
            span.ending,
            failure.stored() if failure else None,
            int(directives.heals and directives.failure_at(position) is not None),
        )
    return ends


def _restart_area(database: Database, area: Row, now: float) -> None:
    stored = None if area["heals"] else area["failure"]
    failure = Failure.read(stored) if stored else None
    span = timeline.next_span(area["id"], area["area_m2"], now, area["to_percent"], failure)
    database.run(
        "UPDATE areas SET starts = ?, supplied = ?, ends = ?, from_percent = ?, to_percent = ?,"
        " failure = ? WHERE id = ?",
        span.starts,
        span.supplied,
        span.ends,
        span.from_percent,
        span.to_percent,
        stored,
        area["id"],
    )
