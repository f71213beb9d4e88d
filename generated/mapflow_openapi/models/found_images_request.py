from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="FoundImagesRequest")


@_attrs_define
class FoundImagesRequest:
    """Which of the found images to return.

    Attributes:
        limit (int | Unset): How many at most; the published client asks for 100. Example: 100.
        offset (int | Unset): How many to leave out before. Example: 0.
        aoi_ids (list[UUID] | Unset): Areas to restrict the list to; omit it for all. Example:
            ['f52e8ca1-6b3d-4074-9e2a-81d6c7f3b495'].
        sort_by (str | Unset): What to sort by: `PROVIDER_NAME`, `SAT_ID`, `CLOUD_COVER`, `OFF_NADIR_ANGLE`,
            `ACQUISITION_DATE`, `ZOOM` or `PIXEL_RESOLUTION`. Example: ACQUISITION_DATE.
        sort_order (str | Unset): `ASC` ascending or `DESC` descending. Example: DESC.
        acquisition_date_from (datetime.datetime | Unset): Earliest time of the image, UTC. Example:
            2026-04-01T00:00:00.000000Z.
        acquisition_date_to (datetime.datetime | Unset): Latest time of the image, UTC. Example:
            2026-05-01T00:00:00.000000Z.
        min_resolution (float | Unset): Smallest pixel, in metres. Example: 0.3.
        max_resolution (float | Unset): Largest pixel, in metres. Example: 1.0.
        max_cloud_cover (float | Unset): Most clouds, in percent from 0 to 100. Example: 20.0.
        min_off_nadir_angle (float | Unset): Smallest angle off the vertical, in degrees. Example: 0.0.
        max_off_nadir_angle (float | Unset): Largest angle off the vertical, in degrees. Example: 25.0.
    """

    limit: int | Unset = UNSET
    offset: int | Unset = UNSET
    aoi_ids: list[UUID] | Unset = UNSET
    sort_by: str | Unset = UNSET
    sort_order: str | Unset = UNSET
    acquisition_date_from: datetime.datetime | Unset = UNSET
    acquisition_date_to: datetime.datetime | Unset = UNSET
    min_resolution: float | Unset = UNSET
    max_resolution: float | Unset = UNSET
    max_cloud_cover: float | Unset = UNSET
    min_off_nadir_angle: float | Unset = UNSET
    max_off_nadir_angle: float | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        limit = self.limit

        offset = self.offset

        aoi_ids: list[str] | Unset = UNSET
        if not isinstance(self.aoi_ids, Unset):
            aoi_ids = []
            for aoi_ids_item_data in self.aoi_ids:
                aoi_ids_item = str(aoi_ids_item_data)
                aoi_ids.append(aoi_ids_item)

        sort_by = self.sort_by

        sort_order = self.sort_order

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

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if limit is not UNSET:
            field_dict["limit"] = limit
        if offset is not UNSET:
            field_dict["offset"] = offset
        if aoi_ids is not UNSET:
            field_dict["aoiIds"] = aoi_ids
        if sort_by is not UNSET:
            field_dict["sortBy"] = sort_by
        if sort_order is not UNSET:
            field_dict["sortOrder"] = sort_order
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

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        limit = d.pop("limit", UNSET)

        offset = d.pop("offset", UNSET)

        _aoi_ids = d.pop("aoiIds", UNSET)
        aoi_ids: list[UUID] | Unset = UNSET
        if _aoi_ids is not UNSET:
            aoi_ids = []
            for aoi_ids_item_data in _aoi_ids:
                aoi_ids_item = UUID(aoi_ids_item_data)

                aoi_ids.append(aoi_ids_item)

        sort_by = d.pop("sortBy", UNSET)

        sort_order = d.pop("sortOrder", UNSET)

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

        found_images_request = cls(
            limit=limit,
            offset=offset,
            aoi_ids=aoi_ids,
            sort_by=sort_by,
            sort_order=sort_order,
            acquisition_date_from=acquisition_date_from,
            acquisition_date_to=acquisition_date_to,
            min_resolution=min_resolution,
            max_resolution=max_resolution,
            max_cloud_cover=max_cloud_cover,
            min_off_nadir_angle=min_off_nadir_angle,
            max_off_nadir_angle=max_off_nadir_angle,
        )

        found_images_request.additional_properties = d
        return found_images_request

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
