from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="Layer")


@_attrs_define
class Layer:
    """A tiled map layer. Use its addresses as they are. Whether they need credentials, and when they expire, is not
    documented.

        Attributes:
            id (None | Unset | UUID): The layer. Example: 5f0a9c3e-7b1d-4c28-9e64-a1b2c3d4e5f6.
            name (None | str | Unset): Its name; absent on raster layers. Example: Harbour roofs.
            tile_json_url (None | str | Unset): Address of a TileJSON description. Example:
                https://app.mapflow.ai/api/layers/5f0a9c3e-7b1d-4c28-9e64-a1b2c3d4e5f6.json.
            tile_url (None | str | Unset): Tile address with x, y and z placeholders; vector tiles for `vectorLayer`,
                pictures for the others. Example:
                https://app.mapflow.ai/api/layers/5f0a9c3e-7b1d-4c28-9e64-a1b2c3d4e5f6/tiles/{z}/{x}/{y}.vector.pbf.
    """

    id: None | Unset | UUID = UNSET
    name: None | str | Unset = UNSET
    tile_json_url: None | str | Unset = UNSET
    tile_url: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id: None | str | Unset
        if isinstance(self.id, Unset):
            id = UNSET
        elif isinstance(self.id, UUID):
            id = str(self.id)
        else:
            id = self.id

        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        tile_json_url: None | str | Unset
        if isinstance(self.tile_json_url, Unset):
            tile_json_url = UNSET
        else:
            tile_json_url = self.tile_json_url

        tile_url: None | str | Unset
        if isinstance(self.tile_url, Unset):
            tile_url = UNSET
        else:
            tile_url = self.tile_url

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if id is not UNSET:
            field_dict["id"] = id
        if name is not UNSET:
            field_dict["name"] = name
        if tile_json_url is not UNSET:
            field_dict["tileJsonUrl"] = tile_json_url
        if tile_url is not UNSET:
            field_dict["tileUrl"] = tile_url

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

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

        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))

        def _parse_tile_json_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        tile_json_url = _parse_tile_json_url(d.pop("tileJsonUrl", UNSET))

        def _parse_tile_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        tile_url = _parse_tile_url(d.pop("tileUrl", UNSET))

        layer = cls(
            id=id,
            name=name,
            tile_json_url=tile_json_url,
            tile_url=tile_url,
        )

        layer.additional_properties = d
        return layer

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
