"""Files on this machine: written whole or not at all, read with progress."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final, NamedTuple
from uuid import uuid4

from mapflow.errors import IncompleteDownload, InvalidFile

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


class Target:
    """A file that is being received: it takes its final name only when it is whole."""

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self._path = path
        self._file = file
        self._first = b""
        self._last = b""
        self.received_bytes = 0

    def write(self, chunk: bytes) -> None:
        """Take the next piece."""
        try:
            self._file.write(chunk)
        except OSError as error:
            # Told apart here, because around this call an OSError is one of the network.
            raise _unwritable(self._path, error) from error
        self.received_bytes += len(chunk)
        self._first = self._first or chunk.lstrip()[:1]
        self._last = chunk.rstrip()[-1:] or self._last

    def check(self, expected_bytes: int | None, *, json: bool) -> None:
        """Say whether everything arrived, as far as that can be told."""
        short = expected_bytes is not None and self.received_bytes != expected_bytes
        cut = json and (self._first, self._last) != (b"{", b"}")
        if short or cut:
            wanted = "" if expected_bytes is None else f" of {expected_bytes}"
            raise IncompleteDownload(
                f"{self._path.name} arrived incomplete: {self.received_bytes}{wanted} bytes"
                f"{', and it is no whole JSON object' if cut else ''}.",
                path=str(self._path),
                received_bytes=self.received_bytes,
                expected_bytes=expected_bytes,
                hint="Nothing was left under the final name; download it again.",
            )


@contextmanager
def receiving(path: Path, *, overwrite: bool) -> Generator[Target]:
    """Open a file for receiving; on success it appears under its name, on failure not at all."""
    if path.is_dir():
        raise InvalidFile(f"{path} is a folder.", hint="Give the name of a file.")
    if path.exists() and not path.is_file():
        raise InvalidFile(
            f"{path} is not a plain file, and would be replaced by one.",
            hint="Give the name of a file.",
        )
    if path.exists() and not overwrite:
        raise _taken(path)
    # In the same folder, because only there the final renaming is one indivisible step.
    part = path.with_name(f".{path.name[:50]}.{uuid4().hex}.part")
    try:
        opened = part.open("xb")
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        with opened as file:
            target = Target(path, file)
            try:
                yield target
                file.flush()
                os.fsync(file.fileno())
            except OSError as error:
                if error.filename is None and error.errno is not None:
                    raise _unwritable(path, error) from error
                raise
        if path.exists() and not overwrite:
            # It appeared while this one was being received.
            raise _taken(path)
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def _taken(path: Path) -> InvalidFile:
    return InvalidFile(
        f"{path} exists already.", hint="Choose another name, or pass overwrite=True."
    )


def _unwritable(path: Path, error: OSError) -> InvalidFile:
    return InvalidFile(
        f"{path} cannot be written: {error.strerror or error}.",
        hint="Check the folder, its permissions and the free space.",
    )


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
