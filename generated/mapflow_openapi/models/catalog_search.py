from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.geometry import Geometry


T = TypeVar("T", bound="CatalogSearch")


@_attrs_define
class CatalogSearch:
    """What to search for. All filters are optional. Omit a filter rather than sending an empty list: no provider means
    that nothing is searched.

        Attributes:
            aoi (Geometry): A GeoJSON geometry. Requests take a Polygon or a MultiPolygon with closed rings in longitude and
                latitude (WGS84); every polygon of a MultiPolygon becomes a separate area. What the service makes of a Feature,
                a FeatureCollection, a GeometryCollection, holes, self-intersections, the antimeridian, a `crs` or very many
                vertices is not documented. Example: {'type': 'Polygon', 'coordinates': [[[12.08, 57.68], [12.095, 57.68],
                [12.095, 57.69], [12.08, 57.69], [12.08, 57.68]]]}.
            acquisition_date_from (datetime.datetime | Unset): Earliest time of the image, UTC. Example:
                2026-03-01T00:00:00.000000Z.
            acquisition_date_to (datetime.datetime | Unset): Latest time of the image, UTC. Example:
                2026-05-01T00:00:00.000000Z.
            min_resolution (float | Unset): Smallest pixel, in metres. Example: 0.3.
            max_resolution (float | Unset): Largest pixel, in metres. Example: 1.0.
            max_cloud_cover (float | Unset): Most clouds, in percent from 0 to 100; old documentation used a fraction from 0
                to 1. Example: 20.0.
            min_off_nadir_angle (float | Unset): Smallest angle off the vertical, in degrees. Example: 0.0.
            max_off_nadir_angle (float | Unset): Largest angle off the vertical, in degrees. Example: 25.0.
            min_aoi_intersection_percent (float | Unset): Smallest share of the area that an image covers, in percent from 0
                to 100. Example: 50.0.
            limit (int | Unset): How many at most; 100 if omitted. Example: 100.
            offset (int | Unset): How many to leave out before; 0 if omitted. Example: 0.
            sort_by (str | Unset): What to sort by: `PROVIDER_NAME`, `SAT_ID`, `CLOUD_COVER`, `OFF_NADIR_ANGLE`,
                `ACQUISITION_DATE`, `ZOOM` or `PIXEL_RESOLUTION`. Example: ACQUISITION_DATE.
            sort_order (str | Unset): `ASC` ascending or `DESC` descending. Example: DESC.
            hide_unavailable (bool | Unset): Whether to leave out providers whose imagery the account may not process.
                Example: True.
            data_providers (list[str] | Unset): Names of the providers to search. Example: ['aurora'].
            product_types (list[str] | Unset): `IMAGE` single captures, `MOSAIC` ready mosaics. Example: ['IMAGE'].
    """

    aoi: Geometry
    acquisition_date_from: datetime.datetime | Unset = UNSET
    acquisition_date_to: datetime.datetime | Unset = UNSET
    min_resolution: float | Unset = UNSET
    max_resolution: float | Unset = UNSET
    max_cloud_cover: float | Unset = UNSET
    min_off_nadir_angle: float | Unset = UNSET
    max_off_nadir_angle: float | Unset = UNSET
    min_aoi_intersection_percent: float | Unset = UNSET
    limit: int | Unset = UNSET
    offset: int | Unset = UNSET
    sort_by: str | Unset = UNSET
    sort_order: str | Unset = UNSET
    hide_unavailable: bool | Unset = UNSET
    data_providers: list[str] | Unset = UNSET
    product_types: list[str] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        aoi = self.aoi.to_dict()

        acquisition_date_from: str | Unset = UNSET
        if not isinstance(self.acquisition_date_from, Unset):
            acquisition_date_from = self.acquisition_date_from.isoformat()

        acquisition_date_to: str | Unset = UNSET
        if not isinstance(self.acquisition_date_to, Unset):
            acquisition_date_to = self.acquisition_date_to.isoformat()

        min_resolution = self.min_resolution

        max_resolution = self.max_resolution

        max_cloud_cover = self.max_cloud_cover

        min_off_nadir_angle = self.min_off_nadir_angle

        max_off_nadir_angle = self.max_off_nadir_angle

        min_aoi_intersection_percent = self.min_aoi_intersection_percent

        limit = self.limit

        offset = self.offset

        sort_by = self.sort_by

        sort_order = self.sort_order

        hide_unavailable = self.hide_unavailable

        data_providers: list[str] | Unset = UNSET
        if not isinstance(self.data_providers, Unset):
            data_providers = self.data_providers

        product_types: list[str] | Unset = UNSET
        if not isinstance(self.product_types, Unset):
            product_types = self.product_types

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "aoi": aoi,
            }
        )
        if acquisition_date_from is not UNSET:
            field_dict["acquisitionDateFrom"] = acquisition_date_from
        if acquisition_date_to is not UNSET:
            field_dict["acquisitionDateTo"] = acquisition_date_to
        if min_resolution is not UNSET:
            field_dict["minResolution"] = min_resolution
        if max_resolution is not UNSET:
            field_dict["maxResolution"] = max_resolution
        if max_cloud_cover is not UNSET:
            field_dict["maxCloudCover"] = max_cloud_cover
        if min_off_nadir_angle is not UNSET:
            field_dict["minOffNadirAngle"] = min_off_nadir_angle
        if max_off_nadir_angle is not UNSET:
            field_dict["maxOffNadirAngle"] = max_off_nadir_angle
        if min_aoi_intersection_percent is not UNSET:
            field_dict["minAoiIntersectionPercent"] = min_aoi_intersection_percent
        if limit is not UNSET:
            field_dict["limit"] = limit
        if offset is not UNSET:
            field_dict["offset"] = offset
        if sort_by is not UNSET:
            field_dict["sortBy"] = sort_by
        if sort_order is not UNSET:
            field_dict["sortOrder"] = sort_order
        if hide_unavailable is not UNSET:
            field_dict["hideUnavailable"] = hide_unavailable
        if data_providers is not UNSET:
            field_dict["dataProviders"] = data_providers
        if product_types is not UNSET:
            field_dict["productTypes"] = product_types

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.geometry import Geometry  # noqa: PLC0415

        d = dict(src_dict)
        aoi = Geometry.from_dict(d.pop("aoi"))

        _acquisition_date_from = d.pop("acquisitionDateFrom", UNSET)
        acquisition_date_from: datetime.datetime | Unset
        if isinstance(_acquisition_date_from, Unset):
            acquisition_date_from = UNSET
        else:
            acquisition_date_from = datetime.datetime.fromisoformat(_acquisition_date_from)

        _acquisition_date_to = d.pop("acquisitionDateTo", UNSET)
        acquisition_date_to: datetime.datetime | Unset
        if isinstance(_acquisition_date_to, Unset):
            acquisition_date_to = UNSET
        else:
            acquisition_date_to = datetime.datetime.fromisoformat(_acquisition_date_to)

        min_resolution = d.pop("minResolution", UNSET)

        max_resolution = d.pop("maxResolution", UNSET)

        max_cloud_cover = d.pop("maxCloudCover", UNSET)

        min_off_nadir_angle = d.pop("minOffNadirAngle", UNSET)

        max_off_nadir_angle = d.pop("maxOffNadirAngle", UNSET)

        min_aoi_intersection_percent = d.pop("minAoiIntersectionPercent", UNSET)

        limit = d.pop("limit", UNSET)

        offset = d.pop("offset", UNSET)

        sort_by = d.pop("sortBy", UNSET)

        sort_order = d.pop("sortOrder", UNSET)

        hide_unavailable = d.pop("hideUnavailable", UNSET)

        data_providers = cast(list[str], d.pop("dataProviders", UNSET))

        product_types = cast(list[str], d.pop("productTypes", UNSET))

        catalog_search = cls(
            aoi=aoi,
            acquisition_date_from=acquisition_date_from,
            acquisition_date_to=acquisition_date_to,
            min_resolution=min_resolution,
            max_resolution=max_resolution,
            max_cloud_cover=max_cloud_cover,
            min_off_nadir_angle=min_off_nadir_angle,
            max_off_nadir_angle=max_off_nadir_angle,
            min_aoi_intersection_percent=min_aoi_intersection_percent,
            limit=limit,
            offset=offset,
            sort_by=sort_by,
            sort_order=sort_order,
            hide_unavailable=hide_unavailable,
            data_providers=data_providers,
            product_types=product_types,
        )

        catalog_search.additional_properties = d
        return catalog_search

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
