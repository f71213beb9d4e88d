# Written by scripts/unasync.py from mapflow/_async/imagery/image_download.py; edit that file instead.
"""Downloads images, from the links that the service gives out."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from mapflow._downloads._sync.downloading import download
from mapflow._downloads.file_names import plain_name
from mapflow._files import check_target, is_folder
from mapflow._hints import Hint, joined
from mapflow._http.api_errors import reworded
from mapflow._results import contents
from mapflow._views.base import as_object, undecodable
from mapflow.errors import Conflict, NotFound, PermissionDenied
from mapflow_openapi import views
from mapflow_openapi.api import imagery as api

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from mapflow._http.transfers import OnProgress
    from mapflow._sync.session import Session


def download_image(
    session: Session,
    key: UUID,
    target: Path,
    *,
    overwrite: bool,
    on_progress: OnProgress | None,
) -> Path:
    """Save an image in a file, or in a folder under its own name."""
    into_folder = is_folder(target)
    if not into_folder:
        contents.check_name(target, contents.Tiff)
        check_target(target, overwrite=overwrite)
    response = _link(session, key)
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
        download(
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


def _link(session: Session, image: UUID) -> views.DownloadLink:
    """Ask for the link to an image, and say what a refusal means."""
    try:
        response = session.transport.json(api.get_download_link._get_kwargs(image))
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
                Hint(python=" or client.imagery.images.wait(image)", command=""),
                ".",
            ),
        ) from error
    return views.DownloadLink(as_object(response, "the link"))
