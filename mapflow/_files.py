"""Files that are written for a user: checked before anything is sent, replaced all at once."""

from __future__ import annotations

import os
import re
import shutil
import stat
import sys
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, cast

from mapflow._base_errors import InvalidFile
from mapflow._hints import Hint, joined

_OVERWRITE: Final = Hint(
    python=", or pass overwrite=True", command=", or pass --overwrite", tool=""
)
_THE_LINK: Final = Hint(python=" to replace the link", command=" to replace the link", tool="")
# What file systems hold of one name where they do not say.
_LONGEST_BYTES = 255
# Windows opens the device, whatever the folder and the suffix.
_DEVICES = re.compile(
    r"(CON|PRN|AUX|NUL|CLOCK\$|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])\s*(\..*)?", re.IGNORECASE
)


def as_path(path: object) -> Path:
    """A path as a user gave it.

    Raises:
        InvalidFile: The path is not a file.
    """
    try:
        return Path(os.fsdecode(cast("str", path)))
    except (TypeError, ValueError) as error:
        raise InvalidFile(
            f"{path!r:.80} is not the name of a file.", hint="Pass a path, as text or as a Path."
        ) from error


def is_device(name: str) -> bool:
    """Whether a name is one of those that Windows keeps for devices."""
    return _DEVICES.fullmatch(name) is not None


def is_folder(path: Path) -> bool:
    """Whether there is a folder; any name may be asked about."""
    # The method of a Path lets some errors of the system through.
    return os.path.isdir(path)  # noqa: PTH112


def check_suffix(path: Path, suffixes: Sequence[str], noun: str) -> None:
    """Refuse a name that says another format than the file will have; it may say none.

    Args:
        path: Where to.
        suffixes: Those of the format.
        noun: What is written, at the beginning of a sentence.

    Raises:
        InvalidFile: The name has another suffix.
    """
    if path.suffix and path.suffix.lower() not in suffixes:
        *others, last = suffixes
        known = f"{', '.join(others)} or {last}" if others else last
        raise InvalidFile(
            f"{noun} cannot be saved as {path.suffix!r} ({path.name}).",
            hint=f"Give the file a name that ends in {known}.",
        )


def check_target(path: Path, *, overwrite: bool, tries: bool = True) -> None:
    """Refuse a place where no file can be written, as far as that is known beforehand.

    Args:
        path: Where to.
        overwrite: Whether a file may be replaced.
        tries: Whether to try if a file can be made there; False where one is made right after.

    Raises:
        InvalidFile: There is another thing, or no folder, or the name is impossible.
    """
    try:
        state = path.lstat()
        if stat.S_ISLNK(state.st_mode):
            state = path.stat()
    except FileNotFoundError:
        if path.is_symlink() and not overwrite:
            raise InvalidFile(
                f"{path} exists already: it is a link to a file that is not there.",
                hint=joined("Choose another name", _OVERWRITE, _THE_LINK, "."),
            ) from None
        _check_folder(path, tries=tries)
        return
    except ValueError as error:
        raise InvalidFile(
            f"{str(path)!r:.80} cannot be the name of a file.", hint="Choose another name."
        ) from error
    except OSError as error:
        raise _unwritable(path, error) from error
    if stat.S_ISDIR(state.st_mode):
        raise InvalidFile(f"{path} is a folder.", hint="Give the name of a file.")
    if not stat.S_ISREG(state.st_mode):
        raise InvalidFile(
            f"{path} is not a plain file, and would be replaced by one.",
            hint="Give the name of a file.",
        )
    if not overwrite:
        raise taken(path)
    _check_folder(path, tries=tries)


def taken(path: Path) -> InvalidFile:
    """The error for a file that exists already."""
    return InvalidFile(
        f"{path} exists already.", hint=joined("Choose another name", _OVERWRITE, ".")
    )


@contextmanager
def writing(path: Path) -> Generator[None]:
    """Say of what the system refuses that it is about this file."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from error


@contextmanager
def working_folder() -> Generator[Path]:
    """A folder for a while.

    Raises:
        InvalidFile: None can be made.
    """
    try:
        folder = Path(tempfile.mkdtemp(prefix="mapflow-"))
    except OSError as error:
        raise InvalidFile(
            f"No temporary folder can be made: {error.strerror or error}.",
            hint="Free some space, or set TMPDIR to a folder that can be written.",
        ) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def keep_mode(descriptor: int, path: Path) -> None:
    """Give an open file the permissions of the one that it will replace, if there is one."""
    if sys.platform == "win32":
        return
    with suppress(OSError):
        os.fchmod(descriptor, stat.S_IMODE(path.stat().st_mode))


def copy_mode(path: Path, old: Path) -> None:
    """Give a file the permissions of the one that it will replace, if there is one."""
    if sys.platform == "win32":
        return
    with suppress(OSError):
        path.chmod(stat.S_IMODE(old.stat().st_mode))


def _check_folder(path: Path, *, tries: bool) -> None:
    folder = path.absolute().parent
    if not is_folder(folder):
        raise InvalidFile(
            f"There is no folder {folder} to write {path.name} into.",
            hint="Make the folder, or choose another.",
        )
    name = os.fsencode(path.name)
    if not name:
        raise InvalidFile("The name of the file is empty.", hint="Give the name of a file.")
    if sys.platform == "win32" and is_device(path.name):
        raise InvalidFile(
            f"{path.name} is the name of a device on Windows.", hint="Choose another name."
        )
    longest = _longest_name(folder)
    if len(name) > longest:
        raise InvalidFile(
            f"The name {path.name[:40]}... is {len(name)} bytes long; the maximum is {longest}.",
            hint="Choose a shorter name.",
        )
    if not tries:
        return
    try:
        # Permissions alone do not tell.
        with tempfile.TemporaryFile(dir=folder):
            disk = shutil.disk_usage(folder)
    except OSError as error:
        raise InvalidFile(
            f"The folder {folder} cannot be written to: {error.strerror or error}.",
            hint="Choose another folder, or change its permissions.",
        ) from error
    if disk.total and not disk.free:
        raise InvalidFile(
            f"The disk of the folder {folder} is full.", hint="Free some space on it."
        )


def _longest_name(folder: Path) -> int:
    if hasattr(os, "pathconf"):
        with suppress(OSError, ValueError):
            return os.pathconf(folder, "PC_NAME_MAX")
    return _LONGEST_BYTES


def unreadable(path: Path, error: OSError | ValueError) -> InvalidFile:
    """The error for a file that the system does not let be read."""
    why = (error.strerror if isinstance(error, OSError) else None) or error
    return InvalidFile(
        f"{str(path)!r:.200} cannot be read: {why}.", hint="Check the path and its permissions."
    )


def _unwritable(path: Path, error: OSError | ValueError) -> InvalidFile:
    why = (error.strerror if isinstance(error, OSError) else None) or error
    return InvalidFile(
        f"{str(path)!r:.200} cannot be written: {why}.",
        hint="Check the folder, its permissions and the free space.",
    )
