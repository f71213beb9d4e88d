"""What responses hold, read member by member when asked for

A view takes any JSON object: what is absent, null or of another type is None. An integer reads as
``float``, because it may arrive with a fraction or as text. IDs stay text.
"""

from __future__ import annotations

from datetime import datetime

from .lazy import (
    Json,
    View,
    anything,
    flag,
    items,
    mapping,
    moment,
    number,
    text,
    texts,
    view,
    views,
)


class Area(View):
    """One area of interest of a processing."""

    __slots__ = ()

    MEMBERS = ("id", "status", "percentCompleted", "geometry", "area", "messages")
    TEXTS = ("id", "status")

    @property
    def id(self) -> str | None:
        """The area; `getResult` takes it as `aoiId`."""
        return text(self._source, "id")

    @property
    def status(self) -> str | None:
        """Where it stands: `UNPROCESSED`, `IN_PROGRESS`, `OK`, `FAILED`, `AWAITING`, `CANCELLED`
        or `REFUNDED`, as for a processing."""
        return text(self._source, "status")

    @property
    def percent_completed(self) -> float | None:
        """0 to 100."""
        return number(self._source, "percentCompleted")

    @property
    def geometry(self) -> Json | None:
        """Polygon or MultiPolygon. The service may re-order its vertices; do not compare it with
        what was sent."""
        return mapping(self._source, "geometry")

    @property
    def area(self) -> float | None:
        """Area in square metres. In the one sample that can be reckoned it is that in the plane
        of the local UTM zone; that it is so everywhere is inferred."""
        return number(self._source, "area")

    @property
    def messages(self) -> list[ProcessingMessage] | None:
        """Why it failed; empty when all is well."""
        return views(self._source, "messages", ProcessingMessage)


class AreasAdded(View):
    """How many areas were added to a planned search."""

    __slots__ = ()

    MEMBERS = ("addedCount", "partitioningTriggered")
    TEXTS = ()

    @property
    def added_count(self) -> float | None:
        """Their number."""
        return number(self._source, "addedCount")

    @property
    def partitioning_triggered(self) -> bool | None:
        """Not explained."""
        return flag(self._source, "partitioningTriggered")


class AreasRemoved(View):
    """How many areas were removed from a planned search. There are further members that no
    source shows."""

    __slots__ = ()

    MEMBERS = ("deletedCount",)
    TEXTS = ()

    @property
    def deleted_count(self) -> float | None:
        """Their number."""
        return number(self._source, "deletedCount")


class BlockChoice(View):
    """Switches one optional step of a model on or off."""

    __slots__ = ()

    MEMBERS = ("name", "enabled", "displayName")
    TEXTS = ("name", "displayName")

    @property
    def name(self) -> str | None:
        """The `name` of the step in `models[].blocks`."""
        return text(self._source, "name")

    @property
    def enabled(self) -> bool | None:
        """Whether the step runs. What happens to optional steps that a run does not list is not
        documented."""
        return flag(self._source, "enabled")

    @property
    def display_name(self) -> str | None:
        """Label for people; in responses only."""
        return text(self._source, "displayName")


class CatalogImage(View):
    """An image in a catalog."""

    __slots__ = ()

    MEMBERS = (
        "id",
        "footprint",
        "pixelResolution",
        "acquisitionDate",
        "productType",
        "sensor",
        "satId",
        "colorBandOrder",
        "cloudCover",
        "offNadirAngle",
        "previewType",
        "previewUrl",
        "previews",
        "providerName",
        "zoom",
        "minAreaSqkm",
        "isNew",
        "aoiIntersectionPercent",
    )
    TEXTS = (
        "id",
        "productType",
        "sensor",
        "satId",
        "colorBandOrder",
        "previewType",
        "previewUrl",
        "providerName",
    )

    @property
    def id(self) -> str | None:
        """The image; free text, not a UUID. A run names it in `imagerySearch.imageIds`."""
        return text(self._source, "id")

    @property
    def footprint(self) -> Json | None:
        """What the image covers, a GeoJSON Polygon or MultiPolygon."""
        return mapping(self._source, "footprint")

    @property
    def pixel_resolution(self) -> float | None:
        """Size of a pixel in metres; 0 also means not known."""
        return number(self._source, "pixelResolution")

    @property
    def acquisition_date(self) -> datetime | None:
        """When it was taken."""
        return moment(self._source, "acquisitionDate")

    @property
    def product_type(self) -> str | None:
        """`Scene` or `Image` a single capture, `Mosaic` a ready mosaic of tiles; also seen in
        upper case, and words of the providers' own. Compare without case."""
        return text(self._source, "productType")

    @property
    def sensor(self) -> str | None:
        """Which instrument took it."""
        return text(self._source, "sensor")

    @property
    def sat_id(self) -> str | None:
        """Which satellite took it."""
        return text(self._source, "satId")

    @property
    def color_band_order(self) -> str | None:
        """Its bands in order."""
        return text(self._source, "colorBandOrder")

    @property
    def cloud_cover(self) -> float | None:
        """Share of clouds in percent, 0 to 100: the published client compares it with a scale of
        0 to 100. One sample of the documentation has 0.09, under a filter that older text
        gives as a fraction."""
        return number(self._source, "cloudCover")

    @property
    def off_nadir_angle(self) -> float | None:
        """Angle off the vertical, in degrees; may be negative."""
        return number(self._source, "offNadirAngle")

    @property
    def preview_type(self) -> str | None:
        """`png` and `jpg` a single picture; `xyz`, `tms` and `wms` an address of tiles."""
        return text(self._source, "previewType")

    @property
    def preview_url(self) -> str | None:
        """Address of a preview. It needs no credentials: **do not send the API token there.**
        The rows of a tile address may be written {y} or {-y}."""
        return text(self._source, "previewUrl")

    @property
    def previews(self) -> list[ImagePreviewPart] | None:
        """Previews of the parts of the image; may be empty."""
        return views(self._source, "previews", ImagePreviewPart)

    @property
    def previews_as_sent(self) -> object:
        """The same in whatever form it was sent. Also seen: An array whose items are the same
        objects, each encoded as JSON in a text. The whole array, encoded as JSON in one text."""
        return anything(self._source, "previews")

    @property
    def provider_name(self) -> str | None:
        """The provider; a run names it in `imagerySearch.dataProvider`. `my_imagery_images` and
        `my_imagery_mosaics` are the caller's own."""
        return text(self._source, "providerName")

    @property
    def zoom(self) -> float | None:
        """Tile zoom of a mosaic."""
        return number(self._source, "zoom")

    @property
    def min_area_sqkm(self) -> float | None:
        """Smallest area that can be processed, in square kilometres."""
        return number(self._source, "minAreaSqkm")

    @property
    def is_new(self) -> bool | None:
        """Whether it is not marked as seen; only in what a planned search found."""
        return flag(self._source, "isNew")

    @property
    def aoi_intersection_percent(self) -> float | None:
        """Share of the searched area that it covers, in percent."""
        return number(self._source, "aoiIntersectionPercent")


class CatalogPage(View):
    """Some of the images that were found."""

    __slots__ = ()

    MEMBERS = ("images", "total", "limit", "offset")
    TEXTS = ()

    @property
    def images(self) -> list[CatalogImage] | None:
        """The images; empty when nothing matches."""
        return views(self._source, "images", CatalogImage)

    @property
    def total(self) -> float | None:
        """How many match altogether, after all filters."""
        return number(self._source, "total")

    @property
    def limit(self) -> float | None:
        """Maximum number of items in this response."""
        return number(self._source, "limit")

    @property
    def offset(self) -> float | None:
        """How many were omitted before."""
        return number(self._source, "offset")


class DataProvider(View):
    """A source of satellite or aerial imagery that the account may use."""

    __slots__ = ()

    MEMBERS = (
        "name",
        "id",
        "displayName",
        "price",
        "previewUrl",
        "previewUrlMaxZoom",
        "minAreaSqKm",
    )
    TEXTS = ("name", "id", "displayName", "previewUrl")

    @property
    def name(self) -> str | None:
        """What a run takes as `params.data_provider`."""
        return text(self._source, "name")

    @property
    def id(self) -> str | None:
        """The provider."""
        return text(self._source, "id")

    @property
    def display_name(self) -> str | None:
        """Label for people. Some samples use it where `name` belongs."""
        return text(self._source, "displayName")

    @property
    def price(self) -> list[ProviderPrice] | None:
        """Price of the imagery by zoom; empty or all zero means free."""
        return views(self._source, "price", ProviderPrice)

    @property
    def preview_url(self) -> str | None:
        """Tile address of a preview."""
        return text(self._source, "previewUrl")

    @property
    def preview_url_max_zoom(self) -> float | None:
        """Largest zoom of the preview tiles."""
        return number(self._source, "previewUrlMaxZoom")

    @property
    def min_area_sq_km(self) -> float | None:
        """Smallest area that can be processed, in square kilometres."""
        value = number(self._source, "minAreaSqKm")
        value = number(self._source, "minAreaSqkm") if value is None else value
        return value


