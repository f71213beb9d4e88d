from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.data_provider_source import DataProviderSource
    from ..models.imagery_search_source import ImagerySearchSource
    from ..models.my_imagery_source import MyImagerySource
    from ..models.user_defined_source import UserDefinedSource


T = TypeVar("T", bound="SourceParams")


@_attrs_define
class SourceParams:
    """The imagery to process. Exactly one member.

    Attributes:
        data_provider (DataProviderSource | Unset): Imagery of a provider of the account.
        my_imagery (MyImagerySource | Unset): Uploaded images: some by their ids, a whole mosaic, or both. At least one
            of the members.
        imagery_search (ImagerySearchSource | Unset): Images that a search found.
        user_defined (UserDefinedSource | Unset): A tile service or another address of the caller's own.
    """

    data_provider: DataProviderSource | Unset = UNSET
    my_imagery: MyImagerySource | Unset = UNSET
    imagery_search: ImagerySearchSource | Unset = UNSET
    user_defined: UserDefinedSource | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        data_provider: dict[str, Any] | Unset = UNSET
        if not isinstance(self.data_provider, Unset):
            data_provider = self.data_provider.to_dict()

        my_imagery: dict[str, Any] | Unset = UNSET
        if not isinstance(self.my_imagery, Unset):
            my_imagery = self.my_imagery.to_dict()

        imagery_search: dict[str, Any] | Unset = UNSET
        if not isinstance(self.imagery_search, Unset):
            imagery_search = self.imagery_search.to_dict()

        user_defined: dict[str, Any] | Unset = UNSET
        if not isinstance(self.user_defined, Unset):
            user_defined = self.user_defined.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if data_provider is not UNSET:
            field_dict["dataProvider"] = data_provider
        if my_imagery is not UNSET:
            field_dict["myImagery"] = my_imagery
        if imagery_search is not UNSET:
            field_dict["imagerySearch"] = imagery_search
        if user_defined is not UNSET:
            field_dict["userDefined"] = user_defined

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.data_provider_source import DataProviderSource  # noqa: PLC0415
        from ..models.imagery_search_source import ImagerySearchSource  # noqa: PLC0415
        from ..models.my_imagery_source import MyImagerySource  # noqa: PLC0415
        from ..models.user_defined_source import UserDefinedSource  # noqa: PLC0415

        d = dict(src_dict)
        _data_provider = d.pop("dataProvider", UNSET)
        data_provider: DataProviderSource | Unset
        if isinstance(_data_provider, Unset):
            data_provider = UNSET
        else:
            data_provider = DataProviderSource.from_dict(_data_provider)

        _my_imagery = d.pop("myImagery", UNSET)
        my_imagery: MyImagerySource | Unset
        if isinstance(_my_imagery, Unset):
            my_imagery = UNSET
        else:
            my_imagery = MyImagerySource.from_dict(_my_imagery)

        _imagery_search = d.pop("imagerySearch", UNSET)
        imagery_search: ImagerySearchSource | Unset
        if isinstance(_imagery_search, Unset):
            imagery_search = UNSET
        else:
            imagery_search = ImagerySearchSource.from_dict(_imagery_search)

        _user_defined = d.pop("userDefined", UNSET)
        user_defined: UserDefinedSource | Unset
        if isinstance(_user_defined, Unset):
            user_defined = UNSET
        else:
            user_defined = UserDefinedSource.from_dict(_user_defined)

        source_params = cls(
            data_provider=data_provider,
            my_imagery=my_imagery,
            imagery_search=imagery_search,
            user_defined=user_defined,
        )

        source_params.additional_properties = d
        return source_params

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
