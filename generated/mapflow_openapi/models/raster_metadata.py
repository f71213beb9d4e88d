from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="RasterMetadata")


@_attrs_define
class RasterMetadata:
    """What the header of an image says.

    Attributes:
        crs (None | str | Unset): Coordinate reference system. Example: EPSG:32631.
        count (int | None | Unset): Number of bands. Example: 3.
        width (int | None | Unset): Pixels from left to right. Example: 4480.
        height (int | None | Unset): Pixels from top to bottom. Example: 5600.
        dtypes (list[str] | None | Unset): Data type of each band, such as `uint8`. Example: ['uint8', 'uint8',
            'uint8'].
        nodata (float | None | Unset): The value that means "no data". Example: 0.0.
        pixel_size (list[float] | None | Unset): Width and height of a pixel in units of the reference system. Example:
            [0.2, 0.2].
    """

    crs: None | str | Unset = UNSET
    count: int | None | Unset = UNSET
    width: int | None | Unset = UNSET
    height: int | None | Unset = UNSET
    dtypes: list[str] | None | Unset = UNSET
    nodata: float | None | Unset = UNSET
    pixel_size: list[float] | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        crs: None | str | Unset
        if isinstance(self.crs, Unset):
            crs = UNSET
        else:
            crs = self.crs

        count: int | None | Unset
        if isinstance(self.count, Unset):
            count = UNSET
        else:
            count = self.count

        width: int | None | Unset
        if isinstance(self.width, Unset):
            width = UNSET
        else:
            width = self.width

        height: int | None | Unset
        if isinstance(self.height, Unset):
            height = UNSET
        else:
            height = self.height

        dtypes: list[str] | None | Unset
        if isinstance(self.dtypes, Unset):
            dtypes = UNSET
        elif isinstance(self.dtypes, list):
            dtypes = self.dtypes

        else:
            dtypes = self.dtypes

        nodata: float | None | Unset
        if isinstance(self.nodata, Unset):
            nodata = UNSET
        else:
            nodata = self.nodata

        pixel_size: list[float] | None | Unset
        if isinstance(self.pixel_size, Unset):
            pixel_size = UNSET
        elif isinstance(self.pixel_size, list):
            pixel_size = self.pixel_size

        else:
            pixel_size = self.pixel_size

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if crs is not UNSET:
            field_dict["crs"] = crs
        if count is not UNSET:
            field_dict["count"] = count
        if width is not UNSET:
            field_dict["width"] = width
        if height is not UNSET:
            field_dict["height"] = height
        if dtypes is not UNSET:
            field_dict["dtypes"] = dtypes
        if nodata is not UNSET:
            field_dict["nodata"] = nodata
        if pixel_size is not UNSET:
            field_dict["pixel_size"] = pixel_size

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_crs(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        crs = _parse_crs(d.pop("crs", UNSET))

        def _parse_count(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        count = _parse_count(d.pop("count", UNSET))

        def _parse_width(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        width = _parse_width(d.pop("width", UNSET))

        def _parse_height(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        height = _parse_height(d.pop("height", UNSET))

        def _parse_dtypes(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                dtypes_type_0 = cast(list[str], data)

                return dtypes_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        dtypes = _parse_dtypes(d.pop("dtypes", UNSET))

        def _parse_nodata(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        nodata = _parse_nodata(d.pop("nodata", UNSET))

        def _parse_pixel_size(data: object) -> list[float] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                pixel_size_type_0 = cast(list[float], data)

                return pixel_size_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[float] | None | Unset, data)

        pixel_size = _parse_pixel_size(d.pop("pixel_size", UNSET))

        raster_metadata = cls(
            crs=crs,
            count=count,
            width=width,
            height=height,
            dtypes=dtypes,
            nodata=nodata,
            pixel_size=pixel_size,
        )

        raster_metadata.additional_properties = d
        return raster_metadata

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
