"""Creates processings, and restarts the failed parts of them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mapflow.sandbox.accounts import ledger
from mapflow.sandbox.areas.geometry import as_answered, as_geojson
from mapflow.sandbox.context import Sandbox, Visitor
from mapflow.sandbox.imagery import files as uploads
from mapflow.sandbox.processings import rows, timeline
from mapflow.sandbox.processings.plan import Plan, plan
from mapflow.sandbox.processings.rows import Processing
from mapflow.sandbox.processings.wishes import Wishes
from mapflow.sandbox.projects import rows as projects
from mapflow.sandbox.results import files
from mapflow.sandbox.sources import flat
from mapflow.sandbox.sources.failure import Failure
from mapflow.sandbox.store import Database, Row


def create(visitor: Visitor, body: Mapping[str, Any]) -> Processing:
    """Create a processing, charge for it and start it.

    Raises:
        Problem: 400, 403 or 404; nothing is created or charged.
    """
    sandbox, account = visitor.sandbox, visitor.account
    database = sandbox.database
    project = projects.chosen(database, account, body.get("projectId"))
    meta: dict[str, str] = body.get("meta") or {}
    wishes = Wishes.read(meta, sandbox.failures)
    planned = plan(visitor, body, keep_limits=True)
    wished = [wishes.failure_at(position) for position in range(len(planned.polygons))]
    failures = [
        wish or planned.failure_of(polygon)
        for wish, polygon in zip(wished, planned.polygons, strict=True)
    ]
    healing = [wish is not None and wishes.heals for wish in wished]
    with database.transaction():
        ledger.check_affordable(
            ledger.balance(database, account), account, planned.cost, planned.area_m2
        )
        now = sandbox.clock.now()
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
                "params": json.dumps(flat.as_stored(body.get("params"), account)),
                "blocks": planned.options.stored(),
                "meta": json.dumps(meta),
                "image_ids": json.dumps([image.id for image in planned.source.images]),
                "vector_layer_id": database.new_id(),
                "raster_layer_id": database.new_id(),
                "cost": planned.cost,
                "area_m2": planned.area_m2,
                "created": now,
                "updated": now,
            },
        )
        _insert_areas(database, processing_id, planned, failures, healing, now)
        ledger.charge(
            database,
            account,
            processing_id=processing_id,
            cost=planned.cost,
            area_m2=planned.area_m2,
            at=now,
        )
    return rows.find(database, account, processing_id)


def restart(visitor: Visitor, processing: Processing) -> None:
    """Run the failed areas again, from the stage that failed; nothing is charged."""
    database = visitor.sandbox.database
    with database.transaction():
        now = visitor.sandbox.clock.now()
        for area in processing.areas:
            if timeline.state_of(area, now).status == timeline.FAILED:
                _restart_area(database, area, now)


def clean_up(sandbox: Sandbox, deleted: Iterable[Row]) -> None:
    """Remove the files that deleted processings leave behind."""
    for row in deleted:
        files.remove(sandbox.folder.results, row["id"])
        uploads.remove_unused(sandbox, json.loads(row["image_ids"]))


def _insert_areas(
    database: Database,
    processing_id: str,
    planned: Plan,
    failures: Sequence[Failure | None],
    healing: Sequence[bool],
    now: float,
) -> None:
    areas = zip(planned.polygons, planned.areas_m2, failures, healing, strict=True)
    for position, (polygon, area_m2, failure, heals) in enumerate(areas):
        area_id = database.new_id()
        span = timeline.first_span(area_id, area_m2, position, now, failure)
        database.run(
            "INSERT INTO areas (id, processing_id, position, geometry, area_m2, starts, ends,"
            " from_percent, to_percent, failure, heals) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            area_id,
            processing_id,
            position,
            json.dumps(as_geojson(as_answered(polygon))),
            area_m2,
            span.starts,
            span.ends,
            span.from_percent,
            span.to_percent,
            failure.stored() if failure else None,
            int(heals),
        )


def _restart_area(database: Database, area: Row, now: float) -> None:
    stored = None if area["heals"] else area["failure"]
    failure = Failure.read(stored) if stored else None
    span = timeline.next_span(area["id"], area["area_m2"], now, area["to_percent"], failure)
    database.run(
        "UPDATE areas SET starts = ?, ends = ?, from_percent = ?, to_percent = ?, failure = ?"
        " WHERE id = ?",
        span.starts,
        span.ends,
        span.from_percent,
        span.to_percent,
        stored,
        area["id"],
    )
