"""Projects as the API shows them."""

from typing import Any, Final

from mapflow.sandbox.accounts import Account, billing
from mapflow.sandbox.clock import timestamp
from mapflow.sandbox.context import Sandbox
from mapflow.sandbox.models import MODELS
from mapflow.sandbox.projects.progress import ProjectProgress
from mapflow.sandbox.projects.roles import OWNER
from mapflow.sandbox.store import Database, Row

_LISTED_OWNER: Final = "OWNER"
"""How owners are listed; the other roles are listed in lower case."""


def project_view(sandbox: Sandbox, viewer: Account, row: Row, now: float) -> dict[str, Any]:
    """Return a project as an account sees it, and with whom it is shared.

    A default project is the default for its owner only.
    """
    database = sandbox.database
    owner = viewer if viewer.id == row["account_id"] else sandbox.accounts.get(row["account_id"])
    progress = ProjectProgress(database, row["id"], now)
    shares = _shares(database, row["id"])
    return {
        "id": row["id"],
        "name": row["name"],
        "description": row["description"],
        "progress": progress.view(),
        "aoiCount": progress.area_count,
        "aoiArea": progress.area_m2,
        "area": progress.area_m2,
        "user": _owner(database, owner, now),
        "isDefault": bool(row["is_default"]) and viewer.id == owner.id,
        "created": timestamp(row["created"]),
        "updated": timestamp(row["updated"]),
        "workflowDefs": [model.view() for model in MODELS],
        "processingCounts": {"succeeded": progress.succeeded, "failed": progress.failed},
        "templatesCount": _template_count(database, row["id"]),
        "shareProject": {
            "owners": [
                {"role": _LISTED_OWNER, "email": email}
                for email in (owner.email, *(each["email"] for each in shares if _owns(each)))
            ],
            "users": [share for share in shares if not _owns(share)],
        },
    }


def _owns(share: dict[str, Any]) -> bool:
    return bool(share["role"] == OWNER)


def _template_count(database: Database, project_id: str) -> int:
    row = database.one("SELECT count(*) AS found FROM templates WHERE project_id = ?", project_id)
    return int(row["found"]) if row else 0


def _shares(database: Database, project_id: str) -> list[dict[str, Any]]:
    found = database.all(
        "SELECT role, email FROM shares JOIN accounts ON accounts.id = account_id"
        " WHERE project_id = ? ORDER BY email",
        project_id,
    )
    return [{"role": row["role"], "email": row["email"]} for row in found]


def _owner(database: Database, account: Account, now: float) -> dict[str, Any]:
    return {
        "id": account.id,
        "login": account.email,
        "email": account.email,
        "role": "USER",
        "areaLimit": account.settings.areaLimit,
        "aoiAreaLimit": account.settings.aoiAreaLimit,
        "processedArea": billing.balance(database, account, now).processed_area_m2,
        "created": timestamp(account.created),
        "updated": timestamp(account.updated),
        "isPremium": False,
        "reviewWorkflowEnabled": account.settings.reviewWorkflowEnabled,
        "templateAreaLimit": account.settings.templateAreaLimit,
    }
