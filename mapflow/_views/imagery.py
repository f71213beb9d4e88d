"""Imagery of one's own: mosaics, their images, and the storage they fill."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mapflow._views.base import (
    Identified,
    Json,
    Record,
    flag,
    mapping,
    moment,
    objects,
    text,
    texts,
    whole,
)
from mapflow._views.footprints import as_feature
from mapflow._views.processing import TileLayer, read_layer

if TYPE_CHECKING:
    from datetime import datetime

    import mapflow_openapi.models as openapi


class MosaicRecord(Identified["openapi.Mosaic"]):
    """What the service says about a mosaic: a set of images that belong together."""

    __slots__ = ()
    kind = "mosaic"

    def _parse(self, raw: Json) -> openapi.Mosaic:
        from mapflow_openapi.models import Mosaic as Parsed

        return Parsed.from_dict(raw)

    def _shown(self) -> Iterator[tuple[str, object]]:
        yield from (("id", self.id), ("name", self.name))

    @property
    def name(self) -> str:
        """The mosaic's name."""
        return text(self._raw, "name") or ""

    @property
    def tags(self) -> list[str]:
        """The mosaic's tags."""
        return texts(self._raw, "tags")

    @property
    def created(self) -> datetime | None:
        """When the mosaic was created."""
        return moment(self._raw, "created_at")

    @property
    def footprint(self) -> str | None:
        """The ground it covers, as WKT in lon/lat; None while it is empty."""
        outline = text(self._raw, "footprint")
        return None if outline is None or outline.upper().endswith("EMPTY") else outline

    @property
    def __geo_interface__(self) -> dict[str, object]:
        """Its footprint as a GeoJSON Feature, so that it can stand for an area."""
        return as_feature(self.kind, self.id, self.name or None, self.footprint)

    @property
    def size_bytes(self) -> int | None:
        """The size of its images, in bytes."""
        return whole(self._raw, "sizeInBytes")

    @property
    def raster_layer(self) -> TileLayer | None:
        """The mosaic as tiles, where the service offers them."""
        return read_layer(self._raw, "rasterLayer")


class ImageRecord(Identified["openapi.Image"]):
    """What the service says about an uploaded image."""

    __slots__ = ()
    kind = "image"

    def _parse(self, raw: Json) -> openapi.Image:
        from mapflow_openapi.models import Image as Parsed

        return Parsed.from_dict(raw)

    def _shown(self) -> Iterator[tuple[str, object]]:
        yield from (("id", self.id), ("filename", self.filename), ("size_bytes", self.size_bytes))

    @property
    def mosaic_id(self) -> str | None:
        """Identifier of the mosaic it belongs to."""
        return text(self._raw, "mosaic_id")

    @property
    def filename(self) -> str:
        """The image's name."""
        return text(self._raw, "filename") or ""

    @property
    def url(self) -> str | None:
        """The ``s3://`` link by which a processing finds it."""
        return text(self._raw, "image_url")

    @property
    def uploaded(self) -> datetime | None:
        """When it was uploaded."""
        return moment(self._raw, "uploaded_at")

    @property
    def size_bytes(self) -> int | None:
        """Its size, in bytes."""
        return whole(self._raw, "file_size")

    @property
    def checksum(self) -> str | None:
        """SHA-1 of its content, in hexadecimal."""
        return text(self._raw, "checksum")

    @property
    def footprint(self) -> str | None:
        """The ground it covers, as WKT in lon/lat."""
        return text(self._raw, "footprint")

    @property
    def __geo_interface__(self) -> dict[str, object]:
        """Its footprint as a GeoJSON Feature, so that it can stand for an area."""
        return as_feature(self.kind, self.id, self.filename or None, self.footprint)

    @property
    def metadata(self) -> dict[str, object]:
        """Its raster header: crs, count, width, height, dtypes, nodata, pixel_size."""
        return mapping(self._raw, "meta_data") or {}


