from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.any_map import AnyMap
    from ..models.processing_source import ProcessingSource


T = TypeVar("T", bound="ProcessingParamsV2")


@_attrs_define
class ProcessingParamsV2:
    """What a processing was started with (version 2 form).

    Attributes:
        source_params (None | ProcessingSource | Unset): The imagery source.
        inference_params (AnyMap | None | Unset): Settings of the model; usually null.
    """

    source_params: None | ProcessingSource | Unset = UNSET
    inference_params: AnyMap | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.any_map import AnyMap  # noqa: PLC0415
        from ..models.processing_source import ProcessingSource  # noqa: PLC0415

        source_params: dict[str, Any] | None | Unset
        if isinstance(self.source_params, Unset):
            source_params = UNSET
        elif isinstance(self.source_params, ProcessingSource):
            source_params = self.source_params.to_dict()
        else:
            source_params = self.source_params

        inference_params: dict[str, Any] | None | Unset
        if isinstance(self.inference_params, Unset):
            inference_params = UNSET
        elif isinstance(self.inference_params, AnyMap):
            inference_params = self.inference_params.to_dict()
        else:
            inference_params = self.inference_params

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if source_params is not UNSET:
            field_dict["sourceParams"] = source_params
        if inference_params is not UNSET:
            field_dict["inferenceParams"] = inference_params

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.any_map import AnyMap  # noqa: PLC0415
        from ..models.processing_source import ProcessingSource  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_source_params(data: object) -> None | ProcessingSource | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                source_params_type_0 = ProcessingSource.from_dict(data)

                return source_params_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ProcessingSource | Unset, data)

        source_params = _parse_source_params(d.pop("sourceParams", UNSET))

        def _parse_inference_params(data: object) -> AnyMap | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                inference_params_type_0 = AnyMap.from_dict(data)

                return inference_params_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AnyMap | None | Unset, data)

        inference_params = _parse_inference_params(d.pop("inferenceParams", UNSET))

        processing_params_v2 = cls(
            source_params=source_params,
            inference_params=inference_params,
        )

        processing_params_v2.additional_properties = d
        return processing_params_v2

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
