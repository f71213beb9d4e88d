"""Uploads many files to one mosaic, several at a time."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from mapflow import _arguments, limits, rasters
from mapflow._async.imagery.calls import get_storage
from mapflow._async.imagery.image import AsyncImage, list_images
from mapflow._async.imagery.uploaded_image_finder import AsyncUploadedImageFinder, is_copy
from mapflow._async.imagery.uploads import AsyncUploads
from mapflow._http.concurrent import aeach, ain_thread
from mapflow._http.transfers import Progress, sending
from mapflow._requests.references import identifier
from mapflow._requests.upload_files import geotiffs
from mapflow._views.upload import Upload
from mapflow.errors import LimitExceeded, MapflowError
from mapflow.rasters._sets import inspect_all, warn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from mapflow._async.session import AsyncSession
    from mapflow._views.imagery import MosaicRecord, Storage

_MOST_AT_ONCE = 16


class AsyncManyUploads:
    """Checks files, sends those that are not there yet, and returns what happened to each."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def upload(
        self,
        mosaic: MosaicRecord | UUID | str,
        paths: str | PathLike[str] | Iterable[str | PathLike[str]],
        *,
        parallel: int,
        on_progress: Callable[[Path, Progress], object] | None,
        check: bool,
    ) -> list[Upload[AsyncImage]]:
        """Upload files; one that fails does not stop the others."""
        _arguments.whole(parallel, "parallel", least=1, most=_MOST_AT_ONCE)
        files = geotiffs(paths)
        key = identifier(mosaic, "mosaic")
        storage = await get_storage(self._session)
        there = await list_images(self._session, key)
        # Checksums and headers are read in a thread: of large files they take seconds.
        outcomes = {
            path: await ain_thread(partial(_known_outcome, path, there, storage)) for path in files
        }
        to_send = [path for path in files if outcomes[path] is None]
        _check_total(to_send, storage)
        if check and rasters.is_available():
            await _check_headers(to_send, outcomes, there, storage)
            to_send = [path for path in to_send if outcomes[path] is None]
        appearing = AsyncUploadedImageFinder(self._session, key, there, alone=len(to_send) == 1)
        uploading = AsyncUploads(self._session)

        async def send(path: Path) -> Upload[AsyncImage]:
            told = None if on_progress is None else _Told(path, on_progress)
            try:
                with sending(path, told) as outgoing:
                    receipt = await uploading.send(key, path, outgoing)
                return Upload(path, await appearing.image(receipt, path), None, was_there=False)
            except MapflowError as error:
                return Upload(path, None, error, was_there=False)

        sent = await aeach(send, to_send, parallel)
        done = dict(zip(to_send, sent, strict=True))
        return [outcomes[path] or done[path] for path in files]


class _Told:
    """Tells the progress of one file among several."""

    def __init__(self, path: Path, on_progress: Callable[[Path, Progress], object]) -> None:
        self._path = path
        self._on_progress = on_progress

    def __call__(self, progress: Progress) -> None:
        self._on_progress(self._path, progress)


def _known_outcome(
    path: Path, there: Sequence[AsyncImage], storage: Storage
) -> Upload[AsyncImage] | None:
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


async def _check_headers(
    files: Sequence[Path],
    outcomes: dict[Path, Upload[AsyncImage] | None],
    there: Sequence[AsyncImage],
    storage: Storage,
) -> None:
    """Check the headers against what the service takes, against the mosaic and each other."""
    beside = [image.metadata for image in there]
    refused, remarks = await ain_thread(
        partial(inspect_all, files, max_side_px=storage.max_side_px, beside=beside)
    )
    for remark in remarks:
        warn(remark)
    for path, error in refused.items():
        outcomes[path] = Upload(path, None, error, was_there=False)
