from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.any_map import AnyMap
    from ..models.block_choice import BlockChoice
    from ..models.geometry import Geometry
    from ..models.run_params_v2 import RunParamsV2


T = TypeVar("T", bound="CostRequestV2")


@_attrs_define
class CostRequestV2:
    """What to estimate. At least one of `geometry` and `areaSqKm`. One published client sends a whole run here; further
    fields are accepted.

        Attributes:
            wd_id (UUID): The model, by `models[].id`. Example: 1d7e4b92-6c3f-4e58-b0a1-92f4c6d8e317.
            geometry (Geometry | Unset): A GeoJSON geometry. Requests take a Polygon or a MultiPolygon with closed rings in
                longitude and latitude (WGS84); every polygon of a MultiPolygon becomes a separate area. What the service makes
                of a Feature, a FeatureCollection, a GeometryCollection, holes, self-intersections, the antimeridian, a `crs` or
                very many vertices is not documented. Example: {'type': 'Polygon', 'coordinates': [[[12.08, 57.68], [12.095,
                57.68], [12.095, 57.69], [12.08, 57.69], [12.08, 57.68]]]}.
            area_sq_km (float | Unset): The area, in square kilometres. Example: 1.634206.
            params (RunParamsV2 | Unset): The imagery to process and the settings of the model.
            blocks (list[BlockChoice] | Unset): Optional steps to switch on or off.
            meta (AnyMap | Unset): Names and values of any kind. Example: {'source-app': 'survey-notebook'}.
    """

    wd_id: UUID
    geometry: Geometry | Unset = UNSET
    area_sq_km: float | Unset = UNSET
    params: RunParamsV2 | Unset = UNSET
    blocks: list[BlockChoice] | Unset = UNSET
    meta: AnyMap | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        wd_id = str(self.wd_id)

        geometry: dict[str, Any] | Unset = UNSET
        if not isinstance(self.geometry, Unset):
            geometry = self.geometry.to_dict()

        area_sq_km = self.area_sq_km

        params: dict[str, Any] | Unset = UNSET
        if not isinstance(self.params, Unset):
            params = self.params.to_dict()

        blocks: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.blocks, Unset):
            blocks = []
            for blocks_item_data in self.blocks:
                blocks_item = blocks_item_data.to_dict()
                blocks.append(blocks_item)

        meta: dict[str, Any] | Unset = UNSET
        if not isinstance(self.meta, Unset):
            meta = self.meta.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "wdId": wd_id,
            }
        )
        if geometry is not UNSET:
            field_dict["geometry"] = geometry
        if area_sq_km is not UNSET:
            field_dict["areaSqKm"] = area_sq_km
        if params is not UNSET:
            field_dict["params"] = params
        if blocks is not UNSET:
            field_dict["blocks"] = blocks
        if meta is not UNSET:
            field_dict["meta"] = meta

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.any_map import AnyMap  # noqa: PLC0415
        from ..models.block_choice import BlockChoice  # noqa: PLC0415
        from ..models.geometry import Geometry  # noqa: PLC0415
        from ..models.run_params_v2 import RunParamsV2  # noqa: PLC0415

        d = dict(src_dict)
        wd_id = UUID(d.pop("wdId"))

        _geometry = d.pop("geometry", UNSET)
        geometry: Geometry | Unset
        if isinstance(_geometry, Unset):
            geometry = UNSET
        else:
            geometry = Geometry.from_dict(_geometry)

        area_sq_km = d.pop("areaSqKm", UNSET)

        _params = d.pop("params", UNSET)
        params: RunParamsV2 | Unset
        if isinstance(_params, Unset):
            params = UNSET
        else:
            params = RunParamsV2.from_dict(_params)

        _blocks = d.pop("blocks", UNSET)
        blocks: list[BlockChoice] | Unset = UNSET
        if _blocks is not UNSET:
            blocks = []
            for blocks_item_data in _blocks:
                blocks_item = BlockChoice.from_dict(blocks_item_data)

                blocks.append(blocks_item)

        _meta = d.pop("meta", UNSET)
        meta: AnyMap | Unset
        if isinstance(_meta, Unset):
            meta = UNSET
        else:
            meta = AnyMap.from_dict(_meta)

        cost_request_v2 = cls(
            wd_id=wd_id,
            geometry=geometry,
            area_sq_km=area_sq_km,
            params=params,
            blocks=blocks,
            meta=meta,
        )

        cost_request_v2.additional_properties = d
        return cost_request_v2

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
