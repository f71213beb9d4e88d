from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="RunParams")


@_attrs_define
class RunParams:
    """The imagery to process, as flat names and text values. Omitted, the service takes its first default provider; which
    one that is is not documented. Further names are accepted.

        Attributes:
            data_provider (str | Unset): Name of an imagery provider of the account. Example: Mapbox.
            source_type (str | Unset): Kind of the source at `url`. The version 1 page writes them in upper and mixed case,
                clients send lower case. `xyz` tiles from the top left, `tms` the same from the bottom left, `quadkey` one key
                per tile, `tif`, `tiff` or, newer, `local` an uploaded image, `sentinel_l2a` a Sentinel-2 granule. `wms` is
                deprecated. Example: xyz.
            url (str | Unset): Tile address with {x}, {y}, {z} or {q}, `s3://` address of an uploaded image, or id of a
                granule or a catalog image. Example: https://imagery.example.com/{z}/{x}/{y}.png.
            zoom (str | Unset): Tile zoom, 0 to 22, as text. Omitted, the service chooses. Example: 18.
            crs (str | Unset): Projection of the tiles, `EPSG:3857` or `EPSG:3395`, as a response of version 1 shows it;
                clients send `projection`. Example: EPSG:3857.
            projection (str | Unset): Projection of the tiles, `epsg:3857` or `epsg:3395`, under the name that published
                clients send. Example: epsg:3857.
            raster_login (str | Unset): User name for the tile server. Example: surveyor.
            raster_password (str | Unset): Password for the tile server. Example: not-a-real-password.
    """

    data_provider: str | Unset = UNSET
    source_type: str | Unset = UNSET
    url: str | Unset = UNSET
    zoom: str | Unset = UNSET
    crs: str | Unset = UNSET
    projection: str | Unset = UNSET
    raster_login: str | Unset = UNSET
    raster_password: str | Unset = _attrs_field(default=UNSET, repr=False)
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        data_provider = self.data_provider

        source_type = self.source_type

        url = self.url

        zoom = self.zoom

        crs = self.crs

        projection = self.projection

        raster_login = self.raster_login

        raster_password = self.raster_password

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if data_provider is not UNSET:
            field_dict["data_provider"] = data_provider
        if source_type is not UNSET:
            field_dict["source_type"] = source_type
        if url is not UNSET:
            field_dict["url"] = url
        if zoom is not UNSET:
            field_dict["zoom"] = zoom
        if crs is not UNSET:
            field_dict["crs"] = crs
        if projection is not UNSET:
            field_dict["projection"] = projection
        if raster_login is not UNSET:
            field_dict["raster_login"] = raster_login
        if raster_password is not UNSET:
            field_dict["raster_password"] = raster_password

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        data_provider = d.pop("data_provider", UNSET)

        source_type = d.pop("source_type", UNSET)

        url = d.pop("url", UNSET)

        zoom = d.pop("zoom", UNSET)

        crs = d.pop("crs", UNSET)

        projection = d.pop("projection", UNSET)

        raster_login = d.pop("raster_login", UNSET)

        raster_password = d.pop("raster_password", UNSET)

        run_params = cls(
            data_provider=data_provider,
            source_type=source_type,
            url=url,
            zoom=zoom,
            crs=crs,
            projection=projection,
            raster_login=raster_login,
            raster_password=raster_password,
        )

        run_params.additional_properties = d
        return run_params

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
