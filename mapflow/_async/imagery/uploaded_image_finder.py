"""Finds the image that an upload made."""

from __future__ import annotations

import hashlib
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mapflow_openapi import views

from mapflow._async.imagery.calls import get_mosaic_status
from mapflow._async.imagery.image import AsyncImage, list_images
from mapflow._async.polling import rest
from mapflow._hints import Hint, joined
from mapflow._http import timing
from mapflow._http.concurrent import ain_thread
from mapflow._rules.failures import image_failure_of
from mapflow._rules.polling import PollSchedule
from mapflow.errors import ApiError, MapflowError, TimedOut

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from mapflow._async.session import AsyncSession
    from mapflow._views.imagery import ImageRecord

_GONE_PATH: Final = (404, 405)


class AsyncUploadedImageFinder:
    """Watches a mosaic for the images of uploads.

    The receipt of an upload names the mosaic only. Its image is one that was not there before and
    that no other upload was given; among several, its name, size and checksum identify it.

    Args:
        session: What requests are sent with.
        mosaic: The mosaic's id.
        there: The images that were in it before the uploads began.
        alone: Whether there is one upload only, so that a new image belongs to it, whatever name
            the service gave it.
    """

    def __init__(
        self,
        session: AsyncSession,
        mosaic: UUID,
        there: Iterable[ImageRecord] = (),
        *,
        alone: bool = True,
    ) -> None:
        self._session = session
        self._mosaic = mosaic
        self._taken = {image.id for image in there}
        self._alone = alone
        self._lock = threading.Lock()

    async def image(self, receipt: dict[str, object], path: Path | None = None) -> AsyncImage:
        """Wait for the image of one upload.

        Args:
            receipt: The response to the upload.
            path: The file that was sent; None when nothing was.

        Raises:
            ImageFailed: The service cannot use the file; the text repeats why.
            TimedOut: It is neither usable nor refused after the client's ``transfer_timeout_s``.
        """
        told = views.Image(receipt)
        if told.id is not None and told.image_url is not None:
            return AsyncImage(self._session, receipt)
        # Images of some kinds appear after a while.
        patience_s = self._session.transport.transfer_timeout_s
        pace = PollSchedule(timing.monotonic(), patience_s, None)
        digest: str | None = None
        while True:
            try:
                images = await list_images(self._session, self._mosaic)
            except MapflowError as error:
                # The file has arrived, so a passing error must not send it again.
                pace.failed(error)
                images = []
            else:
                pace.good()
            if path is not None and digest is None and self._in_doubt(images, path):
                # Before the lock, and in a thread: a checksum takes as long as reading the file.
                digest = await ain_thread(partial(sha1_of, path))
            found = self._take(images, path, digest)
            if found is not None:
                return found
            if path is not None and pace.last_error is None:
                await self._refused(path.name, pace)
            if pace.is_over(timing.monotonic()):
                raise TimedOut(
                    f"The upload arrived, but its image is not ready after {patience_s:.0f} s."
                    f"{pace.last_error_told()}",
                    hint=joined(
                        "Check again later: ",
                        Hint(
                            python=f"client.imagery.mosaics.images({str(self._mosaic)!r})",
                            command=f"`mapflow mosaics images {self._mosaic}`",
                            tool=f"list_images with {self._mosaic}",
                        ),
                        ".",
                    ),
                )
            await rest(pace)

    def _take(
        self, images: Iterable[AsyncImage], path: Path | None, digest: str | None
    ) -> AsyncImage | None:
        """Choose the image of an upload, and keep it from being chosen by another."""
        with self._lock:
            fresh = [image for image in images if image.id not in self._taken]
            likely = fresh if path is None else self._of(path, digest, fresh)
            if not likely:
                return None
            chosen = max(likely, key=_age)
            self._taken.add(chosen.id)
            return chosen

    def _in_doubt(self, images: Iterable[AsyncImage], path: Path) -> bool:
        """Whether several new images have the name of a file."""
        with self._lock:
            fresh = [image for image in images if image.id not in self._taken]
        return sum(image.filename == path.name for image in fresh) > 1

    def _of(self, path: Path, digest: str | None, fresh: list[AsyncImage]) -> list[AsyncImage]:
        """Those of the new images that a file may have become."""
        named = [image for image in fresh if image.filename == path.name]
        copies = [] if digest is None else [each for each in named if _fits(each, path, digest)]
        return copies or named or (fresh if self._alone else [])

    async def _refused(self, filename: str, pace: PollSchedule) -> None:
        """Raise when the service gave up on the file."""
        try:
            status = await get_mosaic_status(self._session, self._mosaic)
        except MapflowError as error:
            # Nor does a service tell that has no such path; the wait ends by its time.
            if isinstance(error, ApiError) and error.status in _GONE_PATH:
                return
            pace.failed(error)
            return
        with self._lock:
            for image in status.images:
                fresh = image.image_id not in self._taken
                if fresh and image.is_failed and image.filename == filename:
                    self._taken.add(image.image_id)
                    raise image_failure_of(image, self._mosaic)


def is_copy(image: ImageRecord, path: Path) -> bool:
    """Whether an image holds the content of a file, as far as size and checksum tell.

    This may read the whole file.
    """
    if not _has_size_of(image, path):
        return False
    return not image.checksum or _fits(image, path, sha1_of(path))


def _fits(image: ImageRecord, path: Path, digest: str) -> bool:
    """Whether size and checksum of an image are those of a file, as far as they are known."""
    checksum = image.checksum
    return _has_size_of(image, path) and (not checksum or checksum.lower() == digest)


def _has_size_of(image: ImageRecord, path: Path) -> bool:
    size = image.size_bytes
    return size is None or size == path.stat().st_size


def sha1_of(path: Path) -> str:
    """The checksum of a file, of the service's own kind; nothing is kept secret by it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, partial(hashlib.sha1, usedforsecurity=False)).hexdigest()


def _age(image: ImageRecord) -> float:
    return image.uploaded.timestamp() if image.uploaded else 0.0
