from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="StatisticsRequest")


@_attrs_define
class StatisticsRequest:
    """Which processings to report. The documentation has had two generations of fields: `page`, `perPage`, `sort` and
    `filter` since the end of 2025, the others before. Whether they mix is not documented.

        Attributes:
            page (int | Unset): Which page; the first is 1 in the samples. Example: 1.
            per_page (int | Unset): Rows on a page. Example: 50.
            sort (str | Unset): Column and direction, joined by a comma or by a colon. Example: created,desc.
            filter_ (str | Unset): A condition such as `status=OK`; the grammar is not documented. Example: status=OK.
            date_from (datetime.datetime | Unset): The earliest time; the zone that the service applies is not documented.
                Example: 2026-03-01T00:00:00.000000Z.
            date_to (datetime.datetime | Unset): The latest time. Example: 2026-04-01T00:00:00.000000Z.
            statuses (list[str] | Unset): The statuses to include: `OK`, `IN_PROGRESS`, `FAILED`, `CANCELED` (with one L
                here) or `REFUNDED`. Example: ['OK', 'FAILED'].
            terms (str | Unset): Text to find. Example: roofs.
    """

    page: int | Unset = UNSET
    per_page: int | Unset = UNSET
    sort: str | Unset = UNSET
    filter_: str | Unset = UNSET
    date_from: datetime.datetime | Unset = UNSET
    date_to: datetime.datetime | Unset = UNSET
    statuses: list[str] | Unset = UNSET
    terms: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        page = self.page

        per_page = self.per_page

        sort = self.sort

        filter_ = self.filter_

        date_from: str | Unset = UNSET
        if not isinstance(self.date_from, Unset):
            date_from = self.date_from.isoformat()

        date_to: str | Unset = UNSET
        if not isinstance(self.date_to, Unset):
            date_to = self.date_to.isoformat()

        statuses: list[str] | Unset = UNSET
        if not isinstance(self.statuses, Unset):
            statuses = self.statuses

        terms = self.terms

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if page is not UNSET:
            field_dict["page"] = page
        if per_page is not UNSET:
            field_dict["perPage"] = per_page
        if sort is not UNSET:
            field_dict["sort"] = sort
        if filter_ is not UNSET:
            field_dict["filter"] = filter_
        if date_from is not UNSET:
            field_dict["dateFrom"] = date_from
        if date_to is not UNSET:
            field_dict["dateTo"] = date_to
        if statuses is not UNSET:
            field_dict["statuses"] = statuses
        if terms is not UNSET:
            field_dict["terms"] = terms

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        page = d.pop("page", UNSET)

        per_page = d.pop("perPage", UNSET)

        sort = d.pop("sort", UNSET)

        filter_ = d.pop("filter", UNSET)

        _date_from = d.pop("dateFrom", UNSET)
        date_from: datetime.datetime | Unset
        if isinstance(_date_from, Unset):
            date_from = UNSET
        else:
            date_from = datetime.datetime.fromisoformat(_date_from)

        _date_to = d.pop("dateTo", UNSET)
        date_to: datetime.datetime | Unset
        if isinstance(_date_to, Unset):
            date_to = UNSET
        else:
            date_to = datetime.datetime.fromisoformat(_date_to)

        statuses = cast(list[str], d.pop("statuses", UNSET))

        terms = d.pop("terms", UNSET)

        statistics_request = cls(
            page=page,
            per_page=per_page,
            sort=sort,
            filter_=filter_,
            date_from=date_from,
            date_to=date_to,
            statuses=statuses,
            terms=terms,
        )

        statistics_request.additional_properties = d
        return statistics_request

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
