"""A file that is being received."""

from __future__ import annotations

import zlib
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from mapflow._wire.parts import ranges
from mapflow._wire.parts.notes import Note
from mapflow._wire.parts.part import Part
from mapflow._wire.parts.wholeness import JsonWatch
from mapflow.errors import IncompleteDownload, InvalidFile

if TYPE_CHECKING:
    from pathlib import Path

# A process that is killed loses what arrived since, and the piece that is under way.
_NOTED_EVERY_BYTES: Final = 1 << 17
_PARTIAL: Final = 206
# Answers to a request for a rest that may well be due to that.
_NO_REST: Final = (400, 412, 416, 422, 500, 501)


class Target:
    """A file that is being received: it takes its final name only when it is whole.

    Args:
        path: The final name.
        part: Where its bytes gather.
        source: The request that they answer; None for one whose rest cannot be asked for.
    """

    def __init__(self, path: Path, part: Part, source: str | None) -> None:
        self._path = path
        self._part = part
        self._source = source if part.is_lasting else None
        # What lies in the part from before, as far as its rest can be asked for.
        self._left: Note | None = None
        self._is_begun = False
        self._validator: str | None = None
        self._watch: JsonWatch | None = None
        self._is_json = False
        self._safe_bytes = self._crc32 = 0
        self._first = self._last = b""
        self.received_bytes = 0
        self.expected_bytes: int | None = None
        #: Whether what arrived is wrong, and the same would arrive again.
        self.is_spoiled = False

    def look_back(self) -> Iterator[None]:
        """Read again what an earlier call left, a piece at a time, and check it."""
        note = self._part.recall()
        if note is None or note.source != self._source or note.safe_bytes > self._part.size_bytes:
            self._clear()
            return
        # One byte at least is asked for: its answer says whether the content is still the same.
        kept = min(note.safe_bytes, (note.total_bytes or note.safe_bytes + 1) - 1)
        for block in self._part.blocks(0, kept):
            self._count(block)
            yield
        whole = self._crc32
        for block in self._part.blocks(kept, note.safe_bytes):
            whole = zlib.crc32(block, whole)
        if kept and self.received_bytes == kept and whole == note.crc32:
            self._left = note._replace(safe_bytes=kept, crc32=self._crc32)
        else:
            self._clear()

    def asking(self) -> dict[str, str]:
        """The headers that a request for this file needs."""
        if self._left is None and self._validator is not None and self.received_bytes:
            self._left = self._written(self._validator)
        return {} if self._left is None else ranges.asking_for_rest(self._left)

    def give_up_rest(self, status: int) -> bool:
        """Ask for all of it the next time.

        Args:
            status: What a request was answered with.

        Returns:
            False when the answer has nothing to do with a rest, so that asking again is in vain.
        """
        if self._left is None or status not in (*_NO_REST, _PARTIAL):
            return False
        self._left = self._validator = None
        return True

    def begin(self, status: int, headers: Mapping[str, str], *, json: bool) -> bool:
        """Take the head of an answer.

        Args:
            status: Its status.
            headers: Its headers.
            json: Whether the body is to be a JSON object.

        Returns:
            False when the answer is a part, and not the one that was asked for.
        """
        note, total = self._left, None
        self._is_json = json
        if status == _PARTIAL:
            total = None if note is None else ranges.total_of_rest(note, headers)
            if note is None or total is None:
                return False
            self._validator, start = note.validator, note.safe_bytes
        else:
            self._validator = ranges.validator_of(headers) if self._source else None
            total, start = ranges.length_of(headers), 0
            self._crc32 = self.received_bytes = 0
            self._first = self._last = b""
        self._is_begun = True
        self._left, self.expected_bytes, self._safe_bytes = None, total, start
        self._watch = JsonWatch() if json and total is None else None
        with _writing(self._path):
            self._part.cut(start)
        self._remember()
        return True

    def write(self, chunk: bytes) -> None:
        """Take the next piece."""
        # Told apart here, because around this call an OSError is one of the network.
        with _writing(self._path):
            self._part.write(chunk)
        self._count(chunk)
        if self._watch is not None and not self._watch.take(chunk):
            self.is_spoiled = True
            raise self._incomplete(is_cut=True)
        if self.received_bytes - self._safe_bytes >= _NOTED_EVERY_BYTES:
            self._remember()

    def check(self) -> None:
        """Say whether everything arrived, as far as that can be told."""
        expected = self.expected_bytes
        is_short = expected is not None and self.received_bytes < expected
        is_long = expected is not None and self.received_bytes > expected
        is_cut = self._is_json and (
            (self._first, self._last) != (b"{", b"}")
            or (self._watch is not None and not self._watch.is_whole())
        )
        if is_short or is_long or is_cut:
            # What has the announced length and is wrong comes just as wrong the next time.
            self.is_spoiled = expected is not None and not is_short
            raise self._incomplete(is_cut=is_cut)

    def leave(self) -> bool:
        """Keep the part for a later call if it can be gone on with, or else remove it.

        Returns:
            Whether it was kept.
        """
        if self._is_begun:
            is_kept = bool(self._validator and self.received_bytes) and not self.is_spoiled
            # An interrupt may come just when it has got its final name.
            is_kept = is_kept and self._part.path.exists()
            if is_kept:
                self._remember()
        else:
            note = self._part.recall()
            is_kept = note is not None and 0 < note.safe_bytes <= self._part.size_bytes
        if is_kept:
            self._part.keep()
        else:
            self._part.drop()
        return is_kept

    def _clear(self) -> None:
        with _writing(self._path):
            self._part.forget()
            self._part.cut(0)

    def _count(self, chunk: bytes) -> None:
        self.received_bytes += len(chunk)
        if self._source is not None:
            self._crc32 = zlib.crc32(chunk, self._crc32)
        self._first = self._first or chunk.lstrip()[:1]
        self._last = chunk.rstrip()[-1:] or self._last

    def _remember(self) -> None:
        self._safe_bytes = self.received_bytes
        if self._validator is None:
            self._part.forget()
        else:
            self._part.remember(self._written(self._validator))

    def _written(self, validator: str) -> Note:
        return Note(
            self._source or "", validator, self.expected_bytes, self.received_bytes, self._crc32
        )

    def _incomplete(self, *, is_cut: bool) -> IncompleteDownload:
        wanted = "" if self.expected_bytes is None else f" of {self.expected_bytes}"
        return IncompleteDownload(
            f"{self._path.name} arrived incomplete: {self.received_bytes}{wanted} bytes"
            f"{', and it is no whole JSON object' if is_cut else ''}.",
            path=str(self._path),
            received_bytes=self.received_bytes,
            expected_bytes=self.expected_bytes,
            hint="Nothing was left under the final name; download it again.",
        )


