from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.any_map import AnyMap
    from ..models.block_choice import BlockChoice
    from ..models.geometry import Geometry
    from ..models.run_params_v2 import RunParamsV2


T = TypeVar("T", bound="ProcessingRunV2")


@_attrs_define
class ProcessingRunV2:
    """A run to start. Exactly one of `wdId` and `wdName` is needed to name the model.

    Attributes:
        geometry (Geometry): A GeoJSON geometry. Requests take a Polygon or a MultiPolygon with closed rings in
            longitude and latitude (WGS84); every polygon of a MultiPolygon becomes a separate area. What the service makes
            of a Feature, a FeatureCollection, a GeometryCollection, holes, self-intersections, the antimeridian, a `crs` or
            very many vertices is not documented. Example: {'type': 'Polygon', 'coordinates': [[[12.08, 57.68], [12.095,
            57.68], [12.095, 57.69], [12.08, 57.69], [12.08, 57.68]]]}.
        params (RunParamsV2): The imagery to process and the settings of the model.
        name (str | Unset): Its name. One table of the documentation requires it; every published client sends it.
            Example: Harbour roofs.
        description (None | str | Unset): Free text. Example: two quays.
        project_id (UUID | Unset): The project to put it in; the default project if omitted. One table of the
            documentation requires it. Example: 3f1c2b7a-5d0e-4c1b-9a64-0d6f2e8b7a01.
        wd_id (UUID | Unset): The model, by `models[].id`. Example: 1d7e4b92-6c3f-4e58-b0a1-92f4c6d8e317.
        wd_name (str | Unset): The model, by its exact name. Example: 🏠 Buildings.
        blocks (list[BlockChoice] | Unset): Optional steps to switch on or off. Omit it rather than sending null.
        meta (AnyMap | Unset): Names and values of any kind. Example: {'source-app': 'survey-notebook'}.
    """

    geometry: Geometry
    params: RunParamsV2
    name: str | Unset = UNSET
    description: None | str | Unset = UNSET
    project_id: UUID | Unset = UNSET
    wd_id: UUID | Unset = UNSET
    wd_name: str | Unset = UNSET
    blocks: list[BlockChoice] | Unset = UNSET
    meta: AnyMap | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        geometry = self.geometry.to_dict()

        params = self.params.to_dict()

        name = self.name

        description: None | str | Unset
        if isinstance(self.description, Unset):
            description = UNSET
        else:
            description = self.description

        project_id: str | Unset = UNSET
        if not isinstance(self.project_id, Unset):
            project_id = str(self.project_id)

        wd_id: str | Unset = UNSET
        if not isinstance(self.wd_id, Unset):
            wd_id = str(self.wd_id)

        wd_name = self.wd_name

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
                "geometry": geometry,
                "params": params,
            }
        )
        if name is not UNSET:
            field_dict["name"] = name
        if description is not UNSET:
            field_dict["description"] = description
        if project_id is not UNSET:
            field_dict["projectId"] = project_id
        if wd_id is not UNSET:
            field_dict["wdId"] = wd_id
        if wd_name is not UNSET:
            field_dict["wdName"] = wd_name
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
        geometry = Geometry.from_dict(d.pop("geometry"))

        params = RunParamsV2.from_dict(d.pop("params"))

        name = d.pop("name", UNSET)

        def _parse_description(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        description = _parse_description(d.pop("description", UNSET))

        _project_id = d.pop("projectId", UNSET)
        project_id: UUID | Unset
        if isinstance(_project_id, Unset):
            project_id = UNSET
        else:
            project_id = UUID(_project_id)

        _wd_id = d.pop("wdId", UNSET)
        wd_id: UUID | Unset
        if isinstance(_wd_id, Unset):
            wd_id = UNSET
        else:
            wd_id = UUID(_wd_id)

        wd_name = d.pop("wdName", UNSET)

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

        processing_run_v2 = cls(
            geometry=geometry,
            params=params,
            name=name,
            description=description,
            project_id=project_id,
            wd_id=wd_id,
            wd_name=wd_name,
            blocks=blocks,
            meta=meta,
        )

        processing_run_v2.additional_properties = d
        return processing_run_v2

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
