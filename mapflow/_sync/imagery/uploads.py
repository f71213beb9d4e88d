# Written by scripts/unasync.py from mapflow/_async/imagery/uploads.py; edit that file instead.
"""Puts images into mosaics and finds them there."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mapflow import _arguments, limits, rasters
from mapflow._display.listing import Listing
from mapflow._files import as_path
from mapflow._http.concurrent import each, in_thread
from mapflow._http.transfers import Progress, UploadFile, sending
from mapflow._masking.secrets import Masked
from mapflow._masking.urls import mask_url
from mapflow._requests.references import identifier
from mapflow._requests.upload_files import geotiffs
from mapflow._sync.imagery.calls import get_storage
from mapflow._sync.imagery.image import Image, list_images
from mapflow._sync.imagery.uploaded_image_finder import UploadedImageFinder, is_copy
from mapflow._views.base import as_object, undecodable
from mapflow._views.upload import Upload
from mapflow.errors import BadRequest, InvalidInput, LimitExceeded, MapflowError
from mapflow.rasters._sets import inspect, inspect_all, warn
from mapflow.rasters._upload_checks import why_refused
from mapflow_openapi import models, views
from mapflow_openapi.api import imagery as api

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike
    from pathlib import Path
    from uuid import UUID

    from mapflow._http.transfers import OnFileTransfer, OnTransfer
    from mapflow._sync.session import Session
    from mapflow._views.imagery import MosaicRecord, Storage

_FILE_REFUSED: Final = frozenset(
    {"FileCheckFailed", "FileOpenError", "ImageOutOfBounds", "ImageExtentTooBig"}
)
_MOST_AT_ONCE = 16


class Uploads:
    """Sends files, and links what is at the service already."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def upload(
        self,
        mosaic: MosaicRecord | UUID | str | None,
        path: str | PathLike[str],
        *,
        name: str | None = None,
        tags: Sequence[str] | None = None,
        on_progress: OnTransfer | None = None,
        check: bool = True,
    ) -> Image:
        """Send a file in pieces, after a check of its header and of the storage limits."""
        source = as_path(path)
        key = None if mosaic is None else identifier(mosaic, "mosaic")
        with sending(source, on_progress) as outgoing:
            storage = self._check_size(outgoing)
            there = [] if key is None else list_images(self._session, key)
            if check and rasters.is_available():
                beside = [image.metadata for image in there]
                _, remarks = in_thread(
                    partial(inspect, source, max_side_px=storage.max_side_px, beside=beside)
                )
                for remark in remarks:
                    warn(remark)
            receipt = self.send(key, source, outgoing, name=name, tags=tags)
        if key is None:
            key = identifier(views.UploadReceipt(receipt).mosaic_id, "mosaic")
        return UploadedImageFinder(self._session, key, there).image(receipt, source)

    def send(
        self,
        mosaic: UUID | None,
        source: Path,
        outgoing: UploadFile,
        *,
        name: str | None = None,
        tags: Sequence[str] | None = None,
    ) -> dict[str, object]:
        """Send one file, once, and give the receipt."""
        kwargs = _upload_kwargs(mosaic, source, outgoing, name, tags)
        return as_object(self._sent(kwargs, source), "the upload")

    def upload_file(self, path: str | PathLike[str], *, on_progress: OnTransfer | None) -> str:
        """Send a file the old way, which returns its link alone."""
        source = as_path(path)
        with sending(source, on_progress) as outgoing:
            self._check_size(outgoing)
            response = self._sent(
                api.upload_legacy._get_kwargs(body=_form(source, outgoing)), source
            )
        link = views.LegacyUploadReceipt(as_object(response, "the upload")).url
        if link is None:
            raise undecodable("the upload", "it has no url")
        return link

    def _sent(self, kwargs: dict[str, Any], source: Path) -> object:
        """Send a file; a refusal says what a check of the file would have said."""
        timeout_s = self._session.transport.transfer_timeout_s
        try:
            return self._session.transport.json(kwargs, read_timeout_s=timeout_s)
        except BadRequest as refused:
            if refused.code in _FILE_REFUSED and rasters.is_available():
                why = in_thread(partial(why_refused, source))
                refused.hint = why or refused.hint
            raise

    def _check_size(self, outgoing: UploadFile) -> Storage:
        storage = get_storage(self._session)
        limits.check_upload(
            outgoing.total_bytes,
            max_file_bytes=storage.max_file_bytes,
            free_bytes=storage.free_bytes,
        )
        return storage

    def link(self, mosaic: MosaicRecord | UUID | str, url: str) -> Image:
        """Take an image that is at the service already into a mosaic."""
        if not _arguments.text(url, "url").startswith("s3://"):
            raise InvalidInput(
                f"{mask_url(url)!r} is not an s3:// link.", hint="Upload the file instead."
            )
        key = identifier(mosaic, "mosaic")
        there = list_images(self._session, key)
        response = self._session.transport.json(
            api.link_image._get_kwargs(key, body=models.ImageLink(url=url)),
            read_timeout_s=self._session.transport.transfer_timeout_s,
        )
        receipt = as_object(response, "the image")
        return UploadedImageFinder(self._session, key, there).image(receipt)


