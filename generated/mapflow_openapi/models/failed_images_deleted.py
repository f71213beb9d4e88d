from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="FailedImagesDeleted")


@_attrs_define
class FailedImagesDeleted:
    """Which failed images were removed.

    Attributes:
        message (None | str | Unset): A sentence for people. Example: 1 image removed.
        count (int | None | Unset): Their number; 0 is not an error. Example: 1.
        deleted_image_ids (list[UUID] | None | Unset): The images. Example: ['d9f4c8e6-1053-4ba2-87ce-5e30917fbd84'].
    """

    message: None | str | Unset = UNSET
    count: int | None | Unset = UNSET
    deleted_image_ids: list[UUID] | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        message: None | str | Unset
        if isinstance(self.message, Unset):
            message = UNSET
        else:
            message = self.message

        count: int | None | Unset
        if isinstance(self.count, Unset):
            count = UNSET
        else:
            count = self.count

        deleted_image_ids: list[str] | None | Unset
        if isinstance(self.deleted_image_ids, Unset):
            deleted_image_ids = UNSET
        elif isinstance(self.deleted_image_ids, list):
            deleted_image_ids = []
            for deleted_image_ids_type_0_item_data in self.deleted_image_ids:
                deleted_image_ids_type_0_item = str(deleted_image_ids_type_0_item_data)
                deleted_image_ids.append(deleted_image_ids_type_0_item)

        else:
            deleted_image_ids = self.deleted_image_ids

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if message is not UNSET:
            field_dict["message"] = message
        if count is not UNSET:
            field_dict["count"] = count
        if deleted_image_ids is not UNSET:
            field_dict["deleted_image_ids"] = deleted_image_ids

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_message(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        message = _parse_message(d.pop("message", UNSET))

        def _parse_count(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        count = _parse_count(d.pop("count", UNSET))

        def _parse_deleted_image_ids(data: object) -> list[UUID] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                deleted_image_ids_type_0 = []
                _deleted_image_ids_type_0 = data
                for deleted_image_ids_type_0_item_data in _deleted_image_ids_type_0:
                    deleted_image_ids_type_0_item = UUID(deleted_image_ids_type_0_item_data)

                    deleted_image_ids_type_0.append(deleted_image_ids_type_0_item)

                return deleted_image_ids_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[UUID] | None | Unset, data)

        deleted_image_ids = _parse_deleted_image_ids(d.pop("deleted_image_ids", UNSET))

        failed_images_deleted = cls(
            message=message,
            count=count,
            deleted_image_ids=deleted_image_ids,
        )

        failed_images_deleted.additional_properties = d
        return failed_images_deleted

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
