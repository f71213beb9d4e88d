"""Finds the imagery that a run names, among what the caller may use."""

import dataclasses

from mapflow.sandbox.context import Caller
from mapflow.sandbox.imagery import rows
from mapflow.sandbox.openapi.problems import bad_request, not_found
from mapflow.sandbox.sources import captures
from mapflow.sandbox.sources.source import StoredImage
from mapflow.sandbox.store import Row


@dataclasses.dataclass(frozen=True, slots=True)
class ImageryFinder:
    """Images and mosaics of one account, and the catalog."""

    caller: Caller

    def at(self, url: str) -> list[StoredImage] | None:
        """Return the images at an address: one, all of a mosaic; None for nothing."""
        sandbox = self.caller.sandbox
        return rows.at(sandbox.database, self.caller.account, url, sandbox.clock.now())

    def image(self, image_id: str) -> StoredImage:
        """Return an image.

        Raises:
            Problem: 400 or 404, it is not ready, or it does not exist.
        """
        row = self._one("images", image_id)
        if row is None:
            raise not_found("Image", image_id)
        if not rows.is_ready(row, self.caller.sandbox.clock.now()):
            raise bad_request(f"Image {image_id} is not ready to be processed")
        return rows.stored(row)

    def mosaic(self, mosaic_id: str) -> list[StoredImage]:
        """Return the images of a mosaic that are ready.

        Raises:
            Problem: 404, the mosaic does not exist.
        """
        row = self._one("mosaics", mosaic_id)
        if row is None:
            raise not_found("Mosaic", mosaic_id)
        sandbox = self.caller.sandbox
        inside = rows.images_of(sandbox.database, row["id"], sandbox.clock.now())
        return [rows.stored(image) for image in inside]

    def folder(self, mosaic_id: str) -> str:
        """Return the address of a mosaic."""
        return rows.folder_url(self.caller.account.id, mosaic_id.lower())

    def capture(self, capture_id: str) -> captures.Capture | None:
        """Return a capture of the catalog, or None."""
        sandbox = self.caller.sandbox
        return captures.find(capture_id, sandbox.seed, sandbox.clock.now())

    def _one(self, table: str, identifier: str) -> Row | None:
        return self.caller.sandbox.database.one(
            f"SELECT * FROM {table} WHERE id = ? AND account_id = ?",  # noqa: S608 - our own names
            identifier.lower(),
            self.caller.account.id,
        )
