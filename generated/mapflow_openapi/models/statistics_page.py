from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.statistics_row import StatisticsRow


T = TypeVar("T", bound="StatisticsPage")


@_attrs_define
class StatisticsPage:
    """Some of the rows, and sums over all of them.

    Attributes:
        results (list[StatisticsRow] | None | Unset): The rows.
        total (int | None | Unset): How many rows there are altogether. Example: 2.
        count (int | None | Unset): Number of items in this response. Example: 2.
        total_cost (float | None | Unset): Sum of `cost`, in credits. Example: 54.0.
        total_area (int | None | Unset): Sum of `area`, in square metres. Example: 3268412.
    """

    results: list[StatisticsRow] | None | Unset = UNSET
    total: int | None | Unset = UNSET
    count: int | None | Unset = UNSET
    total_cost: float | None | Unset = UNSET
    total_area: int | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        results: list[dict[str, Any]] | None | Unset
        if isinstance(self.results, Unset):
            results = UNSET
        elif isinstance(self.results, list):
            results = []
            for results_type_0_item_data in self.results:
                results_type_0_item = results_type_0_item_data.to_dict()
                results.append(results_type_0_item)

        else:
            results = self.results

        total: int | None | Unset
        if isinstance(self.total, Unset):
            total = UNSET
        else:
            total = self.total

        count: int | None | Unset
        if isinstance(self.count, Unset):
            count = UNSET
        else:
            count = self.count

        total_cost: float | None | Unset
        if isinstance(self.total_cost, Unset):
            total_cost = UNSET
        else:
            total_cost = self.total_cost

        total_area: int | None | Unset
        if isinstance(self.total_area, Unset):
            total_area = UNSET
        else:
            total_area = self.total_area

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if results is not UNSET:
            field_dict["results"] = results
        if total is not UNSET:
            field_dict["total"] = total
        if count is not UNSET:
            field_dict["count"] = count
        if total_cost is not UNSET:
            field_dict["totalCost"] = total_cost
        if total_area is not UNSET:
            field_dict["totalArea"] = total_area

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.statistics_row import StatisticsRow  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_results(data: object) -> list[StatisticsRow] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                results_type_0 = []
                _results_type_0 = data
                for results_type_0_item_data in _results_type_0:
                    results_type_0_item = StatisticsRow.from_dict(results_type_0_item_data)

                    results_type_0.append(results_type_0_item)

                return results_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[StatisticsRow] | None | Unset, data)

        results = _parse_results(d.pop("results", UNSET))

        def _parse_total(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        total = _parse_total(d.pop("total", UNSET))

        def _parse_count(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        count = _parse_count(d.pop("count", UNSET))

        def _parse_total_cost(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        total_cost = _parse_total_cost(d.pop("totalCost", UNSET))

        def _parse_total_area(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        total_area = _parse_total_area(d.pop("totalArea", UNSET))

        statistics_page = cls(
            results=results,
            total=total,
            count=count,
            total_cost=total_cost,
            total_area=total_area,
        )

        statistics_page.additional_properties = d
        return statistics_page

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
