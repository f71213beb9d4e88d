"""Pages of processings: searched and sorted by what processings are made of."""

import dataclasses
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from mapflow.sandbox import paging
from mapflow.sandbox.areas.timeline import ENDED, State
from mapflow.sandbox.context import ApiCall, Caller, Sandbox
from mapflow.sandbox.models import find_by_id
from mapflow.sandbox.processings import rows
from mapflow.sandbox.processings.rows import Processing
from mapflow.sandbox.processings.view import view_v2
from mapflow.sandbox.projects import rows as projects

_PAGE: Final = 30


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """A processing with everything that lists search, sort and report by."""

    processing: Processing
    state: State
    project_name: str
    email: str

    @property
    def name(self) -> str:
        """The name of the processing."""
        return str(self.processing.row["name"])

    @property
    def scenario(self) -> str:
        """The name of the model."""
        model = find_by_id(self.processing.row["model_id"])
        return model.name if model else ""

    @property
    def provider(self) -> str | None:
        """The imagery provider, if any."""
        found: str | None = json.loads(self.processing.row["params"]).get("data_provider")
        return found

    @property
    def completed(self) -> float | None:
        """When it ended, if it has."""
        return self.state.since if self.state.status in ENDED else None

    def holds(self, terms: str | None) -> bool:
        """Say whether the name of processing, project or model or the e-mail holds the terms."""
        return paging.holds(terms, self.name, self.project_name, self.scenario, self.email)


_SORT_KEYS: Final[Mapping[str, paging.SortKey[Entry]]] = {
    "SCENARIO": lambda entry: entry.scenario,
    "NAME": lambda entry: entry.name.casefold(),
    "PROJECT": lambda entry: entry.project_name.casefold(),
    "EMAIL": lambda entry: entry.email,
    "CREATED": lambda entry: entry.processing.row["created"],
    "STATUS": lambda entry: entry.state.status,
    "PROGRESS": lambda entry: entry.state.percent,
    "COMPLETED": lambda entry: entry.completed,
    "COST": lambda entry: entry.processing.row["cost"],
    "AREA": lambda entry: entry.processing.row["area_m2"],
    "PROVIDER": lambda entry: entry.provider,
}


def page_processings(call: ApiCall) -> dict[str, Any]:
    """List some of the processings of a project: by terms, sorted, one page of them."""
    sandbox, body = call.caller.sandbox, call.body
    project = projects.find(sandbox.database, call.caller.account, call.path["projectId"])
    found = paging.ordered(
        [
            entry
            for entry in entries(sandbox, rows.in_project(sandbox.database, project["id"]))
            if entry.holds(body.get("terms"))
        ],
        _SORT_KEYS,
        body.get("sortBy"),
        body.get("sortOrder"),
        default=("CREATED", "DESC"),
    )
    page = views(call.caller, [entry.processing for entry in paging.cut(found, body, _PAGE)])
    return {"results": page, "total": len(found), "count": len(page)}


def entries(sandbox: Sandbox, processings: Sequence[Processing]) -> list[Entry]:
    """Return processings with what they are searched and sorted by."""
    now = sandbox.clock.now()
    names = {
        row["id"]: str(row["name"]) for row in sandbox.database.all("SELECT id, name FROM projects")
    }
    emails = {account.id: account.email for account in sandbox.accounts.all()}
    return [
        Entry(each, each.state(now), names[each.row["project_id"]], emails[each.row["account_id"]])
        for each in processings
    ]


def views(caller: Caller, processings: Sequence[Processing]) -> list[dict[str, Any]]:
    """Return processings in the form of version 2."""
    sandbox = caller.sandbox
    now = sandbox.clock.now()
    return [view_v2(each, now, sandbox.root_url) for each in processings]
