"""Projects as the API shows them."""

from typing import Any

from mapflow.sandbox.accounts import Account, ledger
from mapflow.sandbox.clock import timestamp
from mapflow.sandbox.models import MODELS
from mapflow.sandbox.projects.progress import ProjectProgress
from mapflow.sandbox.store import Database, Row


def project_view(database: Database, account: Account, row: Row, now: float) -> dict[str, Any]:
    """Return a project."""
    progress = ProjectProgress(database, row["id"], now)
    return {
        "id": row["id"],
        "name": row["name"],
        "description": row["description"],
        "progress": progress.view(),
        "aoiCount": progress.area_count,
        "aoiArea": progress.area_m2,
        "area": progress.area_m2,
        "user": _owner(database, account),
        "isDefault": bool(row["is_default"]),
        "created": timestamp(row["created"]),
        "updated": timestamp(row["updated"]),
        "workflowDefs": [model.short_view() for model in MODELS],
        "processingCounts": {"succeeded": progress.succeeded, "failed": progress.failed},
    }


def _owner(database: Database, account: Account) -> dict[str, Any]:
    return {
        "id": account.id,
        "login": account.email,
        "email": account.email,
        "role": "USER",
        "areaLimit": account.settings.areaLimit,
        "aoiAreaLimit": account.settings.aoiAreaLimit,
        "processedArea": ledger.balance(database, account).processed_area_m2,
        "created": timestamp(account.created),
        "updated": timestamp(account.updated),
        "isPremium": False,
    }
