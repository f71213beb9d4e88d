"""Contains endpoint functions for accessing the API"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__all__ = (
    "create_mosaic",
    "delete_failed_images",
    "delete_image",
    "delete_mosaic",
    "get_download_link",
    "get_image",
    "get_image_status",
    "get_mosaic",
    "get_mosaic_status",
    "get_preview",
    "get_storage",
    "link_image",
    "list_images",
    "list_mosaics",
    "rename_image",
    "update_mosaic",
    "upload_image",
    "upload_legacy",
    "upload_to_new_mosaic",
)

if TYPE_CHECKING:
    from . import create_mosaic as create_mosaic
    from . import delete_failed_images as delete_failed_images
    from . import delete_image as delete_image
    from . import delete_mosaic as delete_mosaic
    from . import get_download_link as get_download_link
    from . import get_image as get_image
    from . import get_image_status as get_image_status
    from . import get_mosaic as get_mosaic
    from . import get_mosaic_status as get_mosaic_status
    from . import get_preview as get_preview
    from . import get_storage as get_storage
    from . import link_image as link_image
    from . import list_images as list_images
    from . import list_mosaics as list_mosaics
    from . import rename_image as rename_image
    from . import update_mosaic as update_mosaic
    from . import upload_image as upload_image
    from . import upload_legacy as upload_legacy
    from . import upload_to_new_mosaic as upload_to_new_mosaic
else:

    def __getattr__(name: str) -> Any:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return import_module(f".{name}", __name__)
