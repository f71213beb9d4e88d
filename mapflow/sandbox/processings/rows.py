"""Processings and their areas in the state file."""

import dataclasses
from collections.abc import Sequence

from mapflow.sandbox.accounts import Account
from mapflow.sandbox.areas.timeline import State, state_of, together
from mapflow.sandbox.openapi.problems import not_found
from mapflow.sandbox.projects.roles import VISIBLE
from mapflow.sandbox.store import Database, Row

_COLUMNS = (
    "id, account_id, project_id, name, description, model_id, params, params_v2, blocks,"
    " meta, image_ids, capture_ids, vector_layer_id, raster_layer_id, cost, area_m2, created,"
    " updated, is_reviewed"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Processing:
    """A processing and its areas, as stored."""

    row: Row
    areas: Sequence[Row]

    def state(self, now: float) -> State:
        """Return its state."""
        return together(
            [state_of(area, now) for area in self.areas], [area["area_m2"] for area in self.areas]
        )


def find(database: Database, account: Account, processing_id: str) -> Processing:
    """Return a processing in a project of the account, or in one that is shared with it.

    Raises:
        Problem: 404, it does not exist, or it belongs to another account.
    """
    row = database.one(
        f"SELECT * FROM processings WHERE id = ?2 AND project_id IN ({VISIBLE})",  # noqa: S608 - our own text
        account.id,
        processing_id.lower(),
    )
    if row is None:
        raise not_found("Processing", processing_id)
    return Processing(row, areas_of(database, row["id"]))


def areas_of(database: Database, processing_id: str) -> list[Row]:
    """Return the areas of a processing, in the order of the request."""
    return database.all(
        "SELECT * FROM areas WHERE processing_id = ? ORDER BY position", processing_id
    )


def in_project(database: Database, project_id: str) -> list[Processing]:
    """Return the processings of a project, the newest first."""
    return _grouped(
        database.all(
            "SELECT * FROM processings WHERE project_id = ? ORDER BY number DESC", project_id
        ),
        database.all(
            "SELECT areas.* FROM areas JOIN processings ON processings.id = areas.processing_id"
            " WHERE project_id = ? ORDER BY position",
            project_id,
        ),
    )


def of_account(database: Database, account: Account) -> list[Processing]:
    """Return all processings of an account, the newest first."""
    return _grouped(
        database.all(
            "SELECT * FROM processings WHERE account_id = ? ORDER BY number DESC", account.id
        ),
        database.all(
            "SELECT areas.* FROM areas JOIN processings ON processings.id = areas.processing_id"
            " WHERE account_id = ? ORDER BY position",
            account.id,
        ),
    )


def insert(database: Database, values: dict[str, str | int | float | None]) -> None:
    """Store a processing."""
    names = _COLUMNS.split(", ")
    database.run(
        f"INSERT INTO processings ({_COLUMNS}) VALUES ({', '.join('?' * len(names))})",  # noqa: S608 - our own names
        *(values[name.strip()] for name in names),
    )


def _grouped(rows: Sequence[Row], areas: Sequence[Row]) -> list[Processing]:
    by_processing: dict[str, list[Row]] = {row["id"]: [] for row in rows}
    for area in areas:
        by_processing[area["processing_id"]].append(area)
    return [Processing(row, by_processing[row["id"]]) for row in rows]
