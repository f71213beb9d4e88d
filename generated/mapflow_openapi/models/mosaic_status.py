from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.image_status import ImageStatus


T = TypeVar("T", bound="MosaicStatus")


@_attrs_define
class MosaicStatus:
    """How far the images of a mosaic are.

    Attributes:
        mosaic_id (None | Unset | UUID): The mosaic. Example: b7d2a6c4-9e31-4f80-85ac-3c1e7f5d9b62.
        total_images (int | None | Unset): All images. Example: 3.
        ready_images (int | None | Unset): Those that can be processed. Example: 1.
        pending_images (int | None | Unset): Those that wait. Example: 1.
        in_progress_images (int | None | Unset): Those that are being prepared. Example: 0.
        failed_images (int | None | Unset): Those that failed. Example: 1.
        tiles_ready_images (int | None | Unset): Those whose tiles are ready. Example: 1.
        images (list[ImageStatus] | None | Unset): All images, those that are not ready as well.
    """

    mosaic_id: None | Unset | UUID = UNSET
    total_images: int | None | Unset = UNSET
    ready_images: int | None | Unset = UNSET
    pending_images: int | None | Unset = UNSET
    in_progress_images: int | None | Unset = UNSET
    failed_images: int | None | Unset = UNSET
    tiles_ready_images: int | None | Unset = UNSET
    images: list[ImageStatus] | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        mosaic_id: None | str | Unset
        if isinstance(self.mosaic_id, Unset):
            mosaic_id = UNSET
        elif isinstance(self.mosaic_id, UUID):
            mosaic_id = str(self.mosaic_id)
        else:
            mosaic_id = self.mosaic_id

        total_images: int | None | Unset
        if isinstance(self.total_images, Unset):
            total_images = UNSET
        else:
            total_images = self.total_images

        ready_images: int | None | Unset
        if isinstance(self.ready_images, Unset):
            ready_images = UNSET
        else:
            ready_images = self.ready_images

        pending_images: int | None | Unset
        if isinstance(self.pending_images, Unset):
            pending_images = UNSET
        else:
            pending_images = self.pending_images

        in_progress_images: int | None | Unset
        if isinstance(self.in_progress_images, Unset):
            in_progress_images = UNSET
        else:
            in_progress_images = self.in_progress_images

        failed_images: int | None | Unset
        if isinstance(self.failed_images, Unset):
            failed_images = UNSET
        else:
            failed_images = self.failed_images

        tiles_ready_images: int | None | Unset
        if isinstance(self.tiles_ready_images, Unset):
            tiles_ready_images = UNSET
        else:
            tiles_ready_images = self.tiles_ready_images

        images: list[dict[str, Any]] | None | Unset
        if isinstance(self.images, Unset):
            images = UNSET
        elif isinstance(self.images, list):
            images = []
            for images_type_0_item_data in self.images:
                images_type_0_item = images_type_0_item_data.to_dict()
                images.append(images_type_0_item)

        else:
            images = self.images

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if mosaic_id is not UNSET:
            field_dict["mosaic_id"] = mosaic_id
        if total_images is not UNSET:
            field_dict["total_images"] = total_images
        if ready_images is not UNSET:
            field_dict["ready_images"] = ready_images
        if pending_images is not UNSET:
            field_dict["pending_images"] = pending_images
        if in_progress_images is not UNSET:
            field_dict["in_progress_images"] = in_progress_images
        if failed_images is not UNSET:
            field_dict["failed_images"] = failed_images
        if tiles_ready_images is not UNSET:
            field_dict["tiles_ready_images"] = tiles_ready_images
        if images is not UNSET:
            field_dict["images"] = images

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.image_status import ImageStatus  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_mosaic_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                mosaic_id_type_0 = UUID(data)

                return mosaic_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        mosaic_id = _parse_mosaic_id(d.pop("mosaic_id", UNSET))

        def _parse_total_images(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        total_images = _parse_total_images(d.pop("total_images", UNSET))

        def _parse_ready_images(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        ready_images = _parse_ready_images(d.pop("ready_images", UNSET))

        def _parse_pending_images(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        pending_images = _parse_pending_images(d.pop("pending_images", UNSET))

        def _parse_in_progress_images(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        in_progress_images = _parse_in_progress_images(d.pop("in_progress_images", UNSET))

        def _parse_failed_images(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        failed_images = _parse_failed_images(d.pop("failed_images", UNSET))

        def _parse_tiles_ready_images(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        tiles_ready_images = _parse_tiles_ready_images(d.pop("tiles_ready_images", UNSET))

        def _parse_images(data: object) -> list[ImageStatus] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                images_type_0 = []
                _images_type_0 = data
                for images_type_0_item_data in _images_type_0:
                    images_type_0_item = ImageStatus.from_dict(images_type_0_item_data)

                    images_type_0.append(images_type_0_item)

                return images_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[ImageStatus] | None | Unset, data)

        images = _parse_images(d.pop("images", UNSET))

        mosaic_status = cls(
            mosaic_id=mosaic_id,
            total_images=total_images,
            ready_images=ready_images,
            pending_images=pending_images,
            in_progress_images=in_progress_images,
            failed_images=failed_images,
            tiles_ready_images=tiles_ready_images,
            images=images,
        )

        mosaic_status.additional_properties = d
        return mosaic_status

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
