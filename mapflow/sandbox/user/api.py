"""The operations on the account, and the one that needs none."""

import uuid
from typing import Any, Final

from starlette.responses import Response

from mapflow.sandbox.accounts import Account, billing
from mapflow.sandbox.context import ApiCall, ApiHandlers
from mapflow.sandbox.layer_urls import scene_tile_url
from mapflow.sandbox.models import MODELS
from mapflow.sandbox.providers import in_plan, searchable

PLUGIN_VERSION: Final = "3.6.0"


def get_user_status(call: ApiCall) -> dict[str, Any]:
    """Return what the account may do and what is left of it."""
    sandbox, account = call.caller.sandbox, call.caller.account
    left = billing.balance(sandbox.database, account, sandbox.clock.now())
    preview_url = scene_tile_url(sandbox.root_url)
    return {
        "email": account.email,
        "processedArea": left.processed_area_m2,
        "remainingArea": left.remaining_area_m2,
        "remainingCredits": left.remaining_credits,
        "areaLimit": account.settings.areaLimit,
        "maxAoisPerProcessing": account.settings.maxAoisPerProcessing,
        "memoryLimit": account.settings.memoryLimit,
        "billingType": account.settings.billingType,
        "reviewWorkflowEnabled": account.settings.reviewWorkflowEnabled,
        "templateAreaLimit": account.settings.templateAreaLimit,
        "searchAreaLimit": account.settings.searchAreaLimit,
        "models": [model.view() for model in MODELS],
        "teams": _teams(account),
        "dataProviders": [
            provider.view(preview_url) for provider in in_plan(account.settings.providers)
        ],
        "searchDataProviders": [
            provider.view(preview_url) for provider in searchable(account.settings.searchProviders)
        ],
    }


def _teams(account: Account) -> list[dict[str, Any]]:
    """Return the account's team. Which roles the service has besides the owner is not known."""
    name = account.settings.team
    if not name:
        return []
    return [
        {
            "teamId": str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{name}.sandbox")),
            "name": name,
            "role": "OWNER" if account.settings.teamOwner else "MEMBER",
            "activeUntil": None,
            "creditsLimit": None,
        }
    ]


def get_version(_call: ApiCall) -> Response:
    """Return the version of the QGIS plugin that this API suits, as plain text, to anybody."""
    return Response(PLUGIN_VERSION, media_type="text/plain")


HANDLERS: ApiHandlers = {"getUserStatus": get_user_status, "getVersion": get_version}
