"""Files that one call at a time holds. A lock ends with its process, however that ends."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING, Final
from weakref import WeakSet

from filelock import lock_descriptor, unlock_descriptor

if TYPE_CHECKING:
    from io import FileIO
    from pathlib import Path

# The name is predictable, so another user may have put a link or a pipe there.
_SAFELY: Final[int] = (
    getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
)


# What this process has open.
_open_here: Final[WeakSet[FileIO]] = WeakSet()


def _close_in_child() -> None:
    """Close in a forked process what its parent holds: the lock would outlive the parent there."""
    for file in list(_open_here):
        file.close()
    _open_here.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_close_in_child)


class Busy(Exception):
    """Another call holds the file, in this process or in another one."""


def hold(path: Path, mode: int = 0o666) -> FileIO | None:
    """Open a file, which need not be there, and lock it.

    Args:
        path: The file.
        mode: The permissions of a new one, less those that the user's mask takes. Default: 0o666.

    Returns:
        The file; None if it cannot be opened, or on a file system without locks.

    Raises:
        Busy: Another call holds it.
    """
    while True:
        try:
            file = os.fdopen(open_own(path, os.O_RDWR | os.O_CREAT, mode), "r+b", buffering=0)
        except OSError:
            return None
        try:
            is_held = lock_descriptor(file.fileno(), blocking=False)
            is_there = _is_at(file, path)
        except OSError:
            if not os.fstat(file.fileno()).st_size:
                with suppress(OSError):
                    path.unlink()
            file.close()
            return None
        if is_held and is_there:
            _open_here.add(file)
            return file
        file.close()
        if not is_held:
            raise Busy
        # Whoever held it removed or renamed it between the opening and the locking.


def let_go(file: FileIO) -> None:
    """Close a file, and unlock it: a forked process may have it open too."""
    if not file.closed:
        with suppress(OSError):
            unlock_descriptor(file.fileno())
        file.close()


def keep_from_children(file: FileIO) -> None:
    """Close an open file in processes that are forked from this one."""
    _open_here.add(file)


def open_own(path: Path, flags: int, mode: int = 0o666) -> int:
    """Open a plain file of the user's own, or raise OSError; gives its descriptor."""
    descriptor = os.open(path, flags | _SAFELY, mode)
    state = os.fstat(descriptor)
    own = not hasattr(os, "geteuid") or state.st_uid == os.geteuid()
    if not stat.S_ISREG(state.st_mode) or state.st_nlink > 1 or not own:
        os.close(descriptor)
        raise PermissionError(f"{path} is not a plain file of this user's own")
    return descriptor


def _is_at(file: FileIO, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat(follow_symlinks=False))
    except FileNotFoundError:
        return False