class ImageStatus(Record["openapi.ImageStatus"]):
    """Whether an image can be used yet."""

    __slots__ = ()
    kind = "image status"

    def _parse(self, raw: Json) -> openapi.ImageStatus:
        from mapflow_openapi.models import ImageStatus as Parsed

        return Parsed.from_dict(raw)

    def _shown(self) -> Iterator[tuple[str, object]]:
        yield from (("image_id", self.image_id), ("status", self.status))

    @property
    def image_id(self) -> str:
        """Identifier of the image."""
        return text(self._raw, "image_id") or ""

    @property
    def filename(self) -> str:
        """The image's name."""
        return text(self._raw, "filename") or ""

    @property
    def status(self) -> str:
        """``NONE``, ``PENDING``, ``IN_PROGRESS``, ``COMPLETED``, ``FAILED``, or a new word."""
        return text(self._raw, "preprocessing_status") or ""

    @property
    def error(self) -> str | None:
        """Why it failed, or None."""
        return text(self._raw, "preprocessing_error")

    @property
    def is_ready(self) -> bool:
        """Whether a processing can use it."""
        return bool(flag(self._raw, "data_available")) and self.status in ("NONE", "COMPLETED")

    @property
    def is_failed(self) -> bool:
        """Whether it never will."""
        return self.status == "FAILED"

    @property
    def uploaded(self) -> datetime | None:
        """When it was uploaded."""
        return moment(self._raw, "uploaded_at")


class MosaicStatus(Record["openapi.MosaicStatus"]):
    """How far the images of a mosaic are, the failed and unfinished ones included."""

    __slots__ = ()
    kind = "mosaic status"

    def _parse(self, raw: Json) -> openapi.MosaicStatus:
        from mapflow_openapi.models import MosaicStatus as Parsed

        return Parsed.from_dict(raw)

    def _shown(self) -> Iterator[tuple[str, object]]:
        yield from (("total", self.total), ("ready", self.ready), ("failed", self.failed))

    @property
    def total(self) -> int | None:
        """How many images there are."""
        return whole(self._raw, "total_images")

    @property
    def ready(self) -> int | None:
        """How many can be used."""
        return whole(self._raw, "ready_images")

    @property
    def pending(self) -> int | None:
        """How many are waiting to be looked at."""
        return whole(self._raw, "pending_images")

    @property
    def in_progress(self) -> int | None:
        """How many are being looked at."""
        return whole(self._raw, "in_progress_images")

    @property
    def failed(self) -> int | None:
        """How many cannot be used."""
        return whole(self._raw, "failed_images")

    @property
    def images(self) -> list[ImageStatus]:
        """Each image."""
        return [ImageStatus(item) for item in objects(self._raw, "images")]


class Storage(Record["openapi.StorageLimits"]):
    """How much imagery the account may keep, and how much it keeps."""

    __slots__ = ()
    kind = "storage"

    def _parse(self, raw: Json) -> openapi.StorageLimits:
        from mapflow_openapi.models import StorageLimits

        return StorageLimits.from_dict(raw)

    def _shown(self) -> Iterator[tuple[str, object]]:
        yield from (("used_bytes", self.used_bytes), ("limit_bytes", self.limit_bytes))

    def _bytes(self, key: str, other: str) -> int | None:
        # One description of the service says memoryLimit, a later one limit_bytes.
        value = whole(self._raw, key)
        return whole(self._raw, other) if value is None else value

    @property
    def limit_bytes(self) -> int | None:
        """Storage of the account, in bytes; None when it is not limited."""
        return self._bytes("memoryLimit", "limit_bytes")

    @property
    def used_bytes(self) -> int | None:
        """Storage in use, in bytes."""
        return self._bytes("memoryUsed", "used_bytes")

    @property
    def free_bytes(self) -> int | None:
        """Storage left, in bytes; None when it is not limited."""
        free = whole(self._raw, "memoryFree")
        if free is not None or self.limit_bytes is None or self.used_bytes is None:
            return free
        return self.limit_bytes - self.used_bytes

    @property
    def max_file_bytes(self) -> int | None:
        """The largest file that can be uploaded, in bytes; None when unknown."""
        return whole(self._raw, "maxUploadFileSize")

    @property
    def max_side_px(self) -> int | None:
        """The largest width or height of an image, in pixels; None when unknown."""
        return whole(self._raw, "maxPixelCount")
