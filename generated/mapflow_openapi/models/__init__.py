"""Contains all the data models used in inputs/outputs"""

from .api_error import ApiError
from .area import Area
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