@contextmanager
def receiving(path: Path, *, source: str | None, overwrite: bool) -> Generator[Target]:
    """Open a file for receiving; on success it appears under its name, on failure not at all.

    Args:
        path: The final name.
        source: The request that is answered with it, to tell a later call for the same file from
            one for another; None for one whose rest cannot be asked for. It is written down.
        overwrite: Whether there may be a file of that name.
    """
    if path.is_dir():
        raise InvalidFile(f"{path} is a folder.", hint="Give the name of a file.")
    if path.exists() and not path.is_file():
        raise InvalidFile(
            f"{path} is not a plain file, and would be replaced by one.",
            hint="Give the name of a file.",
        )
    if path.exists() and not overwrite:
        raise _taken(path)
    with _writing(path):
        part = Part(path)
    target = Target(path, part, source)
    try:
        yield target
        with _writing(path):
            part.settle()
            if path.exists() and not overwrite:
                # It appeared while this one was being received.
                target.is_spoiled = True
                raise _taken(path)
            part.finish()
    except BaseException as error:
        if target.leave():
            error.add_note(
                f"What had arrived is kept in {part.path.name}; the same call goes on from there."
            )
        raise


@contextmanager
def _writing(path: Path) -> Generator[None]:
    """Say of what the system refuses that it is about this file."""
    try:
        yield
    except OSError as error:
        raise InvalidFile(
            f"{path} cannot be written: {error.strerror or error}.",
            hint="Check the folder, its permissions and the free space.",
        ) from error


def _taken(path: Path) -> InvalidFile:
    return InvalidFile(
        f"{path} exists already.", hint="Choose another name, or pass overwrite=True."
    )
