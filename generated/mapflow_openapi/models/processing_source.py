from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.data_provider_source import DataProviderSource
    from ..models.imagery_search_source import ImagerySearchSource
    from ..models.my_imagery_source import MyImagerySource
    from ..models.user_defined_source import UserDefinedSource


T = TypeVar("T", bound="ProcessingSource")


@_attrs_define
class ProcessingSource:
    """The imagery source of a processing. All four members are there, null unless used; the used one has all its keys,
    null if nothing was given. It may hold addresses with credentials in them. A password comes back masked or as null:
    which of the two is not known.

        Attributes:
            data_provider (DataProviderSource | None | Unset): Imagery of a provider.
            my_imagery (MyImagerySource | None | Unset): Uploaded images.
            imagery_search (ImagerySearchSource | None | Unset): Images that a search found.
            user_defined (None | Unset | UserDefinedSource): A tile service or another address of the caller's own.
    """

    data_provider: DataProviderSource | None | Unset = UNSET
    my_imagery: MyImagerySource | None | Unset = UNSET
    imagery_search: ImagerySearchSource | None | Unset = UNSET
    user_defined: None | Unset | UserDefinedSource = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.data_provider_source import DataProviderSource  # noqa: PLC0415
        from ..models.imagery_search_source import ImagerySearchSource  # noqa: PLC0415
        from ..models.my_imagery_source import MyImagerySource  # noqa: PLC0415
        from ..models.user_defined_source import UserDefinedSource  # noqa: PLC0415

        data_provider: dict[str, Any] | None | Unset
        if isinstance(self.data_provider, Unset):
            data_provider = UNSET
        elif isinstance(self.data_provider, DataProviderSource):
            data_provider = self.data_provider.to_dict()
        else:
            data_provider = self.data_provider

        my_imagery: dict[str, Any] | None | Unset
        if isinstance(self.my_imagery, Unset):
            my_imagery = UNSET
        elif isinstance(self.my_imagery, MyImagerySource):
            my_imagery = self.my_imagery.to_dict()
        else:
            my_imagery = self.my_imagery

        imagery_search: dict[str, Any] | None | Unset
        if isinstance(self.imagery_search, Unset):
            imagery_search = UNSET
        elif isinstance(self.imagery_search, ImagerySearchSource):
            imagery_search = self.imagery_search.to_dict()
        else:
            imagery_search = self.imagery_search

        user_defined: dict[str, Any] | None | Unset
        if isinstance(self.user_defined, Unset):
            user_defined = UNSET
        elif isinstance(self.user_defined, UserDefinedSource):
            user_defined = self.user_defined.to_dict()
        else:
            user_defined = self.user_defined

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

        def _parse_data_provider(data: object) -> DataProviderSource | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                data_provider_type_0 = DataProviderSource.from_dict(data)

                return data_provider_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DataProviderSource | None | Unset, data)

        data_provider = _parse_data_provider(d.pop("dataProvider", UNSET))

        def _parse_my_imagery(data: object) -> MyImagerySource | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                my_imagery_type_0 = MyImagerySource.from_dict(data)

                return my_imagery_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MyImagerySource | None | Unset, data)

        my_imagery = _parse_my_imagery(d.pop("myImagery", UNSET))

        def _parse_imagery_search(data: object) -> ImagerySearchSource | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                imagery_search_type_0 = ImagerySearchSource.from_dict(data)

                return imagery_search_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ImagerySearchSource | None | Unset, data)

        imagery_search = _parse_imagery_search(d.pop("imagerySearch", UNSET))

        def _parse_user_defined(data: object) -> None | Unset | UserDefinedSource:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                user_defined_type_0 = UserDefinedSource.from_dict(data)

                return user_defined_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UserDefinedSource, data)

        user_defined = _parse_user_defined(d.pop("userDefined", UNSET))

        processing_source = cls(
            data_provider=data_provider,
            my_imagery=my_imagery,
            imagery_search=imagery_search,
            user_defined=user_defined,
        )

        processing_source.additional_properties = d
        return processing_source

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
