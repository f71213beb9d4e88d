from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.geometry import Geometry
    from ..models.processing_message import ProcessingMessage


T = TypeVar("T", bound="Area")


@_attrs_define
class Area:
    """One area of interest of a processing.

    Attributes:
        id (UUID): The area; `getResult` takes it as `aoiId`. Example: 51b8c0de-3a6f-4e29-b7d4-8f1a2c3e5d60.
        status (str): Where it stands: `UNPROCESSED`, `IN_PROGRESS`, `OK`, `FAILED`, `AWAITING`, `CANCELLED` or
            `REFUNDED`, as for a processing. Example: OK.
        percent_completed (int | None | Unset): 0 to 100. Example: 100.
        geometry (Geometry | None | Unset): Polygon or MultiPolygon. The service may re-order its vertices; do not
            compare it with what was sent.
        area (int | None | Unset): Area in square metres. In the one sample that can be reckoned it is that in the plane
            of the local UTM zone; that it is so everywhere is inferred. Example: 996462.
        messages (list[ProcessingMessage] | None | Unset): Why it failed; empty when all is well.
    """

    id: UUID
    status: str
    percent_completed: int | None | Unset = UNSET
    geometry: Geometry | None | Unset = UNSET
    area: int | None | Unset = UNSET
    messages: list[ProcessingMessage] | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.geometry import Geometry  # noqa: PLC0415

        id = str(self.id)

        status = self.status

        percent_completed: int | None | Unset
        if isinstance(self.percent_completed, Unset):
            percent_completed = UNSET
        else:
            percent_completed = self.percent_completed

        geometry: dict[str, Any] | None | Unset
        if isinstance(self.geometry, Unset):
            geometry = UNSET
        elif isinstance(self.geometry, Geometry):
            geometry = self.geometry.to_dict()
        else:
            geometry = self.geometry

        area: int | None | Unset
        if isinstance(self.area, Unset):
            area = UNSET
        else:
            area = self.area

        messages: list[dict[str, Any]] | None | Unset
        if isinstance(self.messages, Unset):
            messages = UNSET
        elif isinstance(self.messages, list):
            messages = []
            for messages_type_0_item_data in self.messages:
                messages_type_0_item = messages_type_0_item_data.to_dict()
                messages.append(messages_type_0_item)

        else:
            messages = self.messages

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "status": status,
            }
        )
        if percent_completed is not UNSET:
            field_dict["percentCompleted"] = percent_completed
        if geometry is not UNSET:
            field_dict["geometry"] = geometry
        if area is not UNSET:
            field_dict["area"] = area
        if messages is not UNSET:
            field_dict["messages"] = messages

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.geometry import Geometry  # noqa: PLC0415
        from ..models.processing_message import ProcessingMessage  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        status = d.pop("status")

        def _parse_percent_completed(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        percent_completed = _parse_percent_completed(d.pop("percentCompleted", UNSET))

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

        def _parse_area(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        area = _parse_area(d.pop("area", UNSET))

        def _parse_messages(data: object) -> list[ProcessingMessage] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                messages_type_0 = []
                _messages_type_0 = data
                for messages_type_0_item_data in _messages_type_0:
                    messages_type_0_item = ProcessingMessage.from_dict(messages_type_0_item_data)

                    messages_type_0.append(messages_type_0_item)

                return messages_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[ProcessingMessage] | None | Unset, data)

        messages = _parse_messages(d.pop("messages", UNSET))

        area_of_interest = cls(
            id=id,
            status=status,
            percent_completed=percent_completed,
            geometry=geometry,
            area=area,
            messages=messages,
        )

        area_of_interest.additional_properties = d
        return area_of_interest

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
