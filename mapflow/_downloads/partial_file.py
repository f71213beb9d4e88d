"""The partial file beside its target, and the resume state beside that."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Final
from uuid import uuid4

import msgspec

from mapflow._downloads.resume_state import ResumeState, read_resume_state
from mapflow._drafts import short_name
from mapflow._file_locks import Busy, hold, keep_from_children, let_go, open_own
from mapflow._files import keep_mode
from mapflow.errors import InvalidFile

if TYPE_CHECKING:
    from io import FileIO
    from pathlib import Path

_LARGEST_STATE_BYTES: Final = 1 << 16
_BLOCK_BYTES: Final = 1 << 20


class PartialFile:
    """The partial file of a target, held by one call at a time.

    On a file system without locks it gets a unique name and no resume state, and is removed with
    the call.

    Raises:
        InvalidFile: Another call holds it.
        OSError: It cannot be made.
    """

    def __init__(self, target: Path) -> None:
        self._target = target
        name = short_name(target.name)
        # In the same folder, because only there the final renaming is one indivisible step.
        self.path = target.with_name(f".{name}.part")
        self._state_path: Path | None = target.with_name(f".{name}.part.json")
        held = self._hold()
        if held is None:
            self.path = target.with_name(f".{name[:50]}.{uuid4().hex}.part")
            self._state_path = None
            held = self.path.open("x+b", buffering=0)
            keep_from_children(held)
        self._file: FileIO = held
        # Before the first byte: a private file must not be readable while it arrives.
        keep_mode(held.fileno(), target)

    @property
    def is_lasting(self) -> bool:
        """Whether a later call can find it."""
        return self._state_path is not None

    @property
    def size_bytes(self) -> int:
        """How large it is."""
        return os.fstat(self._file.fileno()).st_size

    def write(self, data: bytes) -> None:
        """Add bytes at the end."""
        rest = memoryview(data)
        while rest:
            # At the edge of a full disk only a piece may be taken.
            rest = rest[self._file.write(rest) :]

    def blocks(self, start: int, end: int) -> Iterator[bytes]:
        """The bytes of a stretch, in blocks."""
        self._file.seek(start)
        while start < end and (block := self._file.read(min(_BLOCK_BYTES, end - start))):
            start += len(block)
            yield block

    def bytes_at(self, place: int, count: int) -> bytes:
        """Some bytes from a place on; there may be less of them."""
        return b"".join(self.blocks(place, place + count))

    def cut(self, size_bytes: int) -> None:
        """Drop everything after, and continue there."""
        self._file.truncate(size_bytes)
        self._file.seek(size_bytes)

    def recall(self) -> ResumeState | None:
        """The resume state of an earlier call, if it can be trusted."""
        if self._state_path is None:
            return None
        try:
            descriptor = open_own(self._state_path, os.O_RDONLY)
        except OSError:
            return None
        try:
            return read_resume_state(os.read(descriptor, _LARGEST_STATE_BYTES))
        except OSError:
            return None
        finally:
            os.close(descriptor)

    def remember(self, state: ResumeState) -> None:
        """Write the resume state; if that fails, there is none."""
        if self._state_path is None:
            return
        content = msgspec.json.encode(state)
        try:
            descriptor = open_own(self._state_path, os.O_WRONLY | os.O_CREAT)
        except OSError:
            return
        try:
            # Over the old one, which is never longer: a process killed in between leaves either.
            os.write(descriptor, content)
            os.ftruncate(descriptor, len(content))
        except OSError:
            self.forget()
        finally:
            os.close(descriptor)

    def forget(self) -> None:
        """Remove the resume state."""
        if self._state_path is not None:
            with suppress(OSError):
                self._state_path.unlink()

    def finish(self) -> None:
        """Give the file its final name."""
        if sys.platform == "win32":
            self._file.close()
        keep_mode(self._file.fileno(), self._target)
        # Elsewhere it is held until it has its name, so that no other call can begin in between.
        self.path.replace(self._target)
        self.forget()
        self._file.close()

    def settle(self) -> None:
        """Have the system write to the disk whatever it still holds."""
        os.fsync(self._file.fileno())

    def keep(self) -> None:
        """Leave it for a later call."""
        let_go(self._file)

    def drop(self) -> None:
        """Remove it."""
        self.forget()
        if sys.platform == "win32":
            self._file.close()
        with suppress(OSError):
            self.path.unlink()
        let_go(self._file)

    def _hold(self) -> FileIO | None:
        """Open and lock it; None on a file system without locks."""
        try:
            return hold(self.path)
        except Busy as error:
            raise InvalidFile(
                f"Another process, or another call of this one, is downloading to"
                f" {self._target} just now.",
                hint="Wait until that has ended, or choose another name.",
            ) from error
