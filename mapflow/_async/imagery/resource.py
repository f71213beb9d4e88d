"""Your imagery."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapflow._async.imagery.calls import get_storage
from mapflow._async.imagery.image import AsyncImage
from mapflow._async.imagery.images import AsyncImages
from mapflow._async.imagery.mosaics import AsyncMosaics
from mapflow._async.imagery.uploads import AsyncUploads
from mapflow._async.session import AsyncResource

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    from mapflow._async.session import AsyncSession
    from mapflow._http.transfers import OnTransfer
    from mapflow._views.imagery import Storage


class AsyncImagery(AsyncResource):
    """Your imagery: mosaics, their images, and the storage they fill."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._uploading = AsyncUploads(session)
        #: Sets of images that belong together.
        self.mosaics = AsyncMosaics(session)
        #: The single images.
        self.images = AsyncImages(session)

    async def storage(self) -> Storage:
        """Read how much imagery the account may keep, and how much it keeps.

        Returns:
            The limits and the use, in bytes.

        Raises:
            AuthenticationError: The token is not valid; create a new one.
            TransportError: The service could not be reached; try again later.

        Example:
            ```python
            storage = await mf.imagery.storage()
            print(storage.used_bytes, storage.free_bytes)
            ```

        Operation: getStorage (GET /rasters/memory)
        """
        return await get_storage(self._session)

    async def upload_file(
        self, path: str | PathLike[str], *, on_progress: OnTransfer | None = None
    ) -> str:
        """Upload a GeoTIFF the old way, without a mosaic. Prefer ``upload``.

        Args:
            path: A GeoTIFF.
            on_progress: Called with ``Progress(done_bytes, total_bytes)`` after each piece.

        Returns:
            Its ``s3://`` link; hand it to ``sources.GeoTIFF``.

        Raises:
            InvalidFile: The file does not exist, or is not a TIFF.
            LimitExceeded: The file is larger than the service takes, or than the storage left.
            BadRequest: The service refused the file; the text says why.

        Example:
            ```python
            from mapflow import sources

            source = sources.GeoTIFF(await mf.imagery.upload_file(path))
            ```

        Operation: uploadLegacy (POST /rasters)
        """
        return await self._uploading.upload_file(path, on_progress=on_progress)

    async def upload(
        self,
        path: str | PathLike[str],
        *,
        name: str | None = None,
        tags: Sequence[str] | None = None,
        on_progress: OnTransfer | None = None,
        check: bool = True,
    ) -> AsyncImage:
        """Upload a GeoTIFF as a separate mosaic.

        The file is read in pieces and checked against the storage limits first.

        Args:
            path: A GeoTIFF.
            name: Name of the new mosaic; None takes the file's name.
            tags: Tags of the new mosaic.
            on_progress: Called with ``Progress(done_bytes, total_bytes)`` after each piece.
            check: Whether to check its header first, if the extra ``raster`` is installed.

        Returns:
            The image; hand it to ``sources.GeoTIFF``.

        Raises:
            InvalidFile: The file does not exist, is not a TIFF, or its header does not suit.
            LimitExceeded: The file is larger than the service takes, or than the storage left.
            BadRequest: The service refused the file; the text says why.

        Example:
            ```python
            image = await mf.imagery.upload(path, name="Flight 1", tags=["drone"])
            print(image.url)
            ```

        Operation: uploadToNewMosaic (POST /rasters/mosaic/image)
        """
        return await self._uploading.upload(
            None, path, name=name, tags=tags, on_progress=on_progress, check=check
        )
