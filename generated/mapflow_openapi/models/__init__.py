"""Contains all the data models used in inputs/outputs"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .api_error import ApiError
    from .area_of_interest import Area
    from .block_choice import BlockChoice
    from .cost_request import CostRequest
    from .data_api_error import DataApiError
    from .data_api_error_detail import DataApiErrorDetail
    from .data_provider import DataProvider
    from .geometry import Geometry
    from .image import Image
    from .image_link import ImageLink
    from .image_metadata import ImageMetadata
    from .integer_map import IntegerMap
    from .layer import Layer
    from .message_error import MessageError
    from .model import Model
    from .model_block import ModelBlock
    from .mosaic import Mosaic
    from .mosaic_create import MosaicCreate
    from .mosaic_update import MosaicUpdate
    from .processing import Processing
    from .processing_message import ProcessingMessage
    from .processing_run import ProcessingRun
    from .processing_update import ProcessingUpdate
    from .progress import Progress
    from .progress_detail import ProgressDetail
    from .project import Project
    from .project_create import ProjectCreate
    from .project_update import ProjectUpdate
    from .project_user import ProjectUser
    from .provider_price import ProviderPrice
    from .raster_layer import RasterLayer
    from .rating_state import RatingState
    from .review_state import ReviewState
    from .run_params import RunParams
    from .share_info import ShareInfo
    from .share_user import ShareUser
    from .storage_limits import StorageLimits
    from .string_map import StringMap
    from .team import Team
    from .upload_form import UploadForm
    from .upload_receipt import UploadReceipt
    from .user_status import UserStatus

_MODULES = {
    "ApiError": ".api_error",
    "Area": ".area_of_interest",
    "BlockChoice": ".block_choice",
    "CostRequest": ".cost_request",
    "DataApiError": ".data_api_error",
    "DataApiErrorDetail": ".data_api_error_detail",
    "DataProvider": ".data_provider",
    "Geometry": ".geometry",
    "Image": ".image",
    "ImageLink": ".image_link",
    "ImageMetadata": ".image_metadata",
    "IntegerMap": ".integer_map",
    "Layer": ".layer",
    "MessageError": ".message_error",
    "Model": ".model",
    "ModelBlock": ".model_block",
    "Mosaic": ".mosaic",
    "MosaicCreate": ".mosaic_create",
    "MosaicUpdate": ".mosaic_update",
    "Processing": ".processing",
    "ProcessingMessage": ".processing_message",
    "ProcessingRun": ".processing_run",
    "ProcessingUpdate": ".processing_update",
    "Progress": ".progress",
    "ProgressDetail": ".progress_detail",
    "Project": ".project",
    "ProjectCreate": ".project_create",
    "ProjectUpdate": ".project_update",
    "ProjectUser": ".project_user",
    "ProviderPrice": ".provider_price",
    "RasterLayer": ".raster_layer",
    "RatingState": ".rating_state",
    "ReviewState": ".review_state",
    "RunParams": ".run_params",
    "ShareInfo": ".share_info",
    "ShareUser": ".share_user",
    "StorageLimits": ".storage_limits",
    "StringMap": ".string_map",
    "Team": ".team",
    "UploadForm": ".upload_form",
    "UploadReceipt": ".upload_receipt",
    "UserStatus": ".user_status",
}

__all__ = (
    "ApiError",
    "Area",
    "BlockChoice",
    "CostRequest",
    "DataApiError",
    "DataApiErrorDetail",
    "DataProvider",
    "Geometry",
    "Image",
    "ImageLink",
    "ImageMetadata",
    "IntegerMap",
    "Layer",
    "MessageError",
    "Model",
    "ModelBlock",
    "Mosaic",
    "MosaicCreate",
    "MosaicUpdate",
    "Processing",
    "ProcessingMessage",
    "ProcessingRun",
    "ProcessingUpdate",
    "Progress",
    "ProgressDetail",
    "Project",
    "ProjectCreate",
    "ProjectUpdate",
    "ProjectUser",
    "ProviderPrice",
    "RasterLayer",
    "RatingState",
    "ReviewState",
    "RunParams",
    "ShareInfo",
    "ShareUser",
    "StorageLimits",
    "StringMap",
    "Team",
    "UploadForm",
    "UploadReceipt",
    "UserStatus",
)


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_MODULES[name], __name__), name)
    return value


def __dir__() -> list[str]:
    return [*globals(), *_MODULES]
