"""Contains endpoint functions for accessing the API"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__all__ = (
    "create_project",
    "delete_project",
    "get_default_project",
    "get_project",
    "list_projects",
    "page_projects",
    "share_project",
    "update_project",
)

if TYPE_CHECKING:
    from . import create_project as create_project
    from . import delete_project as delete_project
    from . import get_default_project as get_default_project
    from . import get_project as get_project
    from . import list_projects as list_projects
    from . import page_projects as page_projects
    from . import share_project as share_project
    from . import update_project as update_project
else:

    def __getattr__(name: str) -> Any:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return import_module(f".{name}", __name__)
