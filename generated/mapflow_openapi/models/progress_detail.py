from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="ProgressDetail")


@_attrs_define
class ProgressDetail:
    """How much of a project is in one status. The numbers need not add up to those of the project.

    Attributes:
        status (None | str | Unset): The status counted here: `UNPROCESSED`, `IN_PROGRESS`, `OK`, `FAILED`, `AWAITING`,
            `CANCELLED` or `REFUNDED`, as for a processing. Example: OK.
        count (int | None | Unset): Number of areas in it. Example: 2.
        area (int | None | Unset): Their area in square metres. Example: 1634206.
        status_update_date (datetime.datetime | None | Unset): When an area last entered it. Example:
            2026-03-02T09:27:41.250000Z.
    """

    status: None | str | Unset = UNSET
    count: int | None | Unset = UNSET
    area: int | None | Unset = UNSET
    status_update_date: datetime.datetime | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        status: None | str | Unset
        if isinstance(self.status, Unset):
            status = UNSET
        else:
            status = self.status

        count: int | None | Unset
        if isinstance(self.count, Unset):
            count = UNSET
        else:
            count = self.count

        area: int | None | Unset
        if isinstance(self.area, Unset):
            area = UNSET
        else:
            area = self.area

        status_update_date: None | str | Unset
        if isinstance(self.status_update_date, Unset):
            status_update_date = UNSET
        elif isinstance(self.status_update_date, datetime.datetime):
            status_update_date = self.status_update_date.isoformat()
        else:
            status_update_date = self.status_update_date

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if status is not UNSET:
            field_dict["status"] = status
        if count is not UNSET:
            field_dict["count"] = count
        if area is not UNSET:
            field_dict["area"] = area
        if status_update_date is not UNSET:
            field_dict["statusUpdateDate"] = status_update_date

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_status(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        status = _parse_status(d.pop("status", UNSET))

        def _parse_count(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        count = _parse_count(d.pop("count", UNSET))

        def _parse_area(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        area = _parse_area(d.pop("area", UNSET))

        def _parse_status_update_date(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                status_update_date_type_0 = datetime.datetime.fromisoformat(data)

                return status_update_date_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        status_update_date = _parse_status_update_date(d.pop("statusUpdateDate", UNSET))

        progress_detail = cls(
            status=status,
            count=count,
            area=area,
            status_update_date=status_update_date,
        )

        progress_detail.additional_properties = d
        return progress_detail

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
