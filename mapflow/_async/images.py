"""Single images."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

from mapflow._async.handle import AsyncHandle
from mapflow._choices import identifier
from mapflow._records.imagery import ImageRecord
from mapflow._wire._async.files import download
from mapflow.errors import InvalidInput

if TYPE_CHECKING:
    from os import PathLike
    from uuid import UUID

    from mapflow._async.client import AsyncMapflow

_SIZES = ("s", "l")


class AsyncImage(AsyncHandle, ImageRecord):
    """An uploaded image."""

    __slots__ = ("_client",)

    def __init__(self, client: AsyncMapflow, raw: object) -> None:
        super().__init__(raw)
        self._client = client

    async def rename(self, name: str) -> Self:
        """Change the image's name, here and at the service.

        Args:
            name: New name.

        Returns:
            This handle.

        Raises:
            InvalidInput: The name is empty.
            NotFound: The image was deleted meanwhile.

        Example:
            ```python
            await image.rename("flight-01.tif")
            ```

        Operation: renameImage (PUT /rasters/image/{imageId})
        """
        fresh = await self._owner.imagery.images.rename(self, name)
        self._raw, self._data = fresh._raw, None
        return self

    async def delete(self) -> None:
        """Delete the image, for good.

        Raises:
            NotFound: It is gone already, or belongs to somebody else.

        Example:
            ```python
            image = await mf.imagery.upload(path)
            await image.delete()
            ```

        Operation: deleteImage (DELETE /rasters/image/{imageId})
        """
        await self._owner.imagery.images.delete(self)

    async def preview(
        self, path: str | PathLike[str], *, size: Literal["s", "l"] = "s", overwrite: bool = False
    ) -> Path:
        """Save a small picture of the image.

        Args:
            path: Where to; the folder has to exist.
            size: ``"s"`` for 256 pixels a side, ``"l"`` for 1024.
            overwrite: Whether a file of that name may be replaced. Default False.

        Returns:
            The path.

        Raises:
            InvalidFile: The file exists already or cannot be written.
            NotFound: The image was deleted meanwhile.

        Example:
            ```python
            await image.preview(folder / "look.jpg", size="l")
            ```

        Operation: getPreview (GET /rasters/image/{imageId}/preview/{size})
        """
        images = self._owner.imagery.images
        return await images.preview(self, path, size=size, overwrite=overwrite)


class AsyncImages:
    """The single images of the account."""

    def __init__(self, client: AsyncMapflow) -> None:
        self._client = client

    async def get(self, image: ImageRecord | UUID | str) -> AsyncImage:
        """Get an image.

        Args:
            image: Its id, or a handle of it.

        Returns:
            The image as it is now.

        Raises:
            InvalidInput: This is no id.
            NotFound: There is no such image, or it belongs to somebody else.

        Example:
            ```python
            image = await mf.imagery.images.get(image.id)
            print(image.filename, image.metadata)
            ```

        Operation: getImage (GET /rasters/image/{imageId})
        """
        from mapflow_openapi.api.imagery import get_image

        kwargs = get_image._get_kwargs(identifier(image, "image"))
        return AsyncImage(self._client, await self._client._wire.json(kwargs))

    async def rename(self, image: ImageRecord | UUID | str, name: str) -> AsyncImage:
        """Change an image's name.

        Args:
            image: Its id, or a handle of it.
            name: New name.

        Returns:
            The image as it is now.

        Raises:
            InvalidInput: The name is empty.
            NotFound: There is no such image, or it belongs to somebody else.

        Example:
            ```python
            image = await mf.imagery.images.rename(image, "flight-01.tif")
            ```

        Operation: renameImage (PUT /rasters/image/{imageId})
        """
        from mapflow_openapi.api.imagery import rename_image

        if not name.strip():
            raise InvalidInput("An image needs a name.")
        kwargs = rename_image._get_kwargs(identifier(image, "image"), name=name)
        return AsyncImage(self._client, await self._client._wire.json(kwargs))

    async def delete(self, image: ImageRecord | UUID | str) -> None:
        """Delete an image, for good.

        Args:
            image: Its id, or a handle of it.

        Raises:
            InvalidInput: This is no id.
            NotFound: It is gone already, or belongs to somebody else.

        Example:
            ```python
            image = await mf.imagery.upload(path)
            await mf.imagery.images.delete(image)
            ```

        Operation: deleteImage (DELETE /rasters/image/{imageId})
        """
        from mapflow_openapi.api.imagery import delete_image

        kwargs = delete_image._get_kwargs(identifier(image, "image"))
        await self._client._wire.nothing(kwargs)

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
            path: Where to; the folder has to exist.
            size: ``"s"`` for 256 pixels a side, ``"l"`` for 1024.
            overwrite: Whether a file of that name may be replaced. Default False.

        Returns:
            The path.

        Raises:
            InvalidInput: The size is neither.
            InvalidFile: The file exists already or cannot be written.
            NotFound: There is no such image, or it belongs to somebody else.

        Example:
            ```python
            await mf.imagery.images.preview(image, folder / "look.jpg")
            ```

        Operation: getPreview (GET /rasters/image/{imageId}/preview/{size})
        """
        from mapflow_openapi.api.imagery import get_preview

        if size not in _SIZES:
            raise InvalidInput(f"A preview is 's' or 'l' in size, not {size!r}.")
        target = Path(path)
        await download(
            self._client._wire,
            get_preview._get_kwargs(identifier(image, "image"), size),
            target,
            overwrite=overwrite,
            json=False,
            on_progress=None,
        )
        return target
