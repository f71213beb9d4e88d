"""Contains endpoint functions for accessing the API"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__all__ = (
    "accept_processing",
    "delete_processing",
    "estimate_cost",
    "estimate_cost_v2",
    "get_processing",
    "get_processing_v2",
    "get_result",
    "get_statistics",
    "list_areas",
    "list_processings",
    "list_processings_v2",
    "list_project_processings",
    "list_project_processings_v2",
    "page_processings",
    "rate_processing",
    "reject_processing",
    "rename_processing",
    "restart_processing",
    "restart_processing_v2",
    "run_processing",
    "run_processing_v2",
    "update_processing",
    "update_processing_v2",
)

if TYPE_CHECKING:
    from . import accept_processing as accept_processing
    from . import delete_processing as delete_processing
    from . import estimate_cost as estimate_cost
    from . import estimate_cost_v2 as estimate_cost_v2
    from . import get_processing as get_processing
    from . import get_processing_v2 as get_processing_v2
    from . import get_result as get_result
    from . import get_statistics as get_statistics
    from . import list_areas as list_areas
    from . import list_processings as list_processings
    from . import list_processings_v2 as list_processings_v2
    from . import list_project_processings as list_project_processings
    from . import list_project_processings_v2 as list_project_processings_v2
    from . import page_processings as page_processings
    from . import rate_processing as rate_processing
    from . import reject_processing as reject_processing
    from . import rename_processing as rename_processing
    from . import restart_processing as restart_processing
    from . import restart_processing_v2 as restart_processing_v2
    from . import run_processing as run_processing
    from . import run_processing_v2 as run_processing_v2
    from . import update_processing as update_processing
    from . import update_processing_v2 as update_processing_v2
else:

    def __getattr__(name: str) -> Any:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return import_module(f".{name}", __name__)
