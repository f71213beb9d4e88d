from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="ImageStatus")


@_attrs_define
class ImageStatus:
    """How far an image is. It can be processed when its data is available and its state is `NONE` or `COMPLETED`.

    Attributes:
        image_id (UUID): The image. Example: c8e3b7d5-0f42-4a91-96bd-4d2f806eac73.
        filename (None | str | Unset): Its name. Example: flight-07.tif.
        preprocessing_status (None | str | Unset): How far it is prepared: `PENDING`, `IN_PROGRESS`, `COMPLETED` or
            `FAILED`; `NONE` means that there was nothing to prepare. Example: COMPLETED.
        preprocessing_error (None | str | Unset): Why it failed. Example: the file holds no georeference.
        data_available (bool | None | Unset): Whether its data can be used. Example: True.
        tiles_ready (bool | None | Unset): Whether its tiles are ready. Example: True.
        uploaded_at (None | str | Unset): When it was uploaded, as for an image. Example: 2026-05-04T06:31:12.000000Z.
    """

    image_id: UUID
    filename: None | str | Unset = UNSET
    preprocessing_status: None | str | Unset = UNSET
    preprocessing_error: None | str | Unset = UNSET
    data_available: bool | None | Unset = UNSET
    tiles_ready: bool | None | Unset = UNSET
    uploaded_at: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        image_id = str(self.image_id)

        filename: None | str | Unset
        if isinstance(self.filename, Unset):
            filename = UNSET
        else:
            filename = self.filename

        preprocessing_status: None | str | Unset
        if isinstance(self.preprocessing_status, Unset):
            preprocessing_status = UNSET
        else:
            preprocessing_status = self.preprocessing_status

        preprocessing_error: None | str | Unset
        if isinstance(self.preprocessing_error, Unset):
            preprocessing_error = UNSET
        else:
            preprocessing_error = self.preprocessing_error

        data_available: bool | None | Unset
        if isinstance(self.data_available, Unset):
            data_available = UNSET
        else:
            data_available = self.data_available

        tiles_ready: bool | None | Unset
        if isinstance(self.tiles_ready, Unset):
            tiles_ready = UNSET
        else:
            tiles_ready = self.tiles_ready

        uploaded_at: None | str | Unset
        if isinstance(self.uploaded_at, Unset):
            uploaded_at = UNSET
        else:
            uploaded_at = self.uploaded_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "image_id": image_id,
            }
        )
        if filename is not UNSET:
            field_dict["filename"] = filename
        if preprocessing_status is not UNSET:
            field_dict["preprocessing_status"] = preprocessing_status
        if preprocessing_error is not UNSET:
            field_dict["preprocessing_error"] = preprocessing_error
        if data_available is not UNSET:
            field_dict["data_available"] = data_available
        if tiles_ready is not UNSET:
            field_dict["tiles_ready"] = tiles_ready
        if uploaded_at is not UNSET:
            field_dict["uploaded_at"] = uploaded_at

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        image_id = UUID(d.pop("image_id"))

        def _parse_filename(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        filename = _parse_filename(d.pop("filename", UNSET))

        def _parse_preprocessing_status(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        preprocessing_status = _parse_preprocessing_status(d.pop("preprocessing_status", UNSET))

        def _parse_preprocessing_error(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        preprocessing_error = _parse_preprocessing_error(d.pop("preprocessing_error", UNSET))

        def _parse_data_available(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        data_available = _parse_data_available(d.pop("data_available", UNSET))

        def _parse_tiles_ready(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        tiles_ready = _parse_tiles_ready(d.pop("tiles_ready", UNSET))

        def _parse_uploaded_at(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        uploaded_at = _parse_uploaded_at(d.pop("uploaded_at", UNSET))

        image_status = cls(
            image_id=image_id,
            filename=filename,
            preprocessing_status=preprocessing_status,
            preprocessing_error=preprocessing_error,
            data_available=data_available,
            tiles_ready=tiles_ready,
            uploaded_at=uploaded_at,
        )

        image_status.additional_properties = d
        return image_status

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
