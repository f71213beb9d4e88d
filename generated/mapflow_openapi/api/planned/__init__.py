"""Contains endpoint functions for accessing the API"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__all__ = (
    "add_template_areas",
    "create_template",
    "delete_template",
    "get_template",
    "list_project_templates",
    "list_template_images",
    "list_template_processings",
    "list_templates",
    "list_user_templates",
    "mark_all_images_seen",
    "mark_image_seen",
    "pause_template",
    "remove_template_areas",
    "restart_template",
    "resume_template",
    "run_template",
    "run_template_v2",
    "update_template",
    "update_template_area",
)

if TYPE_CHECKING:
    from . import add_template_areas as add_template_areas
    from . import create_template as create_template
    from . import delete_template as delete_template
    from . import get_template as get_template
    from . import list_project_templates as list_project_templates
    from . import list_template_images as list_template_images
    from . import list_template_processings as list_template_processings
    from . import list_templates as list_templates
    from . import list_user_templates as list_user_templates
    from . import mark_all_images_seen as mark_all_images_seen
    from . import mark_image_seen as mark_image_seen
    from . import pause_template as pause_template
    from . import remove_template_areas as remove_template_areas
    from . import restart_template as restart_template
    from . import resume_template as resume_template
    from . import run_template as run_template
    from . import run_template_v2 as run_template_v2
    from . import update_template as update_template
    from . import update_template_area as update_template_area
else:

    def __getattr__(name: str) -> Any:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return import_module(f".{name}", __name__)
