"""Mosaics: sets of images that belong together."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mapflow_openapi import models, views
from mapflow_openapi.api import imagery as api

from mapflow import _arguments
from mapflow._async.imagery import calls
from mapflow._async.imagery.image import AsyncImage
from mapflow._async.imagery.mosaic import AsyncMosaic
from mapflow._async.imagery.mosaic_uploads import AsyncMosaicUploads
from mapflow._async.session import AsyncResource
from mapflow._display.listing import Listing
from mapflow._requests.references import identifier
from mapflow._views.base import as_list, as_object
from mapflow._views.imagery import MosaicRecord, MosaicStatus
from mapflow.errors import InvalidInput

if TYPE_CHECKING:
    from uuid import UUID

    from mapflow._async.session import AsyncSession


class AsyncMosaics(AsyncMosaicUploads, AsyncResource):
    """Sets of images that belong together."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def list(self, *, tags: Sequence[str] | None = None) -> builtins.list[AsyncMosaic]:
        """List the mosaics.

        Args:
            tags: Only those with these tags; None for all.

        Returns:
            The mosaics, in the order of the service.

        Raises:
            AuthenticationError: The token is not valid; create a new one.
            TransportError: The service could not be reached; try again later.

        Example:
            ```python
            for entry in await mf.imagery.mosaics.list():
                print(entry.id, entry.name, entry.size_bytes)
            ```

        Operation: listMosaics (GET /rasters/mosaic)
        """
        kwargs = api.list_mosaics._get_kwargs(tags=_arguments.texts(tags, "tags")) if tags else None
        response = await self._session.transport.json(
            kwargs or api.list_mosaics._get_kwargs(), many=True
        )
        found = as_list(response, "mosaics")
        return Listing((AsyncMosaic(self._session, raw) for raw in found), kind=AsyncMosaic)

    async def create(self, name: str, *, tags: Sequence[str] | None = None) -> AsyncMosaic:
        """Create an empty mosaic.

        Args:
            name: Its name.
            tags: Its tags.

        Returns:
            The new mosaic.

        Raises:
            InvalidInput: The name is empty.
            BadRequest: The service refused the name or the tags.

        Example:
            ```python
            mosaic = await mf.imagery.mosaics.create("Drone May", tags=["coast"])
            ```

        Operation: createMosaic (POST /rasters/mosaic)
        """
        if not _arguments.text(name, "name").strip():
            raise InvalidInput("A mosaic needs a name.")
        body = models.MosaicCreate(name=name)
        if tags is not None:
            body.tags = _arguments.texts(tags, "tags")
        kwargs = api.create_mosaic._get_kwargs(body=body)
        return AsyncMosaic(self._session, await self._session.transport.json(kwargs))

    async def get(self, mosaic: MosaicRecord | UUID | str) -> AsyncMosaic:
        """Get a mosaic.

        Args:
            mosaic: Its id, or a handle of it.

        Returns:
            The mosaic as it is now.

        Raises:
            InvalidInput: This is not an id.
            NotFound: The mosaic does not exist, or belongs to another account.

        Example:
            ```python
            mosaic = await mf.imagery.mosaics.get(mosaic.id)
            ```

        Operation: getMosaic (GET /rasters/mosaic/{mosaicId})
        """
        return await AsyncMosaic._of(self._session, mosaic).refresh()

    async def update(
        self,
        mosaic: MosaicRecord | UUID | str,
        *,
        name: str | None = None,
        tags: Sequence[str] | None = None,
    ) -> AsyncMosaic:
        """Change a mosaic's name, its tags, or both.

        Args:
            mosaic: Its id, or a handle of it.
            name: New name; None keeps the old one.
            tags: New tags, in place of all old ones; None keeps those.

        Returns:
            The mosaic as it is now.

        Raises:
            InvalidInput: Neither was given.
            NotFound: The mosaic does not exist, or belongs to another account.

        Example:
            ```python
            mosaic = await mf.imagery.mosaics.update(mosaic, name="Drone June")
            ```

        Operation: updateMosaic (PUT /rasters/mosaic/{mosaicId})
        """
        return await AsyncMosaic._of(self._session, mosaic).update(name=name, tags=tags)

    async def delete(self, mosaic: MosaicRecord | UUID | str) -> None:
        """Delete a mosaic with all its images, for good.

        Args:
            mosaic: Its id, or a handle of it.

        Raises:
            InvalidInput: This is not an id.
            NotFound: It was deleted already, or belongs to another account.
            ImageryInUse: A processing is still using one of its images; wait until that has
                ended.

        Example:
            ```python
            mosaic = await mf.imagery.mosaics.create("For a moment")
            await mf.imagery.mosaics.delete(mosaic)
            ```

        Operation: deleteMosaic (DELETE /rasters/mosaic/{mosaicId})
        """
        await AsyncMosaic._of(self._session, mosaic).delete()

    async def images(self, mosaic: MosaicRecord | UUID | str) -> builtins.list[AsyncImage]:
        """List the images of a mosaic that are ready for use.

        Args:
            mosaic: Its id, or a handle of it.

        Returns:
            The images, in the order of the service.

        Raises:
            NotFound: The mosaic does not exist, or belongs to another account.

        Example:
            ```python
            for picture in await mf.imagery.mosaics.images(mosaic):
                print(picture.filename, picture.url)
            ```

        Operation: listImages (GET /rasters/mosaic/{mosaicId}/image)
        """
        return await AsyncMosaic._of(self._session, mosaic).images()

    async def status(self, mosaic: MosaicRecord | UUID | str) -> MosaicStatus:
        """Read how far the images of a mosaic are, the failed and unfinished ones included.

        Args:
            mosaic: Its id, or a handle of it.

        Returns:
            Counts, and the status of each image.

        Raises:
            NotFound: The mosaic does not exist, or belongs to another account.

        Example:
            ```python
            status = await mf.imagery.mosaics.status(mosaic)
            print(status.ready, "of", status.total)
            ```

        Operation: getMosaicStatus (GET /rasters/mosaic/{mosaicId}/status)
        """
        return await calls.get_mosaic_status(self._session, identifier(mosaic, "mosaic"))

    async def delete_failed(self, mosaic: MosaicRecord | UUID | str) -> builtins.list[str]:
        """Delete those images of a mosaic that the service cannot use.

        Args:
            mosaic: Its id, or a handle of it.

        Returns:
            The ids of the deleted images; none is fine.

        Raises:
            NotFound: The mosaic does not exist, or belongs to another account.

        Example:
            ```python
            gone = await mf.imagery.mosaics.delete_failed(mosaic)
            ```

        Operation: deleteFailedImages (DELETE /rasters/mosaic/{mosaicId}/failed)
        """
        kwargs = api.delete_failed_images._get_kwargs(identifier(mosaic, "mosaic"))
        response = as_object(await self._session.transport.json(kwargs), "the deleted images")
        return views.FailedImagesDeleted(response).deleted_image_ids or []
