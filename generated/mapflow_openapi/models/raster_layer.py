from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="RasterLayer")


@_attrs_define
class RasterLayer:
    """Imagery as tiles. Use its addresses as they are.

    Attributes:
        tile_url (None | str | Unset): Tile address with x, y and z placeholders. Example:
            https://app.mapflow.ai/api/v0/cogs/tiles/{z}/{x}/{y}.png?uri=s3://bucket/mosaic/.
        tile_json_url (None | str | Unset): Address of a TileJSON description. Example:
            https://app.mapflow.ai/api/v0/cogs/tiles.json?uri=s3://bucket/mosaic/.
    """

    tile_url: None | str | Unset = UNSET
    tile_json_url: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        tile_url: None | str | Unset
        if isinstance(self.tile_url, Unset):
            tile_url = UNSET
        else:
            tile_url = self.tile_url

        tile_json_url: None | str | Unset
        if isinstance(self.tile_json_url, Unset):
            tile_json_url = UNSET
        else:
            tile_json_url = self.tile_json_url

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if tile_url is not UNSET:
            field_dict["tileUrl"] = tile_url
        if tile_json_url is not UNSET:
            field_dict["tileJsonUrl"] = tile_json_url

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_tile_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        tile_url = _parse_tile_url(d.pop("tileUrl", UNSET))

        def _parse_tile_json_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        tile_json_url = _parse_tile_json_url(d.pop("tileJsonUrl", UNSET))

        raster_layer = cls(
            tile_url=tile_url,
            tile_json_url=tile_json_url,
        )

        raster_layer.additional_properties = d
        return raster_layer

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
