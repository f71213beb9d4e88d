from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.search_params import SearchParams
    from ..models.stored_run import StoredRun


T = TypeVar("T", bound="TemplateCreate")


@_attrs_define
class TemplateCreate:
    """A new planned search.

    Attributes:
        name (str): Its name. Example: Quays in spring.
        project_id (UUID): The project to put it in. Example: 3f1c2b7a-5d0e-4c1b-9a64-0d6f2e8b7a01.
        active_until (datetime.datetime): Until when to repeat it, between now and six months from now. Example:
            2026-10-28T07:59:00.000000Z.
        search_params (SearchParams): What a planned search searches for. All members are optional.
        processing_params (None | StoredRun | Unset): Settings of a run to store with it; omit them unless complete.
    """

    name: str
    project_id: UUID
    active_until: datetime.datetime
    search_params: SearchParams
    processing_params: None | StoredRun | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.stored_run import StoredRun  # noqa: PLC0415

        name = self.name

        project_id = str(self.project_id)

        active_until = self.active_until.isoformat()

        search_params = self.search_params.to_dict()

        processing_params: dict[str, Any] | None | Unset
        if isinstance(self.processing_params, Unset):
            processing_params = UNSET
        elif isinstance(self.processing_params, StoredRun):
            processing_params = self.processing_params.to_dict()
        else:
            processing_params = self.processing_params

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "projectId": project_id,
                "activeUntil": active_until,
                "searchParams": search_params,
            }
        )
        if processing_params is not UNSET:
            field_dict["processingParams"] = processing_params

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.search_params import SearchParams  # noqa: PLC0415
        from ..models.stored_run import StoredRun  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        project_id = UUID(d.pop("projectId"))

        active_until = datetime.datetime.fromisoformat(d.pop("activeUntil"))

        search_params = SearchParams.from_dict(d.pop("searchParams"))

        def _parse_processing_params(data: object) -> None | StoredRun | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                processing_params_type_0 = StoredRun.from_dict(data)

                return processing_params_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | StoredRun | Unset, data)

        processing_params = _parse_processing_params(d.pop("processingParams", UNSET))

        template_create = cls(
            name=name,
            project_id=project_id,
            active_until=active_until,
            search_params=search_params,
            processing_params=processing_params,
        )

        template_create.additional_properties = d
        return template_create

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
