"""Contains all the data models used in inputs/outputs"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .any_map import AnyMap
    from .area_of_interest import Area
    from .area_to_add import AreaToAdd
    from .area_update import AreaUpdate
    from .areas_added import AreasAdded
    from .areas_removed import AreasRemoved
    from .areas_to_add import AreasToAdd
    from .areas_to_remove import AreasToRemove
    from .block_choice import BlockChoice
    from .catalog_image import CatalogImage
    from .catalog_page import CatalogPage
    from .catalog_search import CatalogSearch
    from .cost_request import CostRequest
    from .cost_request_v2 import CostRequestV2
    from .data_provider import DataProvider
    from .data_provider_source import DataProviderSource
    from .download_link import DownloadLink
    from .error_detail import ErrorDetail
    from .failed_images_deleted import FailedImagesDeleted
    from .feature_collection import FeatureCollection
    from .found_images_request import FoundImagesRequest
    from .geometry import Geometry
    from .image import Image
    from .image_link import ImageLink
    from .image_preview_part import ImagePreviewPart
    from .image_status import ImageStatus
    from .imagery_search_source import ImagerySearchSource
    from .integer_map import IntegerMap
    from .invalid_member import InvalidMember
    from .layer import Layer
    from .legacy_upload_receipt import LegacyUploadReceipt
    from .model_block import ModelBlock
    from .mosaic import Mosaic
    from .mosaic_counts import MosaicCounts
    from .mosaic_create import MosaicCreate
    from .mosaic_status import MosaicStatus
    from .mosaic_update import MosaicUpdate
    from .my_imagery_source import MyImagerySource
    from .planned_area import PlannedArea
    from .planned_area_info import PlannedAreaInfo
    from .planned_area_run import PlannedAreaRun
    from .planned_areas import PlannedAreas
    from .processing import Processing
    from .processing_message import ProcessingMessage
    from .processing_page import ProcessingPage
    from .processing_page_request import ProcessingPageRequest
    from .processing_params_v2 import ProcessingParamsV2
    from .processing_run import ProcessingRun
    from .processing_run_v2 import ProcessingRunV2
    from .processing_source import ProcessingSource
    from .processing_update import ProcessingUpdate
    from .processing_update_v2 import ProcessingUpdateV2
    from .processing_v2 import ProcessingV2
    from .progress_detail import ProgressDetail
    from .progress_summary import ProgressSummary
    from .project import Project
    from .project_account import ProjectAccount
    from .project_create import ProjectCreate
    from .project_page import ProjectPage
    from .project_page_request import ProjectPageRequest
    from .project_update import ProjectUpdate
    from .provider_price import ProviderPrice
    from .raster_layer import RasterLayer
    from .raster_metadata import RasterMetadata
    from .rating_request import RatingRequest
    from .rating_state import RatingState
    from .rejection import Rejection
    from .review_state import ReviewState
    from .run_params import RunParams
    from .run_params_v2 import RunParamsV2
    from .search_params import SearchParams
    from .service_error import ServiceError
    from .share_info import ShareInfo
    from .share_request import ShareRequest
    from .share_user import ShareUser
    from .source_params import SourceParams
    from .statistics_page import StatisticsPage
    from .statistics_request import StatisticsRequest
    from .statistics_row import StatisticsRow
    from .storage_limits import StorageLimits
    from .stored_run import StoredRun
    from .string_map import StringMap
    from .team import Team
    from .template import Template
    from .template_create import TemplateCreate
    from .template_detail import TemplateDetail
    from .template_finding import TemplateFinding
    from .template_run import TemplateRun
    from .template_run_receipt import TemplateRunReceipt
    from .template_run_v2 import TemplateRunV2
    from .template_update import TemplateUpdate
    from .updated_area import UpdatedArea
    from .upload_form import UploadForm
    from .upload_receipt import UploadReceipt
    from .user_defined_source import UserDefinedSource
    from .user_status import UserStatus
    from .workflow_def import WorkflowDef

_MODULES = {
    "AnyMap": ".any_map",
    "Area": ".area_of_interest",
    "AreaToAdd": ".area_to_add",
    "AreaUpdate": ".area_update",
    "AreasAdded": ".areas_added",
    "AreasRemoved": ".areas_removed",
    "AreasToAdd": ".areas_to_add",
    "AreasToRemove": ".areas_to_remove",
    "BlockChoice": ".block_choice",
    "CatalogImage": ".catalog_image",
    "CatalogPage": ".catalog_page",
    "CatalogSearch": ".catalog_search",
    "CostRequest": ".cost_request",
    "CostRequestV2": ".cost_request_v2",
    "DataProvider": ".data_provider",
    "DataProviderSource": ".data_provider_source",
    "DownloadLink": ".download_link",
    "ErrorDetail": ".error_detail",
    "FailedImagesDeleted": ".failed_images_deleted",
    "FeatureCollection": ".feature_collection",
    "FoundImagesRequest": ".found_images_request",
    "Geometry": ".geometry",
    "Image": ".image",
    "ImageLink": ".image_link",
    "ImagePreviewPart": ".image_preview_part",
    "ImageStatus": ".image_status",
    "ImagerySearchSource": ".imagery_search_source",
    "IntegerMap": ".integer_map",
    "InvalidMember": ".invalid_member",
    "Layer": ".layer",
    "LegacyUploadReceipt": ".legacy_upload_receipt",
    "ModelBlock": ".model_block",
    "Mosaic": ".mosaic",
    "MosaicCounts": ".mosaic_counts",
    "MosaicCreate": ".mosaic_create",
    "MosaicStatus": ".mosaic_status",
    "MosaicUpdate": ".mosaic_update",
    "MyImagerySource": ".my_imagery_source",
    "PlannedArea": ".planned_area",
    "PlannedAreaInfo": ".planned_area_info",
    "PlannedAreaRun": ".planned_area_run",
    "PlannedAreas": ".planned_areas",
    "Processing": ".processing",
    "ProcessingMessage": ".processing_message",
    "ProcessingPage": ".processing_page",
    "ProcessingPageRequest": ".processing_page_request",
    "ProcessingParamsV2": ".processing_params_v2",
    "ProcessingRun": ".processing_run",
    "ProcessingRunV2": ".processing_run_v2",
    "ProcessingSource": ".processing_source",
    "ProcessingUpdate": ".processing_update",
    "ProcessingUpdateV2": ".processing_update_v2",
    "ProcessingV2": ".processing_v2",
    "ProgressDetail": ".progress_detail",
    "ProgressSummary": ".progress_summary",
    "Project": ".project",
    "ProjectAccount": ".project_account",
    "ProjectCreate": ".project_create",
    "ProjectPage": ".project_page",
    "ProjectPageRequest": ".project_page_request",
    "ProjectUpdate": ".project_update",
    "ProviderPrice": ".provider_price",
    "RasterLayer": ".raster_layer",
    "RasterMetadata": ".raster_metadata",
    "RatingRequest": ".rating_request",
    "RatingState": ".rating_state",
    "Rejection": ".rejection",
    "ReviewState": ".review_state",
    "RunParams": ".run_params",
    "RunParamsV2": ".run_params_v2",
    "SearchParams": ".search_params",
    "ServiceError": ".service_error",
    "ShareInfo": ".share_info",
    "ShareRequest": ".share_request",
    "ShareUser": ".share_user",
    "SourceParams": ".source_params",
    "StatisticsPage": ".statistics_page",
    "StatisticsRequest": ".statistics_request",
    "StatisticsRow": ".statistics_row",
    "StorageLimits": ".storage_limits",
    "StoredRun": ".stored_run",
    "StringMap": ".string_map",
    "Team": ".team",
    "Template": ".template",
    "TemplateCreate": ".template_create",
    "TemplateDetail": ".template_detail",
    "TemplateFinding": ".template_finding",
    "TemplateRun": ".template_run",
    "TemplateRunReceipt": ".template_run_receipt",
    "TemplateRunV2": ".template_run_v2",
    "TemplateUpdate": ".template_update",
    "UpdatedArea": ".updated_area",
    "UploadForm": ".upload_form",
    "UploadReceipt": ".upload_receipt",
    "UserDefinedSource": ".user_defined_source",
    "UserStatus": ".user_status",
    "WorkflowDef": ".workflow_def",
}

__all__ = (
    "AnyMap",
    "Area",
    "AreasAdded",
    "AreasRemoved",
    "AreasToAdd",
    "AreasToRemove",
    "AreaToAdd",
    "AreaUpdate",
    "BlockChoice",
    "CatalogImage",
    "CatalogPage",
    "CatalogSearch",
    "CostRequest",
    "CostRequestV2",
    "DataProvider",
    "DataProviderSource",
    "DownloadLink",
    "ErrorDetail",
    "FailedImagesDeleted",
    "FeatureCollection",
    "FoundImagesRequest",
    "Geometry",
    "Image",
    "ImageLink",
    "ImagePreviewPart",
    "ImagerySearchSource",
    "ImageStatus",
    "IntegerMap",
    "InvalidMember",
    "Layer",
    "LegacyUploadReceipt",
    "ModelBlock",
    "Mosaic",
    "MosaicCounts",
    "MosaicCreate",
    "MosaicStatus",
    "MosaicUpdate",
    "MyImagerySource",
    "PlannedArea",
    "PlannedAreaInfo",
    "PlannedAreaRun",
    "PlannedAreas",
    "Processing",
    "ProcessingMessage",
    "ProcessingPage",
    "ProcessingPageRequest",
    "ProcessingParamsV2",
    "ProcessingRun",
    "ProcessingRunV2",
    "ProcessingSource",
    "ProcessingUpdate",
    "ProcessingUpdateV2",
    "ProcessingV2",
    "ProgressDetail",
    "ProgressSummary",
    "Project",
    "ProjectAccount",
    "ProjectCreate",
    "ProjectPage",
    "ProjectPageRequest",
    "ProjectUpdate",
    "ProviderPrice",
    "RasterLayer",
    "RasterMetadata",
    "RatingRequest",
    "RatingState",
    "Rejection",
    "ReviewState",
    "RunParams",
    "RunParamsV2",
    "SearchParams",
    "ServiceError",
    "ShareInfo",
    "ShareRequest",
    "ShareUser",
    "SourceParams",
    "StatisticsPage",
    "StatisticsRequest",
    "StatisticsRow",
    "StorageLimits",
    "StoredRun",
    "StringMap",
    "Team",
    "Template",
    "TemplateCreate",
    "TemplateDetail",
    "TemplateFinding",
    "TemplateRun",
    "TemplateRunReceipt",
    "TemplateRunV2",
    "TemplateUpdate",
    "UpdatedArea",
    "UploadForm",
    "UploadReceipt",
    "UserDefinedSource",
    "UserStatus",
    "WorkflowDef",
)


if not TYPE_CHECKING:  # or else no type checker would miss a name

    def __getattr__(name: str) -> Any:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(_MODULES[name], __name__), name)
        return value


def __dir__() -> list[str]:
    return [*globals(), *_MODULES]
