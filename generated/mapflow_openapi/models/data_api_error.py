from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.any_map import AnyMap
    from ..models.data_api_error_detail import DataApiErrorDetail


T = TypeVar("T", bound="DataApiError")


@_attrs_define
class DataApiError:
    """How the imagery service reports most errors.

    Attributes:
        detail (DataApiErrorDetail | list[AnyMap] | str): What went wrong. The validation of the web framework behind it
            presumably answers text or a list instead.
    """

    detail: DataApiErrorDetail | list[AnyMap] | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.data_api_error_detail import DataApiErrorDetail  # noqa: PLC0415

        detail: dict[str, Any] | list[dict[str, Any]] | str
        if isinstance(self.detail, DataApiErrorDetail):
            detail = self.detail.to_dict()
        elif isinstance(self.detail, list):
            detail = []
            for detail_type_2_item_data in self.detail:
                detail_type_2_item = detail_type_2_item_data.to_dict()
                detail.append(detail_type_2_item)

        else:
            detail = self.detail

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
        from ..models.any_map import AnyMap  # noqa: PLC0415
        from ..models.data_api_error_detail import DataApiErrorDetail  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_detail(data: object) -> DataApiErrorDetail | list[AnyMap] | str:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                detail_type_0 = DataApiErrorDetail.from_dict(data)

                return detail_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, list):
                    raise TypeError()
                detail_type_2 = []
                _detail_type_2 = data
                for detail_type_2_item_data in _detail_type_2:
                    detail_type_2_item = AnyMap.from_dict(detail_type_2_item_data)

                    detail_type_2.append(detail_type_2_item)

                return detail_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DataApiErrorDetail | list[AnyMap] | str, data)

        detail = _parse_detail(d.pop("detail"))

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
