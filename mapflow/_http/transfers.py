"""Progress of transfers, and files that are sent."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import NamedTuple, TypeAlias

from mapflow import _arguments
from mapflow._files import unreadable
from mapflow._results.tiffs import is_tiff
from mapflow.errors import InvalidFile


class Progress(NamedTuple):
    """Progress of a transfer.

    Attributes:
        done_bytes: Bytes transferred so far.
        total_bytes: Bytes to transfer, or None when unknown.
    """

    done_bytes: int
    total_bytes: int | None


OnTransfer: TypeAlias = Callable[[Progress], object]
"""What a transfer calls each time that a piece has moved, with its `Progress` in bytes.

A plain function, not an ``async`` one. What it returns is ignored; what it raises ends the
transfer.
"""


OnFileTransfer: TypeAlias = Callable[[Path, Progress], object]
"""What an upload of several files calls with the path of one, and its `Progress` in bytes.

A plain function, not an ``async`` one, that several threads may call. What it returns is ignored.
"""


class UploadFile(FileIO):
    """A file that is being sent; it reports progress as it is read."""

    def __init__(self, path: Path, on_progress: OnTransfer | None) -> None:
        super().__init__(path, "rb")
        self._path = path
        self._on_progress = on_progress
        self.total_bytes = os.fstat(self.fileno()).st_size

    def read(self, size: int | None = -1) -> bytes:
        """Read the next piece."""
        try:
            chunk = super().read(size)
        except OSError as error:
            raise unreadable(self._path, error) from error
        if chunk and self._on_progress is not None:
            self._on_progress(Progress(self.tell(), self.total_bytes))
        return chunk


@contextmanager
def sending(path: Path, on_progress: OnTransfer | None) -> Generator[UploadFile]:
    """Open a GeoTIFF for sending; raise if it is not one."""
    _arguments.function(on_progress, "on_progress")
    try:
        file = UploadFile(path, on_progress)
    except FileNotFoundError as error:
        raise InvalidFile(f"{path} does not exist.", hint="Check the path.") from error
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error
    with file:
        try:
            # Not with its own method, which reports progress.
            mark = FileIO.read(file, 4)
            file.seek(0)
        except OSError as error:
            raise unreadable(path, error) from error
        if not is_tiff(mark):
            raise InvalidFile(
                f"{path} is not a TIFF file.", hint="Upload a georeferenced GeoTIFF (.tif)."
            )
        # Not within the handlers: an OSError from here on is one of the network.
        yield file
