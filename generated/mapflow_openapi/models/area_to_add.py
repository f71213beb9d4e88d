from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.geometry import Geometry


T = TypeVar("T", bound="AreaToAdd")


@_attrs_define
class AreaToAdd:
    """An area for a planned search.

    Attributes:
        geometry (Geometry): A GeoJSON geometry. Requests take a Polygon or a MultiPolygon with closed rings in
            longitude and latitude (WGS84); every polygon of a MultiPolygon becomes a separate area. What the service makes
            of a Feature, a FeatureCollection, a GeometryCollection, holes, self-intersections, the antimeridian, a `crs` or
            very many vertices is not documented. Example: {'type': 'Polygon', 'coordinates': [[[12.08, 57.68], [12.095,
            57.68], [12.095, 57.69], [12.08, 57.69], [12.08, 57.68]]]}.
        name (None | str | Unset): Its name, at most 64 characters. Example: South quay.
    """

    geometry: Geometry
    name: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        geometry = self.geometry.to_dict()

        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "geometry": geometry,
            }
        )
        if name is not UNSET:
            field_dict["name"] = name

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.geometry import Geometry  # noqa: PLC0415

        d = dict(src_dict)
        geometry = Geometry.from_dict(d.pop("geometry"))

        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))

        area_to_add = cls(
            geometry=geometry,
            name=name,
        )

        area_to_add.additional_properties = d
        return area_to_add

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
