"""Puts images into mosaics."""

from __future__ import annotations

import builtins
from collections.abc import Iterable
from typing import TYPE_CHECKING

from mapflow._async.imagery.mosaic import AsyncMosaic
from mapflow._async.imagery.uploads import masked_link

if TYPE_CHECKING:
    from os import PathLike
    from uuid import UUID

    from mapflow._async.imagery.image import AsyncImage
    from mapflow._async.session import AsyncSession
    from mapflow._http.transfers import OnFileTransfer, OnTransfer
    from mapflow._views.imagery import MosaicRecord
    from mapflow._views.upload import Upload


class AsyncMosaicUploads:
    """Uploads into mosaics."""

    _session: AsyncSession

    async def upload(
        self,
        mosaic: MosaicRecord | UUID | str,
        path: str | PathLike[str],
        *,
        on_progress: OnTransfer | None = None,
        check: bool = True,
    ) -> AsyncImage:
        """Upload a GeoTIFF into a mosaic.

        Args:
            mosaic: Its id, or a handle of it.
            path: A GeoTIFF with as many bands as the images already there.
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
            image = await mf.imagery.mosaics.upload(mosaic, path)
            ```

        Operation: uploadImage (POST /rasters/mosaic/{mosaicId}/image)
        """
        handle = AsyncMosaic._of(self._session, mosaic)
        return await handle.upload(path, on_progress=on_progress, check=check)

    async def upload_all(
        self,
        mosaic: MosaicRecord | UUID | str,
        paths: str | PathLike[str] | Iterable[str | PathLike[str]],
        *,
        parallel: int = 4,
        on_progress: OnFileTransfer | None = None,
        check: bool = True,
    ) -> builtins.list[Upload[AsyncImage]]:
        """Upload several GeoTIFFs into a mosaic, a few at a time.

        All files are checked before the first byte is sent. One that fails does not stop the
        others, and one that the mosaic holds already is not sent again: after an interruption the
        same call resumes.

        Args:
            mosaic: Its id, or a handle of it.
            paths: Files, or folders, of which the ``.tif`` and ``.tiff`` files are taken.
            parallel: Maximum concurrent uploads, 1 to 16. Default: 4.
            on_progress: Called with the path and ``Progress(done_bytes, total_bytes)`` after each
                piece.
            check: Whether to check headers first, if the extra ``raster`` is installed.

        Returns:
            For each file its image, or the error that befell it, in the order of the files.

        Raises:
            InvalidFile: A folder holds no GeoTIFF.
            LimitExceeded: Together the files are larger than the storage left; nothing was sent.
            NotFound: The mosaic does not exist, or belongs to another account.

        Example:
            ```python
            for done in await mf.imagery.mosaics.upload_all(mosaic, [path]):
                print(done.path.name, done.image or done.error)
            ```

        Operation: uploadImage (POST /rasters/mosaic/{mosaicId}/image)
        """
        return await AsyncMosaic._of(self._session, mosaic).upload_all(
            paths, parallel=parallel, on_progress=on_progress, check=check
        )

    async def link(self, mosaic: MosaicRecord | UUID | str, url: str) -> AsyncImage:
        """Take an image that is in Mapflow's storage already into a mosaic.

        Args:
            mosaic: Its id, or a handle of it.
            url: Its ``s3://`` link.

        Returns:
            The image.

        Raises:
            InvalidInput: This is not a ``s3://`` link.
            BadRequest: The service refused the image; the text says why.

        Example:
            ```python
            copies = await mf.imagery.mosaics.create("Copies")
            copy = await mf.imagery.mosaics.link(copies, image.url)
            ```

        Operation: linkImage (POST /rasters/mosaic/{mosaicId}/link-image)
        """
        url = masked_link(url)
        return await AsyncMosaic._of(self._session, mosaic).link(url)