class ManyUploads:
    """Checks files, sends those that are not there yet, and returns what happened to each."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def upload(
        self,
        mosaic: MosaicRecord | UUID | str,
        paths: str | PathLike[str] | Iterable[str | PathLike[str]],
        *,
        parallel: int,
        on_progress: OnFileTransfer | None,
        check: bool,
    ) -> list[Upload[Image]]:
        """Upload files; one that fails does not stop the others."""
        _arguments.whole(parallel, "parallel", least=1, most=_MOST_AT_ONCE)
        _arguments.function(on_progress, "on_progress")
        files = geotiffs(paths)
        key = identifier(mosaic, "mosaic")
        storage = get_storage(self._session)
        there = list_images(self._session, key)
        # Checksums and headers are read in a thread: of large files they take seconds.
        outcomes = {
            path: in_thread(partial(_known_outcome, path, there, storage)) for path in files
        }
        to_send = [path for path in files if outcomes[path] is None]
        _check_total(to_send, storage)
        if check and rasters.is_available():
            _check_headers(to_send, outcomes, there, storage)
            to_send = [path for path in to_send if outcomes[path] is None]
        appearing = UploadedImageFinder(self._session, key, there, alone=len(to_send) == 1)
        uploading = Uploads(self._session)

        def send(path: Path) -> Upload[Image]:
            told = None if on_progress is None else _Told(path, on_progress)
            try:
                with sending(path, told) as outgoing:
                    receipt = uploading.send(key, path, outgoing)
                return Upload(path, appearing.image(receipt, path), None, was_there=False)
            except MapflowError as error:
                return Upload(path, None, error, was_there=False)

        sent = each(send, to_send, parallel)
        done = dict(zip(to_send, sent, strict=True))
        return Listing(outcomes[path] or done[path] for path in files)


class _Told:
    """Tells the progress of one file among several."""

    def __init__(self, path: Path, on_progress: OnFileTransfer) -> None:
        self._path = path
        self._on_progress = on_progress

    def __call__(self, progress: Progress) -> None:
        self._on_progress(self._path, progress)


def _known_outcome(path: Path, there: Sequence[Image], storage: Storage) -> Upload[Image] | None:
    """The outcome that is known at once; None if the file must be sent."""
    try:
        with sending(path, None) as outgoing:
            size_bytes = outgoing.total_bytes
        limits.check_upload(size_bytes, max_file_bytes=storage.max_file_bytes, free_bytes=None)
    except MapflowError as error:
        return Upload(path, None, error, was_there=False)
    for image in there:
        # Without its size an image of the same name may be anything.
        known = image.filename == path.name and image.size_bytes is not None
        if known and is_copy(image, path):
            return Upload(path, image, None, was_there=True)
    return None


def _check_total(files: Sequence[Path], storage: Storage) -> None:
    total = sum(path.stat().st_size for path in files)
    if storage.free_bytes is not None and total > storage.free_bytes:
        raise LimitExceeded(
            f"The {len(files)} files have {total:,} bytes together, and"
            f" {storage.free_bytes:,} bytes of storage are free.",
            limit="free_bytes",
            allowed=storage.free_bytes,
            found=total,
            hint="Delete imagery that is no longer needed, extend the plan, or upload fewer.",
        )


def _check_headers(
    files: Sequence[Path],
    outcomes: dict[Path, Upload[Image] | None],
    there: Sequence[Image],
    storage: Storage,
) -> None:
    """Check the headers against what the service takes, against the mosaic and each other."""
    beside = [image.metadata for image in there]
    refused, remarks = in_thread(
        partial(inspect_all, files, max_side_px=storage.max_side_px, beside=beside)
    )
    for remark in remarks:
        warn(remark)
    for path, error in refused.items():
        outcomes[path] = Upload(path, None, error, was_there=False)


def masked_link(url: str) -> str:
    """A link to an image; any other address may hold a secret, and tracebacks show variables."""
    return url if _arguments.text(url, "url").startswith("s3://") else Masked(url)


def _upload_kwargs(
    mosaic: UUID | None,
    source: Path,
    outgoing: UploadFile,
    name: str | None,
    tags: Sequence[str] | None,
) -> dict[str, Any]:

    form = _form(source, outgoing)
    if mosaic is not None:
        return api.upload_image._get_kwargs(mosaic, body=form)
    title = name or source.stem
    if tags:
        return api.upload_to_new_mosaic._get_kwargs(
            body=form, name=title, tags=_arguments.texts(tags, "tags")
        )
    return api.upload_to_new_mosaic._get_kwargs(body=form, name=title)


def _form(source: Path, outgoing: UploadFile) -> models.UploadForm:
    from mapflow_openapi.types import File

    # The generated type asks for an open binary file; all that is used of one is here.
    payload: Any = outgoing
    return models.UploadForm(
        file=File(payload=payload, file_name=source.name, mime_type="image/tiff")
    )
