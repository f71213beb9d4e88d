"""What became of the files of one upload."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Literal, TypeVar

from mapflow._records.imagery import ImageRecord
from mapflow.errors import MapflowError

ImageT = TypeVar("ImageT", bound=ImageRecord)


@dataclass(frozen=True)
class Upload(Generic[ImageT]):
    """What became of one file.

    Attributes:
        path: The file.
        size_bytes: Its size; None when it could not be read.
        outcome: ``"uploaded"``: it was sent, and its image is ready. ``"present"``: the mosaic, or
            another file of the same call, has the same content; it was not sent. ``"pending"``: it
            was sent, and the service is still preparing its image. ``"failed"``: see ``error``.
        image: Its image; None when it failed, or cannot be read yet.
        image_id: Identifier of its image, also of one that cannot be read yet.
        matched_by: For ``"present"``, how that is known: ``"checksum"`` is proof; ``"name and
            size"`` and ``"name"`` are inferred, because the service gave no checksum.
        error: Why it failed, or None.
    """

    path: Path
    size_bytes: int | None
    outcome: Literal["uploaded", "present", "pending", "failed"]
    image: ImageT | None = None
    image_id: str | None = None
    matched_by: Literal["checksum", "name and size", "name"] | None = None
    error: MapflowError | None = None

    @property
    def is_inferred(self) -> bool:
        """Whether that the mosaic has it is likely, and not certain."""
        return self.matched_by in ("name and size", "name")


@dataclass(frozen=True)
class Uploads(Generic[ImageT]):
    """What became of all files, in the order of the files.

    Attributes:
        mosaic_id: The mosaic they went to; upload to it again to send what is missing. None when
            no file was good enough to make one.
        files: What became of each.
    """

    mosaic_id: str | None
    files: tuple[Upload[ImageT], ...]

    def __iter__(self) -> Iterator[Upload[ImageT]]:
        return iter(self.files)

    def __len__(self) -> int:
        return len(self.files)

    @property
    def images(self) -> list[ImageT]:
        """The images of all files that have one."""
        return [file.image for file in self.files if file.image is not None]

    @property
    def failed(self) -> list[Upload[ImageT]]:
        """The files that failed."""
        return [file for file in self.files if file.outcome == "failed"]
