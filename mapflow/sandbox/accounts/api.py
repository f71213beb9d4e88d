"""The operation on the account."""

from typing import Any

from mapflow.sandbox.accounts import ledger
from mapflow.sandbox.context import ApiCall, ApiHandlers
from mapflow.sandbox.layers.addresses import scene_address
from mapflow.sandbox.models import MODELS
from mapflow.sandbox.sources.providers import in_plan


def get_user_status(call: ApiCall) -> dict[str, Any]:
    """Answer what the account may do and what is left of it."""
    sandbox, account = call.visitor.sandbox, call.visitor.account
    now = ledger.balance(sandbox.database, account)
    preview_url = scene_address(sandbox.root_url)
    return {
        "email": account.email,
        "processedArea": now.processed_area_m2,
        "remainingArea": now.remaining_area_m2,
        "remainingCredits": now.remaining_credits,
        "areaLimit": account.settings.areaLimit,
        "maxAoisPerProcessing": account.settings.maxAoisPerProcessing,
        "memoryLimit": account.settings.memoryLimit,
        "billingType": account.settings.billingType,
        "reviewWorkflowEnabled": False,
        "models": [model.view() for model in MODELS],
        "teams": [],
        "dataProviders": [
            provider.view(preview_url) for provider in in_plan(account.settings.providers)
        ],
        "searchDataProviders": [],
    }


HANDLERS: ApiHandlers = {"getUserStatus": get_user_status}
