# Written by scripts/unasync.py from mapflow/_async/uploading.py; edit that file instead.
"""Puts images into mosaics and finds them there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapflow import limits, rasters
from mapflow._arrivals import Sent
from mapflow._choices import identifier
from mapflow._records.base import as_object, text, undecodable
from mapflow._sync.arrivals import Arrivals
from mapflow._sync.images import Image
from mapflow._wire.transfers import Outgoing, sending
from mapflow.errors import (
    ConnectionFailed,
    InvalidInput,
    MapflowError,
    ServerError,
    TimedOut,
    UndecodableAnswer,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike
    from uuid import UUID

    from mapflow._records.imagery import MosaicRecord, Storage
    from mapflow._sync.client import Mapflow
    from mapflow._wire.transfers import OnProgress
    from mapflow_openapi.models import UploadForm

# The service looks at a file before it answers.
_UPLOAD_TIMEOUT_S = 600.0


class Uploading:
    """Sends files, and links what is at the service already."""

    def __init__(self, client: Mapflow) -> None:
        self._client = client
        self._claimed: dict[str, object] = {}

    def arrivals(self, mosaic: MosaicRecord | UUID | str | None) -> Arrivals:
        """What uploads to a mosaic bring, told apart from what other calls of this client send."""
        key = None if mosaic is None else identifier(mosaic, "mosaic")
        return Arrivals(self._client, key, self._claimed)

    def upload(
        self,
        mosaic: MosaicRecord | UUID | str | None,
        path: str | PathLike[str],
        *,
        name: str | None = None,
        tags: Sequence[str] | None = None,
        on_progress: OnProgress | None = None,
        check: bool = True,
    ) -> Image:
        """Send a file in pieces, after a look at it and at the storage limits."""
        source = Path(path)
        arrivals = self.arrivals(mosaic)
        with sending(source, on_progress) as outgoing:
            storage = self._check_size(source, outgoing)
            arrivals.look_before()
            if check and rasters.is_available():
                beside = [image.metadata for image in arrivals.there]
                rasters.check(source, max_side_px=storage.max_side_px, beside=beside)
            sent = self.send(arrivals, source, outgoing, name=name, tags=tags)
        return self._arrived(arrivals, sent)

    def send(
        self,
        arrivals: Arrivals,
        source: Path,
        outgoing: Outgoing,
        *,
        name: str | None = None,
        tags: Sequence[str] | None = None,
    ) -> Sent:
        """Send a file, once; a lost answer is told, as the image may have arrived."""
        kwargs = _upload_kwargs(arrivals.mosaic, source, outgoing, name, tags)
        try:
            answer = self._client._wire.json(kwargs, read_timeout_s=_UPLOAD_TIMEOUT_S)
            receipt = as_object(answer, "the upload")
        except (ConnectionFailed, TimedOut, UndecodableAnswer, ServerError) as error:
            sent = getattr(error, "sent", True) and outgoing.sha1 is not None
            if arrivals.mosaic is None or not sent:
                raise
            return Sent(source.name, outgoing.total_bytes, outgoing.sha1, lost=error)
        return self._took(arrivals, receipt, source.name, outgoing)

    def _took(
        self,
        arrivals: Arrivals,
        receipt: dict[str, object],
        filename: str | None,
        outgoing: Outgoing | None,
    ) -> Sent:
        """Read what answered an upload: the mosaic at least, some say the image as well."""
        if arrivals.mosaic is None:
            mosaic = text(receipt, "mosaic_id")
            if mosaic is None:
                raise undecodable("the upload", "it has no mosaic_id")
            arrivals.mosaic = identifier(mosaic, "mosaic")
        image_id = text(receipt, "id")
        if image_id is not None and text(receipt, "image_url") is not None:
            arrivals.answered[image_id] = Image(self._client, receipt)
        if outgoing is None:
            return Sent(filename, image_id=image_id)
        return Sent(filename, outgoing.total_bytes, outgoing.sha1, image_id)

    def _arrived(self, arrivals: Arrivals, sent: Sent) -> Image:
        (found,) = arrivals.wait_for([sent])
        if found is None:
            raise arrivals.late(sent)
        if isinstance(found, MapflowError):
            raise found
        return found

    def upload_file(self, path: str | PathLike[str], *, on_progress: OnProgress | None) -> str:
        """Send a file the old way, which answers with its link alone."""
        from mapflow_openapi.api.imagery import upload_legacy

        source = Path(path)
        with sending(source, on_progress) as outgoing:
            self._check_size(source, outgoing)
            kwargs = upload_legacy._get_kwargs(body=_form(source, outgoing))
            answer = self._client._wire.json(kwargs, read_timeout_s=_UPLOAD_TIMEOUT_S)
        link = text(as_object(answer, "the upload"), "url")
        if link is None:
            raise undecodable("the upload", "it has no url")
        return link

    def _check_size(self, source: Path, outgoing: Outgoing) -> Storage:
        storage = self._client.imagery.storage()
        limits.check_upload(
            outgoing.total_bytes,
            name=source.name,
            max_file_bytes=storage.max_file_bytes,
            free_bytes=storage.free_bytes,
        )
        return storage

    def link(self, mosaic: MosaicRecord | UUID | str, url: str) -> Image:
        """Take an image that is at the service already into a mosaic."""
        from mapflow_openapi.api.imagery import link_image
        from mapflow_openapi.models import ImageLink

        if not url.startswith("s3://"):
            raise InvalidInput(f"{url!r} is not an s3:// link.", hint="Upload the file instead.")
        key = identifier(mosaic, "mosaic")
        arrivals = self.arrivals(key)
        arrivals.look_before()
        answer = self._client._wire.json(
            link_image._get_kwargs(key, body=ImageLink(url=url)), read_timeout_s=_UPLOAD_TIMEOUT_S
        )
        sent = self._took(arrivals, as_object(answer, "the image"), None, None)
        return self._arrived(arrivals, sent)


def _upload_kwargs(
    mosaic: UUID | None,
    source: Path,
    outgoing: Outgoing,
    name: str | None,
    tags: Sequence[str] | None,
) -> dict[str, Any]:
    from mapflow_openapi.api.imagery import upload_image, upload_to_new_mosaic

    form = _form(source, outgoing)
    if mosaic is not None:
        return upload_image._get_kwargs(mosaic, body=form)
    title = name or source.stem
    if tags:
        return upload_to_new_mosaic._get_kwargs(body=form, name=title, tags=list(tags))
    return upload_to_new_mosaic._get_kwargs(body=form, name=title)


def _form(source: Path, outgoing: Outgoing) -> UploadForm:
    from mapflow_openapi.models import UploadForm
    from mapflow_openapi.types import File

    # The generated type asks for an open binary file; all that is used of one is here.
    payload: Any = outgoing
    return UploadForm(file=File(payload=payload, file_name=source.name, mime_type="image/tiff"))
