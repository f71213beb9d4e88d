"""A lock of the operating system on an open file. It ends with the process, however that ends.

The partial file itself is locked, so that no second file stays behind. Libraries of locks open a
separate file by its name, truncate it, and leave it in the folder.
"""

from __future__ import annotations

import errno
import sys

_HELD = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)

if sys.platform == "win32":
    import msvcrt
    import os

    # No other process can read a locked byte, so it is one after the end of any file.
    _BEYOND = 1 << 40

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _BEYOND, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        os.lseek(descriptor, 0, os.SEEK_SET)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        # Not lockf: its locks are of the process, so two threads would not keep each other out.
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def take(descriptor: int) -> bool:
    """Lock an open file until it is closed.

    Returns:
        False if another holds the lock.

    Raises:
        OSError: The file system has no locks.
    """
    try:
        _lock(descriptor)
    except OSError as error:
        if error.errno in _HELD:
            return False
        raise
    return True
