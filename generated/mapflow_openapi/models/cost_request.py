from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.block_choice import BlockChoice
    from ..models.geometry import Geometry
    from ..models.run_params import RunParams


T = TypeVar("T", bound="CostRequest")


@_attrs_define
class CostRequest:
    """What to estimate. Published clients send a whole run here; further fields are accepted.

    Attributes:
        wd_id (UUID): The model, by `models[].id`. Example: 1d7e4b92-6c3f-4e58-b0a1-92f4c6d8e317.
        geometry (Geometry): A GeoJSON geometry. Requests take a Polygon or a MultiPolygon with closed rings in
            longitude and latitude (WGS84); every polygon of a MultiPolygon becomes a separate area. What the service makes
            of a Feature, a FeatureCollection, a GeometryCollection, holes, self-intersections, the antimeridian, a `crs` or
            very many vertices is not documented. Example: {'type': 'Polygon', 'coordinates': [[[12.08, 57.68], [12.095,
            57.68], [12.095, 57.69], [12.08, 57.69], [12.08, 57.68]]]}.
        params (RunParams | Unset): The imagery to process, as flat names and text values. Omitted, the service takes
            its first default provider; which one that is is not documented. Further names are accepted.
        blocks (list[BlockChoice] | Unset): Optional steps to switch on or off.
    """

    wd_id: UUID
    geometry: Geometry
    params: RunParams | Unset = UNSET
    blocks: list[BlockChoice] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        wd_id = str(self.wd_id)

        geometry = self.geometry.to_dict()

        params: dict[str, Any] | Unset = UNSET
        if not isinstance(self.params, Unset):
            params = self.params.to_dict()

        blocks: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.blocks, Unset):
            blocks = []
            for blocks_item_data in self.blocks:
                blocks_item = blocks_item_data.to_dict()
                blocks.append(blocks_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "wdId": wd_id,
                "geometry": geometry,
            }
        )
        if params is not UNSET:
            field_dict["params"] = params
        if blocks is not UNSET:
            field_dict["blocks"] = blocks

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.block_choice import BlockChoice  # noqa: PLC0415
        from ..models.geometry import Geometry  # noqa: PLC0415
        from ..models.run_params import RunParams  # noqa: PLC0415

        d = dict(src_dict)
        wd_id = UUID(d.pop("wdId"))

        geometry = Geometry.from_dict(d.pop("geometry"))

        _params = d.pop("params", UNSET)
        params: RunParams | Unset
        if isinstance(_params, Unset):
            params = UNSET
        else:
            params = RunParams.from_dict(_params)

        _blocks = d.pop("blocks", UNSET)
        blocks: list[BlockChoice] | Unset = UNSET
        if _blocks is not UNSET:
            blocks = []
            for blocks_item_data in _blocks:
                blocks_item = BlockChoice.from_dict(blocks_item_data)

                blocks.append(blocks_item)

        cost_request = cls(
            wd_id=wd_id,
            geometry=geometry,
            params=params,
            blocks=blocks,
        )

        cost_request.additional_properties = d
        return cost_request

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
