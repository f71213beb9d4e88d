from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="UploadReceipt")


@_attrs_define
class UploadReceipt:
    """What an upload returns. Clients that talk to the live service read `message` and `mosaic_id`; the current
    documentation shows an image instead, and reads its `id`. Require none of them.

        Attributes:
            message (None | str | Unset): A sentence for people. Example: Image added.
            mosaic_id (None | Unset | UUID): The mosaic that now holds the image. Example:
                b7d2a6c4-9e31-4f80-85ac-3c1e7f5d9b62.
            id (None | Unset | UUID): The image. Example: c8e3b7d5-0f42-4a91-96bd-4d2f806eac73.
            filename (None | str | Unset): Its name. Example: flight-07.tif.
            file_size (int | None | Unset): Size of the file in bytes. Example: 73400320.
            uploaded_at (None | str | Unset): When it was uploaded, as for an image. Example: 2026-05-04T06:31:12.000000Z.
    """

    message: None | str | Unset = UNSET
    mosaic_id: None | Unset | UUID = UNSET
    id: None | Unset | UUID = UNSET
    filename: None | str | Unset = UNSET
    file_size: int | None | Unset = UNSET
    uploaded_at: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        message: None | str | Unset
        if isinstance(self.message, Unset):
            message = UNSET
        else:
            message = self.message

        mosaic_id: None | str | Unset
        if isinstance(self.mosaic_id, Unset):
            mosaic_id = UNSET
        elif isinstance(self.mosaic_id, UUID):
            mosaic_id = str(self.mosaic_id)
        else:
            mosaic_id = self.mosaic_id

        id: None | str | Unset
        if isinstance(self.id, Unset):
            id = UNSET
        elif isinstance(self.id, UUID):
            id = str(self.id)
        else:
            id = self.id

        filename: None | str | Unset
        if isinstance(self.filename, Unset):
            filename = UNSET
        else:
            filename = self.filename

        file_size: int | None | Unset
        if isinstance(self.file_size, Unset):
            file_size = UNSET
        else:
            file_size = self.file_size

        uploaded_at: None | str | Unset
        if isinstance(self.uploaded_at, Unset):
            uploaded_at = UNSET
        else:
            uploaded_at = self.uploaded_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if message is not UNSET:
            field_dict["message"] = message
        if mosaic_id is not UNSET:
            field_dict["mosaic_id"] = mosaic_id
        if id is not UNSET:
            field_dict["id"] = id
        if filename is not UNSET:
            field_dict["filename"] = filename
        if file_size is not UNSET:
            field_dict["file_size"] = file_size
        if uploaded_at is not UNSET:
            field_dict["uploaded_at"] = uploaded_at

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_message(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        message = _parse_message(d.pop("message", UNSET))

        def _parse_mosaic_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                mosaic_id_type_0 = UUID(data)

                return mosaic_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        mosaic_id = _parse_mosaic_id(d.pop("mosaic_id", UNSET))

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

        def _parse_filename(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        filename = _parse_filename(d.pop("filename", UNSET))

        def _parse_file_size(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        file_size = _parse_file_size(d.pop("file_size", UNSET))

        def _parse_uploaded_at(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        uploaded_at = _parse_uploaded_at(d.pop("uploaded_at", UNSET))

        upload_receipt = cls(
            message=message,
            mosaic_id=mosaic_id,
            id=id,
            filename=filename,
            file_size=file_size,
            uploaded_at=uploaded_at,
        )

        upload_receipt.additional_properties = d
        return upload_receipt

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
