# Written by scripts/unasync.py from mapflow/_async/imagery/mosaics.py; edit that file instead.
"""Mosaics: sets of images that belong together."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mapflow import _arguments
from mapflow._display.listing import Listing
from mapflow._requests.references import identifier
from mapflow._sync.imagery import calls
from mapflow._sync.imagery.image import Image
from mapflow._sync.imagery.mosaic import Mosaic
from mapflow._sync.imagery.mosaic_uploads import MosaicUploads
from mapflow._sync.session import Resource
from mapflow._views.base import as_list, as_object
from mapflow._views.imagery import MosaicRecord, MosaicStatus
from mapflow.errors import InvalidInput
from mapflow_openapi import models, views
from mapflow_openapi.api import imagery as api

if TYPE_CHECKING:
    from uuid import UUID

    from mapflow._sync.session import Session


class Mosaics(MosaicUploads, Resource):
    """Sets of images that belong together."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def list(self, *, tags: Sequence[str] | None = None) -> builtins.list[Mosaic]:
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
            for entry in mf.imagery.mosaics.list():
                print(entry.id, entry.name, entry.size_bytes)
            ```

        Operation: listMosaics (GET /rasters/mosaic)
        """
        kwargs = api.list_mosaics._get_kwargs(tags=_arguments.texts(tags, "tags")) if tags else None
        response = self._session.transport.json(kwargs or api.list_mosaics._get_kwargs(), many=True)
        found = as_list(response, "mosaics")
        return Listing((Mosaic(self._session, raw) for raw in found), kind=Mosaic)

    def create(self, name: str, *, tags: Sequence[str] | None = None) -> Mosaic:
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
            mosaic = mf.imagery.mosaics.create("Drone May", tags=["coast"])
            ```

        Operation: createMosaic (POST /rasters/mosaic)
        """
        if not _arguments.text(name, "name").strip():
            raise InvalidInput("A mosaic needs a name.")
        body = models.MosaicCreate(name=name)
        if tags is not None:
            body.tags = _arguments.texts(tags, "tags")
        kwargs = api.create_mosaic._get_kwargs(body=body)
        return Mosaic(self._session, self._session.transport.json(kwargs))

    def get(self, mosaic: MosaicRecord | UUID | str) -> Mosaic:
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
            mosaic = mf.imagery.mosaics.get(mosaic.id)
            ```

        Operation: getMosaic (GET /rasters/mosaic/{mosaicId})
        """
        return Mosaic._of(self._session, mosaic).refresh()

    def update(
        self,
        mosaic: MosaicRecord | UUID | str,
        *,
        name: str | None = None,
        tags: Sequence[str] | None = None,
    ) -> Mosaic:
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
            mosaic = mf.imagery.mosaics.update(mosaic, name="Drone June")
            ```

        Operation: updateMosaic (PUT /rasters/mosaic/{mosaicId})
        """
        return Mosaic._of(self._session, mosaic).update(name=name, tags=tags)

    def delete(self, mosaic: MosaicRecord | UUID | str) -> None:
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
            mosaic = mf.imagery.mosaics.create("For a moment")
            mf.imagery.mosaics.delete(mosaic)
            ```

        Operation: deleteMosaic (DELETE /rasters/mosaic/{mosaicId})
        """
        Mosaic._of(self._session, mosaic).delete()

    def images(self, mosaic: MosaicRecord | UUID | str) -> builtins.list[Image]:
        """List the images of a mosaic that are ready for use.

        Args:
            mosaic: Its id, or a handle of it.

        Returns:
            The images, in the order of the service.

        Raises:
            NotFound: The mosaic does not exist, or belongs to another account.

        Example:
            ```python
            for picture in mf.imagery.mosaics.images(mosaic):
                print(picture.filename, picture.url)
            ```

        Operation: listImages (GET /rasters/mosaic/{mosaicId}/image)
        """
        return Mosaic._of(self._session, mosaic).images()

    def status(self, mosaic: MosaicRecord | UUID | str) -> MosaicStatus:
        """Read how far the images of a mosaic are, the failed and unfinished ones included.

        Args:
            mosaic: Its id, or a handle of it.

        Returns:
            Counts, and the status of each image.

        Raises:
            NotFound: The mosaic does not exist, or belongs to another account.

        Example:
            ```python
            status = mf.imagery.mosaics.status(mosaic)
            print(status.ready, "of", status.total)
            ```

        Operation: getMosaicStatus (GET /rasters/mosaic/{mosaicId}/status)
        """
        return calls.get_mosaic_status(self._session, identifier(mosaic, "mosaic"))

    def delete_failed(self, mosaic: MosaicRecord | UUID | str) -> builtins.list[str]:
        """Delete those images of a mosaic that the service cannot use.

        Args:
            mosaic: Its id, or a handle of it.

        Returns:
            The ids of the deleted images; none is fine.

        Raises:
            NotFound: The mosaic does not exist, or belongs to another account.

        Example:
            ```python
            gone = mf.imagery.mosaics.delete_failed(mosaic)
            ```

        Operation: deleteFailedImages (DELETE /rasters/mosaic/{mosaicId}/failed)
        """
        kwargs = api.delete_failed_images._get_kwargs(identifier(mosaic, "mosaic"))
        response = as_object(self._session.transport.json(kwargs), "the deleted images")
        return views.FailedImagesDeleted(response).deleted_image_ids or []
