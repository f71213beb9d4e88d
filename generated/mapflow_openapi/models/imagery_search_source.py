from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="ImagerySearchSource")


@_attrs_define
class ImagerySearchSource:
    """Images that a search found.

    Attributes:
        data_provider (str): The `providerName` of the images; one client sends it in lower case. Example: aurora.
        image_ids (list[str] | None | Unset): The `id` of each image. A run must name them; older clients left them out
            for mosaics. Example: ['AUR2_20260418T101502_0731'].
        zoom (int | None | Unset): Tile zoom; for mosaics. Example: 18.
        search_id (None | str | Unset): Seen in stored processings; not explained. Example:
            0d9b8c7a-6f5e-4d3c-8b2a-190817263544.
    """

    data_provider: str
    image_ids: list[str] | None | Unset = UNSET
    zoom: int | None | Unset = UNSET
    search_id: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        data_provider = self.data_provider

        image_ids: list[str] | None | Unset
        if isinstance(self.image_ids, Unset):
            image_ids = UNSET
        elif isinstance(self.image_ids, list):
            image_ids = self.image_ids

        else:
            image_ids = self.image_ids

        zoom: int | None | Unset
        if isinstance(self.zoom, Unset):
            zoom = UNSET
        else:
            zoom = self.zoom

        search_id: None | str | Unset
        if isinstance(self.search_id, Unset):
            search_id = UNSET
        else:
            search_id = self.search_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "dataProvider": data_provider,
            }
        )
        if image_ids is not UNSET:
            field_dict["imageIds"] = image_ids
        if zoom is not UNSET:
            field_dict["zoom"] = zoom
        if search_id is not UNSET:
            field_dict["searchId"] = search_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        data_provider = d.pop("dataProvider")

        def _parse_image_ids(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                image_ids_type_0 = cast(list[str], data)

                return image_ids_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        image_ids = _parse_image_ids(d.pop("imageIds", UNSET))

        def _parse_zoom(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        zoom = _parse_zoom(d.pop("zoom", UNSET))

        def _parse_search_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        search_id = _parse_search_id(d.pop("searchId", UNSET))

        imagery_search_source = cls(
            data_provider=data_provider,
            image_ids=image_ids,
            zoom=zoom,
            search_id=search_id,
        )

        imagery_search_source.additional_properties = d
        return imagery_search_source

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
