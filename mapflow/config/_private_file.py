"""A file that its owner alone can read and replace, from the moment it exists."""

from __future__ import annotations

import os
import stat
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from mapflow._base_errors import ConfigurationError, InvalidFile
from mapflow._masking.secrets import MaskedBytes

# Hundreds of profiles fit; a larger file is not this package's.
_LARGEST_BYTES: Final = 1 << 20
# Writing takes milliseconds; a keyring may ask its user for a password meanwhile.
_PATIENCE_S: Final = 60.0
_PAUSE_S: Final = 0.01
# A pipe under this name must not make a program wait for whoever writes into it.
_READ: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read(path: Path) -> bytes | None:
    """Read the file; None if there is none.

    Raises:
        ConfigurationError: Others can read or replace it, or it cannot be read.
    """
    try:
        handle = os.open(path, _READ)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise unreadable(path, _why(error)) from None
    try:
        with os.fdopen(handle, "rb") as file:
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode):
                raise unreadable(path, "it is not a file")
            _check_privacy(path, about)
            content = MaskedBytes(file.read(_LARGEST_BYTES + 1))
    except (OSError, RuntimeError) as error:
        raise unreadable(path, _why(error)) from None
    if len(content) > _LARGEST_BYTES:
        raise unreadable(path, f"it is larger than {_LARGEST_BYTES:,} bytes")
    return content


@contextmanager
def alone(path: Path) -> Generator[None]:
    """Read and replace the file while no other program does, so that none undoes what it wrote.

    Raises:
        ConfigurationError: It cannot be written, or others have been at it for long.
    """
    # Reading, which nearly all programs do instead, needs no locks.
    from mapflow._file_locks import Busy, hold, let_go

    try:
        target = path.resolve()
        _make_folder(target.parent)
    except (OSError, ValueError, RuntimeError) as error:
        raise _unwritable(path, _why(error)) from None
    lock, end = target.parent / f".{target.name}.lock", time.monotonic() + _PATIENCE_S
    while True:
        try:
            # None on a file system without locks, where it is written as it always was.
            held = hold(lock, 0o600)
            break
        except Busy:
            if time.monotonic() > end:
                raise _unwritable(path, "another program has been writing it for long") from None
            time.sleep(_PAUSE_S)
    try:
        yield
    finally:
        if held is not None:
            with suppress(OSError):
                lock.unlink()
            let_go(held)


def write(path: Path, content: str) -> None:
    """Replace the file as a whole. A link stays one: the file that it names is replaced.

    Raises:
        ConfigurationError: It cannot be written.
    """
    from mapflow._drafts import folder_beside

    try:
        target = path.resolve()
        _make_folder(target.parent)
        with folder_beside(target) as folder:
            # mkstemp creates the file for its owner alone, whatever the umask.
            handle, name = tempfile.mkstemp(dir=folder)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(target)
    except (OSError, ValueError, RuntimeError, InvalidFile) as error:
        raise _unwritable(path, _why(error.__cause__ or error)) from None


def _unwritable(path: Path, why: str) -> ConfigurationError:
    return ConfigurationError(
        f"The profile file {path} cannot be written: {why}.",
        hint="Set MAPFLOW_CONFIG_DIR to a folder of yours, or use MAPFLOW_TOKEN.",
    )


def unreadable(path: Path, why: str) -> ConfigurationError:
    """The error of a file that cannot be read."""
    return ConfigurationError(
        f"The profile file {path} cannot be read: {why}.",
        hint="Correct or delete it, then run `mapflow login`.",
    )


def _why(error: BaseException) -> str:
    # The text of any other error may repeat what it was about.
    return (isinstance(error, OSError) and error.strerror) or type(error).__name__


def _check_privacy(path: Path, about: os.stat_result) -> None:
    """Refuse a file that others can read, or that others can put in place of the user's."""
    if os.name != "posix":
        return
    if about.st_uid not in (os.geteuid(), 0):
        raise ConfigurationError(
            f"{path} belongs to another user of this machine.",
            hint="Delete it, then run `mapflow login`.",
        )
    if about.st_mode & 0o077:
        raise ConfigurationError(
            f"Other users of this machine can read {path}, which holds tokens.",
            hint=f"Run `chmod 600 {path}`, and consider issuing a new token.",
        )
    # Where the file is a link, both the link and the file can be replaced.
    for folder in {path.parent, path.resolve().parent}:
        mode = folder.stat().st_mode
        # In a sticky folder only the owner of a file can replace it.
        if mode & 0o022 and not mode & stat.S_ISVTX:
            raise ConfigurationError(
                f"Other users of this machine can replace files in {folder}, which holds tokens.",
                hint=f"Run `chmod 700 {folder}`, and check whether the profiles are yours.",
            )


def _make_folder(folder: Path) -> None:
    """Make a folder, and those it lies in, for its owner alone, whatever the umask."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    for place in reversed(missing):
        place.mkdir(mode=0o700, exist_ok=True)
