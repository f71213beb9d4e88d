"""What became of files that were uploaded together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Literal, TypeAlias, TypeVar

from mapflow._records.imagery import ImageRecord
from mapflow.errors import MapflowError

ImageT = TypeVar("ImageT", bound=ImageRecord)

Likeness: TypeAlias = Literal["checksum", "size", "name"]


@dataclass(frozen=True)
class Upload(Generic[ImageT]):
    """What became of one file.

    Attributes:
        path: The file.
        size_bytes: Its size, in bytes; None when it could not be read.
        outcome: ``"uploaded"``: it was sent, and its image is ready. ``"was there"``: the mosaic,
            or another file of the same call, has it already, so that it was not sent.
            ``"pending"``: it was sent, and its image is still being prepared. ``"failed"``: see
            ``error``.
        image: Its image; None when it failed, or cannot be read yet.
        image_id: Identifier of its image, also of one that cannot be read yet.
        likeness: For ``"was there"``, what it has in common with the image besides the name:
            ``"checksum"`` is proof. Where the service gives none, ``"size"`` is an inference, and
            ``"name"``, of an image that is still being prepared, is a weak one.
        error: Why it failed, or None.
    """

    path: Path
    size_bytes: int | None
    outcome: Literal["uploaded", "was there", "pending", "failed"]
    image: ImageT | None = None
    image_id: str | None = None
    likeness: Likeness | None = None
    error: MapflowError | None = None

    @property
    def was_there(self) -> bool:
        """Whether it was not sent, because the mosaic has it already."""
        return self.outcome == "was there"

    @property
    def is_inferred(self) -> bool:
        """Whether that the mosaic has it already is likely rather than certain."""
        return self.likeness in ("size", "name")


@dataclass(frozen=True)
class Uploads(Generic[ImageT]):
    """What became of all files; iterating gives them in their order.

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
