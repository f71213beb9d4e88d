"""Imagery of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapflow._async.images import AsyncImage, AsyncImages
from mapflow._async.mosaics import AsyncMosaics
from mapflow._async.uploading_many import AsyncUploadingMany
from mapflow._records.imagery import Storage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    from mapflow._async.client import AsyncMapflow
    from mapflow._geotiffs import Paths
    from mapflow._records.upload import Uploads
    from mapflow._wire.tally import OnUploadProgress
    from mapflow._wire.transfers import OnProgress


class AsyncImagery:
    """Imagery of one's own: mosaics, their images, and the storage they fill."""

    def __init__(self, client: AsyncMapflow) -> None:
        self._client = client
        #: Sets of images that belong together.
        self.mosaics = AsyncMosaics(client)
        #: The single images.
        self.images = AsyncImages(client)
        self._uploading = self.mosaics._uploading

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
        from mapflow_openapi.api.imagery import get_storage

        return Storage(await self._client._wire.json(get_storage._get_kwargs()))

    async def upload_file(
        self, path: str | PathLike[str], *, on_progress: OnProgress | None = None
    ) -> str:
        """Upload a GeoTIFF the old way, without a mosaic. Prefer ``upload``.

        Args:
            path: A GeoTIFF.
            on_progress: Called with ``Progress(done_bytes, total_bytes)`` after each piece.

        Returns:
            Its ``s3://`` link; hand it to ``sources.GeoTIFF``.

        Raises:
            InvalidFile: There is no such file, or it is no TIFF.
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
        on_progress: OnProgress | None = None,
        check: bool = True,
    ) -> AsyncImage:
        """Upload a GeoTIFF as a mosaic of its own.

        The file is read in pieces and checked against the storage limits first.

        Args:
            path: A GeoTIFF.
            name: Name of the new mosaic; None takes the file's name.
            tags: Tags of the new mosaic.
            on_progress: Called with ``Progress(done_bytes, total_bytes)`` after each piece.
            check: Whether to look at its header first, where the extra ``raster`` is installed.

        Returns:
            The image; hand it to ``sources.GeoTIFF``.

        Raises:
            InvalidFile: There is no such file, it is no TIFF, or its header does not suit.
            LimitExceeded: The file is larger than the service takes, or than the storage left.
            BadRequest: The service refused the file; the text says why.
            ImageFailed: It arrived, and the service cannot use it; the text says why.
            TimedOut: It arrived, and was not ready after ten minutes; look at its status later.

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

    async def upload_all(
        self,
        paths: Paths,
        *,
        name: str | None = None,
        tags: Sequence[str] | None = None,
        concurrency: int = 4,
        on_progress: OnUploadProgress | None = None,
        check: bool = True,
    ) -> Uploads[AsyncImage]:
        """Upload several GeoTIFFs as one new mosaic, some at a time.

        As ``mosaics.upload_all``, which is what to go on with when some files failed: called again,
        this makes another mosaic.

        Args:
            paths: A folder, of which the ``.tif`` and ``.tiff`` files are meant, a file, or
                several of either.
            name: Name of the new mosaic; None takes that of the folder or of the first file.
            tags: Tags of the new mosaic.
            concurrency: How many files are sent at a time, 1 to 16. Default 4.
            on_progress: Called with ``UploadProgress`` after each piece: the file, how far it is,
                how far all are together, and the speed in bytes per second. Calls never overlap.
            check: Whether to look at the headers first, where the extra ``raster`` is installed:
                each by itself, and whether all have as many bands.

        Returns:
            The id of the mosaic, and what became of each file. No mosaic is made when no file is
            good enough to be sent.

        Raises:
            InvalidInput: There is no file to upload.
            LimitExceeded: The files together are larger than the storage left; none was sent.

        Example:
            ```python
            done = await mf.imagery.upload_all(path.parent, name="Flight 1")
            print(done.mosaic_id, len(done.images), "images")
            ```

        Operation: uploadImage (POST /rasters/mosaic/{mosaicId}/image), after
            createMosaic (POST /rasters/mosaic)
        """
        return await AsyncUploadingMany(self._client, self._uploading).run(
            None,
            paths,
            name=name,
            tags=tags,
            concurrency=concurrency,
            on_progress=on_progress,
            check=check,
        )
