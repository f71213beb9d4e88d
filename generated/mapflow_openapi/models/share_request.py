from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="ShareRequest")


@_attrs_define
class ShareRequest:
    """Who gets which role in which project. Exactly one of `email` and `userId` names the user.

    Attributes:
        project_id (UUID): The project. Example: 3f1c2b7a-5d0e-4c1b-9a64-0d6f2e8b7a01.
        role (str): What they may do, from reading to owning: `readonly`, `contributor`, `maintainer` or `owner`. One
            revision knows `MEMBER` and `OWNER` instead. Example: readonly.
        email (str | Unset): E-mail address of a registered user. Example: guest@example.com.
        user_id (UUID | Unset): The user, by id; in one revision of the documentation only. Example:
            7b1e4fa6-3c5d-4e8f-8029-d6c8ba02e415.
    """

    project_id: UUID
    role: str
    email: str | Unset = UNSET
    user_id: UUID | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        project_id = str(self.project_id)

        role = self.role

        email = self.email

        user_id: str | Unset = UNSET
        if not isinstance(self.user_id, Unset):
            user_id = str(self.user_id)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "projectId": project_id,
                "role": role,
            }
        )
        if email is not UNSET:
            field_dict["email"] = email
        if user_id is not UNSET:
            field_dict["userId"] = user_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        project_id = UUID(d.pop("projectId"))

        role = d.pop("role")

        email = d.pop("email", UNSET)

        _user_id = d.pop("userId", UNSET)
        user_id: UUID | Unset
        if isinstance(_user_id, Unset):
            user_id = UNSET
        else:
            user_id = UUID(_user_id)

        share_request = cls(
            project_id=project_id,
            role=role,
            email=email,
            user_id=user_id,
        )

        share_request.additional_properties = d
        return share_request

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
