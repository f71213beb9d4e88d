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
    from ..models.template_finding import TemplateFinding


T = TypeVar("T", bound="Template")


@_attrs_define
class Template:
    """A planned search.

    Attributes:
        id (UUID): The planned search. Example: e41d7b90-5a2c-4f63-8d19-70c5b6e2a384.
        name (str): Its name. Example: Quays in spring.
        status (str): Where the search stands: `READY`, `SEARCHING` or `FAILED`. A pause is not a status: see
            `isActive`, which counts less than `FAILED`. Example: READY.
        created_at (datetime.datetime | None | Unset): When it was created. Example: 2026-05-01T08:00:00.000000Z.
        user_id (None | Unset | UUID): Who created it. Example: 6a0d3e95-2b4c-4d7e-9f18-c5b7a9e1d304.
        project_id (None | Unset | UUID): The project it belongs to. Example: 3f1c2b7a-5d0e-4c1b-9a64-0d6f2e8b7a01.
        active_until (datetime.datetime | None | Unset): Until when the service repeats it; then it is paused. Example:
            2026-10-28T07:59:00.000000Z.
        search_params (None | SearchParams | Unset): What it searches for; absent in the list of a project.
        processing_params (None | StoredRun | Unset): Settings of a run that are stored with it.
        last_checked_at (datetime.datetime | None | Unset): When it last searched by itself; null before the first time.
            Example: 2026-05-04T03:00:00.000000Z.
        new_images_count (int | None | Unset): How many of the images it found have not been seen. Example: 1.
        is_active (bool | None | Unset): Whether it continues searching; missing means no. Example: True.
        is_archived (bool | None | Unset): Whether it is archived; missing means no. Example: False.
        max_aoi_intersection_percent (float | None | Unset): Not explained. Example: 82.5.
        area (float | None | Unset): Its area, in square metres. Example: 996462.0.
        search_results (list[TemplateFinding] | None | Unset): What it found.
    """

    id: UUID
    name: str
    status: str
    created_at: datetime.datetime | None | Unset = UNSET
    user_id: None | Unset | UUID = UNSET
    project_id: None | Unset | UUID = UNSET
    active_until: datetime.datetime | None | Unset = UNSET
    search_params: None | SearchParams | Unset = UNSET
    processing_params: None | StoredRun | Unset = UNSET
    last_checked_at: datetime.datetime | None | Unset = UNSET
    new_images_count: int | None | Unset = UNSET
    is_active: bool | None | Unset = UNSET
    is_archived: bool | None | Unset = UNSET
    max_aoi_intersection_percent: float | None | Unset = UNSET
    area: float | None | Unset = UNSET
    search_results: list[TemplateFinding] | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.search_params import SearchParams  # noqa: PLC0415
        from ..models.stored_run import StoredRun  # noqa: PLC0415

        id = str(self.id)

        name = self.name

        status = self.status

        created_at: None | str | Unset
        if isinstance(self.created_at, Unset):
            created_at = UNSET
        elif isinstance(self.created_at, datetime.datetime):
            created_at = self.created_at.isoformat()
        else:
            created_at = self.created_at

        user_id: None | str | Unset
        if isinstance(self.user_id, Unset):
            user_id = UNSET
        elif isinstance(self.user_id, UUID):
            user_id = str(self.user_id)
        else:
            user_id = self.user_id

        project_id: None | str | Unset
        if isinstance(self.project_id, Unset):
            project_id = UNSET
        elif isinstance(self.project_id, UUID):
            project_id = str(self.project_id)
        else:
            project_id = self.project_id

        active_until: None | str | Unset
        if isinstance(self.active_until, Unset):
            active_until = UNSET
        elif isinstance(self.active_until, datetime.datetime):
            active_until = self.active_until.isoformat()
        else:
            active_until = self.active_until

        search_params: dict[str, Any] | None | Unset
        if isinstance(self.search_params, Unset):
            search_params = UNSET
        elif isinstance(self.search_params, SearchParams):
            search_params = self.search_params.to_dict()
        else:
            search_params = self.search_params

        processing_params: dict[str, Any] | None | Unset
        if isinstance(self.processing_params, Unset):
            processing_params = UNSET
        elif isinstance(self.processing_params, StoredRun):
            processing_params = self.processing_params.to_dict()
        else:
            processing_params = self.processing_params

        last_checked_at: None | str | Unset
        if isinstance(self.last_checked_at, Unset):
            last_checked_at = UNSET
        elif isinstance(self.last_checked_at, datetime.datetime):
            last_checked_at = self.last_checked_at.isoformat()
        else:
            last_checked_at = self.last_checked_at

        new_images_count: int | None | Unset
        if isinstance(self.new_images_count, Unset):
            new_images_count = UNSET
        else:
            new_images_count = self.new_images_count

        is_active: bool | None | Unset
        if isinstance(self.is_active, Unset):
            is_active = UNSET
        else:
            is_active = self.is_active

        is_archived: bool | None | Unset
        if isinstance(self.is_archived, Unset):
            is_archived = UNSET
        else:
            is_archived = self.is_archived

        max_aoi_intersection_percent: float | None | Unset
        if isinstance(self.max_aoi_intersection_percent, Unset):
            max_aoi_intersection_percent = UNSET
        else:
            max_aoi_intersection_percent = self.max_aoi_intersection_percent

        area: float | None | Unset
        if isinstance(self.area, Unset):
            area = UNSET
        else:
            area = self.area

        search_results: list[dict[str, Any]] | None | Unset
        if isinstance(self.search_results, Unset):
            search_results = UNSET
        elif isinstance(self.search_results, list):
            search_results = []
            for search_results_type_0_item_data in self.search_results:
                search_results_type_0_item = search_results_type_0_item_data.to_dict()
                search_results.append(search_results_type_0_item)

        else:
            search_results = self.search_results

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
                "status": status,
            }
        )
        if created_at is not UNSET:
            field_dict["createdAt"] = created_at
        if user_id is not UNSET:
            field_dict["userId"] = user_id
        if project_id is not UNSET:
            field_dict["projectId"] = project_id
        if active_until is not UNSET:
            field_dict["activeUntil"] = active_until
        if search_params is not UNSET:
            field_dict["searchParams"] = search_params
        if processing_params is not UNSET:
            field_dict["processingParams"] = processing_params
        if last_checked_at is not UNSET:
            field_dict["lastCheckedAt"] = last_checked_at
        if new_images_count is not UNSET:
            field_dict["newImagesCount"] = new_images_count
        if is_active is not UNSET:
            field_dict["isActive"] = is_active
        if is_archived is not UNSET:
            field_dict["isArchived"] = is_archived
        if max_aoi_intersection_percent is not UNSET:
            field_dict["maxAoiIntersectionPercent"] = max_aoi_intersection_percent
        if area is not UNSET:
            field_dict["area"] = area
        if search_results is not UNSET:
            field_dict["searchResults"] = search_results

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.search_params import SearchParams  # noqa: PLC0415
        from ..models.stored_run import StoredRun  # noqa: PLC0415
        from ..models.template_finding import TemplateFinding  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        name = d.pop("name")

        status = d.pop("status")

        def _parse_created_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                created_at_type_0 = datetime.datetime.fromisoformat(data)

                return created_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        created_at = _parse_created_at(d.pop("createdAt", UNSET))

        def _parse_user_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                user_id_type_0 = UUID(data)

                return user_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        user_id = _parse_user_id(d.pop("userId", UNSET))

        def _parse_project_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                project_id_type_0 = UUID(data)

                return project_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        project_id = _parse_project_id(d.pop("projectId", UNSET))

        def _parse_active_until(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                active_until_type_0 = datetime.datetime.fromisoformat(data)

                return active_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        active_until = _parse_active_until(d.pop("activeUntil", UNSET))

        def _parse_search_params(data: object) -> None | SearchParams | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                search_params_type_0 = SearchParams.from_dict(data)

                return search_params_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SearchParams | Unset, data)

        search_params = _parse_search_params(d.pop("searchParams", UNSET))

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

        def _parse_last_checked_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_checked_at_type_0 = datetime.datetime.fromisoformat(data)

                return last_checked_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        last_checked_at = _parse_last_checked_at(d.pop("lastCheckedAt", UNSET))

        def _parse_new_images_count(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        new_images_count = _parse_new_images_count(d.pop("newImagesCount", UNSET))

        def _parse_is_active(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_active = _parse_is_active(d.pop("isActive", UNSET))

        def _parse_is_archived(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_archived = _parse_is_archived(d.pop("isArchived", UNSET))

        def _parse_max_aoi_intersection_percent(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        max_aoi_intersection_percent = _parse_max_aoi_intersection_percent(
            d.pop("maxAoiIntersectionPercent", UNSET)
        )

        def _parse_area(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        area = _parse_area(d.pop("area", UNSET))

        def _parse_search_results(data: object) -> list[TemplateFinding] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                search_results_type_0 = []
                _search_results_type_0 = data
                for search_results_type_0_item_data in _search_results_type_0:
                    search_results_type_0_item = TemplateFinding.from_dict(
                        search_results_type_0_item_data
                    )

                    search_results_type_0.append(search_results_type_0_item)

                return search_results_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[TemplateFinding] | None | Unset, data)

        search_results = _parse_search_results(d.pop("searchResults", UNSET))

        template = cls(
            id=id,
            name=name,
            status=status,
            created_at=created_at,
            user_id=user_id,
            project_id=project_id,
            active_until=active_until,
            search_params=search_params,
            processing_params=processing_params,
            last_checked_at=last_checked_at,
            new_images_count=new_images_count,
            is_active=is_active,
            is_archived=is_archived,
            max_aoi_intersection_percent=max_aoi_intersection_percent,
            area=area,
            search_results=search_results,
        )

        template.additional_properties = d
        return template

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
