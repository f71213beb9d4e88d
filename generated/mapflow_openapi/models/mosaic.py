from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.mosaic_counts import MosaicCounts
    from ..models.raster_layer import RasterLayer


T = TypeVar("T", bound="Mosaic")


@_attrs_define
class Mosaic:
    """A collection of images that can be processed together.

    Attributes:
        id (UUID): The mosaic. Example: b7d2a6c4-9e31-4f80-85ac-3c1e7f5d9b62.
        name (str): Its name. Example: Drone flights May.
        tags (list[str] | None | Unset): Its tags. Example: ['harbour', '2026'].
        created_at (datetime.datetime | None | Unset): When it was created. Example: 2026-05-04T06:30:00.000000Z.
        raster_layer (None | RasterLayer | Unset): Its images as tiles; in lists and details only.
        footprint (None | str | Unset): Outline as WKT (POLYGON or MULTIPOLYGON). Example: MULTIPOLYGON (((12.08 57.69,
            12.095 57.69, 12.095 57.68, 12.08 57.68, 12.08 57.69))).
        size_in_bytes (int | None | Unset): Size of its images in bytes. Example: 73400320.
        image_count (int | None | Unset): Number of images, in the current documentation only. Example: 1.
        status_summary (MosaicCounts | None | Unset): How many of its images are in which state.
    """

    id: UUID
    name: str
    tags: list[str] | None | Unset = UNSET
    created_at: datetime.datetime | None | Unset = UNSET
    raster_layer: None | RasterLayer | Unset = UNSET
    footprint: None | str | Unset = UNSET
    size_in_bytes: int | None | Unset = UNSET
    image_count: int | None | Unset = UNSET
    status_summary: MosaicCounts | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.mosaic_counts import MosaicCounts  # noqa: PLC0415
        from ..models.raster_layer import RasterLayer  # noqa: PLC0415

        id = str(self.id)

        name = self.name

        tags: list[str] | None | Unset
        if isinstance(self.tags, Unset):
            tags = UNSET
        elif isinstance(self.tags, list):
            tags = self.tags

        else:
            tags = self.tags

        created_at: None | str | Unset
        if isinstance(self.created_at, Unset):
            created_at = UNSET
        elif isinstance(self.created_at, datetime.datetime):
            created_at = self.created_at.isoformat()
        else:
            created_at = self.created_at

        raster_layer: dict[str, Any] | None | Unset
        if isinstance(self.raster_layer, Unset):
            raster_layer = UNSET
        elif isinstance(self.raster_layer, RasterLayer):
            raster_layer = self.raster_layer.to_dict()
        else:
            raster_layer = self.raster_layer

        footprint: None | str | Unset
        if isinstance(self.footprint, Unset):
            footprint = UNSET
        else:
            footprint = self.footprint

        size_in_bytes: int | None | Unset
        if isinstance(self.size_in_bytes, Unset):
            size_in_bytes = UNSET
        else:
            size_in_bytes = self.size_in_bytes

        image_count: int | None | Unset
        if isinstance(self.image_count, Unset):
            image_count = UNSET
        else:
            image_count = self.image_count

        status_summary: dict[str, Any] | None | Unset
        if isinstance(self.status_summary, Unset):
            status_summary = UNSET
        elif isinstance(self.status_summary, MosaicCounts):
            status_summary = self.status_summary.to_dict()
        else:
            status_summary = self.status_summary

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
            }
        )
        if tags is not UNSET:
            field_dict["tags"] = tags
        if created_at is not UNSET:
            field_dict["created_at"] = created_at
        if raster_layer is not UNSET:
            field_dict["rasterLayer"] = raster_layer
        if footprint is not UNSET:
            field_dict["footprint"] = footprint
        if size_in_bytes is not UNSET:
            field_dict["sizeInBytes"] = size_in_bytes
        if image_count is not UNSET:
            field_dict["image_count"] = image_count
        if status_summary is not UNSET:
            field_dict["status_summary"] = status_summary

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.mosaic_counts import MosaicCounts  # noqa: PLC0415
        from ..models.raster_layer import RasterLayer  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        name = d.pop("name")

        def _parse_tags(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                tags_type_0 = cast(list[str], data)

                return tags_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        tags = _parse_tags(d.pop("tags", UNSET))

        def _parse_created_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                created_at_type_0 = datetime.datetime.fromisoformat(data)

                return created_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        created_at = _parse_created_at(d.pop("created_at", UNSET))

        def _parse_raster_layer(data: object) -> None | RasterLayer | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                raster_layer_type_0 = RasterLayer.from_dict(data)

                return raster_layer_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RasterLayer | Unset, data)

        raster_layer = _parse_raster_layer(d.pop("rasterLayer", UNSET))

        def _parse_footprint(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        footprint = _parse_footprint(d.pop("footprint", UNSET))

        def _parse_size_in_bytes(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        size_in_bytes = _parse_size_in_bytes(d.pop("sizeInBytes", UNSET))

        def _parse_image_count(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        image_count = _parse_image_count(d.pop("image_count", UNSET))

        def _parse_status_summary(data: object) -> MosaicCounts | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                status_summary_type_0 = MosaicCounts.from_dict(data)

                return status_summary_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MosaicCounts | None | Unset, data)

        status_summary = _parse_status_summary(d.pop("status_summary", UNSET))

        mosaic = cls(
            id=id,
            name=name,
            tags=tags,
            created_at=created_at,
            raster_layer=raster_layer,
            footprint=footprint,
            size_in_bytes=size_in_bytes,
            image_count=image_count,
            status_summary=status_summary,
        )

        mosaic.additional_properties = d
        return mosaic

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
