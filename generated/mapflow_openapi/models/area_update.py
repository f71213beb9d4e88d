from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.geometry import Geometry


T = TypeVar("T", bound="AreaUpdate")


@_attrs_define
class AreaUpdate:
    """What to change in an area of a planned search.

    Attributes:
        name (str | Unset): The new name, at most 64 characters. Example: North quay and mole.
        geometry (Geometry | Unset): A GeoJSON geometry. Requests take a Polygon or a MultiPolygon with closed rings in
            longitude and latitude (WGS84); every polygon of a MultiPolygon becomes a separate area. What the service makes
            of a Feature, a FeatureCollection, a GeometryCollection, holes, self-intersections, the antimeridian, a `crs` or
            very many vertices is not documented. Example: {'type': 'Polygon', 'coordinates': [[[12.08, 57.68], [12.095,
            57.68], [12.095, 57.69], [12.08, 57.69], [12.08, 57.68]]]}.
    """

    name: str | Unset = UNSET
    geometry: Geometry | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        geometry: dict[str, Any] | Unset = UNSET
        if not isinstance(self.geometry, Unset):
            geometry = self.geometry.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if name is not UNSET:
            field_dict["name"] = name
        if geometry is not UNSET:
            field_dict["geometry"] = geometry

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.geometry import Geometry  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name", UNSET)

        _geometry = d.pop("geometry", UNSET)
        geometry: Geometry | Unset
        if isinstance(_geometry, Unset):
            geometry = UNSET
        else:
            geometry = Geometry.from_dict(_geometry)

        area_update = cls(
            name=name,
            geometry=geometry,
        )

        area_update.additional_properties = d
        return area_update

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
