"""Files and folders that are written under a hidden name, until they are complete.

A program that is killed leaves its drafts. The next one that writes to the same place removes
them; that their owner is gone is known by the lock that ended with it.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mapflow._file_locks import Busy, hold, let_go
from mapflow._files import check_target, copy_mode, writing

if TYPE_CHECKING:
    from io import FileIO

_LONGEST_PREFIX: Final = 40
# Of 255 that file systems hold, less what is put before and behind it.
_LONGEST_BYTES: Final = 230
_SUFFIX: Final = ".tmp"
_RANDOM: Final = 8
_OWNER: Final = ".owner"


@contextmanager
def folder_beside(path: Path) -> Generator[Path]:
    """A hidden folder for a while, on the disk of a file that will be written.

    Folders that killed programs left there for a file of this name are removed.

    Raises:
        InvalidFile: None can be made.
    """
    with writing(path):
        parent = path.absolute().parent
        prefix = f".{path.stem[:_LONGEST_PREFIX]}."
        _remove_abandoned(parent, prefix)
        folder, owner = _made(parent, prefix)
    try:
        yield folder
    finally:
        if owner is not None:
            let_go(owner)
        shutil.rmtree(folder, ignore_errors=True)


def replace_file(path: Path, data: bytes) -> Path:
    """Write a file whole: it is either the old one or the new one, with the old one's permissions.

    Raises:
        InvalidFile: It cannot be written.
    """
    check_target(path, overwrite=True)
    with folder_beside(path) as folder, writing(path):
        draft = folder / "draft"
        draft.write_bytes(data)
        copy_mode(draft, path)
        draft.replace(path)
    return path


def short_name(name: str) -> str:
    """A name that leaves room for more before and behind it, and differs for another file."""
    encoded = os.fsencode(name)
    if len(encoded) <= _LONGEST_BYTES:
        return name
    print_ = hashlib.sha256(encoded).hexdigest()[:16]
    return f"{encoded[:50].decode(errors='ignore')}.{print_}"


def _made(parent: Path, prefix: str) -> tuple[Path, FileIO | None]:
    """A new folder, and the file in it that is locked while it is used."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix, suffix=_SUFFIX, dir=parent))
        with suppress(Busy):
            owner = hold(folder / _OWNER, 0o600)
            if owner is not None or folder.is_dir():
                return folder, owner
        # Another program took it for an abandoned one before it was locked.


def _remove_abandoned(parent: Path, prefix: str) -> None:
    for folder in _drafts(parent, prefix):
        owner = folder / _OWNER
        if not owner.is_file():
            # Its owner was killed before it wrote anything, or is about to lock it.
            with suppress(OSError):
                folder.rmdir()
            continue
        with suppress(Busy):
            held = hold(owner)
            if held is not None:
                # Under another name first: who is about to lock it would find it unlocked, and
                # begin to write in it, before it is gone.
                gone = parent / f"{prefix}{secrets.token_hex(_RANDOM // 2)}{_SUFFIX}"
                with suppress(OSError):
                    folder = folder.rename(gone)
                let_go(held)
                shutil.rmtree(folder, ignore_errors=True)


def _drafts(parent: Path, prefix: str) -> Iterator[Path]:
    size = len(prefix) + _RANDOM + len(_SUFFIX)
    with suppress(OSError), os.scandir(parent) as entries:
        for entry in entries:
            name = entry.name
            if len(name) == size and name.startswith(prefix) and name.endswith(_SUFFIX):
                with suppress(OSError):
                    if entry.is_dir(follow_symlinks=False):
                        yield Path(entry.path)
