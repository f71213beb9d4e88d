"""Progress of transfers, and files that are sent."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

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


OnProgress = Callable[[Progress], object]


class UploadFile:
    """A file that is being sent; it reports progress as it is read."""

    def __init__(
        self, path: Path, file: IO[bytes], total_bytes: int, on_progress: OnProgress | None
    ) -> None:
        self._path = path
        self._file = file
        self.total_bytes = total_bytes
        self._on_progress = on_progress
        self._done = 0

    def read(self, size: int = -1) -> bytes:
        """Read the next piece."""
        try:
            chunk = self._file.read(size)
        except OSError as error:
            raise unreadable(self._path, error) from error
        if chunk and self._on_progress is not None:
            self._done += len(chunk)
            self._on_progress(Progress(self._done, self.total_bytes))
        return chunk

    def fileno(self) -> int:
        """The file's descriptor, by which the length of the upload is found."""
        return self._file.fileno()

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place."""
        self._done = offset if whence == 0 else self._done
        return self._file.seek(offset, whence)


@contextmanager
def sending(path: Path, on_progress: OnProgress | None) -> Generator[UploadFile]:
    """Open a GeoTIFF for sending; raise if it is not one."""
    _arguments.function(on_progress, "on_progress")
    try:
        file = path.open("rb")
    except FileNotFoundError as error:
        raise InvalidFile(f"{path} does not exist.", hint="Check the path.") from error
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error
    with file:
        try:
            mark, size = file.read(4), os.fstat(file.fileno()).st_size
            file.seek(0)
        except OSError as error:
            raise unreadable(path, error) from error
        if not is_tiff(mark):
            raise InvalidFile(
                f"{path} is not a TIFF file.", hint="Upload a georeferenced GeoTIFF (.tif)."
            )
        # Not within the handlers: an OSError from here on is one of the network.
        yield UploadFile(path, file, size, on_progress)
