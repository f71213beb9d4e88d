"""Every operation of the API by method and path, and which of them spend credits.

Written by scripts/generate; change openapi.yaml instead.
"""

from typing import Final, NamedTuple


class Operation(NamedTuple):
    """What is known of one operation.

    Attributes:
        name: Its name, the ``operationId``.
        method: HTTP method.
        path: Path, with names in braces where a value belongs.
        is_paid: Whether it spends credits each time it is sent, or may.
    """

    name: str
    method: str
    path: str
    is_paid: bool


OPERATIONS: Final[tuple[Operation, ...]] = (
    Operation("searchCatalog", "POST", "/catalog/meta", False),
    Operation("estimateCost", "POST", "/processing/cost", False),
    Operation("estimateCostV2", "POST", "/processing/cost/v2", False),
    Operation("listProcessings", "GET", "/processings", False),
    Operation("runProcessing", "POST", "/processings", True),
    Operation("getStatistics", "POST", "/processings/stats", False),
    Operation("listTemplates", "GET", "/processings/template", False),
    Operation("createTemplate", "POST", "/processings/template", False),
    Operation("listProcessingsV2", "GET", "/processings/v2", False),
    Operation("runProcessingV2", "POST", "/processings/v2", True),
    Operation("listProjects", "GET", "/projects", False),
    Operation("createProject", "POST", "/projects", False),
    Operation("getDefaultProject", "GET", "/projects/default", False),
    Operation("pageProjects", "POST", "/projects/page", False),
    Operation("shareProject", "POST", "/projects/share", False),
    Operation("uploadLegacy", "POST", "/rasters", False),
    Operation("getStorage", "GET", "/rasters/memory", False),
    Operation("listMosaics", "GET", "/rasters/mosaic", False),
    Operation("createMosaic", "POST", "/rasters/mosaic", False),
    Operation("uploadToNewMosaic", "POST", "/rasters/mosaic/image", False),
    Operation("getUserStatus", "GET", "/user/status", False),
    Operation("getVersion", "GET", "/version", False),
    Operation("renameProcessing", "PUT", "/processing/{processingId}", False),
    Operation("listProjectTemplates", "GET", "/processings/template/project/{projectId}", False),
    Operation("listUserTemplates", "GET", "/processings/template/user/{userId}", False),
    Operation("deleteTemplate", "DELETE", "/processings/template/{templateId}", False),
    Operation("getTemplate", "GET", "/processings/template/{templateId}", False),
    Operation("runTemplate", "POST", "/processings/template/{templateId}", True),
    Operation("updateTemplate", "PUT", "/processings/template/{templateId}", False),
    Operation("removeTemplateAreas", "DELETE", "/processings/template/{templateId}/aoi", False),
    Operation("addTemplateAreas", "POST", "/processings/template/{templateId}/aoi", False),
    Operation(
        "markAllImagesSeen", "PUT", "/processings/template/{templateId}/image/seenAll", False
    ),
    Operation("listTemplateImages", "POST", "/processings/template/{templateId}/images", False),
    Operation("pauseTemplate", "POST", "/processings/template/{templateId}/pause", False),
    Operation(
        "listTemplateProcessings", "GET", "/processings/template/{templateId}/processings", False
    ),
    Operation("restartTemplate", "POST", "/processings/template/{templateId}/restart", False),
    Operation("resumeTemplate", "POST", "/processings/template/{templateId}/resume", False),
    Operation("runTemplateV2", "POST", "/processings/template/{templateId}/v2", True),
    Operation("deleteProcessing", "DELETE", "/processings/{processingId}", False),
    Operation("getProcessing", "GET", "/processings/{processingId}", False),
    Operation("updateProcessing", "PUT", "/processings/{processingId}", False),
    Operation("acceptProcessing", "PUT", "/processings/{processingId}/acceptation", False),
    Operation("listAreas", "GET", "/processings/{processingId}/aois", False),
    Operation("rateProcessing", "PUT", "/processings/{processingId}/rate", False),
    Operation("rejectProcessing", "PUT", "/processings/{processingId}/rejection", False),
    Operation("restartProcessing", "POST", "/processings/{processingId}/restart", True),
    Operation("restartProcessingV2", "POST", "/processings/{processingId}/restart/v2", True),
    Operation("getResult", "GET", "/processings/{processingId}/result", False),
    Operation("getProcessingV2", "GET", "/processings/{processingId}/v2", False),
    Operation("updateProcessingV2", "PUT", "/processings/{processingId}/v2", False),
    Operation("deleteProject", "DELETE", "/projects/{projectId}", False),
    Operation("getProject", "GET", "/projects/{projectId}", False),
    Operation("updateProject", "PUT", "/projects/{projectId}", False),
    Operation("listProjectProcessings", "GET", "/projects/{projectId}/processings", False),
    Operation("listProjectProcessingsV2", "GET", "/projects/{projectId}/processings/v2", False),
    Operation("pageProcessings", "POST", "/projects/{projectId}/processings/v2/page", False),
    Operation("deleteImage", "DELETE", "/rasters/image/{imageId}", False),
    Operation("getImage", "GET", "/rasters/image/{imageId}", False),
    Operation("renameImage", "PUT", "/rasters/image/{imageId}", False),
    Operation("getDownloadLink", "GET", "/rasters/image/{imageId}/download", False),
    Operation("getImageStatus", "GET", "/rasters/image/{imageId}/status", False),
    Operation("deleteMosaic", "DELETE", "/rasters/mosaic/{mosaicId}", False),
    Operation("getMosaic", "GET", "/rasters/mosaic/{mosaicId}", False),
    Operation("updateMosaic", "PUT", "/rasters/mosaic/{mosaicId}", False),
    Operation("deleteFailedImages", "DELETE", "/rasters/mosaic/{mosaicId}/failed", False),
    Operation("listImages", "GET", "/rasters/mosaic/{mosaicId}/image", False),
    Operation("uploadImage", "POST", "/rasters/mosaic/{mosaicId}/image", False),
    Operation("linkImage", "POST", "/rasters/mosaic/{mosaicId}/link-image", False),
    Operation("getMosaicStatus", "GET", "/rasters/mosaic/{mosaicId}/status", False),
    Operation(
        "updateTemplateArea", "POST", "/processings/template/{templateId}/aoi/{aoiId}", False
    ),
    Operation(
        "markImageSeen", "POST", "/processings/template/{templateId}/image/{imageId}/seen", False
    ),
    Operation("getPreview", "GET", "/rasters/image/{imageId}/preview/{size}", False),
)
#: What the description has in the bodies of runs and of their prices.
RUN_MEMBERS: Final = frozenset(
    (
        "areaSqKm",
        "blocks",
        "description",
        "geometry",
        "meta",
        "name",
        "params",
        "projectId",
        "updateTemplateGeometry",
        "wdId",
        "wdName",
    )
)
