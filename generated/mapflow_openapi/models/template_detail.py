from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.template import Template
    from ..models.template_finding import TemplateFinding


T = TypeVar("T", bound="TemplateDetail")


@_attrs_define
class TemplateDetail:
    """A planned search with what it found.

    Attributes:
        template (None | Template | Unset): The planned search.
        search_results (list[TemplateFinding] | None | Unset): What it found.
    """

    template: None | Template | Unset = UNSET
    search_results: list[TemplateFinding] | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.template import Template  # noqa: PLC0415

        template: dict[str, Any] | None | Unset
        if isinstance(self.template, Unset):
            template = UNSET
        elif isinstance(self.template, Template):
            template = self.template.to_dict()
        else:
            template = self.template

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
        field_dict.update({})
        if template is not UNSET:
            field_dict["template"] = template
        if search_results is not UNSET:
            field_dict["searchResults"] = search_results

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.template import Template  # noqa: PLC0415
        from ..models.template_finding import TemplateFinding  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_template(data: object) -> None | Template | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                template_type_0 = Template.from_dict(data)

                return template_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Template | Unset, data)

        template = _parse_template(d.pop("template", UNSET))

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

        template_detail = cls(
            template=template,
            search_results=search_results,
        )

        template_detail.additional_properties = d
        return template_detail

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
