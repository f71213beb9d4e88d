from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.geometry import Geometry
    from ..models.image_preview_part import ImagePreviewPart


T = TypeVar("T", bound="CatalogImage")


@_attrs_define
class CatalogImage:
    """An image in a catalog.

    Attributes:
        id (str): The image; free text, not a UUID. A run names it in `imagerySearch.imageIds`. Example:
            AUR2_20260418T101502_0731.
        footprint (Geometry | None | Unset): What the image covers, a GeoJSON Polygon or MultiPolygon.
        pixel_resolution (float | None | Unset): Size of a pixel in metres; 0 also means not known. Example: 0.5.
        acquisition_date (datetime.datetime | None | Unset): When it was taken. Example: 2026-04-18T10:15:02Z.
        product_type (None | str | Unset): `Scene` or `Image` a single capture, `Mosaic` a ready mosaic of tiles; also
            seen in upper case, and words of the providers' own. Compare without case. Example: Scene.
        sensor (None | str | Unset): Which instrument took it. Example: AUR2_PMS.
        sat_id (None | str | Unset): Which satellite took it. Example: AURORA-2.
        color_band_order (None | str | Unset): Its bands in order. Example: B,G,R,NIR,PAN.
        cloud_cover (float | None | Unset): Share of clouds in percent, 0 to 100: the published client compares it with
            a scale of 0 to 100. One sample of the documentation has 0.09, under a filter that older text gives as a
            fraction. Example: 9.0.
        off_nadir_angle (float | None | Unset): Angle off the vertical, in degrees; may be negative. Example: -11.4.
        preview_type (None | str | Unset): `png` and `jpg` a single picture; `xyz`, `tms` and `wms` an address of tiles.
            Example: jpg.
        preview_url (None | str | Unset): Address of a preview. It needs no credentials: **do not send the API token
            there.** The rows of a tile address may be written {y} or {-y}. Example:
            https://previews.example.com/AUR2_20260418T101502_0731.jpg.
        previews (list[ImagePreviewPart] | None | Unset): Previews of the parts of the image; may be empty.
        provider_name (None | str | Unset): The provider; a run names it in `imagerySearch.dataProvider`.
            `my_imagery_images` and `my_imagery_mosaics` are the caller's own. Example: aurora.
        zoom (int | None | Unset): Tile zoom of a mosaic. Example: 18.
        min_area_sqkm (float | None | Unset): Smallest area that can be processed, in square kilometres. Example: 1.0.
        is_new (bool | None | Unset): Whether it is not marked as seen; only in what a planned search found. Example:
            True.
        aoi_intersection_percent (float | None | Unset): Share of the searched area that it covers, in percent. Example:
            82.5.
    """

    id: str
    footprint: Geometry | None | Unset = UNSET
    pixel_resolution: float | None | Unset = UNSET
    acquisition_date: datetime.datetime | None | Unset = UNSET
    product_type: None | str | Unset = UNSET
    sensor: None | str | Unset = UNSET
    sat_id: None | str | Unset = UNSET
    color_band_order: None | str | Unset = UNSET
    cloud_cover: float | None | Unset = UNSET
    off_nadir_angle: float | None | Unset = UNSET
    preview_type: None | str | Unset = UNSET
    preview_url: None | str | Unset = UNSET
    previews: list[ImagePreviewPart] | None | Unset = UNSET
    provider_name: None | str | Unset = UNSET
    zoom: int | None | Unset = UNSET
    min_area_sqkm: float | None | Unset = UNSET
    is_new: bool | None | Unset = UNSET
    aoi_intersection_percent: float | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.geometry import Geometry  # noqa: PLC0415

        id = self.id

        footprint: dict[str, Any] | None | Unset
        if isinstance(self.footprint, Unset):
            footprint = UNSET
        elif isinstance(self.footprint, Geometry):
            footprint = self.footprint.to_dict()
        else:
            footprint = self.footprint

        pixel_resolution: float | None | Unset
        if isinstance(self.pixel_resolution, Unset):
            pixel_resolution = UNSET
        else:
            pixel_resolution = self.pixel_resolution

        acquisition_date: None | str | Unset
        if isinstance(self.acquisition_date, Unset):
            acquisition_date = UNSET
        elif isinstance(self.acquisition_date, datetime.datetime):
            acquisition_date = self.acquisition_date.isoformat()
        else:
            acquisition_date = self.acquisition_date

        product_type: None | str | Unset
        if isinstance(self.product_type, Unset):
            product_type = UNSET
        else:
            product_type = self.product_type

        sensor: None | str | Unset
        if isinstance(self.sensor, Unset):
            sensor = UNSET
        else:
            sensor = self.sensor

        sat_id: None | str | Unset
        if isinstance(self.sat_id, Unset):
            sat_id = UNSET
        else:
            sat_id = self.sat_id

        color_band_order: None | str | Unset
        if isinstance(self.color_band_order, Unset):
            color_band_order = UNSET
        else:
            color_band_order = self.color_band_order

        cloud_cover: float | None | Unset
        if isinstance(self.cloud_cover, Unset):
            cloud_cover = UNSET
        else:
            cloud_cover = self.cloud_cover

        off_nadir_angle: float | None | Unset
        if isinstance(self.off_nadir_angle, Unset):
            off_nadir_angle = UNSET
        else:
            off_nadir_angle = self.off_nadir_angle

        preview_type: None | str | Unset
        if isinstance(self.preview_type, Unset):
            preview_type = UNSET
        else:
            preview_type = self.preview_type

        preview_url: None | str | Unset
        if isinstance(self.preview_url, Unset):
            preview_url = UNSET
        else:
            preview_url = self.preview_url

        previews: list[dict[str, Any]] | None | Unset
        if isinstance(self.previews, Unset):
            previews = UNSET
        elif isinstance(self.previews, list):
            previews = []
            for previews_type_0_item_data in self.previews:
                previews_type_0_item = previews_type_0_item_data.to_dict()
                previews.append(previews_type_0_item)

        else:
            previews = self.previews

        provider_name: None | str | Unset
        if isinstance(self.provider_name, Unset):
            provider_name = UNSET
        else:
            provider_name = self.provider_name

        zoom: int | None | Unset
        if isinstance(self.zoom, Unset):
            zoom = UNSET
        else:
            zoom = self.zoom

        min_area_sqkm: float | None | Unset
        if isinstance(self.min_area_sqkm, Unset):
            min_area_sqkm = UNSET
        else:
            min_area_sqkm = self.min_area_sqkm

        is_new: bool | None | Unset
        if isinstance(self.is_new, Unset):
            is_new = UNSET
        else:
            is_new = self.is_new

        aoi_intersection_percent: float | None | Unset
        if isinstance(self.aoi_intersection_percent, Unset):
            aoi_intersection_percent = UNSET
        else:
            aoi_intersection_percent = self.aoi_intersection_percent

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
            }
        )
        if footprint is not UNSET:
            field_dict["footprint"] = footprint
        if pixel_resolution is not UNSET:
            field_dict["pixelResolution"] = pixel_resolution
        if acquisition_date is not UNSET:
            field_dict["acquisitionDate"] = acquisition_date
        if product_type is not UNSET:
            field_dict["productType"] = product_type
        if sensor is not UNSET:
            field_dict["sensor"] = sensor
        if sat_id is not UNSET:
            field_dict["satId"] = sat_id
        if color_band_order is not UNSET:
            field_dict["colorBandOrder"] = color_band_order
        if cloud_cover is not UNSET:
            field_dict["cloudCover"] = cloud_cover
        if off_nadir_angle is not UNSET:
            field_dict["offNadirAngle"] = off_nadir_angle
        if preview_type is not UNSET:
            field_dict["previewType"] = preview_type
        if preview_url is not UNSET:
            field_dict["previewUrl"] = preview_url
        if previews is not UNSET:
            field_dict["previews"] = previews
        if provider_name is not UNSET:
            field_dict["providerName"] = provider_name
        if zoom is not UNSET:
            field_dict["zoom"] = zoom
        if min_area_sqkm is not UNSET:
            field_dict["minAreaSqkm"] = min_area_sqkm
        if is_new is not UNSET:
            field_dict["isNew"] = is_new
        if aoi_intersection_percent is not UNSET:
            field_dict["aoiIntersectionPercent"] = aoi_intersection_percent

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.geometry import Geometry  # noqa: PLC0415
        from ..models.image_preview_part import ImagePreviewPart  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        def _parse_footprint(data: object) -> Geometry | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                footprint_type_0 = Geometry.from_dict(data)

                return footprint_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Geometry | None | Unset, data)

        footprint = _parse_footprint(d.pop("footprint", UNSET))

        def _parse_pixel_resolution(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        pixel_resolution = _parse_pixel_resolution(d.pop("pixelResolution", UNSET))

        def _parse_acquisition_date(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                acquisition_date_type_0 = datetime.datetime.fromisoformat(data)

                return acquisition_date_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        acquisition_date = _parse_acquisition_date(d.pop("acquisitionDate", UNSET))

        def _parse_product_type(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        product_type = _parse_product_type(d.pop("productType", UNSET))

        def _parse_sensor(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        sensor = _parse_sensor(d.pop("sensor", UNSET))

        def _parse_sat_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        sat_id = _parse_sat_id(d.pop("satId", UNSET))

        def _parse_color_band_order(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        color_band_order = _parse_color_band_order(d.pop("colorBandOrder", UNSET))

        def _parse_cloud_cover(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        cloud_cover = _parse_cloud_cover(d.pop("cloudCover", UNSET))

        def _parse_off_nadir_angle(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        off_nadir_angle = _parse_off_nadir_angle(d.pop("offNadirAngle", UNSET))

        def _parse_preview_type(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        preview_type = _parse_preview_type(d.pop("previewType", UNSET))

        def _parse_preview_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        preview_url = _parse_preview_url(d.pop("previewUrl", UNSET))

        def _parse_previews(data: object) -> list[ImagePreviewPart] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                previews_type_0 = []
                _previews_type_0 = data
                for previews_type_0_item_data in _previews_type_0:
                    previews_type_0_item = ImagePreviewPart.from_dict(previews_type_0_item_data)

                    previews_type_0.append(previews_type_0_item)

                return previews_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[ImagePreviewPart] | None | Unset, data)

        previews = _parse_previews(d.pop("previews", UNSET))

        def _parse_provider_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        provider_name = _parse_provider_name(d.pop("providerName", UNSET))

        def _parse_zoom(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        zoom = _parse_zoom(d.pop("zoom", UNSET))

        def _parse_min_area_sqkm(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        min_area_sqkm = _parse_min_area_sqkm(d.pop("minAreaSqkm", UNSET))

        def _parse_is_new(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_new = _parse_is_new(d.pop("isNew", UNSET))

        def _parse_aoi_intersection_percent(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        aoi_intersection_percent = _parse_aoi_intersection_percent(
            d.pop("aoiIntersectionPercent", UNSET)
        )

        catalog_image = cls(
            id=id,
            footprint=footprint,
            pixel_resolution=pixel_resolution,
            acquisition_date=acquisition_date,
            product_type=product_type,
            sensor=sensor,
            sat_id=sat_id,
            color_band_order=color_band_order,
            cloud_cover=cloud_cover,
            off_nadir_angle=off_nadir_angle,
            preview_type=preview_type,
            preview_url=preview_url,
            previews=previews,
            provider_name=provider_name,
            zoom=zoom,
            min_area_sqkm=min_area_sqkm,
            is_new=is_new,
            aoi_intersection_percent=aoi_intersection_percent,
        )

        catalog_image.additional_properties = d
        return catalog_image

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
