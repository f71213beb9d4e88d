"""What happened to one file among several that were uploaded."""

from __future__ import annotations

from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from mapflow._base_errors import MapflowError
from mapflow._views.imagery import ImageRecord

ImageT = TypeVar("ImageT", bound=ImageRecord)


class Upload(NamedTuple, Generic[ImageT]):
    """What happened to one file.

    Attributes:
        path: The file.
        image: Its image, or None when it could not be uploaded.
        error: Why it could not, or None.
        was_there: Whether the mosaic held it already, so that nothing was sent. An image counts as
            the same when it has the same name and size, and the same checksum if the service
            gives one.
    """

    path: Path
    image: ImageT | None
    error: MapflowError | None
    was_there: bool

    def _repr_html_(self) -> str:
        from mapflow._display.showing import shown

        return shown(self)
