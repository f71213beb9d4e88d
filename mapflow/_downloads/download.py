"""A file that is being received."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from mapflow._downloads import ranges
from mapflow._downloads.partial_file import PartialFile
from mapflow._downloads.resume_state import ResumeState
from mapflow._files import check_target, taken, writing
from mapflow._hints import Hint, joined
from mapflow._masking.secrets import mask_text
from mapflow._results.contents import Arrived, Unknown
from mapflow.errors import IncompleteDownload, InvalidResponse

if TYPE_CHECKING:
    from pathlib import Path

    from mapflow._results.contents import Content, Fault

# A process that is killed loses what arrived since, and the piece that is under way.
_RECORDED_EVERY_BYTES: Final = 1 << 17
_PARTIAL: Final = 206
# Statuses that a request for the rest may get because of its range.
_NO_REST: Final = (400, 412, 416, 422, 500, 501)


class Download:
    """A file that is being received: it takes its final name only when it is complete.

    Args:
        path: The final name.
        partial: Where its bytes gather.
        source: The request for it; None for one that cannot be resumed.
        content: Makes what tells whether it is what it should be.
    """

    def __init__(
        self, path: Path, partial: PartialFile, source: str | None, content: Callable[[], Content]
    ) -> None:
        self._path = path
        self._partial = partial
        self._source = source if partial.is_lasting else None
        # What the partial file has from before, if it can be resumed.
        self._left: ResumeState | None = None
        self._is_begun = False
        self._validator: str | None = None
        self._new_content = content
        self.content = content()
        # Whether `end` of the content was called, which is wrong if more comes.
        self._is_ended = False
        self._safe_bytes = self._crc32 = 0
        self.received_bytes = 0
        self.expected_bytes: int | None = None
        #: Whether what arrived is wrong, and the same would arrive again.
        self.is_spoiled = False
        #: What is not to be repeated, should the service say it.
        self.secrets: Sequence[str] = ()

    def recover(self) -> Iterator[None]:
        """Read again what an earlier call left, a piece at a time, and check it."""
        state = self._partial.recall()
        if (
            state is None
            or state.source != self._source
            or state.safe_bytes > self._partial.size_bytes
        ):
            self._clear()
            return
        # At least one byte is requested: the response says whether the content is still the same.
        kept = min(state.safe_bytes, (state.total_bytes or state.safe_bytes + 1) - 1)
        is_good = True
        for block in self._partial.blocks(0, kept):
            is_good = is_good and self._count(block) is None
            yield
        whole = self._crc32
        for block in self._partial.blocks(kept, state.safe_bytes):
            whole = zlib.crc32(block, whole)
        if is_good and kept and self.received_bytes == kept and whole == state.crc32:
            self._left = replace(state, safe_bytes=kept, crc32=self._crc32)
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
            status: The status of the response.

        Returns:
            False if the response has nothing to do with the range, so that asking again is in vain.
        """
        if self._left is None or status not in (*_NO_REST, _PARTIAL):
            return False
        self._left = self._validator = None
        return True

    def begin(self, status: int, headers: Mapping[str, str]) -> bool:
        """Take the head of a response.

        Args:
            status: Its status.
            headers: Its headers.

        Returns:
            False if the response is partial, and not the part that was requested.
        """
        state, total = self._left, None
        if status == _PARTIAL:
            total = None if state is None else ranges.total_of_rest(state, headers)
            if state is None or total is None:
                return False
            self._validator, start = state.validator, state.safe_bytes
            if self._is_ended:
                self._read_along(start)
        else:
            self._validator = self._mark_of(headers) if self._source else None
            total, start = ranges.length_of(headers), 0
            self._crc32 = self.received_bytes = 0
            self.content, self._is_ended = self._new_content(), False
        self._is_begun = True
        self._left, self.expected_bytes, self._safe_bytes = None, total, start
        with writing(self._path):
            self._partial.cut(start)
        self._remember()
        return True

    def write(self, chunk: bytes) -> None:
        """Take the next piece."""
        # Told apart here, because around this call an OSError is one of the network.
        with writing(self._path):
            self._partial.write(chunk)
        fault = self._count(chunk)
        if fault is not None:
            self.is_spoiled = True
            raise self._wrong(fault)
        is_due = self.received_bytes - self._safe_bytes >= _RECORDED_EVERY_BYTES
        if is_due and self._validator is not None:
            self._remember()

    def check(self) -> None:
        """Say whether everything arrived, and whether it is what was requested."""
        expected = self.expected_bytes
        if expected is not None and self.received_bytes != expected:
            # What is too long comes just as long the next time.
            self.is_spoiled = self.received_bytes > expected
            raise self._incomplete("")
        self._is_ended = True
        with writing(self._path):
            read = self._partial.bytes_at
            arrived = Arrived(self.received_bytes, read, expected is not None)
            fault = self._told(self.content.end(arrived))
        if fault is not None:
            self.is_spoiled = not fault.may_pass
            raise self._wrong(fault)

    def leave(self, *, is_lasting: bool = True) -> bool:
        """Keep the partial file if a later call can resume it, or else remove it.

        Args:
            is_lasting: Whether a later call may find the place again.

        Returns:
            Whether it was kept.
        """
        if self._is_begun:
            is_kept = bool(self._validator and self.received_bytes) and not self.is_spoiled
            # An interrupt may come just when it has got its final name.
            is_kept = is_kept and self._partial.path.exists()
            if is_kept:
                self._remember()
        else:
            state = self._partial.recall()
            is_kept = state is not None and 0 < state.safe_bytes <= self._partial.size_bytes
        is_kept = is_kept and is_lasting
        if is_kept:
            self._partial.keep()
        else:
            self._partial.drop()
        return is_kept

    def _read_along(self, end: int) -> None:
        """Show the content again what there is of it."""
        self.content, self._is_ended = self._new_content(), False
        with writing(self._path):
            for block in self._partial.blocks(0, end):
                self.content.take(block)

    def _clear(self) -> None:
        with writing(self._path):
            self._partial.forget()
            self._partial.cut(0)

    def _count(self, chunk: bytes) -> Fault | None:
        self.received_bytes += len(chunk)
        # What cannot be asked for again needs no checksum, which costs as much as the writing.
        if self._validator is not None or not self._is_begun:
            self._crc32 = zlib.crc32(chunk, self._crc32)
        return self._told(self.content.take(chunk))

    def _told(self, fault: Fault | None) -> Fault | None:
        return fault and fault._replace(what=mask_text(fault.what, self.secrets))

    def _remember(self) -> None:
        self._safe_bytes = self.received_bytes
        if self._validator is None:
            self._partial.forget()
        else:
            self._partial.remember(self._written(self._validator))

    def _mark_of(self, headers: Mapping[str, str]) -> str | None:
        """By what the content is known again, unless a secret would be written down with it."""
        mark = ranges.validator_of(headers)
        return None if mark and any(each and each in mark for each in self.secrets) else mark

    def _written(self, validator: str) -> ResumeState:
        return ResumeState(
            self._source or "", validator, self.expected_bytes, self.received_bytes, self._crc32
        )

    def _wrong(self, fault: Fault) -> IncompleteDownload | InvalidResponse:
        if fault.is_broken:
            return self._incomplete(f"; it is {fault.what}, not a complete {self.content.form}")
        return InvalidResponse(
            f"Mapflow returned {fault.what} instead of {self.content.what}.",
            hint="Nothing was saved. Try again later; if this stays so, ask Mapflow's support,"
            " help@geoalert.io.",
        )

    def _incomplete(self, why: str) -> IncompleteDownload:
        wanted = "" if self.expected_bytes is None else f" of {self.expected_bytes}"
        return IncompleteDownload(
            f"{self._path.name} arrived incomplete: {self.received_bytes}{wanted} bytes{why}.",
            path=str(self._path),
            received_bytes=self.received_bytes,
            expected_bytes=self.expected_bytes,
            hint="Nothing was left under the final name; download it again.",
        )


@contextmanager
def receiving(
    path: Path,
    *,
    source: str | None,
    overwrite: bool,
    content: Callable[[], Content] = Unknown,
    is_lasting: bool = True,
) -> Generator[Download]:
    """Open a file for receiving; on success it appears under its name, on failure not at all.

    Args:
        path: The final name.
        source: The request for it, to tell a later call for the same file from one for another;
            None for one that cannot be resumed. The resume state contains it.
        overwrite: Whether there may be a file of that name.
        content: Makes what tells whether it is what it should be.
        is_lasting: Whether a later call may find the place again.
    """
    check_target(path, overwrite=overwrite, tries=False)
    with writing(path):
        partial = PartialFile(path)
    target = Download(path, partial, source, content)
    try:
        yield target
        with writing(path):
            partial.settle()
            if os.path.lexists(path) and not overwrite:
                # It appeared while this one was being received.
                target.is_spoiled = True
                raise taken(path)
            partial.finish()
    except BaseException as error:
        if target.leave(is_lasting=is_lasting):
            error.add_note(
                joined(
                    f"What was downloaded is kept in {partial.path.name}; the same ",
                    Hint(python="call", command="command"),
                    " resumes the download.",
                )
            )
        raise
