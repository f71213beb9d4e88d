"""``mapflow images ...`` and ``storage``: single images, and the storage they take."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mapflow._files import is_folder
from mapflow._results import contents
from mapflow._text.display import size
from mapflow.cli._columns import Column
from mapflow.cli._command import Session, command, confirm
from mapflow.cli._exits import Exit, Stop
from mapflow.cli._output import note, show_facts, show_json, show_saved, show_table
from mapflow.cli._progress import progress
from mapflow.cli.projects import YesOption
from mapflow.cli.result import OverwriteOption, check_output
from mapflow.cli.waiting import IntervalOption, TimeoutOption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapflow import Image
    from mapflow._views.imagery import ImageStatus

ImageArgument = Annotated[str, typer.Argument(metavar="IMAGE", help="ID of the image.")]
_HOUR_S = 3600.0


class PreviewSize(StrEnum):
    """Sizes of a preview."""

    SMALL = "s"
    LARGE = "l"


def register(app: typer.Typer) -> None:
    """Add the group and the command."""
    images = typer.Typer(no_args_is_help=True, help="Single images.")
    app.add_typer(images, name="images")
    command(images, "show")(show_image)
    command(images, "rename")(rename)
    command(images, "delete")(delete_image)
    command(images, "preview")(preview)
    command(images, "status")(status)
    command(images, "wait")(wait)
    command(images, "download")(download)
    command(images, "upload")(upload)
    command(app, "storage")(storage)


def show_image(session: Session, image: ImageArgument) -> None:
    """Show one image."""
    with session.client() as client:
        _show_image(session, client.imagery.images.get(image))


def rename(
    session: Session, image: ImageArgument, name: Annotated[str, typer.Argument(help="New name.")]
) -> None:
    """Change the name of an image."""
    with session.client() as client:
        _show_image(session, client.imagery.images.rename(image, name))


def delete_image(session: Session, image: ImageArgument, yes: YesOption = False) -> None:
    """Delete an image, for good."""
    with session.client() as client:
        found = client.imagery.images.get(image)
        confirm(f"Delete image {found.filename!r} ({found.id})?", yes=yes)
        client.imagery.images.delete(found)
    if session.json:
        show_json({"deleted": [found.id]})
    note(f"Deleted image {found.filename!r}.")


def preview(
    session: Session,
    image: ImageArgument,
    output: Annotated[
        str | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="File for the picture. Default: IMAGE.jpg."
        ),
    ] = None,
    wanted: Annotated[
        PreviewSize, typer.Option("--size", help="s for 256 pixels a side, l for 1024.")
    ] = PreviewSize.SMALL,
    overwrite: OverwriteOption = False,
) -> None:
    """Save a small picture of an image."""
    target = output or f"{image.strip()}.jpg"
    check_output(target, overwrite=overwrite, content=contents.Picture)
    with session.client() as client:
        path = client.imagery.images.preview(
            image, target, size="l" if wanted is PreviewSize.LARGE else "s", overwrite=overwrite
        )
    show_saved(session.json, path)


def status(session: Session, image: ImageArgument) -> None:
    """Show whether an image can be used yet, or why it cannot."""
    with session.client() as client:
        _show_status(session, client.imagery.images.status(image))


def wait(
    session: Session,
    image: ImageArgument,
    timeout: TimeoutOption = _HOUR_S,
    interval: IntervalOption = None,
) -> None:
    """Wait until an image can be used."""
    from mapflow.errors import TimedOut

    with session.client() as client:
        try:
            ready = client.imagery.images.wait(image, timeout_s=timeout, interval_s=interval)
        except TimedOut as error:
            raise Stop(str(error), Exit.WAIT_TIMED_OUT) from error
        _show_status(session, ready)


def download(
    session: Session,
    image: ImageArgument,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="File or folder for the image. Default: the current folder.",
        ),
    ] = None,
    overwrite: OverwriteOption = False,
) -> None:
    """Download an image. The service offers this for some images only."""
    target = output or Path()
    if not is_folder(target):
        check_output(str(target), overwrite=overwrite, content=contents.Tiff)
    with session.client() as client, progress("image") as show:
        path = client.imagery.images.download(image, target, overwrite=overwrite, on_progress=show)
    show_saved(session.json, path)


def upload(
    session: Session,
    file: Annotated[Path, typer.Argument(help="A GeoTIFF file.", show_default=False)],
) -> None:
    """Upload one GeoTIFF the old way, and print its s3:// link.

    The image belongs to no mosaic.     `mapflow mosaics upload` is the newer way.
    """
    with session.client() as client, progress(file.name) as show:
        link = client.imagery.upload_file(file, on_progress=show)
    if session.json:
        show_json({"url": link})
        return
    show_facts([("Link", link)])
    note(f"Run a model on it with --source geotiff:{link}")


def storage(session: Session) -> None:
    """Show how much room there is for uploads."""
    with session.client() as client:
        room = client.imagery.storage()
    if session.json:
        show_json(room.raw)
        return
    show_facts(
        [
            ("Limit", size(room.limit_bytes)),
            ("Used", size(room.used_bytes)),
            ("Free", size(room.free_bytes)),
            ("Largest file", size(room.max_file_bytes)),
            ("Longest side", f"{room.max_side_px:,} pixels" if room.max_side_px else None),
        ]
    )


def _show_image(session: Session, image: Image) -> None:
    if session.json:
        show_json(image.raw)
        return
    from mapflow_openapi import views

    header = views.RasterMetadata(image.metadata)
    sides = [header.width, header.height]
    show_facts(
        [
            ("ID", image.id),
            ("Name", image.filename),
            ("Mosaic", image.mosaic_id),
            ("Size", size(image.size_bytes)),
            ("Pixels", " x ".join(f"{side:.0f}" for side in sides if side) if all(sides) else None),
            ("Bands", header.count),
            ("CRS", header.crs),
            ("Uploaded", image.uploaded),
            ("Link", image.url),
            ("Footprint", image.footprint),
        ]
    )


def show_statuses(session: Session, found: Sequence[ImageStatus]) -> None:
    """Print how images stand."""
    if session.json:
        show_json([each.raw for each in found])
        return
    show_table(
        [
            Column("ID"),
            Column("Name", kind="name"),
            Column("Status"),
            Column("Uploaded"),
            Column("Problem", kind="text"),
        ],
        [(each.image_id, each.filename, each.status, each.uploaded, each.error) for each in found],
        empty="The mosaic holds no images.",
    )


def _show_status(session: Session, found: ImageStatus) -> None:
    if session.json:
        show_json(found.raw)
        return
    show_facts(
        [
            ("ID", found.image_id),
            ("Name", found.filename),
            ("Status", found.status),
            ("Uploaded", found.uploaded),
            ("Problem", found.error),
        ]
    )


def show_images(session: Session, images: Sequence[Image]) -> None:
    """Print images."""
    if session.json:
        show_json([image.raw for image in images])
        return
    show_table(
        [
            Column("ID"),
            Column("Name", kind="name"),
            Column("Size", "right"),
            Column("Uploaded"),
            Column("Mosaic"),
        ],
        [
            (image.id, image.filename, size(image.size_bytes), image.uploaded, image.mosaic_id)
            for image in images
        ],
        empty="The mosaic holds no images.",
    )
