from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="ProviderPrice")


@_attrs_define
class ProviderPrice:
    """What imagery of one zoom costs.

    Attributes:
        zoom (int | None | Unset): Tile zoom. Example: 18.
        price_sq_km (float | None | Unset): Credits per square kilometre, on top of the model's price. Example: 3.0.
    """

    zoom: int | None | Unset = UNSET
    price_sq_km: float | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        zoom: int | None | Unset
        if isinstance(self.zoom, Unset):
            zoom = UNSET
        else:
            zoom = self.zoom

        price_sq_km: float | None | Unset
        if isinstance(self.price_sq_km, Unset):
            price_sq_km = UNSET
        else:
            price_sq_km = self.price_sq_km

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if zoom is not UNSET:
            field_dict["zoom"] = zoom
        if price_sq_km is not UNSET:
            field_dict["priceSqKm"] = price_sq_km

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_zoom(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        zoom = _parse_zoom(d.pop("zoom", UNSET))

        def _parse_price_sq_km(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        price_sq_km = _parse_price_sq_km(d.pop("priceSqKm", UNSET))

        provider_price = cls(
            zoom=zoom,
            price_sq_km=price_sq_km,
        )

        provider_price.additional_properties = d
        return provider_price

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
