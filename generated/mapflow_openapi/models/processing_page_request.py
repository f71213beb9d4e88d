from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="ProcessingPageRequest")


@_attrs_define
class ProcessingPageRequest:
    """Which processings to return.

    Attributes:
        limit (int | Unset): How many at most; the published client asks for 30. Example: 30.
        offset (int | Unset): How many to leave out before. Example: 0.
        terms (str | Unset): Text to find in the names of the processing, the project and the model and in the e-mail
            address. Example: roofs.
        sort_by (str | Unset): What to sort by: `SCENARIO` (the name of the model), `NAME`, `PROJECT`, `EMAIL`,
            `CREATED`, `STATUS`, `PROGRESS`, `COMPLETED`, `COST`, `AREA` or `PROVIDER`. Example: CREATED.
        sort_order (str | Unset): `ASC` ascending or `DESC` descending. Example: DESC.
    """

    limit: int | Unset = UNSET
    offset: int | Unset = UNSET
    terms: str | Unset = UNSET
    sort_by: str | Unset = UNSET
    sort_order: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        limit = self.limit

        offset = self.offset

        terms = self.terms

        sort_by = self.sort_by

        sort_order = self.sort_order

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if limit is not UNSET:
            field_dict["limit"] = limit
        if offset is not UNSET:
            field_dict["offset"] = offset
        if terms is not UNSET:
            field_dict["terms"] = terms
        if sort_by is not UNSET:
            field_dict["sortBy"] = sort_by
        if sort_order is not UNSET:
            field_dict["sortOrder"] = sort_order

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        limit = d.pop("limit", UNSET)

        offset = d.pop("offset", UNSET)

        terms = d.pop("terms", UNSET)

        sort_by = d.pop("sortBy", UNSET)

        sort_order = d.pop("sortOrder", UNSET)

        processing_page_request = cls(
            limit=limit,
            offset=offset,
            terms=terms,
            sort_by=sort_by,
            sort_order=sort_order,
        )

        processing_page_request.additional_properties = d
        return processing_page_request

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
