from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="StatisticsRow")


@_attrs_define
class StatisticsRow:
    """One processing in the history. An older sample has its numbers and `archived` as text.

    Attributes:
        project_name (None | str | Unset): Name of its project. Example: Harbour survey.
        name (None | str | Unset): Its name. Example: Harbour roofs.
        email (None | str | Unset): Who started it. Example: demo@example.com.
        area (int | None | Unset): Area in square metres. Example: 1634206.
        cost (float | None | Unset): Price in credits. Example: 27.0.
        created (datetime.datetime | None | Unset): When it was created. Example: 2026-03-02T09:15:00.000000Z.
        completion_date (datetime.datetime | None | Unset): When it ended; presumably null before. Example:
            2026-03-02T09:27:41.250000Z.
        status (None | str | Unset): Where it stands: `UNPROCESSED`, `IN_PROGRESS`, `OK`, `FAILED`, `AWAITING`,
            `CANCELLED` or `REFUNDED`, as for a processing. Example: OK.
        percent_completed (int | None | Unset): 0 to 100. Example: 100.
        archived (bool | None | Unset): Whether it was deleted or archived; not explained. Example: False.
        data_provider (None | str | Unset): Imagery provider. Example: Mapbox.
        link_to_map (None | str | Unset): Address of the processing in the web application. Example: https://app.mapflow
            .ai/projects/3f1c2b7a-5d0e-4c1b-9a64-0d6f2e8b7a01/processings/8c9e6f24-1b7d-4a35-8f02-6d3e5c4b2a10.
        scenario (None | str | Unset): Name of the model. Example: 🏠 Buildings.
    """

    project_name: None | str | Unset = UNSET
    name: None | str | Unset = UNSET
    email: None | str | Unset = UNSET
    area: int | None | Unset = UNSET
    cost: float | None | Unset = UNSET
    created: datetime.datetime | None | Unset = UNSET
    completion_date: datetime.datetime | None | Unset = UNSET
    status: None | str | Unset = UNSET
    percent_completed: int | None | Unset = UNSET
    archived: bool | None | Unset = UNSET
    data_provider: None | str | Unset = UNSET
    link_to_map: None | str | Unset = UNSET
    scenario: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        project_name: None | str | Unset
        if isinstance(self.project_name, Unset):
            project_name = UNSET
        else:
            project_name = self.project_name

        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        email: None | str | Unset
        if isinstance(self.email, Unset):
            email = UNSET
        else:
            email = self.email

        area: int | None | Unset
        if isinstance(self.area, Unset):
            area = UNSET
        else:
            area = self.area

        cost: float | None | Unset
        if isinstance(self.cost, Unset):
            cost = UNSET
        else:
            cost = self.cost

        created: None | str | Unset
        if isinstance(self.created, Unset):
            created = UNSET
        elif isinstance(self.created, datetime.datetime):
            created = self.created.isoformat()
        else:
            created = self.created

        completion_date: None | str | Unset
        if isinstance(self.completion_date, Unset):
            completion_date = UNSET
        elif isinstance(self.completion_date, datetime.datetime):
            completion_date = self.completion_date.isoformat()
        else:
            completion_date = self.completion_date

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

        archived: bool | None | Unset
        if isinstance(self.archived, Unset):
            archived = UNSET
        else:
            archived = self.archived

        data_provider: None | str | Unset
        if isinstance(self.data_provider, Unset):
            data_provider = UNSET
        else:
            data_provider = self.data_provider

        link_to_map: None | str | Unset
        if isinstance(self.link_to_map, Unset):
            link_to_map = UNSET
        else:
            link_to_map = self.link_to_map

        scenario: None | str | Unset
        if isinstance(self.scenario, Unset):
            scenario = UNSET
        else:
            scenario = self.scenario

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if project_name is not UNSET:
            field_dict["projectName"] = project_name
        if name is not UNSET:
            field_dict["name"] = name
        if email is not UNSET:
            field_dict["email"] = email
        if area is not UNSET:
            field_dict["area"] = area
        if cost is not UNSET:
            field_dict["cost"] = cost
        if created is not UNSET:
            field_dict["created"] = created
        if completion_date is not UNSET:
            field_dict["completionDate"] = completion_date
        if status is not UNSET:
            field_dict["status"] = status
        if percent_completed is not UNSET:
            field_dict["percentCompleted"] = percent_completed
        if archived is not UNSET:
            field_dict["archived"] = archived
        if data_provider is not UNSET:
            field_dict["dataProvider"] = data_provider
        if link_to_map is not UNSET:
            field_dict["linkToMap"] = link_to_map
        if scenario is not UNSET:
            field_dict["scenario"] = scenario

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_project_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        project_name = _parse_project_name(d.pop("projectName", UNSET))

        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))

        def _parse_email(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        email = _parse_email(d.pop("email", UNSET))

        def _parse_area(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        area = _parse_area(d.pop("area", UNSET))

        def _parse_cost(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        cost = _parse_cost(d.pop("cost", UNSET))

        def _parse_created(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                created_type_0 = datetime.datetime.fromisoformat(data)

                return created_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        created = _parse_created(d.pop("created", UNSET))

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

        def _parse_archived(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        archived = _parse_archived(d.pop("archived", UNSET))

        def _parse_data_provider(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        data_provider = _parse_data_provider(d.pop("dataProvider", UNSET))

        def _parse_link_to_map(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        link_to_map = _parse_link_to_map(d.pop("linkToMap", UNSET))

        def _parse_scenario(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        scenario = _parse_scenario(d.pop("scenario", UNSET))

        statistics_row = cls(
            project_name=project_name,
            name=name,
            email=email,
            area=area,
            cost=cost,
            created=created,
            completion_date=completion_date,
            status=status,
            percent_completed=percent_completed,
            archived=archived,
            data_provider=data_provider,
            link_to_map=link_to_map,
            scenario=scenario,
        )

        statistics_row.additional_properties = d
        return statistics_row

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
