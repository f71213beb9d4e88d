"""Files on their way: how far they are, and those that are sent."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, NamedTuple

from mapflow.errors import InvalidFile

_TIFF_MARKS: Final = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")


class Progress(NamedTuple):
    """How far a transfer is.

    Attributes:
        done_bytes: Bytes transferred so far.
        total_bytes: Bytes to transfer, or None when unknown.
    """

    done_bytes: int
    total_bytes: int | None


OnProgress = Callable[[Progress], object]


class Outgoing:
    """A file that is being sent, read in pieces, telling how far it is."""

    def __init__(self, file: IO[bytes], total_bytes: int, on_progress: OnProgress | None) -> None:
        self._file = file
        self.total_bytes = total_bytes
        self._on_progress = on_progress
        self._done = 0

    def read(self, size: int = -1) -> bytes:
        """Read the next piece."""
        chunk = self._file.read(size)
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

    def tell(self) -> int:
        """Tell the place."""
        return self._file.tell()


@contextmanager
def sending(path: Path, on_progress: OnProgress | None) -> Generator[Outgoing]:
    """Open a GeoTIFF for sending, after a look at whether it is one."""
    try:
        with path.open("rb") as file:
            mark = file.read(4)
            if mark not in _TIFF_MARKS:
                raise InvalidFile(
                    f"{path} is not a TIFF file.", hint="Upload a georeferenced GeoTIFF (.tif)."
                )
            file.seek(0)
            yield Outgoing(file, os.fstat(file.fileno()).st_size, on_progress)
    except FileNotFoundError as error:
        raise InvalidFile(f"There is no file {path}.", hint="Check the path.") from error
    except (IsADirectoryError, PermissionError) as error:
        raise InvalidFile(
            f"{path} cannot be read: {error.strerror}.", hint="Check the path and its permissions."
        ) from error
