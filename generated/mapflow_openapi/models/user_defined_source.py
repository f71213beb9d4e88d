from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="UserDefinedSource")


@_attrs_define
class UserDefinedSource:
    """A tile service or another address of the caller's own.

    Attributes:
        source_type (str): Kind of the source at `url`, upper case on the wire. `XYZ` tiles from the top left, `TMS` the
            same from the bottom left, `QUADKEY` one key per tile, `SENTINEL_L2A` a Sentinel-2 granule, `LOCAL` an uploaded
            image. One sentence of the documentation also mentions WMS, its list of values does not. Example: XYZ.
        url (str): Tile address with {x}, {y}, {z} or {q}; for the other kinds as in version 1. Example:
            https://imagery.example.com/{z}/{x}/{y}.png.
        zoom (int | None | Unset): Tile zoom, 0 to 22. Omitted, the service chooses. Example: 18.
        crs (None | str | Unset): Projection of the tiles: `EPSG:3857` or `EPSG:3395`, compared without case. Example:
            EPSG:3857.
        raster_login (None | str | Unset): User name for the tile server. Example: surveyor.
        raster_password (None | str | Unset): Password for the tile server. Example: not-a-real-password.
    """

    source_type: str
    url: str
    zoom: int | None | Unset = UNSET
    crs: None | str | Unset = UNSET
    raster_login: None | str | Unset = UNSET
    raster_password: None | str | Unset = _attrs_field(default=UNSET, repr=False)
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        source_type = self.source_type

        url = self.url

        zoom: int | None | Unset
        if isinstance(self.zoom, Unset):
            zoom = UNSET
        else:
            zoom = self.zoom

        crs: None | str | Unset
        if isinstance(self.crs, Unset):
            crs = UNSET
        else:
            crs = self.crs

        raster_login: None | str | Unset
        if isinstance(self.raster_login, Unset):
            raster_login = UNSET
        else:
            raster_login = self.raster_login

        raster_password: None | str | Unset
        if isinstance(self.raster_password, Unset):
            raster_password = UNSET
        else:
            raster_password = self.raster_password

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "sourceType": source_type,
                "url": url,
            }
        )
        if zoom is not UNSET:
            field_dict["zoom"] = zoom
        if crs is not UNSET:
            field_dict["crs"] = crs
        if raster_login is not UNSET:
            field_dict["rasterLogin"] = raster_login
        if raster_password is not UNSET:
            field_dict["rasterPassword"] = raster_password

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        source_type = d.pop("sourceType")

        url = d.pop("url")

        def _parse_zoom(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        zoom = _parse_zoom(d.pop("zoom", UNSET))

        def _parse_crs(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        crs = _parse_crs(d.pop("crs", UNSET))

        def _parse_raster_login(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        raster_login = _parse_raster_login(d.pop("rasterLogin", UNSET))

        def _parse_raster_password(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        raster_password = _parse_raster_password(d.pop("rasterPassword", UNSET))

        user_defined_source = cls(
            source_type=source_type,
            url=url,
            zoom=zoom,
            crs=crs,
            raster_login=raster_login,
            raster_password=raster_password,
        )

        user_defined_source.additional_properties = d
        return user_defined_source

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
