from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="MyImagerySource")


@_attrs_define
class MyImagerySource:
    """Uploaded images: some by their ids, a whole mosaic, or both. At least one of the members.

    Attributes:
        image_ids (list[UUID] | None | Unset): The images. Example: ['c8e3b7d5-0f42-4a91-96bd-4d2f806eac73'].
        mosaic_id (None | Unset | UUID): The mosaic. Example: b7d2a6c4-9e31-4f80-85ac-3c1e7f5d9b62.
    """

    image_ids: list[UUID] | None | Unset = UNSET
    mosaic_id: None | Unset | UUID = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        image_ids: list[str] | None | Unset
        if isinstance(self.image_ids, Unset):
            image_ids = UNSET
        elif isinstance(self.image_ids, list):
            image_ids = []
            for image_ids_type_0_item_data in self.image_ids:
                image_ids_type_0_item = str(image_ids_type_0_item_data)
                image_ids.append(image_ids_type_0_item)

        else:
            image_ids = self.image_ids

        mosaic_id: None | str | Unset
        if isinstance(self.mosaic_id, Unset):
            mosaic_id = UNSET
        elif isinstance(self.mosaic_id, UUID):
            mosaic_id = str(self.mosaic_id)
        else:
            mosaic_id = self.mosaic_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if image_ids is not UNSET:
            field_dict["imageIds"] = image_ids
        if mosaic_id is not UNSET:
            field_dict["mosaicId"] = mosaic_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_image_ids(data: object) -> list[UUID] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                image_ids_type_0 = []
                _image_ids_type_0 = data
                for image_ids_type_0_item_data in _image_ids_type_0:
                    image_ids_type_0_item = UUID(image_ids_type_0_item_data)

                    image_ids_type_0.append(image_ids_type_0_item)

                return image_ids_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[UUID] | None | Unset, data)

        image_ids = _parse_image_ids(d.pop("imageIds", UNSET))

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

        mosaic_id = _parse_mosaic_id(d.pop("mosaicId", UNSET))

        my_imagery_source = cls(
            image_ids=image_ids,
            mosaic_id=mosaic_id,
        )

        my_imagery_source.additional_properties = d
        return my_imagery_source

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
