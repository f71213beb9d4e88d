from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.progress_detail import ProgressDetail


T = TypeVar("T", bound="ProgressSummary")


@_attrs_define
class ProgressSummary:
    """How far a project is.

    Attributes:
        status (None | str | Unset): Its status as a whole: `UNPROCESSED`, `IN_PROGRESS`, `OK`, `FAILED`, `AWAITING`,
            `CANCELLED` or `REFUNDED`, as for a processing. Example: OK.
        percent_completed (int | None | Unset): 0 to 100. Example: 100.
        details (list[ProgressDetail] | None | Unset): One entry for each status that occurs; empty for an empty
            project.
        completion_date (datetime.datetime | None | Unset): When everything was finished; absent before. Example:
            2026-03-02T09:27:41.250000Z.
    """

    status: None | str | Unset = UNSET
    percent_completed: int | None | Unset = UNSET
    details: list[ProgressDetail] | None | Unset = UNSET
    completion_date: datetime.datetime | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        status: None | str | Unset
        if isinstance(self.status, Unset):
            status = UNSET
        else:
            status = self.status

        percent_completed: int | None | Unset
        if isinstance(self.percent_completed, Unset):
            percent_completed = UNSET
        else:
            percent_completed = self.percent_completed

        details: list[dict[str, Any]] | None | Unset
        if isinstance(self.details, Unset):
            details = UNSET
        elif isinstance(self.details, list):
            details = []
            for details_type_0_item_data in self.details:
                details_type_0_item = details_type_0_item_data.to_dict()
                details.append(details_type_0_item)

        else:
            details = self.details

        completion_date: None | str | Unset
        if isinstance(self.completion_date, Unset):
            completion_date = UNSET
        elif isinstance(self.completion_date, datetime.datetime):
            completion_date = self.completion_date.isoformat()
        else:
            completion_date = self.completion_date

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if status is not UNSET:
            field_dict["status"] = status
        if percent_completed is not UNSET:
            field_dict["percentCompleted"] = percent_completed
        if details is not UNSET:
            field_dict["details"] = details
        if completion_date is not UNSET:
            field_dict["completionDate"] = completion_date

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.progress_detail import ProgressDetail  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_status(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        status = _parse_status(d.pop("status", UNSET))

        def _parse_percent_completed(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        percent_completed = _parse_percent_completed(d.pop("percentCompleted", UNSET))

        def _parse_details(data: object) -> list[ProgressDetail] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                details_type_0 = []
                _details_type_0 = data
                for details_type_0_item_data in _details_type_0:
                    details_type_0_item = ProgressDetail.from_dict(details_type_0_item_data)

                    details_type_0.append(details_type_0_item)

                return details_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[ProgressDetail] | None | Unset, data)

        details = _parse_details(d.pop("details", UNSET))

        def _parse_completion_date(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                completion_date_type_0 = datetime.datetime.fromisoformat(data)

                return completion_date_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        completion_date = _parse_completion_date(d.pop("completionDate", UNSET))

        progress_summary = cls(
            status=status,
            percent_completed=percent_completed,
            details=details,
            completion_date=completion_date,
        )

        progress_summary.additional_properties = d
        return progress_summary

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
