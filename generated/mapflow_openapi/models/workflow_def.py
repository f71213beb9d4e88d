from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.any_map import AnyMap
    from ..models.model_block import ModelBlock


T = TypeVar("T", bound="WorkflowDef")


@_attrs_define
class WorkflowDef:
    """A model ("workflow definition") that finds one kind of object in imagery.

    Attributes:
        id (UUID): What a run or an estimate takes as `wdId`. Example: 1d7e4b92-6c3f-4e58-b0a1-92f4c6d8e317.
        name (str): What a run takes as `wdName`; most names begin with an emoji. Names are account data, not a fixed
            list. The version 1 page gives, for the default models, the resolution that they expect and the bands of their
            input: `🏠 Buildings`, `🚜 Fields (hi-res)` and `🏗️ Construction` 0.5 m a pixel, `🚗 Roads` 1 m, `🌲 Forest` 2 m,
            all three bands (RGB); `🚜 Fields (Sentinel-2)` 10 m, ten bands. The current documentation gives 0.5 m for forest
            and roads too. Example: 🏠 Buildings.
        description (None | str | Unset): What the model does. Today's responses hold a text, which may be empty, and
            two published clients fail on null; samples of 2022 show null, others omit it. Example: Roof outlines of
            buildings.
        created (datetime.datetime | None | Unset): When the model was created. Example: 2026-03-02T09:15:00.000000Z.
        updated (datetime.datetime | None | Unset): When the model was last changed. Example:
            2026-03-02T09:27:41.250000Z.
        price_per_sq_km (float | None | Unset): Credits per square kilometre. Where the model has `blocks`, how the two
            add up is not documented; ask for an estimate. Samples of projects from 2022 omit it. Example: 10.0.
        blocks (list[ModelBlock] | None | Unset): The steps of the model, mandatory and optional ones. Today's responses
            always hold the list, which may be empty; older samples omit it.
        display_name (None | str | Unset): Label for people. Example: Buildings.
        style_name (None | str | Unset): Name of the map style that the published desktop plugin draws results in.
            Example: buildings.
        requirements (AnyMap | None | Unset): What the model asks of its imagery (zoom, resolution). Any of its members
            may be missing.
    """

    id: UUID
    name: str
    description: None | str | Unset = UNSET
    created: datetime.datetime | None | Unset = UNSET
    updated: datetime.datetime | None | Unset = UNSET
    price_per_sq_km: float | None | Unset = UNSET
    blocks: list[ModelBlock] | None | Unset = UNSET
    display_name: None | str | Unset = UNSET
    style_name: None | str | Unset = UNSET
    requirements: AnyMap | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.any_map import AnyMap  # noqa: PLC0415

        id = str(self.id)

        name = self.name

        description: None | str | Unset
        if isinstance(self.description, Unset):
            description = UNSET
        else:
            description = self.description

        created: None | str | Unset
        if isinstance(self.created, Unset):
            created = UNSET
        elif isinstance(self.created, datetime.datetime):
            created = self.created.isoformat()
        else:
            created = self.created

        updated: None | str | Unset
        if isinstance(self.updated, Unset):
            updated = UNSET
        elif isinstance(self.updated, datetime.datetime):
            updated = self.updated.isoformat()
        else:
            updated = self.updated

        price_per_sq_km: float | None | Unset
        if isinstance(self.price_per_sq_km, Unset):
            price_per_sq_km = UNSET
        else:
            price_per_sq_km = self.price_per_sq_km

        blocks: list[dict[str, Any]] | None | Unset
        if isinstance(self.blocks, Unset):
            blocks = UNSET
        elif isinstance(self.blocks, list):
            blocks = []
            for blocks_type_0_item_data in self.blocks:
                blocks_type_0_item = blocks_type_0_item_data.to_dict()
                blocks.append(blocks_type_0_item)

        else:
            blocks = self.blocks

        display_name: None | str | Unset
        if isinstance(self.display_name, Unset):
            display_name = UNSET
        else:
            display_name = self.display_name

        style_name: None | str | Unset
        if isinstance(self.style_name, Unset):
            style_name = UNSET
        else:
            style_name = self.style_name

        requirements: dict[str, Any] | None | Unset
        if isinstance(self.requirements, Unset):
            requirements = UNSET
        elif isinstance(self.requirements, AnyMap):
            requirements = self.requirements.to_dict()
        else:
            requirements = self.requirements

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
            }
        )
        if description is not UNSET:
            field_dict["description"] = description
        if created is not UNSET:
            field_dict["created"] = created
        if updated is not UNSET:
            field_dict["updated"] = updated
        if price_per_sq_km is not UNSET:
            field_dict["pricePerSqKm"] = price_per_sq_km
        if blocks is not UNSET:
            field_dict["blocks"] = blocks
        if display_name is not UNSET:
            field_dict["displayName"] = display_name
        if style_name is not UNSET:
            field_dict["styleName"] = style_name
        if requirements is not UNSET:
            field_dict["requirements"] = requirements

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.any_map import AnyMap  # noqa: PLC0415
        from ..models.model_block import ModelBlock  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        name = d.pop("name")

        def _parse_description(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        description = _parse_description(d.pop("description", UNSET))

        def _parse_created(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                created_type_0 = datetime.datetime.fromisoformat(data)

                return created_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        created = _parse_created(d.pop("created", UNSET))

        def _parse_updated(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                updated_type_0 = datetime.datetime.fromisoformat(data)

                return updated_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        updated = _parse_updated(d.pop("updated", UNSET))

        def _parse_price_per_sq_km(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        price_per_sq_km = _parse_price_per_sq_km(d.pop("pricePerSqKm", UNSET))

        def _parse_blocks(data: object) -> list[ModelBlock] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                blocks_type_0 = []
                _blocks_type_0 = data
                for blocks_type_0_item_data in _blocks_type_0:
                    blocks_type_0_item = ModelBlock.from_dict(blocks_type_0_item_data)

                    blocks_type_0.append(blocks_type_0_item)

                return blocks_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[ModelBlock] | None | Unset, data)

        blocks = _parse_blocks(d.pop("blocks", UNSET))

        def _parse_display_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        display_name = _parse_display_name(d.pop("displayName", UNSET))

        def _parse_style_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        style_name = _parse_style_name(d.pop("styleName", UNSET))

        def _parse_requirements(data: object) -> AnyMap | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                requirements_type_0 = AnyMap.from_dict(data)

                return requirements_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AnyMap | None | Unset, data)

        requirements = _parse_requirements(d.pop("requirements", UNSET))

        workflow_def = cls(
            id=id,
            name=name,
            description=description,
            created=created,
            updated=updated,
            price_per_sq_km=price_per_sq_km,
            blocks=blocks,
            display_name=display_name,
            style_name=style_name,
            requirements=requirements,
        )

        workflow_def.additional_properties = d
        return workflow_def

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
