from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="ReviewState")


@_attrs_define
class ReviewState:
    """Where the review of a finished processing stands.

    Attributes:
        review_status (None | str | Unset): `IN_REVIEW` the caller must accept or reject; `NOT_ACCEPTED` rejected, being
            reworked; `ACCEPTED`; `REFUNDED`. Example: IN_REVIEW.
        in_review_until (datetime.datetime | None | Unset): Until when the caller may decide. Example:
            2026-03-16T09:27:41.250000Z.
        status (None | str | Unset): The same as `reviewStatus`, under the name that one client reads: `IN_REVIEW`,
            `NOT_ACCEPTED`, `ACCEPTED` or `REFUNDED`. Example: IN_REVIEW.
        feedback (None | str | Unset): What the caller wrote. Example: sharp corners.
    """

    review_status: None | str | Unset = UNSET
    in_review_until: datetime.datetime | None | Unset = UNSET
    status: None | str | Unset = UNSET
    feedback: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        review_status: None | str | Unset
        if isinstance(self.review_status, Unset):
            review_status = UNSET
        else:
            review_status = self.review_status

        in_review_until: None | str | Unset
        if isinstance(self.in_review_until, Unset):
            in_review_until = UNSET
        elif isinstance(self.in_review_until, datetime.datetime):
            in_review_until = self.in_review_until.isoformat()
        else:
            in_review_until = self.in_review_until

        status: None | str | Unset
        if isinstance(self.status, Unset):
            status = UNSET
        else:
            status = self.status

        feedback: None | str | Unset
        if isinstance(self.feedback, Unset):
            feedback = UNSET
        else:
            feedback = self.feedback

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if review_status is not UNSET:
            field_dict["reviewStatus"] = review_status
        if in_review_until is not UNSET:
            field_dict["inReviewUntil"] = in_review_until
        if status is not UNSET:
            field_dict["status"] = status
        if feedback is not UNSET:
            field_dict["feedback"] = feedback

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_review_status(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        review_status = _parse_review_status(d.pop("reviewStatus", UNSET))

        def _parse_in_review_until(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                in_review_until_type_0 = datetime.datetime.fromisoformat(data)

                return in_review_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        in_review_until = _parse_in_review_until(d.pop("inReviewUntil", UNSET))

        def _parse_status(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        status = _parse_status(d.pop("status", UNSET))

        def _parse_feedback(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        feedback = _parse_feedback(d.pop("feedback", UNSET))

        review_state = cls(
            review_status=review_status,
            in_review_until=in_review_until,
            status=status,
            feedback=feedback,
        )

        review_state.additional_properties = d
        return review_state

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
