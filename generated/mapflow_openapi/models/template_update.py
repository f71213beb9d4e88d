from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.search_params import SearchParams
    from ..models.stored_run import StoredRun


T = TypeVar("T", bound="TemplateUpdate")


@_attrs_define
class TemplateUpdate:
    """What to change in a planned search.

    Attributes:
        name (str | Unset): The new name. Example: Quays in summer.
        active_until (datetime.datetime | Unset): Until when to repeat it. Example: 2026-10-28T07:59:00.000000Z.
        search_params (SearchParams | Unset): What a planned search searches for. All members are optional.
        processing_params (StoredRun | Unset): Settings of a run, stored with a planned search. The service refuses them
            without `rest`, whose content is not documented: do not send an empty object, omit them.
    """

    name: str | Unset = UNSET
    active_until: datetime.datetime | Unset = UNSET
    search_params: SearchParams | Unset = UNSET
    processing_params: StoredRun | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        active_until: str | Unset = UNSET
        if not isinstance(self.active_until, Unset):
            active_until = self.active_until.isoformat()

        search_params: dict[str, Any] | Unset = UNSET
        if not isinstance(self.search_params, Unset):
            search_params = self.search_params.to_dict()

        processing_params: dict[str, Any] | Unset = UNSET
        if not isinstance(self.processing_params, Unset):
            processing_params = self.processing_params.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if name is not UNSET:
            field_dict["name"] = name
        if active_until is not UNSET:
            field_dict["activeUntil"] = active_until
        if search_params is not UNSET:
            field_dict["searchParams"] = search_params
        if processing_params is not UNSET:
            field_dict["processingParams"] = processing_params

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.search_params import SearchParams  # noqa: PLC0415
        from ..models.stored_run import StoredRun  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name", UNSET)

        _active_until = d.pop("activeUntil", UNSET)
        active_until: datetime.datetime | Unset
        if isinstance(_active_until, Unset):
            active_until = UNSET
        else:
            active_until = datetime.datetime.fromisoformat(_active_until)

        _search_params = d.pop("searchParams", UNSET)
        search_params: SearchParams | Unset
        if isinstance(_search_params, Unset):
            search_params = UNSET
        else:
            search_params = SearchParams.from_dict(_search_params)

        _processing_params = d.pop("processingParams", UNSET)
        processing_params: StoredRun | Unset
        if isinstance(_processing_params, Unset):
            processing_params = UNSET
        else:
            processing_params = StoredRun.from_dict(_processing_params)

        template_update = cls(
            name=name,
            active_until=active_until,
            search_params=search_params,
            processing_params=processing_params,
        )

        template_update.additional_properties = d
        return template_update

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
