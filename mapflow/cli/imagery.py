"""``mapflow mosaics ...``, ``images ...`` and ``storage``: imagery of one's own."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mapflow.cli._command import Session, command, confirm
from mapflow.cli._exits import Stop
from mapflow.cli._output import Column, note, show_facts, show_json, show_table, size
from mapflow.cli._progress import transferring
from mapflow.cli.projects import YesOption
from mapflow.cli.waiting import OverwriteOption, check_output

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapflow import Image, Mosaic

MosaicArgument = Annotated[str, typer.Argument(metavar="MOSAIC", help="Id of the mosaic.")]
ImageArgument = Annotated[str, typer.Argument(metavar="IMAGE", help="Id of the image.")]
TagOption = Annotated[
    list[str] | None, typer.Option("--tag", metavar="TAG", help="A tag; may be repeated.")
]


class PreviewSize(StrEnum):
    """Sizes of a preview."""

    SMALL = "s"
    LARGE = "l"


def register(app: typer.Typer) -> None:
    """Add the groups and the command."""
    mosaics = typer.Typer(no_args_is_help=True, help="Sets of images that belong together.")
    app.add_typer(mosaics, name="mosaics", rich_help_panel="Imagery of your own")
    command(mosaics, "list")(list_mosaics)
    command(mosaics, "create")(create)
    command(mosaics, "show")(show_mosaic)
    command(mosaics, "update")(update)
    command(mosaics, "delete", json=False)(delete_mosaic)
    command(mosaics, "images")(images_of)
    command(mosaics, "upload")(upload)
    command(mosaics, "link")(link)
    images = typer.Typer(no_args_is_help=True, help="Single images.")
    app.add_typer(images, name="images", rich_help_panel="Imagery of your own")
    command(images, "show")(show_image)
    command(images, "rename")(rename)
    command(images, "delete", json=False)(delete_image)
    command(images, "preview", json=False)(preview)
    command(app, "storage", panel="Imagery of your own")(storage)


def list_mosaics(session: Session, tag: TagOption = None) -> None:
    """List the mosaics, all of them or those with certain tags."""
    with session.client() as client:
        found = client.imagery.mosaics.list(tags=tag or None)
    if session.json:
        show_json([mosaic.raw for mosaic in found])
        return
    show_table(
        [
            Column("Name"),
            Column("Tags"),
            Column("Size", "right"),
            Column("Created"),
            Column("Id"),
        ],
        [
            (
                mosaic.name,
                ", ".join(mosaic.tags),
                size(mosaic.size_bytes),
                mosaic.created,
                mosaic.id,
            )
            for mosaic in found
        ],
        empty="There are no mosaics.",
    )


def create(
    session: Session, name: Annotated[str, typer.Argument(help="Its name.")], tag: TagOption = None
) -> None:
    """Create an empty mosaic."""
    with session.client() as client:
        _show_mosaic(session, client.imagery.mosaics.create(name, tags=tag or None))


def show_mosaic(session: Session, mosaic: MosaicArgument) -> None:
    """Show one mosaic."""
    with session.client() as client:
        _show_mosaic(session, client.imagery.mosaics.get(mosaic))


def update(
    session: Session,
    mosaic: MosaicArgument,
    name: Annotated[str | None, typer.Option(help="New name.")] = None,
    tag: TagOption = None,
) -> None:
    """Change the name of a mosaic, its tags, or both; new tags replace all old ones."""
    with session.client() as client:
        _show_mosaic(session, client.imagery.mosaics.update(mosaic, name=name, tags=tag or None))


def delete_mosaic(session: Session, mosaic: MosaicArgument, yes: YesOption = False) -> None:
    """Delete a mosaic with all its images, for good."""
    with session.client() as client:
        found = client.imagery.mosaics.get(mosaic)
        confirm(
            f"Delete mosaic {found.name!r} ({found.id}) with all its images?", yes=yes, needed=True
        )
        client.imagery.mosaics.delete(found)
    note(f"Deleted mosaic {found.name!r}.")


def images_of(session: Session, mosaic: MosaicArgument) -> None:
    """List the images of a mosaic."""
    with session.client() as client:
        _show_images(session, client.imagery.mosaics.images(mosaic))


def upload(
    session: Session,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="GeoTIFF files.", show_default=False)
    ],
    mosaic: Annotated[
        str | None, typer.Option(help="Id of the mosaic to add to; a new one if left out.")
    ] = None,
    name: Annotated[
        str | None, typer.Option(help="Name of the new mosaic; that of the file if left out.")
    ] = None,
    tag: TagOption = None,
) -> None:
    """Upload GeoTIFF files; all of them go to one mosaic."""
    if mosaic is not None and (name is not None or tag):
        raise Stop("--name and --tag belong to a new mosaic; leave them out with --mosaic.")
    done: list[Image] = []
    with session.client() as client:
        for file in files:
            with transferring(file.name) as show:
                if mosaic is None:
                    image = client.imagery.upload(file, name=name, tags=tag, on_progress=show)
                    mosaic = image.mosaic_id
                else:
                    image = client.imagery.mosaics.upload(mosaic, file, on_progress=show)
            done.append(image)
            note(f"Uploaded {file.name}; run a model on it with --source image:{image.id}")
    _show_images(session, done)


def link(
    session: Session,
    mosaic: MosaicArgument,
    url: Annotated[str, typer.Argument(help="s3:// link of an image at the service.")],
) -> None:
    """Add an image that lies in the service's storage already."""
    with session.client() as client:
        _show_images(session, [client.imagery.mosaics.link(mosaic, url)])


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
        confirm(f"Delete image {found.filename!r} ({found.id})?", yes=yes, needed=True)
        client.imagery.images.delete(found)
    note(f"Deleted image {found.filename!r}.")


