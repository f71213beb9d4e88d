"""The files of uploaded images."""

from collections.abc import Iterable
from pathlib import Path

from mapflow.sandbox.context import Sandbox
from mapflow.sandbox.openapi.problems import Problem


def path_of(sandbox: Sandbox, image_id: str) -> Path:
    """Return where an image is kept."""
    return sandbox.folder.uploads / f"{image_id}.tif"


def check_unused(sandbox: Sandbox, image_ids: Iterable[str]) -> None:
    """Refuse to delete images that a processing is running on.

    Raises:
        Problem: 409. That there are such locks is known; their rules and texts are the sandbox's.
    """
    now = sandbox.clock.now()
    for image_id in image_ids:
        row = sandbox.database.one(
            "SELECT processings.id FROM processings JOIN areas ON processing_id = processings.id"
            " WHERE instr(image_ids, ?) AND ends > ?",
            image_id,
            now,
        )
        if row is not None:
            raise Problem(409, f"image {image_id} is in use by processing {row['id']}")


def remove_unused(sandbox: Sandbox, image_ids: Iterable[str]) -> None:
    """Remove the files of images that are deleted, and from which no processing was made.

    A result is written when it is first asked for, so a processing may need an image after its end.
    """
    for image_id in image_ids:
        used = sandbox.database.one(
            "SELECT 1 FROM images WHERE id = ?1"
            " UNION ALL SELECT 1 FROM processings WHERE instr(image_ids, ?1)",
            image_id,
        )
        if used is None:
            path_of(sandbox, image_id).unlink(missing_ok=True)
