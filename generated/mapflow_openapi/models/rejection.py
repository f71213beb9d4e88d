from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.feature_collection import FeatureCollection


T = TypeVar("T", bound="Rejection")


@_attrs_define
class Rejection:
    """Why a result is rejected. The published client always sends both fields.

    Attributes:
        comment (str): What is wrong. Example: two roofs are missing.
        features (FeatureCollection | Unset): A GeoJSON FeatureCollection in longitude and latitude (WGS84). Example:
            {'type': 'FeatureCollection', 'features': []}.
    """

    comment: str
    features: FeatureCollection | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        comment = self.comment

        features: dict[str, Any] | Unset = UNSET
        if not isinstance(self.features, Unset):
            features = self.features.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "comment": comment,
            }
        )
        if features is not UNSET:
            field_dict["features"] = features

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.feature_collection import FeatureCollection  # noqa: PLC0415

        d = dict(src_dict)
        comment = d.pop("comment")

        _features = d.pop("features", UNSET)
        features: FeatureCollection | Unset
        if isinstance(_features, Unset):
            features = UNSET
        else:
            features = FeatureCollection.from_dict(_features)

        rejection = cls(
            comment=comment,
            features=features,
        )

        rejection.additional_properties = d
        return rejection

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