class DataProviderSource(View):
    """Imagery of a provider of the account."""

    __slots__ = ()

    MEMBERS = ("providerName", "zoom")
    TEXTS = ("providerName",)

    @property
    def provider_name(self) -> str | None:
        """The `name` in `dataProviders`. Some samples have the `displayName` here."""
        return text(self._source, "providerName")

    @property
    def zoom(self) -> float | None:
        """Tile zoom, 0 to 22. Omitted, the service chooses."""
        return number(self._source, "zoom")


class DownloadLink(View):
    """Where to download a file. The address works without credentials and for a while only."""

    __slots__ = ()

    MEMBERS = ("download_url", "filename", "expires_in")
    TEXTS = ("download_url", "filename")

    @property
    def download_url(self) -> str | None:
        """The address; it leads to another host."""
        return text(self._source, "download_url")

    @property
    def filename(self) -> str | None:
        """Name of the file as it was uploaded. Do not trust it as a path."""
        return text(self._source, "filename")

    @property
    def expires_in(self) -> float | None:
        """How long the address works, in seconds; usually 3600."""
        return number(self._source, "expires_in")


class ErrorDetail(View):
    """What went wrong in the imagery service."""

    __slots__ = ()

    MEMBERS = ("code", "parameters")
    TEXTS = ("code",)

    @property
    def code(self) -> str | None:
        """What went wrong, for programs; `x-error-catalogue` lists the known ones."""
        return text(self._source, "code")

    @property
    def parameters(self) -> Json | None:
        """Values that belong to the error."""
        return mapping(self._source, "parameters")


class FailedImagesDeleted(View):
    """Which failed images were removed."""

    __slots__ = ()

    MEMBERS = ("message", "count", "deleted_image_ids")
    TEXTS = ("message",)

    @property
    def message(self) -> str | None:
        """A sentence for people."""
        return text(self._source, "message")

    @property
    def count(self) -> float | None:
        """Their number; 0 is not an error."""
        return number(self._source, "count")

    @property
    def deleted_image_ids(self) -> list[str] | None:
        """The images."""
        return texts(self._source, "deleted_image_ids")


class Image(View):
    """One uploaded image."""

    __slots__ = ()

    MEMBERS = (
        "id",
        "mosaic_id",
        "image_url",
        "preview_url_l",
        "preview_url_s",
        "uploaded_at",
        "file_size",
        "footprint",
        "filename",
        "checksum",
        "meta_data",
        "cog_link",
        "available_for_download",
    )
    TEXTS = (
        "id",
        "mosaic_id",
        "image_url",
        "preview_url_l",
        "preview_url_s",
        "uploaded_at",
        "footprint",
        "filename",
        "checksum",
        "cog_link",
    )

    @property
    def id(self) -> str | None:
        """The image."""
        return text(self._source, "id")

    @property
    def mosaic_id(self) -> str | None:
        """The mosaic it belongs to."""
        return text(self._source, "mosaic_id")

    @property
    def image_url(self) -> str | None:
        """Its `s3://` address; a version 1 run takes it as `params.url`."""
        return text(self._source, "image_url")

    @property
    def preview_url_l(self) -> str | None:
        """Address of the large preview."""
        return text(self._source, "preview_url_l")

    @property
    def preview_url_s(self) -> str | None:
        """Address of the small preview."""
        return text(self._source, "preview_url_s")

    @property
    def uploaded_at(self) -> str | None:
        """When it was uploaded, as ISO 8601. Samples lack the zone, which is why the format is
        not `date-time`; read it as UTC."""
        return text(self._source, "uploaded_at")

    @property
    def file_size(self) -> float | None:
        """Size of the file in bytes."""
        return number(self._source, "file_size")

    @property
    def footprint(self) -> str | None:
        """Outline as WKT (POLYGON), longitude and latitude. Samples begin at different corners."""
        return text(self._source, "footprint")

    @property
    def filename(self) -> str | None:
        """Its name."""
        return text(self._source, "filename")

    @property
    def checksum(self) -> str | None:
        """SHA-1 of the file, in hexadecimal."""
        return text(self._source, "checksum")

    @property
    def meta_data(self) -> RasterMetadata | None:
        """What its header says."""
        return view(self._source, "meta_data", RasterMetadata)

    @property
    def cog_link(self) -> str | None:
        """`s3://` address of the tiled copy."""
        return text(self._source, "cog_link")

    @property
    def available_for_download(self) -> bool | None:
        """Whether the file can be downloaded again; missing means yes."""
        return flag(self._source, "available_for_download")


class ImagePreviewPart(View):
    """The preview of a part of an image."""

    __slots__ = ()

    MEMBERS = ("url", "geometry")
    TEXTS = ("url",)

    @property
    def url(self) -> str | None:
        """Its address."""
        return text(self._source, "url")

    @property
    def geometry(self) -> Json | None:
        """Where it belongs."""
        return mapping(self._source, "geometry")


class ImagerySearchSource(View):
    """Images that a search found."""

    __slots__ = ()

    MEMBERS = ("dataProvider", "imageIds", "zoom", "searchId")
    TEXTS = ("dataProvider", "searchId")

    @property
    def data_provider(self) -> str | None:
        """The `providerName` of the images; one client sends it in lower case."""
        return text(self._source, "dataProvider")

    @property
    def image_ids(self) -> list[str] | None:
        """The `id` of each image. A run must name them; older clients left them out for mosaics."""
        return texts(self._source, "imageIds")

    @property
    def zoom(self) -> float | None:
        """Tile zoom; for mosaics."""
        return number(self._source, "zoom")

    @property
    def search_id(self) -> str | None:
        """Seen in stored processings; not explained."""
        return text(self._source, "searchId")


class ImageStatus(View):
    """How far an image is. It can be processed when its data is available and its state is
    `NONE` or `COMPLETED`."""

    __slots__ = ()

    MEMBERS = (
        "image_id",
        "filename",
        "preprocessing_status",
        "preprocessing_error",
        "data_available",
        "tiles_ready",
        "uploaded_at",
    )
    TEXTS = ("image_id", "filename", "preprocessing_status", "preprocessing_error", "uploaded_at")

    @property
    def image_id(self) -> str | None:
        """The image."""
        return text(self._source, "image_id")

    @property
    def filename(self) -> str | None:
        """Its name."""
        return text(self._source, "filename")

    @property
    def preprocessing_status(self) -> str | None:
        """How far it is prepared: `PENDING`, `IN_PROGRESS`, `COMPLETED` or `FAILED`; `NONE`
        means that there was nothing to prepare."""
        return text(self._source, "preprocessing_status")

    @property
    def preprocessing_error(self) -> str | None:
        """Why it failed."""
        return text(self._source, "preprocessing_error")

    @property
    def data_available(self) -> bool | None:
        """Whether its data can be used."""
        return flag(self._source, "data_available")

    @property
    def tiles_ready(self) -> bool | None:
        """Whether its tiles are ready."""
        return flag(self._source, "tiles_ready")

    @property
    def uploaded_at(self) -> str | None:
        """When it was uploaded, as for an image."""
        return text(self._source, "uploaded_at")


class InvalidMember(View):
    """A member of a request that the imagery service could not use."""

    __slots__ = ()

    MEMBERS = ("loc", "msg", "type")
    TEXTS = ("msg", "type")

    @property
    def loc(self) -> list[object] | None:
        """Where it stands: names, and numbers for places in a list."""
        return items(self._source, "loc")

    @property
    def msg(self) -> str | None:
        """What is wrong with it, for people."""
        return text(self._source, "msg")

    @property
    def type_(self) -> str | None:
        """What is wrong with it, for programs."""
        return text(self._source, "type")


class Layer(View):
    """A tiled map layer. Use its addresses as they are. Whether they need credentials, and when
    they expire, is not documented."""

    __slots__ = ()

    MEMBERS = ("id", "name", "tileJsonUrl", "tileUrl")
    TEXTS = ("id", "name", "tileJsonUrl", "tileUrl")

    @property
    def id(self) -> str | None:
        """The layer."""
        return text(self._source, "id")

    @property
    def name(self) -> str | None:
        """Its name; absent on raster layers."""
        return text(self._source, "name")

    @property
    def tile_json_url(self) -> str | None:
        """Address of a TileJSON description."""
        return text(self._source, "tileJsonUrl")

    @property
    def tile_url(self) -> str | None:
        """Tile address with x, y and z placeholders; vector tiles for `vectorLayer`, pictures
        for the others."""
        return text(self._source, "tileUrl")


