"""``mapflow mosaics ...``: sets of your images."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mapflow._requests.upload_files import geotiffs
from mapflow._text.display import size
from mapflow.cli._columns import Column
from mapflow.cli._command import Session, command, confirm
from mapflow.cli._exits import Stop, exit_code
from mapflow.cli._output import note, say, show_facts, show_json, show_table
from mapflow.cli._progress import progress
from mapflow.cli.images import show_images, show_statuses
from mapflow.cli.projects import YesOption

if TYPE_CHECKING:
    from mapflow import Image, Mapflow, Mosaic, Upload

MosaicArgument = Annotated[str, typer.Argument(metavar="MOSAIC", help="ID of the mosaic.")]
TagOption = Annotated[
    list[str] | None, typer.Option("--tag", metavar="TAG", help="Tag; may be repeated.")
]


def register(app: typer.Typer) -> None:
    """Add the group."""
    mosaics = typer.Typer(no_args_is_help=True, help="Sets of images that belong together.")
    app.add_typer(mosaics, name="mosaics")
    command(mosaics, "list")(list_mosaics)
    command(mosaics, "create")(create)
    command(mosaics, "show")(show_mosaic)
    command(mosaics, "update")(update)
    command(mosaics, "delete")(delete_mosaic)
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
            Column("Name", kind="name"),
            Column("Tags", kind="name"),
            Column("Size", "right"),
            Column("Created"),
            Column("ID"),
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
        empty="No mosaics.",
    )


def create(
    session: Session,
    name: Annotated[str, typer.Argument(help="Name of the new one.")],
    tag: TagOption = None,
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
    """Change the name of a mosaic, its tags, or both.

    New tags replace all old ones.
    """
    with session.client() as client:
        _show_mosaic(session, client.imagery.mosaics.update(mosaic, name=name, tags=tag or None))


def delete_mosaic(session: Session, mosaic: MosaicArgument, yes: YesOption = False) -> None:
    """Delete a mosaic with all its images, for good."""
    with session.client() as client:
        found = client.imagery.mosaics.get(mosaic)
        confirm(f"Delete mosaic {found.name!r} ({found.id}) with all its images?", yes=yes)
        client.imagery.mosaics.delete(found)
    if session.json:
        show_json({"deleted": [found.id]})
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
        str | None, typer.Option(help="ID of the mosaic to add to. Default: a new mosaic.")
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(help="Name of the new mosaic. Default: the name of the first file."),
    ] = None,
    tag: TagOption = None,
    parallel: Annotated[
        int, typer.Option(metavar="COUNT", min=1, max=16, help="Maximum concurrent uploads.")
    ] = 4,
) -> None:
    """Upload GeoTIFF files; all of them go to one mosaic.

    A file that fails does not stop the others, and what the mosaic holds already is not sent
    again: after an interruption, the same command with --mosaic resumes.
    """
    if mosaic is not None and (name is not None or tag):
        raise Stop("--name and --tag belong to a new mosaic; omit them with --mosaic.")
    with session.client() as client:
        if mosaic is None and len(files) == 1 and not files[0].is_dir():
            with progress(files[0].name) as show:
                image = client.imagery.upload(files[0], name=name, tags=tag, on_progress=show)
            note(f"Uploaded {files[0].name}; run a model on it with --source image:{image.id}")
            show_images(session, [image])
            return
        done = _upload_all(client, files, mosaic, name, tag, parallel)
    _show_uploads(session, done)


def _upload_all(
    client: Mapflow,
    files: list[Path],
    mosaic: str | None,
    name: str | None,
    tags: list[str] | None,
    parallel: int,
) -> list[Upload[Image]]:
    """Upload to the mosaic, or to a new one, whose ID is printed to resume with."""
    found = geotiffs(files)
    if mosaic is None:
        mosaic = client.imagery.mosaics.create(name or files[0].absolute().stem, tags=tags).id
        note(f"Uploading to the new mosaic {mosaic}.")
    try:
        with progress(files=found) as show:
            return client.imagery.mosaics.upload_all(
                mosaic, found, parallel=parallel, on_progress=show
            )
    except KeyboardInterrupt as stop:
        stop.add_note(f"Resume with `mapflow mosaics upload ... --mosaic {mosaic}`.")
        raise


def _show_uploads(session: Session, done: list[Upload[Image]]) -> None:
    """Print the outcome of each file; fail if one failed."""
    if session.json:
        show_json(
            [
                {
                    "path": str(each.path),
                    "was_there": each.was_there,
                    "image": None if each.image is None else each.image.raw,
                    "error": None if each.error is None else str(each.error),
                }
                for each in done
            ]
        )
    else:
        show_table(
            [Column("File", kind="name"), Column("Outcome"), Column("Image")],
            [
                (
                    each.path.name,
                    "failed" if each.error else "was there" if each.was_there else "uploaded",
                    "" if each.image is None else each.image.id,
                )
                for each in done
            ],
            empty="There is nothing to upload.",
        )
    failed = [each for each in done if each.error is not None]
    if not session.json:
        for each in failed:
            say(f"{each.path.name}: {each.error}")
    if failed and failed[0].error is not None:
        raise Stop(
            f"{len(failed)} of {len(done)} files were not uploaded.", exit_code(failed[0].error)
        )


def link(
    session: Session,
    mosaic: MosaicArgument,
    url: Annotated[str, typer.Argument(help="s3:// link of an image at the service.")],
) -> None:
    """Add an image that lies in the service's storage already."""
    with session.client() as client:
        show_images(session, [client.imagery.mosaics.link(mosaic, url)])


def status(session: Session, mosaic: MosaicArgument) -> None:
    """Show how far the images are, failed ones included."""
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
    """Delete the images that the service could not use."""
    with session.client() as client:
        found = client.imagery.mosaics.get(mosaic)
        confirm(f"Delete the failed images of mosaic {found.name!r}?", yes=yes)
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
            ("ID", mosaic.id),
            ("Name", mosaic.name),
            ("Tags", ", ".join(mosaic.tags)),
            ("Size", size(mosaic.size_bytes)),
            ("Created", mosaic.created),
            ("Footprint", mosaic.footprint),
        ]
    )
