from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.area_to_add import AreaToAdd
    from ..models.geometry import Geometry


T = TypeVar("T", bound="AreasToAdd")


@_attrs_define
class AreasToAdd:
    """Areas for a planned search: `geometry` with an optional `name`, or `aois`, not both.

    Attributes:
        geometry (Geometry | Unset): A GeoJSON geometry. Requests take a Polygon or a MultiPolygon with closed rings in
            longitude and latitude (WGS84); every polygon of a MultiPolygon becomes a separate area. What the service makes
            of a Feature, a FeatureCollection, a GeometryCollection, holes, self-intersections, the antimeridian, a `crs` or
            very many vertices is not documented. Example: {'type': 'Polygon', 'coordinates': [[[12.08, 57.68], [12.095,
            57.68], [12.095, 57.69], [12.08, 57.69], [12.08, 57.68]]]}.
        name (None | str | Unset): Its name, at most 64 characters. Example: South quay.
        aois (list[AreaToAdd] | Unset): Several areas.
    """

    geometry: Geometry | Unset = UNSET
    name: None | str | Unset = UNSET
    aois: list[AreaToAdd] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        geometry: dict[str, Any] | Unset = UNSET
        if not isinstance(self.geometry, Unset):
            geometry = self.geometry.to_dict()

        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        aois: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.aois, Unset):
            aois = []
            for aois_item_data in self.aois:
                aois_item = aois_item_data.to_dict()
                aois.append(aois_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if geometry is not UNSET:
            field_dict["geometry"] = geometry
        if name is not UNSET:
            field_dict["name"] = name
        if aois is not UNSET:
            field_dict["aois"] = aois

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.area_to_add import AreaToAdd  # noqa: PLC0415
        from ..models.geometry import Geometry  # noqa: PLC0415

        d = dict(src_dict)
        _geometry = d.pop("geometry", UNSET)
        geometry: Geometry | Unset
        if isinstance(_geometry, Unset):
            geometry = UNSET
        else:
            geometry = Geometry.from_dict(_geometry)

        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))

        _aois = d.pop("aois", UNSET)
        aois: list[AreaToAdd] | Unset = UNSET
        if _aois is not UNSET:
            aois = []
            for aois_item_data in _aois:
                aois_item = AreaToAdd.from_dict(aois_item_data)

                aois.append(aois_item)

        areas_to_add = cls(
            geometry=geometry,
            name=name,
            aois=aois,
        )

        areas_to_add.additional_properties = d
        return areas_to_add

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