class LegacyUploadReceipt(View):
    """Where an uploaded file is."""

    __slots__ = ()

    MEMBERS = ("url",)
    TEXTS = ("url",)

    @property
    def url(self) -> str | None:
        """Its `s3://` address; a version 1 run takes it as `params.url`."""
        return text(self._source, "url")


class ModelBlock(View):
    """One step of a model."""

    __slots__ = ()

    MEMBERS = ("name", "displayName", "description", "optional", "price")
    TEXTS = ("name", "displayName", "description")

    @property
    def name(self) -> str | None:
        """What a run names in `blocks`."""
        return text(self._source, "name")

    @property
    def display_name(self) -> str | None:
        """Label for people."""
        return text(self._source, "displayName")

    @property
    def description(self) -> str | None:
        """The label in one revision of the documentation."""
        return text(self._source, "description")

    @property
    def optional(self) -> bool | None:
        """False means that the step always runs and is always charged."""
        return flag(self._source, "optional")

    @property
    def price(self) -> float | None:
        """Credits per square kilometre when the step runs; may be 0."""
        return number(self._source, "price")


class Mosaic(View):
    """A collection of images that can be processed together."""

    __slots__ = ()

    MEMBERS = (
        "id",
        "name",
        "tags",
        "created_at",
        "rasterLayer",
        "footprint",
        "sizeInBytes",
        "image_count",
        "status_summary",
    )
    TEXTS = ("id", "name", "footprint")

    @property
    def id(self) -> str | None:
        """The mosaic."""
        return text(self._source, "id")

    @property
    def name(self) -> str | None:
        """Its name."""
        return text(self._source, "name")

    @property
    def tags(self) -> list[str] | None:
        """Its tags."""
        return texts(self._source, "tags")

    @property
    def created_at(self) -> datetime | None:
        """When it was created."""
        return moment(self._source, "created_at")

    @property
    def raster_layer(self) -> RasterLayer | None:
        """Its images as tiles; in lists and details only."""
        return view(self._source, "rasterLayer", RasterLayer)

    @property
    def footprint(self) -> str | None:
        """Outline as WKT (POLYGON or MULTIPOLYGON)."""
        return text(self._source, "footprint")

    @property
    def size_in_bytes(self) -> float | None:
        """Size of its images in bytes."""
        return number(self._source, "sizeInBytes")

    @property
    def image_count(self) -> float | None:
        """Number of images, in the current documentation only."""
        return number(self._source, "image_count")

    @property
    def status_summary(self) -> MosaicCounts | None:
        """How many of its images are in which state."""
        return view(self._source, "status_summary", MosaicCounts)


class MosaicCounts(View):
    """Number of images of a mosaic by state."""

    __slots__ = ()

    MEMBERS = ("total", "ready", "pending", "in_progress", "failed")
    TEXTS = ()

    @property
    def total(self) -> float | None:
        """All."""
        return number(self._source, "total")

    @property
    def ready(self) -> float | None:
        """Those in state `NONE` or `COMPLETED`."""
        return number(self._source, "ready")

    @property
    def pending(self) -> float | None:
        """Those that wait."""
        return number(self._source, "pending")

    @property
    def in_progress(self) -> float | None:
        """Those that are being prepared."""
        return number(self._source, "in_progress")

    @property
    def failed(self) -> float | None:
        """Those that failed."""
        return number(self._source, "failed")


class MosaicStatus(View):
    """How far the images of a mosaic are."""

    __slots__ = ()

    MEMBERS = (
        "mosaic_id",
        "total_images",
        "ready_images",
        "pending_images",
        "in_progress_images",
        "failed_images",
        "tiles_ready_images",
        "images",
    )
    TEXTS = ("mosaic_id",)

    @property
    def mosaic_id(self) -> str | None:
        """The mosaic."""
        return text(self._source, "mosaic_id")

    @property
    def total_images(self) -> float | None:
        """All images."""
        return number(self._source, "total_images")

    @property
    def ready_images(self) -> float | None:
        """Those that can be processed."""
        return number(self._source, "ready_images")

    @property
    def pending_images(self) -> float | None:
        """Those that wait."""
        return number(self._source, "pending_images")

    @property
    def in_progress_images(self) -> float | None:
        """Those that are being prepared."""
        return number(self._source, "in_progress_images")

    @property
    def failed_images(self) -> float | None:
        """Those that failed."""
        return number(self._source, "failed_images")

    @property
    def tiles_ready_images(self) -> float | None:
        """Those whose tiles are ready."""
        return number(self._source, "tiles_ready_images")

    @property
    def images(self) -> list[ImageStatus] | None:
        """All images, those that are not ready as well."""
        return views(self._source, "images", ImageStatus)


class MyImagerySource(View):
    """Uploaded images: some by their ids, a whole mosaic, or both. At least one of the members."""

    __slots__ = ()

    MEMBERS = ("imageIds", "mosaicId")
    TEXTS = ("mosaicId",)

    @property
    def image_ids(self) -> list[str] | None:
        """The images."""
        return texts(self._source, "imageIds")

    @property
    def mosaic_id(self) -> str | None:
        """The mosaic."""
        return text(self._source, "mosaicId")


class PlannedArea(View):
    """One area of a planned search, as a GeoJSON Feature."""

    __slots__ = ()

    MEMBERS = ("type", "id", "geometry", "properties")
    TEXTS = ("type", "id")

    @property
    def type_(self) -> str | None:
        """`Feature`."""
        return text(self._source, "type")

    @property
    def id(self) -> str | None:
        """The area, in responses, here or among the `properties`."""
        return text(self._source, "id")

    @property
    def geometry(self) -> Json | None:
        """A Polygon. A feature with a MultiPolygon is ignored."""
        return mapping(self._source, "geometry")

    @property
    def properties(self) -> PlannedAreaInfo | None:
        """What is known about the area. Of a request, only `id` and `name` are read."""
        return view(self._source, "properties", PlannedAreaInfo)


class PlannedAreaInfo(View):
    """What is known about an area of a planned search."""

    __slots__ = ()

    MEMBERS = ("id", "name", "processings", "hasNewImages")
    TEXTS = ("id", "name")

    @property
    def id(self) -> str | None:
        """The area."""
        return text(self._source, "id")

    @property
    def name(self) -> str | None:
        """Its name, at most 64 characters."""
        return text(self._source, "name")

    @property
    def processings(self) -> list[PlannedAreaRun] | None:
        """The processings of the planned search that touch the area."""
        return views(self._source, "processings", PlannedAreaRun)

    @property
    def has_new_images(self) -> bool | None:
        """Whether there are images of it that have not been seen."""
        return flag(self._source, "hasNewImages")


class PlannedAreaRun(View):
    """A processing that touches an area of a planned search."""

    __slots__ = ()

    MEMBERS = (
        "processingId",
        "processingName",
        "processingStatus",
        "area",
        "projectId",
        "geometry",
    )
    TEXTS = ("processingId", "processingName", "processingStatus", "projectId")

    @property
    def processing_id(self) -> str | None:
        """The processing."""
        return text(self._source, "processingId")

    @property
    def processing_name(self) -> str | None:
        """Its name."""
        return text(self._source, "processingName")

    @property
    def processing_status(self) -> str | None:
        """Where it stands: `UNPROCESSED`, `IN_PROGRESS`, `OK`, `FAILED`, `AWAITING`, `CANCELLED`
        or `REFUNDED`, as for a processing."""
        return text(self._source, "processingStatus")

    @property
    def area(self) -> float | None:
        """Its area, in square metres."""
        return number(self._source, "area")

    @property
    def project_id(self) -> str | None:
        """Its project."""
        return text(self._source, "projectId")

    @property
    def geometry(self) -> Json | None:
        """What it covers."""
        return mapping(self._source, "geometry")


class PlannedAreas(View):
    """The areas of a planned search, as a GeoJSON FeatureCollection."""

    __slots__ = ()

    MEMBERS = ("type", "features")
    TEXTS = ("type",)

    @property
    def type_(self) -> str | None:
        """`FeatureCollection`."""
        return text(self._source, "type")

    @property
    def features(self) -> list[PlannedArea] | None:
        """One feature for each area."""
        return views(self._source, "features", PlannedArea)


