"""The history of processings: rows with sums, as JSON or as CSV.

The fields of both documented generations of the request are understood, also together. What is not
documented is a decision of the sandbox: ``filter`` takes ``column=value`` pairs joined by commas,
CSV has the columns of the JSON rows, and without ``page`` and ``perPage`` it has all of them.
"""

import csv
import io
import operator
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from starlette.responses import Response

from mapflow.sandbox import paging
from mapflow.sandbox.clock import timestamp
from mapflow.sandbox.context import ApiCall, ApiHandlers
from mapflow.sandbox.datetimes import parse_datetime
from mapflow.sandbox.openapi.problems import bad_request
from mapflow.sandbox.processings import rows
from mapflow.sandbox.processings.paged import Entry, entries

_PAGE: Final = 50
_COLUMNS: Final = (
    "projectName",
    "name",
    "email",
    "area",
    "cost",
    "created",
    "completionDate",
    "status",
    "percentCompleted",
    "archived",
    "dataProvider",
    "linkToMap",
    "scenario",
)
_BY_LOWER: Final = {column.lower(): column for column in _COLUMNS}


def get_statistics(call: ApiCall) -> dict[str, Any] | Response:
    """Return the history of the account; that of the whole team to the owner of a team."""
    body: dict[str, Any] = call.body
    kind = str(call.query.get("type", "JSON")).upper()
    if kind not in ("JSON", "CSV"):
        raise bad_request(f"type must be JSON or CSV, got {call.query['type']!r}")
    found = _sorted(_matching(_history(call), body), body.get("sort"))
    page = _page(found, body, everything=kind == "CSV")
    if kind == "CSV":
        return Response(_csv(page), media_type="text/csv")
    return {
        "results": list(page),
        "total": len(found),
        "count": len(page),
        "totalCost": sum(row["cost"] for row in found),
        "totalArea": sum(row["area"] for row in found),
    }


def _history(call: ApiCall) -> list[tuple[Entry, dict[str, Any]]]:
    sandbox, account = call.caller.sandbox, call.caller.account
    whose = sandbox.accounts.team_of(account) if account.settings.teamOwner else [account]
    found = [each for one in whose for each in rows.of_account(sandbox.database, one)]
    found.sort(key=lambda each: each.row["number"], reverse=True)
    return [(entry, _row(entry, sandbox.root_url)) for entry in entries(sandbox, found)]


def _row(entry: Entry, root_url: str) -> dict[str, Any]:
    row = entry.processing.row
    return {
        "projectName": entry.project_name,
        "name": entry.name,
        "email": entry.email,
        "area": row["area_m2"],
        "cost": row["cost"],
        "created": timestamp(row["created"]),
        "completionDate": None if entry.completed is None else timestamp(entry.completed),
        "status": entry.state.status,
        "percentCompleted": entry.state.percent,
        "archived": False,
        "dataProvider": entry.provider,
        "linkToMap": f"{root_url}/projects/{row['project_id']}/processings/{row['id']}",
        "scenario": entry.scenario,
    }


def _matching(
    history: Sequence[tuple[Entry, dict[str, Any]]], body: Mapping[str, Any]
) -> list[dict[str, Any]]:
    since, until = (
        parse_datetime(body[name]) if name in body else None for name in ("dateFrom", "dateTo")
    )
    if since is not None and until is not None and since > until:
        raise bad_request("dateFrom is later than dateTo")
    statuses = {_status(name) for name in body.get("statuses", ())}
    wanted = _conditions(body.get("filter") or "")
    return [
        row
        for entry, row in history
        if (since is None or entry.processing.row["created"] >= since)
        and (until is None or entry.processing.row["created"] <= until)
        and (not statuses or row["status"] in statuses)
        and entry.holds(body.get("terms"))
        and all(_plain(row[column]) == value for column, value in wanted)
    ]


def _conditions(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for part in filter(None, (each.strip() for each in text.split(","))):
        name, equals, value = part.partition("=")
        column = _BY_LOWER.get(name.strip().lower())
        if not equals or column is None:
            raise bad_request(f"filter: expected column=value, got {part!r}")
        value = value.strip()
        found.append(
            (column, _status(value).casefold() if column == "status" else value.casefold())
        )
    return found


def _sorted(found: list[dict[str, Any]], text: str | None) -> list[dict[str, Any]]:
    if not text:
        return found
    name, _, direction = re.sub(r"\s", "", text).replace(":", ",").partition(",")
    keys = {column.upper(): operator.itemgetter(column) for column in _COLUMNS}
    return paging.ordered(found, keys, name, direction or "ASC", default=("CREATED", "DESC"))


def _page(
    found: Sequence[dict[str, Any]], body: Mapping[str, Any], *, everything: bool
) -> Sequence[dict[str, Any]]:
    """Return one page; the first is 1 in the samples, and 0 is taken for it too."""
    if everything and not ("page" in body or "perPage" in body):
        return found
    size = int(body.get("perPage", _PAGE))
    start = max(0, int(body.get("page", 1)) - 1) * size
    return found[start : start + size]


def _csv(found: Sequence[dict[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for row in found:
        writer.writerow([_plain(row[column], fold=False) for column in _COLUMNS])
    return out.getvalue()


def _plain(value: object, *, fold: bool = True) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    text = "" if value is None else str(value)
    return text.casefold() if fold else text


def _status(name: str) -> str:
    """Return a status; the documentation spells one of them differently here."""
    upper = name.upper()
    return "CANCELLED" if upper == "CANCELED" else upper


HANDLERS: ApiHandlers = {"getStatistics": get_statistics}
