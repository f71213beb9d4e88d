"""Planned searches and their areas in the state file."""

import dataclasses
import json
from collections.abc import Mapping, Sequence
from typing import Any

from mapflow.sandbox.areas.geometry import Polygon, as_geojson, as_returned
from mapflow.sandbox.areas.measure import planar_area_m2
from mapflow.sandbox.planned.timeline import State, state_of
from mapflow.sandbox.projects.roles import VISIBLE
from mapflow.sandbox.store import Database, Row


@dataclasses.dataclass(frozen=True, slots=True)
class Template:
    """A planned search and its areas, as stored."""

    row: Row
    areas: Sequence[Row]

    def state(self, now: float) -> State:
        """Return its state."""
        return state_of(self.row, len(self.areas), now)

    @property
    def filters(self) -> dict[str, Any]:
        """What it searches for, without the areas."""
        stored: dict[str, Any] = json.loads(self.row["filters"])
        return stored


@dataclasses.dataclass(frozen=True, slots=True)
class NewArea:
    """An area to be stored."""

    polygon: Polygon
    name: str | None = None
    id: str | None = None


def find(database: Database, template_id: str) -> Template | None:
    """Return a planned search, whoever it belongs to."""
    row = database.one("SELECT * FROM templates WHERE id = ?", template_id.lower())
    return None if row is None else Template(row, areas_of(database, row["id"]))


def areas_of(database: Database, template_id: str) -> list[Row]:
    """Return the areas of a planned search, in the order in which they came."""
    return database.all(
        "SELECT * FROM template_areas WHERE template_id = ? ORDER BY number", template_id
    )


def of_account(database: Database, account_id: str, *, seen_by: str) -> list[Template]:
    """Return what an account created and another, or the same, may see, the newest first."""
    return _with_areas(
        database,
        database.all(
            f"SELECT * FROM templates WHERE account_id = ?2 AND project_id IN ({VISIBLE})"  # noqa: S608 - our own text
            " ORDER BY number DESC",
            seen_by,
            account_id,
        ),
    )


def in_project(database: Database, project_id: str) -> list[Template]:
    """Return those of a project, the newest first."""
    return _with_areas(
        database,
        database.all(
            "SELECT * FROM templates WHERE project_id = ? ORDER BY number DESC", project_id
        ),
    )


def active_count(database: Database, account_id: str, now: float) -> int:
    """Return how many of an account's planned searches are active."""
    row = database.one(
        "SELECT count(*) AS found FROM templates"
        " WHERE account_id = ? AND active = 1 AND active_until > ?",
        account_id,
        now,
    )
    return int(row["found"]) if row else 0


def insert(database: Database, values: Mapping[str, str | int | float | None]) -> None:
    """Store a planned search."""
    database.run(
        f"INSERT INTO templates ({', '.join(values)})"  # noqa: S608 - our own names
        f" VALUES ({', '.join('?' * len(values))})",
        *values.values(),
    )


def change(
    database: Database, template: Template, values: Mapping[str, str | int | float | None]
) -> None:
    """Change some columns of a planned search."""
    assignments = ", ".join(f"{name} = ?" for name in values)
    database.run(
        f"UPDATE templates SET {assignments} WHERE id = ?",  # noqa: S608 - our own names
        *values.values(),
        template.row["id"],
    )


def add_areas(database: Database, template_id: str, areas: Sequence[NewArea], at: float) -> None:
    """Store areas of a planned search."""
    for area in areas:
        database.run(
            "INSERT INTO template_areas (id, template_id, name, geometry, area_m2, added)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            area.id or database.new_id(),
            template_id,
            area.name,
            as_stored(area.polygon),
            planar_area_m2(area.polygon),
            at,
        )


def reshape(database: Database, area: Row, parts: Sequence[Polygon]) -> None:
    """Give an area another outline.

    An area is always one polygon. Of several parts the first keeps identifier and name of the area,
    the others become areas with the same name; without any part the area is gone.
    """
    if not parts:
        database.run("DELETE FROM template_areas WHERE id = ?", area["id"])
        return
    database.run(
        "UPDATE template_areas SET geometry = ?, area_m2 = ? WHERE id = ?",
        as_stored(parts[0]),
        planar_area_m2(parts[0]),
        area["id"],
    )
    others = [NewArea(part, area["name"]) for part in parts[1:]]
    add_areas(database, area["template_id"], others, area["added"])


def as_stored(polygon: Polygon) -> str:
    """Return a polygon as the state file keeps it."""
    return json.dumps(as_geojson(as_returned(polygon)))


def _with_areas(database: Database, rows: Sequence[Row]) -> list[Template]:
    return [Template(row, areas_of(database, row["id"])) for row in rows]