class Processing(View):
    """A run of a model over one or more areas (version 1 form)."""

    __slots__ = ()

    MEMBERS = (
        "id",
        "status",
        "name",
        "description",
        "projectId",
        "vectorLayer",
        "rasterLayer",
        "resultRasterLayer",
        "workflowDef",
        "aoiCount",
        "aoiArea",
        "area",
        "cost",
        "reviewStatus",
        "rating",
        "percentCompleted",
        "params",
        "blocks",
        "meta",
        "messages",
        "created",
        "updated",
    )
    TEXTS = ("id", "status", "name", "description", "projectId")

    @property
    def id(self) -> str | None:
        """The processing."""
        return text(self._source, "id")

    @property
    def status(self) -> str | None:
        """Where it stands. `UNPROCESSED` not started; `IN_PROGRESS` running or queued; `OK`
        finished; `FAILED` ended without success, see `messages`; `AWAITING` waiting for
        imagery from a supplier; `CANCELLED` stopped; `REFUNDED` credits returned. The first
        four are documented for version 1. Older text also lists `IN_REVIEW` and spells
        `CANCELED`. Treat an unknown value as still running."""
        return text(self._source, "status")

    @property
    def name(self) -> str | None:
        """Its name."""
        return text(self._source, "name")

    @property
    def description(self) -> str | None:
        """Free text."""
        return text(self._source, "description")

    @property
    def project_id(self) -> str | None:
        """The project it belongs to."""
        return text(self._source, "projectId")

    @property
    def vector_layer(self) -> Layer | None:
        """The result as vector tiles; null until finished."""
        return view(self._source, "vectorLayer", Layer)

    @property
    def raster_layer(self) -> Layer | None:
        """The imagery that was processed, as tiles; null until finished."""
        return view(self._source, "rasterLayer", Layer)

    @property
    def result_raster_layer(self) -> Layer | None:
        """The result as raster tiles, for models that make one."""
        return view(self._source, "resultRasterLayer", Layer)

    @property
    def workflow_def(self) -> WorkflowDef | None:
        """The model."""
        return view(self._source, "workflowDef", WorkflowDef)

    @property
    def aoi_count(self) -> float | None:
        """Number of areas."""
        return number(self._source, "aoiCount")

    @property
    def aoi_area(self) -> float | None:
        """The same as `area`, in square metres; some revisions have one, some the other, some
        both."""
        return number(self._source, "aoiArea")

    @property
    def area(self) -> float | None:
        """Area in square metres."""
        return number(self._source, "area")

    @property
    def cost(self) -> float | None:
        """Price in credits."""
        return number(self._source, "cost")

    @property
    def review_status(self) -> ReviewState | None:
        """Where the review stands; null without a review."""
        return view(self._source, "reviewStatus", ReviewState)

    @property
    def review_status_as_sent(self) -> object:
        """The same in whatever form it was sent. Also seen: The status alone, as text."""
        return anything(self._source, "reviewStatus")

    @property
    def rating(self) -> RatingState | None:
        """The caller's rating; null until rated."""
        return view(self._source, "rating", RatingState)

    @property
    def percent_completed(self) -> float | None:
        """0 to 100."""
        return number(self._source, "percentCompleted")

    @property
    def params(self) -> Json | None:
        """The imagery source as it was sent. It may hold addresses with credentials in them."""
        return mapping(self._source, "params")

    @property
    def blocks(self) -> list[BlockChoice] | None:
        """The optional steps that were switched on or off."""
        return views(self._source, "blocks", BlockChoice)

    @property
    def meta(self) -> Json | None:
        """The client's own notes, returned unchanged."""
        return mapping(self._source, "meta")

    @property
    def messages(self) -> list[ProcessingMessage] | None:
        """Why it failed; empty when all is well."""
        return views(self._source, "messages", ProcessingMessage)

    @property
    def created(self) -> datetime | None:
        """When it was created."""
        return moment(self._source, "created")

    @property
    def updated(self) -> datetime | None:
        """When it was last changed."""
        return moment(self._source, "updated")


class ProcessingMessage(View):
    """One reason why a processing or an area failed."""

    __slots__ = ()

    MEMBERS = ("code", "parameters")
    TEXTS = ("code",)

    @property
    def code(self) -> str | None:
        """The reason, as `component.Reason`; `x-error-catalogue` lists the known ones."""
        return text(self._source, "code")

    @property
    def parameters(self) -> Json | None:
        """Values that belong to the reason, all as text, numbers too; often with an extra
        `level`. Where documentation shows `key` and `value` in it, any names are meant."""
        value = mapping(self._source, "parameters")
        value = mapping(self._source, "params") if value is None else value
        return value


class ProcessingPage(View):
    """Some of the processings of a project."""

    __slots__ = ()

    MEMBERS = ("results", "total", "count")
    TEXTS = ()

    @property
    def results(self) -> list[ProcessingV2] | None:
        """The processings; may be missing when there are none."""
        return views(self._source, "results", ProcessingV2)

    @property
    def total(self) -> float | None:
        """How many there are altogether."""
        return number(self._source, "total")

    @property
    def count(self) -> float | None:
        """Number of items in this response."""
        return number(self._source, "count")


class ProcessingParamsV2(View):
    """What a processing was started with (version 2 form)."""

    __slots__ = ()

    MEMBERS = ("sourceParams", "inferenceParams")
    TEXTS = ()

    @property
    def source_params(self) -> ProcessingSource | None:
        """The imagery source."""
        return view(self._source, "sourceParams", ProcessingSource)

    @property
    def inference_params(self) -> Json | None:
        """Settings of the model; usually null."""
        return mapping(self._source, "inferenceParams")


class ProcessingSource(View):
    """The imagery source of a processing. All four members are there, null unless used; the used
    one has all its keys, null if nothing was given. It may hold addresses with credentials in
    them. A password comes back masked or as null: which of the two is not known."""

    __slots__ = ()

    MEMBERS = ("dataProvider", "myImagery", "imagerySearch", "userDefined")
    TEXTS = ()

    @property
    def data_provider(self) -> DataProviderSource | None:
        """Imagery of a provider."""
        return view(self._source, "dataProvider", DataProviderSource)

    @property
    def my_imagery(self) -> MyImagerySource | None:
        """Uploaded images."""
        return view(self._source, "myImagery", MyImagerySource)

    @property
    def imagery_search(self) -> ImagerySearchSource | None:
        """Images that a search found."""
        return view(self._source, "imagerySearch", ImagerySearchSource)

    @property
    def user_defined(self) -> UserDefinedSource | None:
        """A tile service or another address of the caller's own."""
        return view(self._source, "userDefined", UserDefinedSource)


class ProcessingV2(View):
    """A run of a model over one or more areas (version 2 form)."""

    __slots__ = ()

    MEMBERS = (
        "id",
        "status",
        "name",
        "description",
        "projectId",
        "vectorLayer",
        "rasterLayer",
        "resultRasterLayer",
        "workflowDef",
        "aoiCount",
        "aoiArea",
        "area",
        "cost",
        "reviewStatus",
        "rating",
        "percentCompleted",
        "params",
        "blocks",
        "meta",
        "messages",
        "created",
        "updated",
    )
    TEXTS = ("id", "status", "name", "description", "projectId")

    @property
    def id(self) -> str | None:
        """The processing."""
        return text(self._source, "id")

    @property
    def status(self) -> str | None:
        """Where it stands: `UNPROCESSED`, `IN_PROGRESS`, `OK`, `FAILED`, `AWAITING`, `CANCELLED`
        or `REFUNDED`, as in the version 1 form."""
        return text(self._source, "status")

    @property
    def name(self) -> str | None:
        """Its name."""
        return text(self._source, "name")

    @property
    def description(self) -> str | None:
        """Free text."""
        return text(self._source, "description")

    @property
    def project_id(self) -> str | None:
        """The project it belongs to."""
        return text(self._source, "projectId")

    @property
    def vector_layer(self) -> Layer | None:
        """The result as vector tiles; null until finished."""
        return view(self._source, "vectorLayer", Layer)

    @property
    def raster_layer(self) -> Layer | None:
        """The imagery that was processed, as tiles; null until finished."""
        return view(self._source, "rasterLayer", Layer)

    @property
    def result_raster_layer(self) -> Layer | None:
        """The result as raster tiles, for models that make one."""
        return view(self._source, "resultRasterLayer", Layer)

    @property
    def workflow_def(self) -> WorkflowDef | None:
        """The model."""
        return view(self._source, "workflowDef", WorkflowDef)

    @property
    def aoi_count(self) -> float | None:
        """Number of areas."""
        return number(self._source, "aoiCount")

    @property
    def aoi_area(self) -> float | None:
        """Area in square metres."""
        return number(self._source, "aoiArea")

    @property
    def area(self) -> float | None:
        """The same as `aoiArea`, in square metres; some revisions have one, some the other, some
        both."""
        return number(self._source, "area")

    @property
    def cost(self) -> float | None:
        """Price in credits."""
        return number(self._source, "cost")

    @property
    def review_status(self) -> ReviewState | None:
        """Where the review stands; null without a review."""
        return view(self._source, "reviewStatus", ReviewState)

    @property
    def review_status_as_sent(self) -> object:
        """The same in whatever form it was sent. Also seen: The status alone, as text."""
        return anything(self._source, "reviewStatus")

    @property
    def rating(self) -> RatingState | None:
        """The caller's rating; null until rated."""
        return view(self._source, "rating", RatingState)

    @property
    def percent_completed(self) -> float | None:
        """0 to 100."""
        return number(self._source, "percentCompleted")

    @property
    def params(self) -> ProcessingParamsV2 | None:
        """The imagery source and the settings of the model as they were sent."""
        return view(self._source, "params", ProcessingParamsV2)

    @property
    def blocks(self) -> list[BlockChoice] | None:
        """The optional steps that were switched on or off."""
        return views(self._source, "blocks", BlockChoice)

    @property
    def meta(self) -> Json | None:
        """The client's own notes, returned unchanged."""
        return mapping(self._source, "meta")

    @property
    def messages(self) -> list[ProcessingMessage] | None:
        """Why it failed; empty when all is well."""
        return views(self._source, "messages", ProcessingMessage)

    @property
    def created(self) -> datetime | None:
        """When it was created."""
        return moment(self._source, "created")

    @property
    def updated(self) -> datetime | None:
        """When it was last changed."""
        return moment(self._source, "updated")


