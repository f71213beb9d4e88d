from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="AreasAdded")


@_attrs_define
class AreasAdded:
    """How many areas were added to a planned search.

    Attributes:
        added_count (int | None | Unset): Their number. Example: 1.
        partitioning_triggered (bool | None | Unset): Not explained. Example: False.
    """

    added_count: int | None | Unset = UNSET
    partitioning_triggered: bool | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        added_count: int | None | Unset
        if isinstance(self.added_count, Unset):
            added_count = UNSET
        else:
            added_count = self.added_count

        partitioning_triggered: bool | None | Unset
        if isinstance(self.partitioning_triggered, Unset):
            partitioning_triggered = UNSET
        else:
            partitioning_triggered = self.partitioning_triggered

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if added_count is not UNSET:
            field_dict["addedCount"] = added_count
        if partitioning_triggered is not UNSET:
            field_dict["partitioningTriggered"] = partitioning_triggered

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_added_count(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        added_count = _parse_added_count(d.pop("addedCount", UNSET))

        def _parse_partitioning_triggered(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        partitioning_triggered = _parse_partitioning_triggered(
            d.pop("partitioningTriggered", UNSET)
        )

        areas_added = cls(
            added_count=added_count,
            partitioning_triggered=partitioning_triggered,
        )

        areas_added.additional_properties = d
        return areas_added

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
