from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.geometry import Geometry


T = TypeVar("T", bound="PlannedAreaRun")


@_attrs_define
class PlannedAreaRun:
    """A processing that touches an area of a planned search.

    Attributes:
        processing_id (None | Unset | UUID): The processing. Example: ae9b8146-3d9f-4c57-a124-8f5a7e6d4c32.
        processing_name (None | str | Unset): Its name. Example: Quays, 18 April.
        processing_status (None | str | Unset): Where it stands: `UNPROCESSED`, `IN_PROGRESS`, `OK`, `FAILED`,
            `AWAITING`, `CANCELLED` or `REFUNDED`, as for a processing. Example: OK.
        area (float | None | Unset): Its area, in square metres. Example: 996462.0.
        project_id (None | Unset | UUID): Its project. Example: 3f1c2b7a-5d0e-4c1b-9a64-0d6f2e8b7a01.
        geometry (Geometry | None | Unset): What it covers.
    """

    processing_id: None | Unset | UUID = UNSET
    processing_name: None | str | Unset = UNSET
    processing_status: None | str | Unset = UNSET
    area: float | None | Unset = UNSET
    project_id: None | Unset | UUID = UNSET
    geometry: Geometry | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.geometry import Geometry  # noqa: PLC0415

        processing_id: None | str | Unset
        if isinstance(self.processing_id, Unset):
            processing_id = UNSET
        elif isinstance(self.processing_id, UUID):
            processing_id = str(self.processing_id)
        else:
            processing_id = self.processing_id

        processing_name: None | str | Unset
        if isinstance(self.processing_name, Unset):
            processing_name = UNSET
        else:
            processing_name = self.processing_name

        processing_status: None | str | Unset
        if isinstance(self.processing_status, Unset):
            processing_status = UNSET
        else:
            processing_status = self.processing_status

        area: float | None | Unset
        if isinstance(self.area, Unset):
            area = UNSET
        else:
            area = self.area

        project_id: None | str | Unset
        if isinstance(self.project_id, Unset):
            project_id = UNSET
        elif isinstance(self.project_id, UUID):
            project_id = str(self.project_id)
        else:
            project_id = self.project_id

        geometry: dict[str, Any] | None | Unset
        if isinstance(self.geometry, Unset):
            geometry = UNSET
        elif isinstance(self.geometry, Geometry):
            geometry = self.geometry.to_dict()
        else:
            geometry = self.geometry

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if processing_id is not UNSET:
            field_dict["processingId"] = processing_id
        if processing_name is not UNSET:
            field_dict["processingName"] = processing_name
        if processing_status is not UNSET:
            field_dict["processingStatus"] = processing_status
        if area is not UNSET:
            field_dict["area"] = area
        if project_id is not UNSET:
            field_dict["projectId"] = project_id
        if geometry is not UNSET:
            field_dict["geometry"] = geometry

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.geometry import Geometry  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_processing_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                processing_id_type_0 = UUID(data)

                return processing_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        processing_id = _parse_processing_id(d.pop("processingId", UNSET))

        def _parse_processing_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        processing_name = _parse_processing_name(d.pop("processingName", UNSET))

        def _parse_processing_status(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        processing_status = _parse_processing_status(d.pop("processingStatus", UNSET))

        def _parse_area(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        area = _parse_area(d.pop("area", UNSET))

        def _parse_project_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                project_id_type_0 = UUID(data)

                return project_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        project_id = _parse_project_id(d.pop("projectId", UNSET))

        def _parse_geometry(data: object) -> Geometry | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                geometry_type_0 = Geometry.from_dict(data)

                return geometry_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Geometry | None | Unset, data)

        geometry = _parse_geometry(d.pop("geometry", UNSET))

        planned_area_run = cls(
            processing_id=processing_id,
            processing_name=processing_name,
            processing_status=processing_status,
            area=area,
            project_id=project_id,
            geometry=geometry,
        )

        planned_area_run.additional_properties = d
        return planned_area_run

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