class ProgressDetail(View):
    """How much of a project is in one status. The numbers need not add up to those of the
    project."""

    __slots__ = ()

    MEMBERS = ("status", "count", "area", "statusUpdateDate")
    TEXTS = ("status",)

    @property
    def status(self) -> str | None:
        """The status counted here: `UNPROCESSED`, `IN_PROGRESS`, `OK`, `FAILED`, `AWAITING`,
        `CANCELLED` or `REFUNDED`, as for a processing."""
        return text(self._source, "status")

    @property
    def count(self) -> float | None:
        """Number of areas in it."""
        return number(self._source, "count")

    @property
    def area(self) -> float | None:
        """Their area in square metres."""
        return number(self._source, "area")

    @property
    def status_update_date(self) -> datetime | None:
        """When an area last entered it."""
        return moment(self._source, "statusUpdateDate")


class ProgressSummary(View):
    """How far a project is."""

    __slots__ = ()

    MEMBERS = ("status", "percentCompleted", "details", "completionDate")
    TEXTS = ("status",)

    @property
    def status(self) -> str | None:
        """Its status as a whole: `UNPROCESSED`, `IN_PROGRESS`, `OK`, `FAILED`, `AWAITING`,
        `CANCELLED` or `REFUNDED`, as for a processing."""
        return text(self._source, "status")

    @property
    def percent_completed(self) -> float | None:
        """0 to 100."""
        return number(self._source, "percentCompleted")

    @property
    def details(self) -> list[ProgressDetail] | None:
        """One entry for each status that occurs; empty for an empty project."""
        return views(self._source, "details", ProgressDetail)

    @property
    def completion_date(self) -> datetime | None:
        """When everything was finished; absent before."""
        return moment(self._source, "completionDate")


class Project(View):
    """A folder of processings."""

    __slots__ = ()

    MEMBERS = (
        "id",
        "name",
        "description",
        "progress",
        "aoiCount",
        "area",
        "aoiArea",
        "user",
        "isDefault",
        "created",
        "updated",
        "workflowDefs",
        "shareProject",
        "processingCounts",
        "templatesCount",
        "billingType",
    )
    TEXTS = ("id", "name", "description", "billingType")

    @property
    def id(self) -> str | None:
        """The project."""
        return text(self._source, "id")

    @property
    def name(self) -> str | None:
        """Its name."""
        return text(self._source, "name")

    @property
    def description(self) -> str | None:
        """Free text."""
        return text(self._source, "description")

    @property
    def progress(self) -> ProgressSummary | None:
        """How far its processings are."""
        return view(self._source, "progress", ProgressSummary)

    @property
    def aoi_count(self) -> float | None:
        """Number of areas in its processings."""
        return number(self._source, "aoiCount")

    @property
    def area(self) -> float | None:
        """Area of its processings, in square metres."""
        return number(self._source, "area")

    @property
    def aoi_area(self) -> float | None:
        """The same as `area`, in square metres; some revisions have one, some the other, some
        both."""
        return number(self._source, "aoiArea")

    @property
    def user(self) -> ProjectAccount | None:
        """The owner. In a shared project the owner's limits apply."""
        return view(self._source, "user", ProjectAccount)

    @property
    def is_default(self) -> bool | None:
        """Whether this is the project that was created with the account."""
        return flag(self._source, "isDefault")

    @property
    def created(self) -> datetime | None:
        """When the project was created."""
        return moment(self._source, "created")

    @property
    def updated(self) -> datetime | None:
        """When the project was last changed."""
        return moment(self._source, "updated")

    @property
    def workflow_defs(self) -> list[WorkflowDef] | None:
        """The models linked to the project, complete with prices and steps: the published
        desktop plugin takes them from here, not from the user status. Samples of 2022 show
        neither."""
        return views(self._source, "workflowDefs", WorkflowDef)

    @property
    def share_project(self) -> ShareInfo | None:
        """Who sees the project. It is there for every project, shared or not, and names at least
        the owner. The published client treats unlisted users as readers; samples of the
        documentation leave it out."""
        return view(self._source, "shareProject", ShareInfo)

    @property
    def processing_counts(self) -> Json | None:
        """Number of processings by outcome; `succeeded` and `failed` have been seen."""
        return mapping(self._source, "processingCounts")

    @property
    def templates_count(self) -> float | None:
        """Number of planned searches in the project."""
        return number(self._source, "templatesCount")

    @property
    def billing_type(self) -> str | None:
        """How the owner pays: `CREDITS` in credits, `AREA` by area, `NONE` not at all."""
        return text(self._source, "billingType")


class ProjectAccount(View):
    """The owner of a project, with account settings in the response for the default project."""

    __slots__ = ()

    MEMBERS = (
        "id",
        "login",
        "email",
        "role",
        "areaLimit",
        "aoiAreaLimit",
        "processedArea",
        "templateAreaLimit",
        "created",
        "updated",
        "isPremium",
        "isCustomer",
        "reviewWorkflowEnabled",
    )
    TEXTS = ("id", "login", "email", "role")

    @property
    def id(self) -> str | None:
        """The user."""
        return text(self._source, "id")

    @property
    def login(self) -> str | None:
        """Login name; equals the e-mail address in every sample."""
        return text(self._source, "login")

    @property
    def email(self) -> str | None:
        """E-mail address."""
        return text(self._source, "email")

    @property
    def role(self) -> str | None:
        """Role on the platform: `USER` or `ADMIN`. What an `ADMIN` sees and may do is not
        documented."""
        return text(self._source, "role")

    @property
    def area_limit(self) -> float | None:
        """Area that the user may process altogether, in square metres."""
        return number(self._source, "areaLimit")

    @property
    def aoi_area_limit(self) -> float | None:
        """Largest area of one processing, in square metres. It bounds the sum of the polygons
        and the bounding box of each; 0 or missing means not known."""
        return number(self._source, "aoiAreaLimit")

    @property
    def processed_area(self) -> float | None:
        """Area processed so far, in square metres."""
        return number(self._source, "processedArea")

    @property
    def template_area_limit(self) -> float | None:
        """Largest area of a planned search, in square metres."""
        return number(self._source, "templateAreaLimit")

    @property
    def created(self) -> datetime | None:
        """When the account was created."""
        return moment(self._source, "created")

    @property
    def updated(self) -> datetime | None:
        """When the account was last changed."""
        return moment(self._source, "updated")

    @property
    def is_premium(self) -> bool | None:
        """Whether the account has premium rights."""
        return flag(self._source, "isPremium")

    @property
    def is_customer(self) -> bool | None:
        """Seen by one client; not explained."""
        return flag(self._source, "isCustomer")

    @property
    def review_workflow_enabled(self) -> bool | None:
        """Whether finished processings wait for the user to accept them."""
        return flag(self._source, "reviewWorkflowEnabled")


class ProjectPage(View):
    """Some of the projects."""

    __slots__ = ()

    MEMBERS = ("results", "total", "count")
    TEXTS = ()

    @property
    def results(self) -> list[Project] | None:
        """The projects; may be missing when there are none."""
        return views(self._source, "results", Project)

    @property
    def total(self) -> float | None:
        """How many there are altogether."""
        return number(self._source, "total")

    @property
    def count(self) -> float | None:
        """Number of items in this response."""
        return number(self._source, "count")


class ProviderPrice(View):
    """What imagery of one zoom costs."""

    __slots__ = ()

    MEMBERS = ("zoom", "priceSqKm")
    TEXTS = ()

    @property
    def zoom(self) -> float | None:
        """Tile zoom."""
        return number(self._source, "zoom")

    @property
    def price_sq_km(self) -> float | None:
        """Credits per square kilometre, on top of the model's price."""
        return number(self._source, "priceSqKm")


