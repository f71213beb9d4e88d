"""One image, as something that can be renamed, deleted, previewed."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Literal, Self

from mapflow_openapi import views
from mapflow_openapi.api import imagery as api

from mapflow import _arguments
from mapflow._async.session import AsyncHandle
from mapflow._display.listing import Listing
from mapflow._downloads._async.downloading import download
from mapflow._downloads.file_names import plain_name
from mapflow._files import as_path, check_target, is_folder
from mapflow._hints import Hint, joined
from mapflow._http.api_errors import reworded
from mapflow._results import contents
from mapflow._rules.imagery_in_use import in_use
from mapflow._rules.response_match import about, of_mosaic
from mapflow._views.base import as_list, as_object, undecodable
from mapflow._views.imagery import ImageRecord
from mapflow.errors import ApiError, Conflict, InvalidInput, NotFound, PermissionDenied

if TYPE_CHECKING:
    from os import PathLike
    from pathlib import Path
    from uuid import UUID

    from mapflow._async.session import AsyncSession
    from mapflow._http.transfers import OnTransfer


class AsyncImage(AsyncHandle, ImageRecord):
    """An uploaded image."""

    __slots__ = ("_session",)

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
        if not _arguments.text(name, "name").strip():
            raise InvalidInput("An image needs a name.")
        raw = await self._owner.transport.json(
            api.rename_image._get_kwargs(self._key, name=name),
            check=about("image", self._key, views.Image),
        )
        return self._take(ImageRecord(raw))

    async def delete(self) -> None:
        """Delete the image, for good.

        Raises:
            NotFound: It was deleted already, or belongs to another account.
            ImageryInUse: A processing is still using it; wait until that has ended.

        Example:
            ```python
            image = await mf.imagery.upload(path)
            await image.delete()
            ```

        Operation: deleteImage (DELETE /rasters/image/{imageId})
        """
        try:
            await self._owner.transport.nothing(api.delete_image._get_kwargs(self._key))
        except ApiError as refused:
            if used := in_use(refused, "image", self.id):
                raise used from refused
            raise

    async def preview(
        self, path: str | PathLike[str], *, size: Literal["s", "l"] = "s", overwrite: bool = False
    ) -> Path:
        """Save a small picture of the image.

        Args:
            path: The file to write; its folder must exist.
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
        if size not in ("s", "l"):
            raise InvalidInput(f"A preview is 's' or 'l' in size, not {size!r}.")
        target = as_path(path)
        contents.check_name(target, contents.Picture)
        await download(
            self._owner.transport,
            api.get_preview._get_kwargs(self._key, size),
            target,
            overwrite=overwrite,
            content=contents.Picture,
        )
        return target


async def list_images(session: AsyncSession, mosaic: UUID) -> list[AsyncImage]:
    """List the images of a mosaic."""
    response = await session.transport.json(
        api.list_images._get_kwargs(mosaic), many=True, check=of_mosaic(mosaic)
    )
    found = as_list(response, "images")
    return Listing((AsyncImage(session, raw) for raw in found), kind=AsyncImage)


async def download_image(
    session: AsyncSession,
    key: UUID,
    target: Path,
    *,
    overwrite: bool,
    on_progress: OnTransfer | None,
) -> Path:
    """Save an image in a file, or in a folder under its own name."""
    into_folder = is_folder(target)
    if not into_folder:
        contents.check_name(target, contents.Tiff)
        check_target(target, overwrite=overwrite)
    response = await _link(session, key)
    link = response.download_url
    if link is None:
        raise undecodable("the link", "it has no download_url")
    if into_folder:
        target /= plain_name(response.filename, f"{key}.tif")
    # The service names the format by the name of the file only.
    is_tiff = PurePath(response.filename or ".tif").suffix.lower() in (
        "",
        *contents.Tiff.suffixes,
    )
    try:
        await download(
            session.transport,
            api.get_download_link._get_kwargs(key),
            target,
            overwrite=overwrite,
            content=contents.Tiff if is_tiff else contents.Unknown,
            on_progress=on_progress,
            link=link,
        )
    except (PermissionDenied, NotFound) as error:
        raise reworded(
            error,
            f"The link to image {key} was refused; links expire quickly.",
            "Download the image again to get a new link.",
        ) from error
    return target


async def _link(session: AsyncSession, image: UUID) -> views.DownloadLink:
    """Ask for the link to an image, and say what a refusal means."""
    try:
        response = await session.transport.json(api.get_download_link._get_kwargs(image))
    except PermissionDenied as error:
        raise reworded(
            error,
            f"Image {image} cannot be downloaded: the service offers that for some images"
            " only, and not for this one.",
            "Its metadata and preview are still available.",
        ) from error
    except Conflict as error:
        raise reworded(
            error,
            f"Image {image} cannot be downloaded yet: the service is still preparing it.",
            joined(
                "Wait for it first: `mapflow images wait`",
                Hint(
                    python=" or client.imagery.images.wait(image)",
                    command="",
                    tool=" or the tool list_images",
                ),
                ".",
            ),
        ) from error
    return views.DownloadLink(as_object(response, "the link"))
