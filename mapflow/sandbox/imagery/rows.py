"""Mosaics and images in the state file."""

import dataclasses
import json
from pathlib import Path
from typing import Any

from mapflow.sandbox.accounts import Account
from mapflow.sandbox.imagery.problems import item_not_found
from mapflow.sandbox.sources.source import StoredImage
from mapflow.sandbox.store import Database, Row

BUCKET = "s3://mapflow-sandbox"
FINEST_M = 0.1
"""Metres a pixel: finer images are resampled to this before they are processed."""
BREAKS = "sandbox-fail"
"""An image whose file name holds this fails in preprocessing: no other input makes one fail."""


@dataclasses.dataclass(frozen=True, slots=True)
class NewImage:
    """An image that has been checked and is about to be stored."""

    id: str
    file: Path
    filename: str
    size_bytes: int
    sha1: str
    header: dict[str, Any]
    is_linked: bool = False


def folder_url(account_id: str, mosaic_id: str) -> str:
    """Return the ``s3://`` address of the images of a mosaic."""
    return f"{BUCKET}/{account_id}/{mosaic_id}"


def find_mosaic(database: Database, account: Account, mosaic_id: str) -> Row:
    """Return a mosaic of the account.

    Raises:
        Problem: 404, it does not exist, or it belongs to another account.
    """
    row = database.one(
        "SELECT * FROM mosaics WHERE id = ? AND account_id = ?", mosaic_id.lower(), account.id
    )
    if row is None:
        raise item_not_found("mosaic", mosaic_id)
    return row


def mosaics_of(database: Database, account: Account) -> list[Row]:
    """Return all mosaics of an account, the newest first."""
    return database.all(
        "SELECT * FROM mosaics WHERE account_id = ? ORDER BY number DESC", account.id
    )


def insert_mosaic(
    database: Database, account: Account, *, name: str, tags: list[str], at: float
) -> Row:
    """Store a new mosaic."""
    mosaic_id = database.new_id()
    database.run(
        "INSERT INTO mosaics (id, account_id, name, tags, created) VALUES (?, ?, ?, ?, ?)",
        mosaic_id,
        account.id,
        name,
        json.dumps(tags),
        at,
    )
    return find_mosaic(database, account, mosaic_id)


def find_image(database: Database, account: Account, image_id: str) -> Row:
    """Return an image of the account.

    Raises:
        Problem: 404, it does not exist, or it belongs to another account.
    """
    row = database.one(
        "SELECT * FROM images WHERE id = ? AND account_id = ?", image_id.lower(), account.id
    )
    if row is None:
        raise item_not_found("image", image_id)
    return row


def images_of(database: Database, mosaic_id: str, now: float | None = None) -> list[Row]:
    """Return the images of a mosaic, the oldest first; with a time, those ready then."""
    found = database.all("SELECT * FROM images WHERE mosaic_id = ? ORDER BY number", mosaic_id)
    return found if now is None else [row for row in found if is_ready(row, now)]


def is_ready(row: Row, now: float) -> bool:
    """Say whether an image can be shown and processed."""
    return bool(now >= row["ready"] and not row["is_broken"])


def insert_image(
    database: Database, account: Account, mosaic_id: str, image: NewImage, at: float
) -> None:
    """Store a new image, which is ready when its preprocessing has ended."""
    database.run(
        "INSERT INTO images"
        " (id, account_id, mosaic_id, url, filename, size_bytes, sha1, header, uploaded,"
        " ready, is_broken, is_downloadable) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        image.id,
        account.id,
        mosaic_id,
        f"{folder_url(account.id, mosaic_id)}/{image.id}.tif",
        image.filename,
        image.size_bytes,
        image.sha1,
        json.dumps(image.header),
        at,
        at + account.settings.preprocessingSeconds,
        int(BREAKS in image.filename),
        int(image.is_linked or account.settings.uploadsDownloadable),
    )


def used_bytes(database: Database, account: Account) -> int:
    """Return how much imagery an account stores."""
    row = database.one(
        "SELECT coalesce(sum(size_bytes), 0) AS used FROM images WHERE account_id = ?", account.id
    )
    return int(row["used"]) if row else 0


def at(database: Database, account: Account, url: str, now: float) -> list[StoredImage] | None:
    """Return the account's ready images at an address: one, or all of a mosaic; or None."""
    found = database.all("SELECT * FROM images WHERE url = ? AND account_id = ?", url, account.id)
    if not found:
        mosaic = next(
            (
                row
                for row in mosaics_of(database, account)
                if folder_url(account.id, row["id"]) == url.rstrip("/")
            ),
            None,
        )
        if mosaic is None:
            return None
        return [stored(row) for row in images_of(database, mosaic["id"], now)]
    return [stored(row) for row in found if is_ready(row, now)] or None


def stored(row: Row) -> StoredImage:
    """Return an image as a run sees it."""
    header = json.loads(row["header"])
    return StoredImage(
        id=row["id"],
        mosaic_id=row["mosaic_id"],
        url=row["url"],
        bands=header["count"],
        dtypes=tuple(header["dtypes"]),
        pixel_m=max(FINEST_M, header["gsd_m"]),
        footprint_wkt=header["footprint_wkt"],
    )