class RasterLayer(View):
    """Imagery as tiles. Use its addresses as they are."""

    __slots__ = ()

    MEMBERS = ("tileUrl", "tileJsonUrl")
    TEXTS = ("tileUrl", "tileJsonUrl")

    @property
    def tile_url(self) -> str | None:
        """Tile address with x, y and z placeholders."""
        return text(self._source, "tileUrl")

    @property
    def tile_json_url(self) -> str | None:
        """Address of a TileJSON description."""
        return text(self._source, "tileJsonUrl")


class RasterMetadata(View):
    """What the header of an image says."""

    __slots__ = ()

    MEMBERS = ("crs", "count", "width", "height", "dtypes", "nodata", "pixel_size")
    TEXTS = ("crs",)

    @property
    def crs(self) -> str | None:
        """Coordinate reference system."""
        return text(self._source, "crs")

    @property
    def count(self) -> float | None:
        """Number of bands."""
        return number(self._source, "count")

    @property
    def width(self) -> float | None:
        """Pixels from left to right."""
        return number(self._source, "width")

    @property
    def height(self) -> float | None:
        """Pixels from top to bottom."""
        return number(self._source, "height")

    @property
    def dtypes(self) -> list[str] | None:
        """Data type of each band, such as `uint8`."""
        return texts(self._source, "dtypes")

    @property
    def nodata(self) -> float | None:
        """The value that means "no data"."""
        return number(self._source, "nodata")

    @property
    def pixel_size(self) -> list[object] | None:
        """Width and height of a pixel in units of the reference system."""
        return items(self._source, "pixel_size")


class RatingState(View):
    """The caller's rating of a result."""

    __slots__ = ()

    MEMBERS = ("rating", "feedback")
    TEXTS = ("feedback",)

    @property
    def rating(self) -> float | None:
        """1 to 5."""
        return number(self._source, "rating")

    @property
    def feedback(self) -> str | None:
        """What the caller wrote."""
        return text(self._source, "feedback")


class ReviewState(View):
    """Where the review of a finished processing stands."""

    __slots__ = ()

    MEMBERS = ("reviewStatus", "inReviewUntil", "status", "feedback")
    TEXTS = ("reviewStatus", "status", "feedback")

    @property
    def review_status(self) -> str | None:
        """`IN_REVIEW` the caller must accept or reject; `NOT_ACCEPTED` rejected, being reworked;
        `ACCEPTED`; `REFUNDED`."""
        return text(self._source, "reviewStatus")

    @property
    def in_review_until(self) -> datetime | None:
        """Until when the caller may decide."""
        return moment(self._source, "inReviewUntil")

    @property
    def status(self) -> str | None:
        """The same as `reviewStatus`, under the name that one client reads: `IN_REVIEW`,
        `NOT_ACCEPTED`, `ACCEPTED` or `REFUNDED`."""
        return text(self._source, "status")

    @property
    def feedback(self) -> str | None:
        """What the caller wrote."""
        return text(self._source, "feedback")


class SearchParams(View):
    """What a planned search searches for. All members are optional."""

    __slots__ = ()

    MEMBERS = (
        "aoiDetails",
        "aoi",
        "acquisitionDateFrom",
        "acquisitionDateTo",
        "minResolution",
        "maxResolution",
        "maxCloudCover",
        "minOffNadirAngle",
        "maxOffNadirAngle",
        "minAoiIntersectionPercent",
        "maxAoiIntersectionPercent",
        "returnErrors",
        "limit",
        "offset",
        "hideUnavailable",
        "dataProviders",
        "productTypes",
    )
    TEXTS = ()

    @property
    def aoi_details(self) -> PlannedAreas | None:
        """The areas."""
        return view(self._source, "aoiDetails", PlannedAreas)

    @property
    def aoi(self) -> Json | None:
        """The areas in an older, deprecated form; use `aoiDetails`."""
        return mapping(self._source, "aoi")

    @property
    def acquisition_date_from(self) -> datetime | None:
        """Earliest time of an image, UTC."""
        return moment(self._source, "acquisitionDateFrom")

    @property
    def acquisition_date_to(self) -> datetime | None:
        """Latest time of an image, UTC."""
        return moment(self._source, "acquisitionDateTo")

    @property
    def min_resolution(self) -> float | None:
        """Smallest pixel, in metres."""
        return number(self._source, "minResolution")

    @property
    def max_resolution(self) -> float | None:
        """Largest pixel, in metres."""
        return number(self._source, "maxResolution")

    @property
    def max_cloud_cover(self) -> float | None:
        """Most clouds, in percent from 0 to 100."""
        return number(self._source, "maxCloudCover")

    @property
    def min_off_nadir_angle(self) -> float | None:
        """Smallest angle off the vertical, in degrees."""
        return number(self._source, "minOffNadirAngle")

    @property
    def max_off_nadir_angle(self) -> float | None:
        """Largest angle off the vertical, in degrees."""
        return number(self._source, "maxOffNadirAngle")

    @property
    def min_aoi_intersection_percent(self) -> float | None:
        """Smallest share of an area that an image covers, in percent."""
        return number(self._source, "minAoiIntersectionPercent")

    @property
    def max_aoi_intersection_percent(self) -> float | None:
        """Not explained."""
        return number(self._source, "maxAoiIntersectionPercent")

    @property
    def return_errors(self) -> bool | None:
        """Not explained."""
        return flag(self._source, "returnErrors")

    @property
    def limit(self) -> float | None:
        """How many images at most."""
        return number(self._source, "limit")

    @property
    def offset(self) -> float | None:
        """How many to leave out before."""
        return number(self._source, "offset")

    @property
    def hide_unavailable(self) -> bool | None:
        """Whether to leave out providers whose imagery the account may not process."""
        return flag(self._source, "hideUnavailable")

    @property
    def data_providers(self) -> list[str] | None:
        """Names of the providers to search."""
        return texts(self._source, "dataProviders")

    @property
    def product_types(self) -> list[str] | None:
        """`IMAGE` single captures, `MOSAIC` ready mosaics."""
        return texts(self._source, "productTypes")


class ServiceError(View):
    """How both services report an error. The processing service sends `code`, `message` and
    `params`; the imagery service `detail`, or for some errors of mosaics and of single images
    `message` alone."""

    __slots__ = ()

    MEMBERS = ("code", "message", "params", "detail")
    TEXTS = ("code", "message")

    @property
    def code(self) -> str | None:
        """What went wrong, for programs; `x-error-catalogue` lists the known ones."""
        return text(self._source, "code")

    @property
    def code_as_sent(self) -> object:
        """The same in whatever form it was sent. Also seen: A number, long ago."""
        return anything(self._source, "code")

    @property
    def message(self) -> str | None:
        """What went wrong, for people."""
        return text(self._source, "message")

    @property
    def params(self) -> Json | None:
        """Values that belong to the error. Note `params` here and `parameters` inside `detail`."""
        return mapping(self._source, "params")

    @property
    def detail(self) -> object:
        """The forms of `detail`: mostly an object. The validation of the web framework behind
        the imagery service presumably returns text or a list instead."""
        return anything(self._source, "detail")


class ShareInfo(View):
    """Who sees a project."""

    __slots__ = ()

    MEMBERS = ("owners", "users")
    TEXTS = ()

    @property
    def owners(self) -> list[ShareUser] | None:
        """Its owners, at least one."""
        return views(self._source, "owners", ShareUser)

    @property
    def users(self) -> list[ShareUser] | None:
        """The others, each with a role; empty when it is not shared."""
        return views(self._source, "users", ShareUser)


class ShareUser(View):
    """A user who sees a project."""

    __slots__ = ()

    MEMBERS = ("role", "email")
    TEXTS = ("role", "email")

    @property
    def role(self) -> str | None:
        """What they may do. In the published client, `readonly` looks, `contributor` starts and
        restarts processings, `maintainer` also renames, deletes, rates and reviews them, and
        `owner` also renames and deletes the project. Those are the rules of that client, not
        known to be the service's. Among `owners` it is `OWNER`, in capitals."""
        return text(self._source, "role")

    @property
    def email(self) -> str | None:
        """Their e-mail address."""
        return text(self._source, "email")


class StatisticsPage(View):
    """Some of the rows, and sums over all of them."""

    __slots__ = ()

    MEMBERS = ("results", "total", "count", "totalCost", "totalArea")
    TEXTS = ()

    @property
    def results(self) -> list[StatisticsRow] | None:
        """The rows."""
        return views(self._source, "results", StatisticsRow)

    @property
    def total(self) -> float | None:
        """How many rows there are altogether."""
        return number(self._source, "total")

    @property
    def count(self) -> float | None:
        """Number of items in this response."""
        return number(self._source, "count")

    @property
    def total_cost(self) -> float | None:
        """Sum of `cost`, in credits."""
        return number(self._source, "totalCost")

    @property
    def total_area(self) -> float | None:
        """Sum of `area`, in square metres."""
        return number(self._source, "totalArea")


