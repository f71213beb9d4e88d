from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="StorageLimits")


@_attrs_define
class StorageLimits:
    """How much imagery the account may store. The current documentation prints other names (`used_bytes`, `limit_bytes`);
    clients of the live service read these.

        Attributes:
            memory_limit (int | None | Unset): Storage in bytes; null when there is no limit. Example: 1073741824.
            memory_used (int | None | Unset): Bytes in use. Example: 73400320.
            memory_free (int | None | Unset): Bytes left. Example: 1000341504.
            max_upload_file_size (int | None | Unset): Largest file in bytes. Example: 1073741824.
            max_pixel_count (int | None | Unset): Most pixels along one side, as clients understand it. Example: 65535.
    """

    memory_limit: int | None | Unset = UNSET
    memory_used: int | None | Unset = UNSET
    memory_free: int | None | Unset = UNSET
    max_upload_file_size: int | None | Unset = UNSET
    max_pixel_count: int | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        memory_limit: int | None | Unset
        if isinstance(self.memory_limit, Unset):
            memory_limit = UNSET
        else:
            memory_limit = self.memory_limit

        memory_used: int | None | Unset
        if isinstance(self.memory_used, Unset):
            memory_used = UNSET
        else:
            memory_used = self.memory_used

        memory_free: int | None | Unset
        if isinstance(self.memory_free, Unset):
            memory_free = UNSET
        else:
            memory_free = self.memory_free

        max_upload_file_size: int | None | Unset
        if isinstance(self.max_upload_file_size, Unset):
            max_upload_file_size = UNSET
        else:
            max_upload_file_size = self.max_upload_file_size

        max_pixel_count: int | None | Unset
        if isinstance(self.max_pixel_count, Unset):
            max_pixel_count = UNSET
        else:
            max_pixel_count = self.max_pixel_count

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if memory_limit is not UNSET:
            field_dict["memoryLimit"] = memory_limit
        if memory_used is not UNSET:
            field_dict["memoryUsed"] = memory_used
        if memory_free is not UNSET:
            field_dict["memoryFree"] = memory_free
        if max_upload_file_size is not UNSET:
            field_dict["maxUploadFileSize"] = max_upload_file_size
        if max_pixel_count is not UNSET:
            field_dict["maxPixelCount"] = max_pixel_count

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_memory_limit(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        memory_limit = _parse_memory_limit(d.pop("memoryLimit", UNSET))

        def _parse_memory_used(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        memory_used = _parse_memory_used(d.pop("memoryUsed", UNSET))

        def _parse_memory_free(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        memory_free = _parse_memory_free(d.pop("memoryFree", UNSET))

        def _parse_max_upload_file_size(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        max_upload_file_size = _parse_max_upload_file_size(d.pop("maxUploadFileSize", UNSET))

        def _parse_max_pixel_count(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        max_pixel_count = _parse_max_pixel_count(d.pop("maxPixelCount", UNSET))

        storage_limits = cls(
            memory_limit=memory_limit,
            memory_used=memory_used,
            memory_free=memory_free,
            max_upload_file_size=max_upload_file_size,
            max_pixel_count=max_pixel_count,
        )

        storage_limits.additional_properties = d
        return storage_limits

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