def preview(
    session: Session,
    image: ImageArgument,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where to; IMAGE.jpg if left out."),
    ] = None,
    wanted: Annotated[
        PreviewSize, typer.Option("--size", help="s for 256 pixels a side, l for 1024.")
    ] = PreviewSize.SMALL,
    overwrite: OverwriteOption = False,
) -> None:
    """Save a small picture of an image."""
    target = output or f"{image.strip()}.jpg"
    check_output(target, overwrite=overwrite)
    with session.client() as client:
        path = client.imagery.images.preview(
            image, target, size="l" if wanted is PreviewSize.LARGE else "s", overwrite=overwrite
        )
    note(f"Saved {path}.")


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


def _show_mosaic(session: Session, mosaic: Mosaic) -> None:
    if session.json:
        show_json(mosaic.raw)
        return
    show_facts(
        [
            ("Id", mosaic.id),
            ("Name", mosaic.name),
            ("Tags", ", ".join(mosaic.tags)),
            ("Size", size(mosaic.size_bytes)),
            ("Created", mosaic.created),
            ("Footprint", mosaic.footprint),
        ]
    )


def _show_image(session: Session, image: Image) -> None:
    if session.json:
        show_json(image.raw)
        return
    about = image.metadata
    sides = [about.get("width"), about.get("height")]
    show_facts(
        [
            ("Id", image.id),
            ("Name", image.filename),
            ("Mosaic", image.mosaic_id),
            ("Size", size(image.size_bytes)),
            ("Pixels", " x ".join(str(side) for side in sides) if all(sides) else None),
            ("Bands", str(about.get("count", ""))),
            ("CRS", str(about.get("crs", ""))),
            ("Uploaded", image.uploaded),
            ("Link", image.url),
            ("Footprint", image.footprint),
        ]
    )


def _show_images(session: Session, images: Sequence[Image]) -> None:
    if session.json:
        show_json([image.raw for image in images])
        return
    show_table(
        [
            Column("Id"),
            Column("Name"),
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