class StatisticsRow(View):
    """One processing in the history. An older sample has its numbers and `archived` as text."""

    __slots__ = ()

    MEMBERS = (
        "projectName",
        "name",
        "email",
        "area",
        "cost",
        "created",
        "completionDate",
        "status",
        "percentCompleted",
        "archived",
        "dataProvider",
        "linkToMap",
        "scenario",
    )
    TEXTS = ("projectName", "name", "email", "status", "dataProvider", "linkToMap", "scenario")

    @property
    def project_name(self) -> str | None:
        """Name of its project."""
        return text(self._source, "projectName")

    @property
    def name(self) -> str | None:
        """Its name."""
        return text(self._source, "name")

    @property
    def email(self) -> str | None:
        """Who started it."""
        return text(self._source, "email")

    @property
    def area(self) -> float | None:
        """Area in square metres."""
        return number(self._source, "area")

    @property
    def cost(self) -> float | None:
        """Price in credits."""
        return number(self._source, "cost")

    @property
    def created(self) -> datetime | None:
        """When it was created."""
        return moment(self._source, "created")

    @property
    def completion_date(self) -> datetime | None:
        """When it ended; presumably null before."""
        return moment(self._source, "completionDate")

    @property
    def status(self) -> str | None:
        """Where it stands: `UNPROCESSED`, `IN_PROGRESS`, `OK`, `FAILED`, `AWAITING`, `CANCELLED`
        or `REFUNDED`, as for a processing."""
        return text(self._source, "status")

    @property
    def percent_completed(self) -> float | None:
        """0 to 100."""
        return number(self._source, "percentCompleted")

    @property
    def archived(self) -> bool | None:
        """Whether it was deleted or archived; not explained."""
        return flag(self._source, "archived")

    @property
    def data_provider(self) -> str | None:
        """Imagery provider."""
        return text(self._source, "dataProvider")

    @property
    def link_to_map(self) -> str | None:
        """Address of the processing in the web application."""
        return text(self._source, "linkToMap")

    @property
    def scenario(self) -> str | None:
        """Name of the model."""
        return text(self._source, "scenario")


class StorageLimits(View):
    """How much imagery the account may store. The current documentation prints other names
    (`used_bytes`, `limit_bytes`); clients of the live service read these."""

    __slots__ = ()

    MEMBERS = ("memoryLimit", "memoryUsed", "memoryFree", "maxUploadFileSize", "maxPixelCount")
    TEXTS = ()

    @property
    def memory_limit(self) -> float | None:
        """Storage in bytes; null when there is no limit."""
        value = number(self._source, "memoryLimit")
        value = number(self._source, "limit_bytes") if value is None else value
        return value

    @property
    def memory_used(self) -> float | None:
        """Bytes in use."""
        value = number(self._source, "memoryUsed")
        value = number(self._source, "used_bytes") if value is None else value
        return value

    @property
    def memory_free(self) -> float | None:
        """Bytes left."""
        return number(self._source, "memoryFree")

    @property
    def max_upload_file_size(self) -> float | None:
        """Largest file in bytes."""
        return number(self._source, "maxUploadFileSize")

    @property
    def max_pixel_count(self) -> float | None:
        """Most pixels along one side, as clients understand it."""
        return number(self._source, "maxPixelCount")


class StoredRun(View):
    """Settings of a run, stored with a planned search. The service refuses them without `rest`,
    whose content is not documented: do not send an empty object, omit them."""

    __slots__ = ()

    MEMBERS = ("rest",)
    TEXTS = ()

    @property
    def rest(self) -> object:
        """Not documented."""
        return anything(self._source, "rest")


class Team(View):
    """A team that the account belongs to."""

    __slots__ = ()

    MEMBERS = ("teamId", "name", "role", "activeUntil", "creditsLimit")
    TEXTS = ("teamId", "name", "role")

    @property
    def team_id(self) -> str | None:
        """The team."""
        return text(self._source, "teamId")

    @property
    def name(self) -> str | None:
        """Its name."""
        return text(self._source, "name")

    @property
    def role(self) -> str | None:
        """The caller's role in it. Only `OWNER` has been seen; other roles are not known."""
        return text(self._source, "role")

    @property
    def active_until(self) -> datetime | None:
        """When the membership ends; null presumably means that it does not."""
        return moment(self._source, "activeUntil")

    @property
    def credits_limit(self) -> float | None:
        """Credits that the caller may spend for the team; null presumably means no separate
        limit."""
        return number(self._source, "creditsLimit")


class Template(View):
    """A planned search."""

    __slots__ = ()

    MEMBERS = (
        "id",
        "name",
        "status",
        "createdAt",
        "userId",
        "projectId",
        "activeUntil",
        "searchParams",
        "processingParams",
        "lastCheckedAt",
        "newImagesCount",
        "isActive",
        "isArchived",
        "maxAoiIntersectionPercent",
        "area",
        "searchResults",
    )
    TEXTS = ("id", "name", "status", "userId", "projectId")

    @property
    def id(self) -> str | None:
        """The planned search."""
        return text(self._source, "id")

    @property
    def name(self) -> str | None:
        """Its name."""
        return text(self._source, "name")

    @property
    def status(self) -> str | None:
        """Where the search stands: `READY`, `SEARCHING` or `FAILED`. A pause is not a status:
        see `isActive`, which counts less than `FAILED`."""
        return text(self._source, "status")

    @property
    def created_at(self) -> datetime | None:
        """When it was created."""
        return moment(self._source, "createdAt")

    @property
    def user_id(self) -> str | None:
        """Who created it."""
        return text(self._source, "userId")

    @property
    def project_id(self) -> str | None:
        """The project it belongs to."""
        return text(self._source, "projectId")

    @property
    def active_until(self) -> datetime | None:
        """Until when the service repeats it; then it is paused."""
        return moment(self._source, "activeUntil")

    @property
    def search_params(self) -> SearchParams | None:
        """What it searches for; absent in the list of a project."""
        return view(self._source, "searchParams", SearchParams)

    @property
    def processing_params(self) -> StoredRun | None:
        """Settings of a run that are stored with it."""
        return view(self._source, "processingParams", StoredRun)

    @property
    def last_checked_at(self) -> datetime | None:
        """When it last searched by itself; null before the first time."""
        return moment(self._source, "lastCheckedAt")

    @property
    def new_images_count(self) -> float | None:
        """How many of the images it found have not been seen."""
        return number(self._source, "newImagesCount")

    @property
    def is_active(self) -> bool | None:
        """Whether it continues searching; missing means no."""
        return flag(self._source, "isActive")

    @property
    def is_archived(self) -> bool | None:
        """Whether it is archived; missing means no."""
        return flag(self._source, "isArchived")

    @property
    def max_aoi_intersection_percent(self) -> float | None:
        """Not explained."""
        return number(self._source, "maxAoiIntersectionPercent")

    @property
    def area(self) -> float | None:
        """Its area, in square metres."""
        return number(self._source, "area")

    @property
    def search_results(self) -> list[TemplateFinding] | None:
        """What it found."""
        return views(self._source, "searchResults", TemplateFinding)


class TemplateDetail(View):
    """A planned search with what it found."""

    __slots__ = ()

    MEMBERS = ("template", "searchResults")
    TEXTS = ()

    @property
    def template(self) -> Template | None:
        """The planned search."""
        return view(self._source, "template", Template)

    @property
    def search_results(self) -> list[TemplateFinding] | None:
        """What it found."""
        return views(self._source, "searchResults", TemplateFinding)


class TemplateFinding(View):
    """An image that a planned search found; `listTemplateImages` says more."""

    __slots__ = ()

    MEMBERS = ("id", "metadata")
    TEXTS = ("id",)

    @property
    def id(self) -> str | None:
        """The image."""
        return text(self._source, "id")

    @property
    def metadata(self) -> Json | None:
        """What is known about it; the names are not documented."""
        return mapping(self._source, "metadata")


class TemplateRunReceipt(View):
    """What the service says about a run that was started. It may be a full processing or not;
    every member may be missing."""

    __slots__ = ()

    MEMBERS = ("id", "name", "projectId", "status")
    TEXTS = ("id", "name", "projectId", "status")

    @property
    def id(self) -> str | None:
        """The processing."""
        return text(self._source, "id")

    @property
    def name(self) -> str | None:
        """Its name."""
        return text(self._source, "name")

    @property
    def project_id(self) -> str | None:
        """The project it belongs to."""
        return text(self._source, "projectId")

    @property
    def status(self) -> str | None:
        """Where it stands: `UNPROCESSED`, `IN_PROGRESS`, `OK`, `FAILED`, `AWAITING`, `CANCELLED`
        or `REFUNDED`, as for a processing."""
        return text(self._source, "status")


