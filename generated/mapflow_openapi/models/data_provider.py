from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.provider_price import ProviderPrice


T = TypeVar("T", bound="DataProvider")


@_attrs_define
class DataProvider:
    """A source of satellite or aerial imagery that the account may use.

    Attributes:
        name (str): What a run takes as `params.data_provider`. Example: mapbox.
        id (None | Unset | UUID): The provider. Example: 73dae2f0-5c81-4a4b-99f6-0b3c4e5a7f82.
        display_name (None | str | Unset): Label for people. Some samples use it where `name` belongs. Example: Mapbox.
        price (list[ProviderPrice] | None | Unset): Price of the imagery by zoom; empty or all zero means free.
        preview_url (None | str | Unset): Tile address of a preview. Example:
            https://imagery.example.com/{z}/{x}/{y}.png.
        preview_url_max_zoom (int | None | Unset): Largest zoom of the preview tiles. Example: 14.
        min_area_sq_km (float | None | Unset): Smallest area that can be processed, in square kilometres. Example: 1.0.
    """

    name: str
    id: None | Unset | UUID = UNSET
    display_name: None | str | Unset = UNSET
    price: list[ProviderPrice] | None | Unset = UNSET
    preview_url: None | str | Unset = UNSET
    preview_url_max_zoom: int | None | Unset = UNSET
    min_area_sq_km: float | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        id: None | str | Unset
        if isinstance(self.id, Unset):
            id = UNSET
        elif isinstance(self.id, UUID):
            id = str(self.id)
        else:
            id = self.id

        display_name: None | str | Unset
        if isinstance(self.display_name, Unset):
            display_name = UNSET
        else:
            display_name = self.display_name

        price: list[dict[str, Any]] | None | Unset
        if isinstance(self.price, Unset):
            price = UNSET
        elif isinstance(self.price, list):
            price = []
            for price_type_0_item_data in self.price:
                price_type_0_item = price_type_0_item_data.to_dict()
                price.append(price_type_0_item)

        else:
            price = self.price

        preview_url: None | str | Unset
        if isinstance(self.preview_url, Unset):
            preview_url = UNSET
        else:
            preview_url = self.preview_url

        preview_url_max_zoom: int | None | Unset
        if isinstance(self.preview_url_max_zoom, Unset):
            preview_url_max_zoom = UNSET
        else:
            preview_url_max_zoom = self.preview_url_max_zoom

        min_area_sq_km: float | None | Unset
        if isinstance(self.min_area_sq_km, Unset):
            min_area_sq_km = UNSET
        else:
            min_area_sq_km = self.min_area_sq_km

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
            }
        )
        if id is not UNSET:
            field_dict["id"] = id
        if display_name is not UNSET:
            field_dict["displayName"] = display_name
        if price is not UNSET:
            field_dict["price"] = price
        if preview_url is not UNSET:
            field_dict["previewUrl"] = preview_url
        if preview_url_max_zoom is not UNSET:
            field_dict["previewUrlMaxZoom"] = preview_url_max_zoom
        if min_area_sq_km is not UNSET:
            field_dict["minAreaSqKm"] = min_area_sq_km

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.provider_price import ProviderPrice  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        def _parse_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                id_type_0 = UUID(data)

                return id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        id = _parse_id(d.pop("id", UNSET))

        def _parse_display_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        display_name = _parse_display_name(d.pop("displayName", UNSET))

        def _parse_price(data: object) -> list[ProviderPrice] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                price_type_0 = []
                _price_type_0 = data
                for price_type_0_item_data in _price_type_0:
                    price_type_0_item = ProviderPrice.from_dict(price_type_0_item_data)

                    price_type_0.append(price_type_0_item)

                return price_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[ProviderPrice] | None | Unset, data)

        price = _parse_price(d.pop("price", UNSET))

        def _parse_preview_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        preview_url = _parse_preview_url(d.pop("previewUrl", UNSET))

        def _parse_preview_url_max_zoom(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        preview_url_max_zoom = _parse_preview_url_max_zoom(d.pop("previewUrlMaxZoom", UNSET))

        def _parse_min_area_sq_km(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        min_area_sq_km = _parse_min_area_sq_km(d.pop("minAreaSqKm", UNSET))

        data_provider = cls(
            name=name,
            id=id,
            display_name=display_name,
            price=price,
            preview_url=preview_url,
            preview_url_max_zoom=preview_url_max_zoom,
            min_area_sq_km=min_area_sq_km,
        )

        data_provider.additional_properties = d
        return data_provider

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
