from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="ProjectAccount")


@_attrs_define
class ProjectAccount:
    """The owner of a project, with account settings in the response for the default project.

    Attributes:
        id (None | Unset | UUID): The user. Example: 6a0d3e95-2b4c-4d7e-9f18-c5b7a9e1d304.
        login (None | str | Unset): Login name; equals the e-mail address in every sample. Example: demo@example.com.
        email (None | str | Unset): E-mail address. Example: demo@example.com.
        role (None | str | Unset): Role on the platform: `USER` or `ADMIN`. What an `ADMIN` sees and may do is not
            documented. Example: USER.
        area_limit (int | None | Unset): Area that the user may process altogether, in square metres. Example:
            100000000.
        aoi_area_limit (int | None | Unset): Largest area of one processing, in square metres. It bounds the sum of the
            polygons and the bounding box of each; 0 or missing means not known. Example: 25000000.
        processed_area (int | None | Unset): Area processed so far, in square metres. Example: 1634206.
        template_area_limit (float | None | Unset): Largest area of a planned search, in square metres. Example:
            1000000000.
        created (datetime.datetime | None | Unset): When the account was created. Example: 2026-03-02T09:15:00.000000Z.
        updated (datetime.datetime | None | Unset): When the account was last changed. Example:
            2026-03-02T09:27:41.250000Z.
        is_premium (bool | None | Unset): Whether the account has premium rights. Example: False.
        is_customer (bool | None | Unset): Seen by one client; not explained. Example: False.
        review_workflow_enabled (bool | None | Unset): Whether finished processings wait for the user to accept them.
            Example: False.
    """

    id: None | Unset | UUID = UNSET
    login: None | str | Unset = UNSET
    email: None | str | Unset = UNSET
    role: None | str | Unset = UNSET
    area_limit: int | None | Unset = UNSET
    aoi_area_limit: int | None | Unset = UNSET
    processed_area: int | None | Unset = UNSET
    template_area_limit: float | None | Unset = UNSET
    created: datetime.datetime | None | Unset = UNSET
    updated: datetime.datetime | None | Unset = UNSET
    is_premium: bool | None | Unset = UNSET
    is_customer: bool | None | Unset = UNSET
    review_workflow_enabled: bool | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id: None | str | Unset
        if isinstance(self.id, Unset):
            id = UNSET
        elif isinstance(self.id, UUID):
            id = str(self.id)
        else:
            id = self.id

        login: None | str | Unset
        if isinstance(self.login, Unset):
            login = UNSET
        else:
            login = self.login

        email: None | str | Unset
        if isinstance(self.email, Unset):
            email = UNSET
        else:
            email = self.email

        role: None | str | Unset
        if isinstance(self.role, Unset):
            role = UNSET
        else:
            role = self.role

        area_limit: int | None | Unset
        if isinstance(self.area_limit, Unset):
            area_limit = UNSET
        else:
            area_limit = self.area_limit

        aoi_area_limit: int | None | Unset
        if isinstance(self.aoi_area_limit, Unset):
            aoi_area_limit = UNSET
        else:
            aoi_area_limit = self.aoi_area_limit

        processed_area: int | None | Unset
        if isinstance(self.processed_area, Unset):
            processed_area = UNSET
        else:
            processed_area = self.processed_area

        template_area_limit: float | None | Unset
        if isinstance(self.template_area_limit, Unset):
            template_area_limit = UNSET
        else:
            template_area_limit = self.template_area_limit

        created: None | str | Unset
        if isinstance(self.created, Unset):
            created = UNSET
        elif isinstance(self.created, datetime.datetime):
            created = self.created.isoformat()
        else:
            created = self.created

        updated: None | str | Unset
        if isinstance(self.updated, Unset):
            updated = UNSET
        elif isinstance(self.updated, datetime.datetime):
            updated = self.updated.isoformat()
        else:
            updated = self.updated

        is_premium: bool | None | Unset
        if isinstance(self.is_premium, Unset):
            is_premium = UNSET
        else:
            is_premium = self.is_premium

        is_customer: bool | None | Unset
        if isinstance(self.is_customer, Unset):
            is_customer = UNSET
        else:
            is_customer = self.is_customer

        review_workflow_enabled: bool | None | Unset
        if isinstance(self.review_workflow_enabled, Unset):
            review_workflow_enabled = UNSET
        else:
            review_workflow_enabled = self.review_workflow_enabled

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if id is not UNSET:
            field_dict["id"] = id
        if login is not UNSET:
            field_dict["login"] = login
        if email is not UNSET:
            field_dict["email"] = email
        if role is not UNSET:
            field_dict["role"] = role
        if area_limit is not UNSET:
            field_dict["areaLimit"] = area_limit
        if aoi_area_limit is not UNSET:
            field_dict["aoiAreaLimit"] = aoi_area_limit
        if processed_area is not UNSET:
            field_dict["processedArea"] = processed_area
        if template_area_limit is not UNSET:
            field_dict["templateAreaLimit"] = template_area_limit
        if created is not UNSET:
            field_dict["created"] = created
        if updated is not UNSET:
            field_dict["updated"] = updated
        if is_premium is not UNSET:
            field_dict["isPremium"] = is_premium
        if is_customer is not UNSET:
            field_dict["isCustomer"] = is_customer
        if review_workflow_enabled is not UNSET:
            field_dict["reviewWorkflowEnabled"] = review_workflow_enabled

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                id_type_0 = UUID(data)

                return id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        id = _parse_id(d.pop("id", UNSET))

        def _parse_login(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        login = _parse_login(d.pop("login", UNSET))

        def _parse_email(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        email = _parse_email(d.pop("email", UNSET))

        def _parse_role(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        role = _parse_role(d.pop("role", UNSET))

        def _parse_area_limit(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        area_limit = _parse_area_limit(d.pop("areaLimit", UNSET))

        def _parse_aoi_area_limit(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        aoi_area_limit = _parse_aoi_area_limit(d.pop("aoiAreaLimit", UNSET))

        def _parse_processed_area(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        processed_area = _parse_processed_area(d.pop("processedArea", UNSET))

        def _parse_template_area_limit(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        template_area_limit = _parse_template_area_limit(d.pop("templateAreaLimit", UNSET))

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

        def _parse_updated(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                updated_type_0 = datetime.datetime.fromisoformat(data)

                return updated_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        updated = _parse_updated(d.pop("updated", UNSET))

        def _parse_is_premium(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_premium = _parse_is_premium(d.pop("isPremium", UNSET))

        def _parse_is_customer(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_customer = _parse_is_customer(d.pop("isCustomer", UNSET))

        def _parse_review_workflow_enabled(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        review_workflow_enabled = _parse_review_workflow_enabled(
            d.pop("reviewWorkflowEnabled", UNSET)
        )

        project_account = cls(
            id=id,
            login=login,
            email=email,
            role=role,
            area_limit=area_limit,
            aoi_area_limit=aoi_area_limit,
            processed_area=processed_area,
            template_area_limit=template_area_limit,
            created=created,
            updated=updated,
            is_premium=is_premium,
            is_customer=is_customer,
            review_workflow_enabled=review_workflow_enabled,
        )

        project_account.additional_properties = d
        return project_account

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
