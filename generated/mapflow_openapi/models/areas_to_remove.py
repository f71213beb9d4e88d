from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="AreasToRemove")


@_attrs_define
class AreasToRemove:
    """Which areas to remove from a planned search.

    Attributes:
        aoi_ids (list[UUID]): The areas. Example: ['f52e8ca1-6b3d-4074-9e2a-81d6c7f3b495'].
    """

    aoi_ids: list[UUID]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        aoi_ids = []
        for aoi_ids_item_data in self.aoi_ids:
            aoi_ids_item = str(aoi_ids_item_data)
            aoi_ids.append(aoi_ids_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "aoiIds": aoi_ids,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        aoi_ids = []
        _aoi_ids = d.pop("aoiIds")
        for aoi_ids_item_data in _aoi_ids:
            aoi_ids_item = UUID(aoi_ids_item_data)

            aoi_ids.append(aoi_ids_item)

        areas_to_remove = cls(
            aoi_ids=aoi_ids,
        )

        areas_to_remove.additional_properties = d
        return areas_to_remove

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
