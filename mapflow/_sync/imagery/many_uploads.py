# Written by scripts/unasync.py from mapflow/_async/imagery/many_uploads.py; edit that file instead.
"""Uploads many files to one mosaic, several at a time."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from mapflow import _arguments, limits, rasters
from mapflow._http.concurrent import each, in_thread
from mapflow._http.transfers import Progress, sending
from mapflow._requests.references import identifier
from mapflow._requests.upload_files import geotiffs
from mapflow._sync.imagery.calls import get_storage
from mapflow._sync.imagery.image import Image, list_images
from mapflow._sync.imagery.uploaded_image_finder import UploadedImageFinder, is_copy
from mapflow._sync.imagery.uploads import Uploads
from mapflow._views.upload import Upload
from mapflow.errors import LimitExceeded, MapflowError
from mapflow.rasters._sets import inspect_all, warn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from mapflow._sync.session import Session
    from mapflow._views.imagery import MosaicRecord, Storage

_MOST_AT_ONCE = 16


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
        on_progress: Callable[[Path, Progress], object] | None,
        check: bool,
    ) -> list[Upload[Image]]:
        """Upload files; one that fails does not stop the others."""
        _arguments.whole(parallel, "parallel", least=1, most=_MOST_AT_ONCE)
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
        return [outcomes[path] or done[path] for path in files]


class _Told:
    """Tells the progress of one file among several."""

    def __init__(self, path: Path, on_progress: Callable[[Path, Progress], object]) -> None:
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
