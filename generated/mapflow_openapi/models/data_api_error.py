from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.data_api_error_detail import DataApiErrorDetail


T = TypeVar("T", bound="DataApiError")


@_attrs_define
class DataApiError:
    """How the imagery service reports most errors.

    Attributes:
        detail (DataApiErrorDetail): What went wrong in the imagery service.
    """

    detail: DataApiErrorDetail
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        detail = self.detail.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "detail": detail,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.data_api_error_detail import DataApiErrorDetail  # noqa: PLC0415

        d = dict(src_dict)
        detail = DataApiErrorDetail.from_dict(d.pop("detail"))

        data_api_error = cls(
            detail=detail,
        )

        data_api_error.additional_properties = d
        return data_api_error

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
