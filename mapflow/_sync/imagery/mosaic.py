# Written by scripts/unasync.py from mapflow/_async/imagery/mosaic.py; edit that file instead.
"""One mosaic, as something that can be added to, changed, deleted."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Self

from mapflow import _arguments
from mapflow._arguments import text_or_unset
from mapflow._rules.imagery_in_use import in_use
from mapflow._sync.imagery import calls
from mapflow._sync.imagery.image import Image, list_images
from mapflow._sync.imagery.uploads import ManyUploads, Uploads, masked_link
from mapflow._sync.session import Handle
from mapflow._views.imagery import MosaicRecord
from mapflow.errors import ApiError, InvalidInput
from mapflow_openapi import models
from mapflow_openapi.api import imagery as api

if TYPE_CHECKING:
    from os import PathLike

    from mapflow._http.transfers import OnFileTransfer, OnTransfer
    from mapflow._views.upload import Upload


class Mosaic(Handle, MosaicRecord):
    """A set of images that belong together."""

    __slots__ = ("_session",)

    def refresh(self) -> Self:
        """Read the mosaic again, into this handle.

        Returns:
            This handle.

        Raises:
            NotFound: It was deleted meanwhile.

        Example:
            ```python
            print(mosaic.refresh().size_bytes)
            ```

        Operation: getMosaic (GET /rasters/mosaic/{mosaicId})
        """
        return self._take(calls.get_mosaic(self._owner, self._key))

    def update(self, *, name: str | None = None, tags: Sequence[str] | None = None) -> Self:
        """Change the name, the tags, or both, here and at the service.

        Args:
            name: New name; None keeps the old one.
            tags: New tags, in place of all old ones; None keeps those.

        Returns:
            This handle.

        Raises:
            InvalidInput: Neither was given.
            NotFound: The mosaic was deleted meanwhile.

        Example:
            ```python
            mosaic.update(tags=["coast", "2026"])
            ```

        Operation: updateMosaic (PUT /rasters/mosaic/{mosaicId})
        """
        if name is None and tags is None:
            raise InvalidInput("Nothing to change: give a name, tags, or both.")
        body = models.MosaicUpdate(name=text_or_unset(name, "name"))
        if tags is not None:
            body.tags = _arguments.texts(tags, "tags")
        kwargs = api.update_mosaic._get_kwargs(self._key, body=body)
        # The response of this operation lacks what a mosaic has besides name and tags.
        self._owner.transport.nothing(kwargs)
        return self.refresh()

    def delete(self) -> None:
        """Delete the mosaic with all its images, for good.

        Raises:
            NotFound: It was deleted already, or belongs to another account.
            ImageryInUse: A processing is still using one of its images; wait until that has
                ended.

        Example:
            ```python
            mosaic = mf.imagery.mosaics.create("For a moment")
            mosaic.delete()
            ```

        Operation: deleteMosaic (DELETE /rasters/mosaic/{mosaicId})
        """
        try:
            self._owner.transport.nothing(api.delete_mosaic._get_kwargs(self._key))
        except ApiError as refused:
            if used := in_use(refused, "mosaic", self.id):
                raise used from refused
            raise

    def images(self) -> list[Image]:
        """List the mosaic's images that are ready for use.

        Returns:
            The images, in the order of the service.

        Raises:
            NotFound: The mosaic was deleted meanwhile.

        Example:
            ```python
            for picture in mosaic.images():
                print(picture.filename, picture.size_bytes)
            ```

        Operation: listImages (GET /rasters/mosaic/{mosaicId}/image)
        """
        return list_images(self._owner, self._key)

    def upload(
        self,
        path: str | PathLike[str],
        *,
        on_progress: OnTransfer | None = None,
        check: bool = True,
    ) -> Image:
        """Upload a GeoTIFF into the mosaic.

        Args:
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
            image = mosaic.upload(path)
            ```

        Operation: uploadImage (POST /rasters/mosaic/{mosaicId}/image)
        """
        return Uploads(self._owner).upload(self, path, on_progress=on_progress, check=check)

    def upload_all(
        self,
        paths: str | PathLike[str] | Iterable[str | PathLike[str]],
        *,
        parallel: int = 4,
        on_progress: OnFileTransfer | None = None,
        check: bool = True,
    ) -> builtins.list[Upload[Image]]:
        """Upload several GeoTIFFs into the mosaic, a few at a time.

        All files are checked before the first byte is sent. One that fails does not stop the
        others, and one that the mosaic holds already is not sent again: after an interruption the
        same call resumes.

        Args:
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
            for done in mosaic.upload_all([path]):
                print(done.path.name, done.image or done.error)
            ```

        Operation: uploadImage (POST /rasters/mosaic/{mosaicId}/image)
        """
        return ManyUploads(self._owner).upload(
            self, paths, parallel=parallel, on_progress=on_progress, check=check
        )

    def link(self, url: str) -> Image:
        """Take an image that is in Mapflow's storage already into the mosaic.

        Args:
            url: Its ``s3://`` link.

        Returns:
            The image.

        Raises:
            InvalidInput: This is not a ``s3://`` link.
            BadRequest: The service refused the image; the text says why.

        Example:
            ```python
            copy = mf.imagery.mosaics.create("Copies").link(image.url)
            ```

        Operation: linkImage (POST /rasters/mosaic/{mosaicId}/link-image)
        """
        # Any other address may hold a secret, and tracebacks show variables.
        url = masked_link(url)
        return Uploads(self._owner).link(self, url)
