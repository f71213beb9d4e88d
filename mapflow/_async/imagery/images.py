"""Single images."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mapflow_openapi.api import imagery as api

from mapflow._async.imagery.calls import get_image
from mapflow._async.imagery.image import AsyncImage, download_image
from mapflow._async.polling import ask, rest
from mapflow._async.session import AsyncResource
from mapflow._files import as_path
from mapflow._http import timing
from mapflow._requests.references import identifier
from mapflow._rules.failures import image_failure_of
from mapflow._rules.polling import PollSchedule
from mapflow._rules.response_match import about_image_status
from mapflow._views.imagery import ImageRecord, ImageStatus
from mapflow.errors import (
    MapflowError,
    TimedOut,
)

if TYPE_CHECKING:
    from os import PathLike
    from pathlib import Path
    from uuid import UUID

    from mapflow._async.session import AsyncSession
    from mapflow._http.transfers import OnTransfer


class AsyncImages(AsyncResource):
    """The single images of the account."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, image: ImageRecord | UUID | str) -> AsyncImage:
        """Get an image.

        Args:
            image: Its id, or a handle of it.

        Returns:
            The image as it is now.

        Raises:
            InvalidInput: This is not an id.
            NotFound: The image does not exist, or belongs to another account.

        Example:
            ```python
            image = await mf.imagery.images.get(image.id)
            print(image.filename, image.metadata)
            ```

        Operation: getImage (GET /rasters/image/{imageId})
        """
        found = await get_image(self._session, identifier(image, "image"))
        return AsyncImage(self._session, found.raw)

    async def status(self, image: ImageRecord | UUID | str) -> ImageStatus:
        """Read whether an image can be used yet.

        Args:
            image: Its id, or a handle of it.

        Returns:
            The status.

        Raises:
            NotFound: The image does not exist, or belongs to another account.

        Example:
            ```python
            print((await mf.imagery.images.status(image)).is_ready)
            ```

        Operation: getImageStatus (GET /rasters/image/{imageId}/status)
        """
        key = identifier(image, "image")
        return ImageStatus(
            await self._session.transport.json(
                api.get_image_status._get_kwargs(key), check=about_image_status(key)
            )
        )

    async def wait(
        self,
        image: ImageRecord | UUID | str,
        *,
        timeout_s: float | None = 3600.0,
        interval_s: float | None = None,
    ) -> ImageStatus:
        """Wait until an image can be used.

        Args:
            image: Its id, or a handle of it.
            timeout_s: How long to wait, in seconds; None for no limit. Default: 1 hour.
            interval_s: A fixed pause between polls, in seconds; None for a growing one.

        Returns:
            The status of the ready image.

        Raises:
            ImageFailed: The service cannot use the image; the text says why.
            TimedOut: The time was up; it can be waited for again.

        Example:
            ```python
            await mf.imagery.images.wait(image)
            ```

        Operation: getImageStatus (GET /rasters/image/{imageId}/status)
        """
        key = identifier(image, "image")
        kwargs, check = api.get_image_status._get_kwargs(key), about_image_status(key)
        pace = PollSchedule(timing.monotonic(), timeout_s, interval_s)
        while True:
            try:
                status = ImageStatus(await ask(self._session, kwargs, pace, check))
            except MapflowError as error:
                pace.failed(error)
            else:
                pace.good()
                if status.is_ready:
                    return status
                if status.is_failed:
                    raise image_failure_of(status)
            if pace.is_over(timing.monotonic()):
                raise TimedOut(
                    f"The image is not ready after {pace.waited_s(timing.monotonic()):.0f} s."
                    f"{pace.last_error_told()}",
                    hint="Wait for the image again; the service keeps preparing it.",
                ) from pace.last_error
            await rest(pace)

    async def download(
        self,
        image: ImageRecord | UUID | str,
        path: str | PathLike[str],
        *,
        overwrite: bool = False,
        on_progress: OnTransfer | None = None,
    ) -> Path:
        """Download an image. The service offers this for some images only.

        The link that the service gives out is followed without the token. What breaks off is gone
        on with, by this call and by the next one for the same file, as ``result.save`` does it.

        Args:
            image: Its id, or a handle of it.
            path: The file to write, or a folder, in which the file gets the image's name.
            overwrite: Whether a file of that name may be replaced. Default False.
            on_progress: Called with ``Progress(done_bytes, total_bytes)`` after each piece; goes
                back when the file must be received from its beginning.

        Returns:
            The path of the file.

        Raises:
            PermissionDenied: This image cannot be downloaded, or its link was refused.
            Conflict: It is not ready yet; wait for it first.
            NotFound: The image does not exist, or its file is gone.
            InvalidFile: The file exists already, cannot be written, or is being downloaded by
                another process.
            ConnectionFailed: The connection broke, each time; call this again.

        Example:
            ```python
            from mapflow.errors import PermissionDenied

            try:
                saved = await mf.imagery.images.download(image, folder)
            except PermissionDenied as refused:
                print(refused.message)
            ```

        Operation: getDownloadLink (GET /rasters/image/{imageId}/download)
        """
        return await download_image(
            self._session,
            identifier(image, "image"),
            as_path(path),
            overwrite=overwrite,
            on_progress=on_progress,
        )

    async def rename(self, image: ImageRecord | UUID | str, name: str) -> AsyncImage:
        """Change an image's name.

        Args:
            image: Its id, or a handle of it.
            name: New name.

        Returns:
            The image as it is now.

        Raises:
            InvalidInput: The name is empty.
            NotFound: The image does not exist, or belongs to another account.

        Example:
            ```python
            image = await mf.imagery.images.rename(image, "flight-01.tif")
            ```

        Operation: renameImage (PUT /rasters/image/{imageId})
        """
        return await AsyncImage._of(self._session, image).rename(name)

    async def delete(self, image: ImageRecord | UUID | str) -> None:
        """Delete an image, for good.

        Args:
            image: Its id, or a handle of it.

        Raises:
            InvalidInput: This is not an id.
            NotFound: It was deleted already, or belongs to another account.
            ImageryInUse: A processing is still using it; wait until that has ended.

        Example:
            ```python
            image = await mf.imagery.upload(path)
            await mf.imagery.images.delete(image)
            ```

        Operation: deleteImage (DELETE /rasters/image/{imageId})
        """
        await AsyncImage._of(self._session, image).delete()

    async def preview(
        self,
        image: ImageRecord | UUID | str,
        path: str | PathLike[str],
        *,
        size: Literal["s", "l"] = "s",
        overwrite: bool = False,
    ) -> Path:
        """Save a small picture of an image.

        Args:
            image: Its id, or a handle of it.
            path: The file to write; its folder must exist.
            size: ``"s"`` for 256 pixels a side, ``"l"`` for 1024.
            overwrite: Whether a file of that name may be replaced. Default False.

        Returns:
            The path.

        Raises:
            InvalidInput: The size is neither.
            InvalidFile: The file exists already or cannot be written.
            NotFound: The image does not exist, or belongs to another account.

        Example:
            ```python
            await mf.imagery.images.preview(image, folder / "look.jpg")
            ```

        Operation: getPreview (GET /rasters/image/{imageId}/preview/{size})
        """
        handle = AsyncImage._of(self._session, image)
        return await handle.preview(path, size=size, overwrite=overwrite)
