"""Your imagery: mosaics, their images, and the storage they fill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapflow_openapi import views
from mapflow_openapi.lazy import as_moment

from mapflow._display.listing import Listing
from mapflow._views.base import Identified, Record, whole
from mapflow._views.footprints import as_feature
from mapflow._views.processing import TileLayer, read_layer

if TYPE_CHECKING:
    from datetime import datetime

    import mapflow_openapi.models as openapi  # noqa: F401 - named in the bases below


class MosaicRecord(Identified["openapi.Mosaic", views.Mosaic]):
    """What the service says about a mosaic: a set of images that belong together."""

    __slots__ = ()
    _viewer = views.Mosaic
    _kind = "mosaic"
    _shows = ("id", "name")
    _more = ("tags", "size_bytes", "created")

    @property
    def name(self) -> str:
        """The mosaic's name."""
        return self._view.name or ""

    @property
    def tags(self) -> list[str]:
        """The mosaic's tags."""
        return self._view.tags or []

    @property
    def created(self) -> datetime | None:
        """When the mosaic was created."""
        return self._view.created_at

    @property
    def footprint(self) -> str | None:
        """The ground it covers, as WKT in lon/lat; None while it is empty."""
        outline = self._view.footprint
        return None if outline is None or outline.upper().endswith("EMPTY") else outline

    @property
    def __geo_interface__(self) -> dict[str, object]:
        """Its footprint as a GeoJSON Feature, so that it can stand for an area."""
        return as_feature(self._kind, self.id, self.name or None, self.footprint)

    @property
    def size_bytes(self) -> int | None:
        """The size of its images, in bytes."""
        return whole(self._view.size_in_bytes)

    @property
    def raster_layer(self) -> TileLayer | None:
        """The mosaic as tiles, if the service offers them."""
        return read_layer(self._view.raster_layer)


class ImageRecord(Identified["openapi.Image", views.Image]):
    """What the service says about an uploaded image."""

    __slots__ = ()
    _viewer = views.Image
    _kind = "image"
    _shows = ("id", "filename", "size_bytes")
    _more = ("uploaded", "mosaic_id", "metadata")

    @property
    def mosaic_id(self) -> str | None:
        """Identifier of the mosaic it belongs to."""
        return self._view.mosaic_id

    @property
    def filename(self) -> str:
        """The image's name."""
        return self._view.filename or ""

    @property
    def url(self) -> str | None:
        """The ``s3://`` link by which a processing finds it."""
        return self._view.image_url

    @property
    def uploaded(self) -> datetime | None:
        """When it was uploaded."""
        return as_moment(self._view.uploaded_at)

    @property
    def size_bytes(self) -> int | None:
        """Its size, in bytes."""
        return whole(self._view.file_size)

    @property
    def checksum(self) -> str | None:
        """SHA-1 of its content, in hexadecimal."""
        return self._view.checksum

    @property
    def footprint(self) -> str | None:
        """The ground it covers, as WKT in lon/lat."""
        return self._view.footprint

    @property
    def __geo_interface__(self) -> dict[str, object]:
        """Its footprint as a GeoJSON Feature, so that it can stand for an area."""
        return as_feature(self._kind, self.id, self.filename or None, self.footprint)

    @property
    def metadata(self) -> dict[str, object]:
        """Its raster header: crs, count, width, height, dtypes, nodata, pixel_size."""
        header = self._view.meta_data
        return {} if header is None else header.raw


class ImageStatus(Record["openapi.ImageStatus", views.ImageStatus]):
    """Whether an image can be used yet."""

    __slots__ = ()
    _viewer = views.ImageStatus
    _kind = "image status"
    _shows = ("image_id", "status")
    _more = ("filename", "is_ready", "error", "uploaded")

    @property
    def image_id(self) -> str:
        """Identifier of the image."""
        return self._view.image_id or ""

    @property
    def filename(self) -> str:
        """The image's name."""
        return self._view.filename or ""

    @property
    def status(self) -> str:
        """``NONE``, ``PENDING``, ``IN_PROGRESS``, ``COMPLETED``, ``FAILED``, or a new word."""
        return self._view.preprocessing_status or ""

    @property
    def error(self) -> str | None:
        """Why it failed, or None."""
        return self._view.preprocessing_error

    @property
    def is_ready(self) -> bool:
        """Whether a processing can use it."""
        return bool(self._view.data_available) and self.status in ("NONE", "COMPLETED")

    @property
    def is_failed(self) -> bool:
        """Whether it never will."""
        return self.status == "FAILED"

    @property
    def uploaded(self) -> datetime | None:
        """When it was uploaded."""
        return as_moment(self._view.uploaded_at)


class MosaicStatus(Record["openapi.MosaicStatus", views.MosaicStatus]):
    """How far the images of a mosaic are, the failed and unfinished ones included."""

    __slots__ = ()
    _viewer = views.MosaicStatus
    _kind = "mosaic status"
    _shows = ("total", "ready", "failed")
    _more = ("pending", "in_progress", "images")

    @property
    def total(self) -> int | None:
        """How many images there are."""
        return whole(self._view.total_images)

    @property
    def ready(self) -> int | None:
        """How many can be used."""
        return whole(self._view.ready_images)

    @property
    def pending(self) -> int | None:
        """How many are waiting to be checked."""
        return whole(self._view.pending_images)

    @property
    def in_progress(self) -> int | None:
        """How many are being checked."""
        return whole(self._view.in_progress_images)

    @property
    def failed(self) -> int | None:
        """How many cannot be used."""
        return whole(self._view.failed_images)

    @property
    def images(self) -> list[ImageStatus]:
        """Each image."""
        found = (ImageStatus(item.raw) for item in self._view.images or ())
        return Listing(found, kind=ImageStatus)


class Storage(Record["openapi.StorageLimits", views.StorageLimits]):
    """How much imagery the account may keep, and how much it keeps."""

    __slots__ = ()
    _viewer = views.StorageLimits
    _kind = "storage"
    _shows = ("used_bytes", "limit_bytes")
    _more = ("free_bytes", "max_file_bytes", "max_side_px")

    @property
    def limit_bytes(self) -> int | None:
        """Storage of the account, in bytes; None when it is not limited."""
        return whole(self._view.memory_limit)

    @property
    def used_bytes(self) -> int | None:
        """Storage in use, in bytes."""
        return whole(self._view.memory_used)

    @property
    def free_bytes(self) -> int | None:
        """Storage left, in bytes; None when it is not limited."""
        free = whole(self._view.memory_free)
        if free is not None or self.limit_bytes is None or self.used_bytes is None:
            return free
        return self.limit_bytes - self.used_bytes

    @property
    def max_file_bytes(self) -> int | None:
        """The largest file that can be uploaded, in bytes; None when unknown."""
        return whole(self._view.max_upload_file_size)

    @property
    def max_side_px(self) -> int | None:
        """The largest width or height of an image, in pixels; None when unknown."""
        return whole(self._view.max_pixel_count)
