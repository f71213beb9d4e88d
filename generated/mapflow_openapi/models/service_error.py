from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.error_detail import ErrorDetail
    from ..models.invalid_member import InvalidMember
    from ..models.string_map import StringMap


T = TypeVar("T", bound="ServiceError")


@_attrs_define
class ServiceError:
    """How both services report an error. The processing service sends `code`, `message` and `params`; the imagery service
    `detail`, or for some errors of mosaics and of single images `message` alone.

        Attributes:
            code (None | str | Unset): What went wrong, for programs; `x-error-catalogue` lists the known ones. Example:
                TOO_LARGE_PROCESSING.
            message (None | str | Unset): What went wrong, for people. Example: the area is over the limit.
            params (None | StringMap | Unset): Values that belong to the error. Note `params` here and `parameters` inside
                `detail`.
            detail (ErrorDetail | list[InvalidMember] | None | str | Unset): The forms of `detail`: mostly an object. The
                validation of the web framework behind the imagery service presumably returns text or a list instead.
    """

    code: None | str | Unset = UNSET
    message: None | str | Unset = UNSET
    params: None | StringMap | Unset = UNSET
    detail: ErrorDetail | list[InvalidMember] | None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.error_detail import ErrorDetail  # noqa: PLC0415
        from ..models.string_map import StringMap  # noqa: PLC0415

        code: None | str | Unset
        if isinstance(self.code, Unset):
            code = UNSET
        else:
            code = self.code

        message: None | str | Unset
        if isinstance(self.message, Unset):
            message = UNSET
        else:
            message = self.message

        params: dict[str, Any] | None | Unset
        if isinstance(self.params, Unset):
            params = UNSET
        elif isinstance(self.params, StringMap):
            params = self.params.to_dict()
        else:
            params = self.params

        detail: dict[str, Any] | list[dict[str, Any]] | None | str | Unset
        if isinstance(self.detail, Unset):
            detail = UNSET
        elif isinstance(self.detail, ErrorDetail):
            detail = self.detail.to_dict()
        elif isinstance(self.detail, list):
            detail = []
            for componentsschemas_error_detail_form_type_2_item_data in self.detail:
                componentsschemas_error_detail_form_type_2_item = (
                    componentsschemas_error_detail_form_type_2_item_data.to_dict()
                )
                detail.append(componentsschemas_error_detail_form_type_2_item)

        else:
            detail = self.detail

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if code is not UNSET:
            field_dict["code"] = code
        if message is not UNSET:
            field_dict["message"] = message
        if params is not UNSET:
            field_dict["params"] = params
        if detail is not UNSET:
            field_dict["detail"] = detail

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.error_detail import ErrorDetail  # noqa: PLC0415
        from ..models.invalid_member import InvalidMember  # noqa: PLC0415
        from ..models.string_map import StringMap  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_code(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        code = _parse_code(d.pop("code", UNSET))

        def _parse_message(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        message = _parse_message(d.pop("message", UNSET))

        def _parse_params(data: object) -> None | StringMap | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                params_type_0 = StringMap.from_dict(data)

                return params_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | StringMap | Unset, data)

        params = _parse_params(d.pop("params", UNSET))

        def _parse_detail(data: object) -> ErrorDetail | list[InvalidMember] | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_error_detail_form_type_0 = ErrorDetail.from_dict(data)

                return componentsschemas_error_detail_form_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, list):
                    raise TypeError()
                componentsschemas_error_detail_form_type_2 = []
                _componentsschemas_error_detail_form_type_2 = data
                for (
                    componentsschemas_error_detail_form_type_2_item_data
                ) in _componentsschemas_error_detail_form_type_2:
                    componentsschemas_error_detail_form_type_2_item = InvalidMember.from_dict(
                        componentsschemas_error_detail_form_type_2_item_data
                    )

                    componentsschemas_error_detail_form_type_2.append(
                        componentsschemas_error_detail_form_type_2_item
                    )

                return componentsschemas_error_detail_form_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ErrorDetail | list[InvalidMember] | None | str | Unset, data)

        detail = _parse_detail(d.pop("detail", UNSET))

        service_error = cls(
            code=code,
            message=message,
            params=params,
            detail=detail,
        )

        service_error.additional_properties = d
        return service_error

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
