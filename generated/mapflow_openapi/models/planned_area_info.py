from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.planned_area_run import PlannedAreaRun


T = TypeVar("T", bound="PlannedAreaInfo")


@_attrs_define
class PlannedAreaInfo:
    """What is known about an area of a planned search.

    Attributes:
        id (None | Unset | UUID): The area. Example: f52e8ca1-6b3d-4074-9e2a-81d6c7f3b495.
        name (None | str | Unset): Its name, at most 64 characters. Example: North quay.
        processings (list[PlannedAreaRun] | None | Unset): The processings of the planned search that touch the area.
        has_new_images (bool | None | Unset): Whether there are images of it that have not been seen. Example: True.
    """

    id: None | Unset | UUID = UNSET
    name: None | str | Unset = UNSET
    processings: list[PlannedAreaRun] | None | Unset = UNSET
    has_new_images: bool | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id: None | str | Unset
        if isinstance(self.id, Unset):
            id = UNSET
        elif isinstance(self.id, UUID):
            id = str(self.id)
        else:
            id = self.id

        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        processings: list[dict[str, Any]] | None | Unset
        if isinstance(self.processings, Unset):
            processings = UNSET
        elif isinstance(self.processings, list):
            processings = []
            for processings_type_0_item_data in self.processings:
                processings_type_0_item = processings_type_0_item_data.to_dict()
                processings.append(processings_type_0_item)

        else:
            processings = self.processings

        has_new_images: bool | None | Unset
        if isinstance(self.has_new_images, Unset):
            has_new_images = UNSET
        else:
            has_new_images = self.has_new_images

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if id is not UNSET:
            field_dict["id"] = id
        if name is not UNSET:
            field_dict["name"] = name
        if processings is not UNSET:
            field_dict["processings"] = processings
        if has_new_images is not UNSET:
            field_dict["hasNewImages"] = has_new_images

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.planned_area_run import PlannedAreaRun  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                id_type_0 = UUID(data)

                return id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        id = _parse_id(d.pop("id", UNSET))

        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))

        def _parse_processings(data: object) -> list[PlannedAreaRun] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                processings_type_0 = []
                _processings_type_0 = data
                for processings_type_0_item_data in _processings_type_0:
                    processings_type_0_item = PlannedAreaRun.from_dict(processings_type_0_item_data)

                    processings_type_0.append(processings_type_0_item)

                return processings_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[PlannedAreaRun] | None | Unset, data)

        processings = _parse_processings(d.pop("processings", UNSET))

        def _parse_has_new_images(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        has_new_images = _parse_has_new_images(d.pop("hasNewImages", UNSET))

        planned_area_info = cls(
            id=id,
            name=name,
            processings=processings,
            has_new_images=has_new_images,
        )

        planned_area_info.additional_properties = d
        return planned_area_info

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
