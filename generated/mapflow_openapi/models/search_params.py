from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.geometry import Geometry
    from ..models.planned_areas import PlannedAreas


T = TypeVar("T", bound="SearchParams")


@_attrs_define
class SearchParams:
    """What a planned search searches for. All members are optional.

    Attributes:
        aoi_details (None | PlannedAreas | Unset): The areas.
        aoi (Geometry | None | Unset): The areas in an older, deprecated form; use `aoiDetails`.
        acquisition_date_from (datetime.datetime | None | Unset): Earliest time of an image, UTC. Example:
            2026-03-01T00:00:00.000000Z.
        acquisition_date_to (datetime.datetime | None | Unset): Latest time of an image, UTC. Example:
            2026-10-28T00:00:00.000000Z.
        min_resolution (float | None | Unset): Smallest pixel, in metres. Example: 0.3.
        max_resolution (float | None | Unset): Largest pixel, in metres. Example: 1.0.
        max_cloud_cover (float | None | Unset): Most clouds, in percent from 0 to 100. Example: 20.0.
        min_off_nadir_angle (float | None | Unset): Smallest angle off the vertical, in degrees. Example: 0.0.
        max_off_nadir_angle (float | None | Unset): Largest angle off the vertical, in degrees. Example: 25.0.
        min_aoi_intersection_percent (float | None | Unset): Smallest share of an area that an image covers, in percent.
            Example: 50.0.
        max_aoi_intersection_percent (float | None | Unset): Not explained. Example: 100.0.
        return_errors (bool | None | Unset): Not explained. Example: False.
        limit (int | None | Unset): How many images at most. Example: 100.
        offset (int | None | Unset): How many to leave out before. Example: 0.
        hide_unavailable (bool | None | Unset): Whether to leave out providers whose imagery the account may not
            process. Example: True.
        data_providers (list[str] | None | Unset): Names of the providers to search. Example: ['aurora'].
        product_types (list[str] | None | Unset): `IMAGE` single captures, `MOSAIC` ready mosaics. Example: ['IMAGE'].
    """

    aoi_details: None | PlannedAreas | Unset = UNSET
    aoi: Geometry | None | Unset = UNSET
    acquisition_date_from: datetime.datetime | None | Unset = UNSET
    acquisition_date_to: datetime.datetime | None | Unset = UNSET
    min_resolution: float | None | Unset = UNSET
    max_resolution: float | None | Unset = UNSET
    max_cloud_cover: float | None | Unset = UNSET
    min_off_nadir_angle: float | None | Unset = UNSET
    max_off_nadir_angle: float | None | Unset = UNSET
    min_aoi_intersection_percent: float | None | Unset = UNSET
    max_aoi_intersection_percent: float | None | Unset = UNSET
    return_errors: bool | None | Unset = UNSET
    limit: int | None | Unset = UNSET
    offset: int | None | Unset = UNSET
    hide_unavailable: bool | None | Unset = UNSET
    data_providers: list[str] | None | Unset = UNSET
    product_types: list[str] | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.geometry import Geometry  # noqa: PLC0415
        from ..models.planned_areas import PlannedAreas  # noqa: PLC0415

        aoi_details: dict[str, Any] | None | Unset
        if isinstance(self.aoi_details, Unset):
            aoi_details = UNSET
        elif isinstance(self.aoi_details, PlannedAreas):
            aoi_details = self.aoi_details.to_dict()
        else:
            aoi_details = self.aoi_details

        aoi: dict[str, Any] | None | Unset
        if isinstance(self.aoi, Unset):
            aoi = UNSET
        elif isinstance(self.aoi, Geometry):
            aoi = self.aoi.to_dict()
        else:
            aoi = self.aoi

        acquisition_date_from: None | str | Unset
        if isinstance(self.acquisition_date_from, Unset):
            acquisition_date_from = UNSET
        elif isinstance(self.acquisition_date_from, datetime.datetime):
            acquisition_date_from = self.acquisition_date_from.isoformat()
        else:
            acquisition_date_from = self.acquisition_date_from

        acquisition_date_to: None | str | Unset
        if isinstance(self.acquisition_date_to, Unset):
            acquisition_date_to = UNSET
        elif isinstance(self.acquisition_date_to, datetime.datetime):
            acquisition_date_to = self.acquisition_date_to.isoformat()
        else:
            acquisition_date_to = self.acquisition_date_to

        min_resolution: float | None | Unset
        if isinstance(self.min_resolution, Unset):
            min_resolution = UNSET
        else:
            min_resolution = self.min_resolution

        max_resolution: float | None | Unset
        if isinstance(self.max_resolution, Unset):
            max_resolution = UNSET
        else:
            max_resolution = self.max_resolution

        max_cloud_cover: float | None | Unset
        if isinstance(self.max_cloud_cover, Unset):
            max_cloud_cover = UNSET
        else:
            max_cloud_cover = self.max_cloud_cover

        min_off_nadir_angle: float | None | Unset
        if isinstance(self.min_off_nadir_angle, Unset):
            min_off_nadir_angle = UNSET
        else:
            min_off_nadir_angle = self.min_off_nadir_angle

        max_off_nadir_angle: float | None | Unset
        if isinstance(self.max_off_nadir_angle, Unset):
            max_off_nadir_angle = UNSET
        else:
            max_off_nadir_angle = self.max_off_nadir_angle

        min_aoi_intersection_percent: float | None | Unset
        if isinstance(self.min_aoi_intersection_percent, Unset):
            min_aoi_intersection_percent = UNSET
        else:
            min_aoi_intersection_percent = self.min_aoi_intersection_percent

        max_aoi_intersection_percent: float | None | Unset
        if isinstance(self.max_aoi_intersection_percent, Unset):
            max_aoi_intersection_percent = UNSET
        else:
            max_aoi_intersection_percent = self.max_aoi_intersection_percent

        return_errors: bool | None | Unset
        if isinstance(self.return_errors, Unset):
            return_errors = UNSET
        else:
            return_errors = self.return_errors

        limit: int | None | Unset
        if isinstance(self.limit, Unset):
            limit = UNSET
        else:
            limit = self.limit

        offset: int | None | Unset
        if isinstance(self.offset, Unset):
            offset = UNSET
        else:
            offset = self.offset

        hide_unavailable: bool | None | Unset
        if isinstance(self.hide_unavailable, Unset):
            hide_unavailable = UNSET
        else:
            hide_unavailable = self.hide_unavailable

        data_providers: list[str] | None | Unset
        if isinstance(self.data_providers, Unset):
            data_providers = UNSET
        elif isinstance(self.data_providers, list):
            data_providers = self.data_providers

        else:
            data_providers = self.data_providers

        product_types: list[str] | None | Unset
        if isinstance(self.product_types, Unset):
            product_types = UNSET
        elif isinstance(self.product_types, list):
            product_types = self.product_types

        else:
            product_types = self.product_types

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if aoi_details is not UNSET:
            field_dict["aoiDetails"] = aoi_details
        if aoi is not UNSET:
            field_dict["aoi"] = aoi
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
        if max_aoi_intersection_percent is not UNSET:
            field_dict["maxAoiIntersectionPercent"] = max_aoi_intersection_percent
        if return_errors is not UNSET:
            field_dict["returnErrors"] = return_errors
        if limit is not UNSET:
            field_dict["limit"] = limit
        if offset is not UNSET:
            field_dict["offset"] = offset
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
        from ..models.planned_areas import PlannedAreas  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_aoi_details(data: object) -> None | PlannedAreas | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                aoi_details_type_0 = PlannedAreas.from_dict(data)

                return aoi_details_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PlannedAreas | Unset, data)

        aoi_details = _parse_aoi_details(d.pop("aoiDetails", UNSET))

        def _parse_aoi(data: object) -> Geometry | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                aoi_type_0 = Geometry.from_dict(data)

                return aoi_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Geometry | None | Unset, data)

        aoi = _parse_aoi(d.pop("aoi", UNSET))

        def _parse_acquisition_date_from(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                acquisition_date_from_type_0 = datetime.datetime.fromisoformat(data)

                return acquisition_date_from_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        acquisition_date_from = _parse_acquisition_date_from(d.pop("acquisitionDateFrom", UNSET))

        def _parse_acquisition_date_to(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                acquisition_date_to_type_0 = datetime.datetime.fromisoformat(data)

                return acquisition_date_to_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        acquisition_date_to = _parse_acquisition_date_to(d.pop("acquisitionDateTo", UNSET))

        def _parse_min_resolution(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        min_resolution = _parse_min_resolution(d.pop("minResolution", UNSET))

        def _parse_max_resolution(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        max_resolution = _parse_max_resolution(d.pop("maxResolution", UNSET))

        def _parse_max_cloud_cover(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        max_cloud_cover = _parse_max_cloud_cover(d.pop("maxCloudCover", UNSET))

        def _parse_min_off_nadir_angle(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        min_off_nadir_angle = _parse_min_off_nadir_angle(d.pop("minOffNadirAngle", UNSET))

        def _parse_max_off_nadir_angle(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        max_off_nadir_angle = _parse_max_off_nadir_angle(d.pop("maxOffNadirAngle", UNSET))

        def _parse_min_aoi_intersection_percent(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        min_aoi_intersection_percent = _parse_min_aoi_intersection_percent(
            d.pop("minAoiIntersectionPercent", UNSET)
        )

        def _parse_max_aoi_intersection_percent(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        max_aoi_intersection_percent = _parse_max_aoi_intersection_percent(
            d.pop("maxAoiIntersectionPercent", UNSET)
        )

        def _parse_return_errors(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        return_errors = _parse_return_errors(d.pop("returnErrors", UNSET))

        def _parse_limit(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        limit = _parse_limit(d.pop("limit", UNSET))

        def _parse_offset(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        offset = _parse_offset(d.pop("offset", UNSET))

        def _parse_hide_unavailable(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        hide_unavailable = _parse_hide_unavailable(d.pop("hideUnavailable", UNSET))

        def _parse_data_providers(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                data_providers_type_0 = cast(list[str], data)

                return data_providers_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        data_providers = _parse_data_providers(d.pop("dataProviders", UNSET))

        def _parse_product_types(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                product_types_type_0 = cast(list[str], data)

                return product_types_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        product_types = _parse_product_types(d.pop("productTypes", UNSET))

        search_params = cls(
            aoi_details=aoi_details,
            aoi=aoi,
            acquisition_date_from=acquisition_date_from,
            acquisition_date_to=acquisition_date_to,
            min_resolution=min_resolution,
            max_resolution=max_resolution,
            max_cloud_cover=max_cloud_cover,
            min_off_nadir_angle=min_off_nadir_angle,
            max_off_nadir_angle=max_off_nadir_angle,
            min_aoi_intersection_percent=min_aoi_intersection_percent,
            max_aoi_intersection_percent=max_aoi_intersection_percent,
            return_errors=return_errors,
            limit=limit,
            offset=offset,
            hide_unavailable=hide_unavailable,
            data_providers=data_providers,
            product_types=product_types,
        )

        search_params.additional_properties = d
        return search_params

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
