from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.raster_metadata import RasterMetadata


T = TypeVar("T", bound="Image")


@_attrs_define
class Image:
    """One uploaded image.

    Attributes:
        id (UUID): The image. Example: c8e3b7d5-0f42-4a91-96bd-4d2f806eac73.
        mosaic_id (None | Unset | UUID): The mosaic it belongs to. Example: b7d2a6c4-9e31-4f80-85ac-3c1e7f5d9b62.
        image_url (None | str | Unset): Its `s3://` address; a version 1 run takes it as `params.url`. Example:
            s3://users-data/demo/flight-07.tif.
        preview_url_l (None | str | Unset): Address of the large preview. Example:
            https://api.mapflow.ai/rest/rasters/image/c8e3b7d5-0f42-4a91-96bd-4d2f806eac73/preview/l.
        preview_url_s (None | str | Unset): Address of the small preview. Example:
            https://api.mapflow.ai/rest/rasters/image/c8e3b7d5-0f42-4a91-96bd-4d2f806eac73/preview/s.
        uploaded_at (None | str | Unset): When it was uploaded, as ISO 8601. Samples lack the zone, which is why the
            format is not `date-time`; read it as UTC. Example: 2026-05-04T06:31:12.000000Z.
        file_size (int | None | Unset): Size of the file in bytes. Example: 73400320.
        footprint (None | str | Unset): Outline as WKT (POLYGON), longitude and latitude. Samples begin at different
            corners. Example: POLYGON ((12.08 57.69, 12.095 57.69, 12.095 57.68, 12.08 57.68, 12.08 57.69)).
        filename (None | str | Unset): Its name. Example: flight-07.tif.
        checksum (None | str | Unset): SHA-1 of the file, in hexadecimal. Example:
            2fd4e1c67a2d28fced849ee1bb76e7391b93eb12.
        meta_data (None | RasterMetadata | Unset): What its header says.
        cog_link (None | str | Unset): `s3://` address of the tiled copy. Example: s3://users-
            data/demo/flight-07-cog.tif.
        available_for_download (bool | None | Unset): Whether the file can be downloaded again; missing means yes.
            Example: True.
    """

    id: UUID
    mosaic_id: None | Unset | UUID = UNSET
    image_url: None | str | Unset = UNSET
    preview_url_l: None | str | Unset = UNSET
    preview_url_s: None | str | Unset = UNSET
    uploaded_at: None | str | Unset = UNSET
    file_size: int | None | Unset = UNSET
    footprint: None | str | Unset = UNSET
    filename: None | str | Unset = UNSET
    checksum: None | str | Unset = UNSET
    meta_data: None | RasterMetadata | Unset = UNSET
    cog_link: None | str | Unset = UNSET
    available_for_download: bool | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.raster_metadata import RasterMetadata  # noqa: PLC0415

        id = str(self.id)

        mosaic_id: None | str | Unset
        if isinstance(self.mosaic_id, Unset):
            mosaic_id = UNSET
        elif isinstance(self.mosaic_id, UUID):
            mosaic_id = str(self.mosaic_id)
        else:
            mosaic_id = self.mosaic_id

        image_url: None | str | Unset
        if isinstance(self.image_url, Unset):
            image_url = UNSET
        else:
            image_url = self.image_url

        preview_url_l: None | str | Unset
        if isinstance(self.preview_url_l, Unset):
            preview_url_l = UNSET
        else:
            preview_url_l = self.preview_url_l

        preview_url_s: None | str | Unset
        if isinstance(self.preview_url_s, Unset):
            preview_url_s = UNSET
        else:
            preview_url_s = self.preview_url_s

        uploaded_at: None | str | Unset
        if isinstance(self.uploaded_at, Unset):
            uploaded_at = UNSET
        else:
            uploaded_at = self.uploaded_at

        file_size: int | None | Unset
        if isinstance(self.file_size, Unset):
            file_size = UNSET
        else:
            file_size = self.file_size

        footprint: None | str | Unset
        if isinstance(self.footprint, Unset):
            footprint = UNSET
        else:
            footprint = self.footprint

        filename: None | str | Unset
        if isinstance(self.filename, Unset):
            filename = UNSET
        else:
            filename = self.filename

        checksum: None | str | Unset
        if isinstance(self.checksum, Unset):
            checksum = UNSET
        else:
            checksum = self.checksum

        meta_data: dict[str, Any] | None | Unset
        if isinstance(self.meta_data, Unset):
            meta_data = UNSET
        elif isinstance(self.meta_data, RasterMetadata):
            meta_data = self.meta_data.to_dict()
        else:
            meta_data = self.meta_data

        cog_link: None | str | Unset
        if isinstance(self.cog_link, Unset):
            cog_link = UNSET
        else:
            cog_link = self.cog_link

        available_for_download: bool | None | Unset
        if isinstance(self.available_for_download, Unset):
            available_for_download = UNSET
        else:
            available_for_download = self.available_for_download

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
            }
        )
        if mosaic_id is not UNSET:
            field_dict["mosaic_id"] = mosaic_id
        if image_url is not UNSET:
            field_dict["image_url"] = image_url
        if preview_url_l is not UNSET:
            field_dict["preview_url_l"] = preview_url_l
        if preview_url_s is not UNSET:
            field_dict["preview_url_s"] = preview_url_s
        if uploaded_at is not UNSET:
            field_dict["uploaded_at"] = uploaded_at
        if file_size is not UNSET:
            field_dict["file_size"] = file_size
        if footprint is not UNSET:
            field_dict["footprint"] = footprint
        if filename is not UNSET:
            field_dict["filename"] = filename
        if checksum is not UNSET:
            field_dict["checksum"] = checksum
        if meta_data is not UNSET:
            field_dict["meta_data"] = meta_data
        if cog_link is not UNSET:
            field_dict["cog_link"] = cog_link
        if available_for_download is not UNSET:
            field_dict["available_for_download"] = available_for_download

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.raster_metadata import RasterMetadata  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

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

        def _parse_image_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        image_url = _parse_image_url(d.pop("image_url", UNSET))

        def _parse_preview_url_l(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        preview_url_l = _parse_preview_url_l(d.pop("preview_url_l", UNSET))

        def _parse_preview_url_s(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        preview_url_s = _parse_preview_url_s(d.pop("preview_url_s", UNSET))

        def _parse_uploaded_at(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        uploaded_at = _parse_uploaded_at(d.pop("uploaded_at", UNSET))

        def _parse_file_size(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        file_size = _parse_file_size(d.pop("file_size", UNSET))

        def _parse_footprint(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        footprint = _parse_footprint(d.pop("footprint", UNSET))

        def _parse_filename(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        filename = _parse_filename(d.pop("filename", UNSET))

        def _parse_checksum(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        checksum = _parse_checksum(d.pop("checksum", UNSET))

        def _parse_meta_data(data: object) -> None | RasterMetadata | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                meta_data_type_0 = RasterMetadata.from_dict(data)

                return meta_data_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RasterMetadata | Unset, data)

        meta_data = _parse_meta_data(d.pop("meta_data", UNSET))

        def _parse_cog_link(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        cog_link = _parse_cog_link(d.pop("cog_link", UNSET))

        def _parse_available_for_download(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        available_for_download = _parse_available_for_download(
            d.pop("available_for_download", UNSET)
        )

        image = cls(
            id=id,
            mosaic_id=mosaic_id,
            image_url=image_url,
            preview_url_l=preview_url_l,
            preview_url_s=preview_url_s,
            uploaded_at=uploaded_at,
            file_size=file_size,
            footprint=footprint,
            filename=filename,
            checksum=checksum,
            meta_data=meta_data,
            cog_link=cog_link,
            available_for_download=available_for_download,
        )

        image.additional_properties = d
        return image

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
