"""``mapflow mosaics ...``: sets of images of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from mapflow.cli._command import Session, command, confirm
from mapflow.cli._exits import Exit, Stop, exit_code, sentence
from mapflow.cli._output import Column, note, show_facts, show_json, show_table, size
from mapflow.cli._progress import uploading
from mapflow.cli.images import show_images, show_statuses
from mapflow.cli.projects import YesOption

if TYPE_CHECKING:
    from mapflow import Image, Mosaic, Upload, Uploads

MosaicArgument = Annotated[str, typer.Argument(metavar="MOSAIC", help="Id of the mosaic.")]
TagOption = Annotated[
    list[str] | None, typer.Option("--tag", metavar="TAG", help="A tag; may be repeated.")
]


def register(app: typer.Typer) -> None:
    """Add the group."""
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
    command(mosaics, "status")(status)
    command(mosaics, "delete-failed")(delete_failed)


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
        show_images(session, client.imagery.mosaics.images(mosaic))


def upload(
    session: Session,
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="GeoTIFF files, or folders of them.",
            show_default=False,
        ),
    ],
    mosaic: Annotated[
        str | None, typer.Option(help="Id of the mosaic to add to; a new one if left out.")
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(help="Name of the new mosaic; that of the folder or first file if left out."),
    ] = None,
    tag: TagOption = None,
    concurrency: Annotated[
        int, typer.Option(metavar="N", min=1, max=16, help="How many files are sent at a time.")
    ] = 4,
) -> None:
    """Upload GeoTIFF files; all of them go to one mosaic.

    A file that fails does not stop the others, and what the mosaic holds already is not sent
    again: after an interruption, the same with --mosaic goes on where it was.
    """
    if mosaic is not None and (name is not None or tag):
        raise Stop("--name and --tag belong to a new mosaic; leave them out with --mosaic.")
    named = files[0] if len(files) == 1 else files
    with session.client() as client:
        imagery = client.imagery
        with uploading() as show:
            if mosaic is None:
                done = imagery.upload_all(
                    named, name=name, tags=tag, concurrency=concurrency, on_progress=show
                )
            else:
                done = imagery.mosaics.upload_all(
                    mosaic, named, concurrency=concurrency, on_progress=show
                )
    _show_uploads(session, done)


def _show_uploads(session: Session, done: Uploads[Image]) -> None:
    """Print what became of each file; fail when one failed."""
    errors = [file.error for file in done if file.error is not None]
    if session.json:
        show_json([_upload_row(done, file) for file in done])
    elif len(done) > 1 or not errors:
        show_table(
            [
                Column("File"),
                Column("Outcome"),
                Column("Size", "right"),
                Column("Image"),
                Column("Mosaic"),
                Column("Remark"),
            ],
            [
                (
                    file.path.name,
                    file.outcome,
                    size(file.size_bytes),
                    file.image_id,
                    done.mosaic_id,
                    _remark(file),
                )
                for file in done
            ],
            empty="There is nothing to upload.",
        )
    for image in done.images[:1]:
        whole = f", on all with --source my-imagery:mosaic={done.mosaic_id}"
        note(
            f"Run a model on an image with --source image:{image.id}"
            f"{whole if len(done.images) > 1 else ''}."
        )
    if errors and len(done) == 1:
        raise errors[0]
    if errors:
        again = f" Go on with --mosaic {done.mosaic_id}." if done.mosaic_id is not None else ""
        for error in errors:
            note(sentence(error))
        raise Stop(
            f"{len(errors)} of {len(done)} files were not uploaded.{again}", exit_code(errors[0])
        )
    pending = sum(file.outcome == "pending" for file in done)
    if pending:
        raise Stop(
            f"{pending} of {len(done)} images are still being prepared;"
            f" `mapflow mosaics status {done.mosaic_id}` shows when they are ready.",
            Exit.WAIT_TIMED_OUT,
        )


def _upload_row(done: Uploads[Image], file: Upload[Image]) -> dict[str, object]:
    return {
        "path": str(file.path),
        "outcome": file.outcome,
        "size_bytes": file.size_bytes,
        "likeness": file.likeness,
        "error": None if file.error is None else str(file.error),
        "id": file.image_id,
        "mosaic_id": done.mosaic_id,
        "image": None if file.image is None else file.image.raw,
    }


_LIKENESSES: Final = {
    "checksum": "same content",
    "size": "same name and size; there is no checksum to be certain by",
    "name": "same name; it is still being prepared",
}


def _remark(file: Upload[Image]) -> str:
    if file.error is not None:
        return file.error.message
    return _LIKENESSES[file.likeness] if file.likeness else ""


def link(
    session: Session,
    mosaic: MosaicArgument,
    url: Annotated[str, typer.Argument(help="s3:// link of an image at the service.")],
) -> None:
    """Add an image that lies in the service's storage already."""
    with session.client() as client:
        show_images(session, [client.imagery.mosaics.link(mosaic, url)])


def status(session: Session, mosaic: MosaicArgument) -> None:
    """Show how far the images of a mosaic are, those that failed included."""
    with session.client() as client:
        found = client.imagery.mosaics.status(mosaic)
    if session.json:
        show_json(found.raw)
        return
    show_statuses(session, found.images)
    note(
        f"{found.ready or 0} of {found.total or 0} images are ready;"
        f" {(found.pending or 0) + (found.in_progress or 0)} to come, {found.failed or 0} failed."
    )


def delete_failed(session: Session, mosaic: MosaicArgument, yes: YesOption = False) -> None:
    """Delete the images of a mosaic that the service could not use."""
    with session.client() as client:
        found = client.imagery.mosaics.get(mosaic)
        confirm(f"Delete the failed images of mosaic {found.name!r}?", yes=yes, needed=True)
        gone = client.imagery.mosaics.delete_failed(found)
    if session.json:
        show_json(gone)
        return
    note(f"Deleted {len(gone)} failed image{'' if len(gone) == 1 else 's'} of {found.name!r}.")


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