class UpdatedArea(View):
    """An area of a planned search after a change. No source shows its members; these are
    inferred."""

    __slots__ = ()

    MEMBERS = ("id", "name", "geometry")
    TEXTS = ("id", "name")

    @property
    def id(self) -> str | None:
        """The area."""
        return text(self._source, "id")

    @property
    def name(self) -> str | None:
        """Its name."""
        return text(self._source, "name")

    @property
    def geometry(self) -> Json | None:
        """Its outline."""
        return mapping(self._source, "geometry")


class UploadReceipt(View):
    """What an upload returns. Clients that talk to the live service read `message` and
    `mosaic_id`; the current documentation shows an image instead, and reads its `id`. Require
    none of them."""

    __slots__ = ()

    MEMBERS = ("message", "mosaic_id", "id", "filename", "file_size", "uploaded_at")
    TEXTS = ("message", "mosaic_id", "id", "filename", "uploaded_at")

    @property
    def message(self) -> str | None:
        """A sentence for people."""
        return text(self._source, "message")

    @property
    def mosaic_id(self) -> str | None:
        """The mosaic that now holds the image."""
        return text(self._source, "mosaic_id")

    @property
    def id(self) -> str | None:
        """The image."""
        return text(self._source, "id")

    @property
    def filename(self) -> str | None:
        """Its name."""
        return text(self._source, "filename")

    @property
    def file_size(self) -> float | None:
        """Size of the file in bytes."""
        return number(self._source, "file_size")

    @property
    def uploaded_at(self) -> str | None:
        """When it was uploaded, as for an image."""
        return text(self._source, "uploaded_at")


class UserDefinedSource(View):
    """A tile service or another address of the caller's own."""

    __slots__ = ()

    MEMBERS = ("sourceType", "url", "zoom", "crs", "rasterLogin", "rasterPassword")
    TEXTS = ("sourceType", "url", "crs", "rasterLogin", "rasterPassword")

    @property
    def source_type(self) -> str | None:
        """Kind of the source at `url`, upper case on the wire. `XYZ` tiles from the top left,
        `TMS` the same from the bottom left, `QUADKEY` one key per tile, `SENTINEL_L2A` a
        Sentinel-2 granule, `LOCAL` an uploaded image. One sentence of the documentation also
        mentions WMS, its list of values does not."""
        return text(self._source, "sourceType")

    @property
    def url(self) -> str | None:
        """Tile address with {x}, {y}, {z} or {q}; for the other kinds as in version 1."""
        return text(self._source, "url")

    @property
    def zoom(self) -> float | None:
        """Tile zoom, 0 to 22. Omitted, the service chooses."""
        return number(self._source, "zoom")

    @property
    def crs(self) -> str | None:
        """Projection of the tiles: `EPSG:3857` or `EPSG:3395`, compared without case."""
        return text(self._source, "crs")

    @property
    def raster_login(self) -> str | None:
        """User name for the tile server."""
        return text(self._source, "rasterLogin")

    @property
    def raster_password(self) -> str | None:
        """Password for the tile server."""
        return text(self._source, "rasterPassword")


class UserStatus(View):
    """What the account may do and what is left of it."""

    __slots__ = ()

    MEMBERS = (
        "email",
        "processedArea",
        "remainingArea",
        "remainingCredits",
        "areaLimit",
        "maxAoisPerProcessing",
        "memoryLimit",
        "billingType",
        "models",
        "teams",
        "dataProviders",
        "searchDataProviders",
        "reviewWorkflowEnabled",
        "templateAreaLimit",
        "searchAreaLimit",
    )
    TEXTS = ("email", "billingType")

    @property
    def email(self) -> str | None:
        """E-mail address of the account. The current documentation and one client do without it."""
        return text(self._source, "email")

    @property
    def processed_area(self) -> float | None:
        """Area processed so far, in square metres."""
        return number(self._source, "processedArea")

    @property
    def remaining_area(self) -> float | None:
        """Area that may still be processed, in square metres; the limit for accounts billed by
        area."""
        return number(self._source, "remainingArea")

    @property
    def remaining_credits(self) -> float | None:
        """Credits left; the limit for accounts billed in credits."""
        return number(self._source, "remainingCredits")

    @property
    def area_limit(self) -> float | None:
        """Area that the account may process altogether, in square metres."""
        return number(self._source, "areaLimit")

    @property
    def max_aois_per_processing(self) -> float | None:
        """How many polygons one processing may have."""
        return number(self._source, "maxAoisPerProcessing")

    @property
    def memory_limit(self) -> float | None:
        """Storage for imagery, in bytes."""
        return number(self._source, "memoryLimit")

    @property
    def billing_type(self) -> str | None:
        """How the account pays: `CREDITS` in credits, `AREA` by area, `NONE` not at all. One
        client takes `AREA` when it is missing."""
        return text(self._source, "billingType")

    @property
    def billing_type_as_sent(self) -> object:
        """The same in whatever form it was sent. Also seen: The number 0, whose meaning is not
        known."""
        return anything(self._source, "billingType")

    @property
    def models(self) -> list[WorkflowDef] | None:
        """The models that the account may run."""
        return views(self._source, "models", WorkflowDef)

    @property
    def teams(self) -> list[Team] | None:
        """The teams that the account belongs to; may be empty."""
        return views(self._source, "teams", Team)

    @property
    def data_providers(self) -> list[DataProvider] | None:
        """Imagery providers that a run may name. The same provider may be listed twice."""
        return views(self._source, "dataProviders", DataProvider)

    @property
    def search_data_providers(self) -> list[DataProvider] | None:
        """Imagery providers whose images can be searched and then processed."""
        return views(self._source, "searchDataProviders", DataProvider)

    @property
    def review_workflow_enabled(self) -> bool | None:
        """Whether finished processings wait for the caller to accept them; missing means no."""
        return flag(self._source, "reviewWorkflowEnabled")

    @property
    def template_area_limit(self) -> float | None:
        """Largest area of a planned search, in square metres; 0 or missing means not known."""
        return number(self._source, "templateAreaLimit")

    @property
    def search_area_limit(self) -> float | None:
        """Largest area of an immediate search, in square metres; 0 or missing means not known.
        An example of the documentation searches 761 square kilometres."""
        return number(self._source, "searchAreaLimit")


class WorkflowDef(View):
    """A model ("workflow definition") that finds one kind of object in imagery."""

    __slots__ = ()

    MEMBERS = (
        "id",
        "name",
        "description",
        "created",
        "updated",
        "pricePerSqKm",
        "blocks",
        "displayName",
        "styleName",
        "requirements",
    )
    TEXTS = ("id", "name", "description", "displayName", "styleName")

    @property
    def id(self) -> str | None:
        """What a run or an estimate takes as `wdId`."""
        return text(self._source, "id")

    @property
    def name(self) -> str | None:
        """What a run takes as `wdName`; most names begin with an emoji. Names are account data,
        not a fixed list. The version 1 page gives, for the default models, the resolution
        that they expect and the bands of their input: `🏠 Buildings`, `🚜 Fields (hi-res)` and
        `🏗️ Construction` 0.5 m a pixel, `🚗 Roads` 1 m, `🌲 Forest` 2 m, all three bands (RGB);
        `🚜 Fields (Sentinel-2)` 10 m, ten bands. The current documentation gives 0.5 m for
        forest and roads too."""
        return text(self._source, "name")

    @property
    def description(self) -> str | None:
        """What the model does. Today's responses hold a text, which may be empty, and two
        published clients fail on null; samples of 2022 show null, others omit it."""
        return text(self._source, "description")

    @property
    def created(self) -> datetime | None:
        """When the model was created."""
        return moment(self._source, "created")

    @property
    def updated(self) -> datetime | None:
        """When the model was last changed."""
        return moment(self._source, "updated")

    @property
    def price_per_sq_km(self) -> float | None:
        """Credits per square kilometre. Where the model has `blocks`, how the two add up is not
        documented; ask for an estimate. Samples of projects from 2022 omit it."""
        return number(self._source, "pricePerSqKm")

    @property
    def blocks(self) -> list[ModelBlock] | None:
        """The steps of the model, mandatory and optional ones. Today's responses always hold the
        list, which may be empty; older samples omit it."""
        return views(self._source, "blocks", ModelBlock)

    @property
    def display_name(self) -> str | None:
        """Label for people."""
        return text(self._source, "displayName")

    @property
    def style_name(self) -> str | None:
        """Name of the map style that the published desktop plugin draws results in."""
        return text(self._source, "styleName")

    @property
    def requirements(self) -> Json | None:
        """What the model asks of its imagery (zoom, resolution). Any of its members may be
        missing."""
        return mapping(self._source, "requirements")
