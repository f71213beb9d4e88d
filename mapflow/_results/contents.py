"""What a file that is received is said to be, and whether it is that: told while it arrives."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, Final, NamedTuple

from mapflow._files import check_suffix
from mapflow._results.json_check import ResultCheck
from mapflow._results.mistaken import what_is
from mapflow._results.reader import NotAResult
from mapflow._results.tiffs import is_tiff, tiff_end

# What is kept of the beginning and of the end; an error of the service is shorter.
_KEPT: Final = 4096
_LONGEST_SIGNATURE: Final = 16
# Writers of pictures put a little behind the end.
_BEHIND_THE_END: Final = 64


class Arrived(NamedTuple):
    """A file when all of it is there.

    Attributes:
        size: How many bytes it has.
        read: Gives a number of bytes from a place on.
        is_counted: Whether as many bytes arrived as were announced.
    """

    size: int
    read: Callable[[int, int], bytes]
    is_counted: bool


class Fault(NamedTuple):
    """What is wrong with a file.

    Attributes:
        what: What it is instead, to go after "it is".
        is_broken: Whether it is the right thing, cut short or damaged; False for another thing.
        may_pass: Whether it may arrive better the next time.
    """

    what: str
    is_broken: bool = False
    may_pass: bool = False


class Content(ABC):
    """A kind of file, as it arrives.

    Attributes:
        noun: What it is called at the beginning of a sentence.
        suffixes: How the name of such a file ends.
        what: What was requested.
        form: What must be complete.
    """

    noun: ClassVar[str]
    suffixes: ClassVar[tuple[str, ...]]
    what: ClassVar[str]
    form: ClassVar[str]

    @property
    def count(self) -> int | None:
        """How many things are in it so far, where they are counted."""
        return None

    @abstractmethod
    def take(self, chunk: bytes) -> Fault | None:
        """Take the next piece; give what is wrong with it as soon as that is known."""

    @abstractmethod
    def end(self, file: Arrived) -> Fault | None:
        """Say what is wrong with the whole."""


class Result(Content):
    """The result of a processing."""

    noun, suffixes = "A result", (".geojson", ".json")
    what, form = "a GeoJSON FeatureCollection", "JSON object"

    def __init__(self) -> None:
        self._check = ResultCheck()

    @property
    def count(self) -> int:
        """How many features it has so far."""
        return self._check.count

    def take(self, chunk: bytes) -> Fault | None:
        """Check along."""
        try:
            self._check.feed(chunk)
        except NotAResult as error:
            return Fault(error.what, is_broken=error.is_broken)
        return None

    def end(self, file: Arrived) -> Fault | None:
        """Say whether it was a whole result."""
        try:
            self._check.close()
        except NotAResult as error:
            return Fault(error.what, is_broken=error.is_broken, may_pass=not file.is_counted)
        return None


class _Signed(Content):
    """A kind of file that is known by how it begins."""

    def __init__(self) -> None:
        self._head = self._tail = b""

    def take(self, chunk: bytes) -> Fault | None:
        """Check the beginning."""
        if len(self._head) < _KEPT:
            self._head += chunk[: _KEPT - len(self._head)]
            if len(self._head) == _KEPT and not self._begins_well():
                return Fault(_shown(self._head))
        self._tail = (self._tail + chunk[-_KEPT:])[-_KEPT:]
        return None

    def end(self, file: Arrived) -> Fault | None:
        """Check the beginning of what is short, and at the end."""
        if not self._head:
            return Fault("empty", is_broken=True, may_pass=not file.is_counted)
        if not self._begins_well():
            return Fault(_shown(self._head))
        if self._ends_well(file):
            return None
        return Fault("cut short", is_broken=True, may_pass=not file.is_counted)

    @abstractmethod
    def _begins_well(self) -> bool: ...

    @abstractmethod
    def _ends_well(self, file: Arrived) -> bool: ...


class Picture(_Signed):
    """A picture for people, of the kinds that are in use."""

    noun, suffixes = "A preview", (".jpg", ".jpeg", ".png", ".webp")
    what, form = "a picture", "picture"

    def _begins_well(self) -> bool:
        return _picture_kind(self._head) is not None

    def _ends_well(self, file: Arrived) -> bool:
        end = self._tail.rstrip(b"\0\r\n ")[-_BEHIND_THE_END:]
        match _picture_kind(self._head):
            case "png":
                return b"IEND\xaeB`\x82" in end
            case "jpeg":
                return b"\xff\xd9" in end
            case "gif":
                return end.endswith(b";")
            case "webp":
                return file.size >= int.from_bytes(self._head[4:8], "little") + 8
            case _:
                return file.is_counted or tiff_end(file.size, file.read) is not None


class Tiff(_Signed):
    """An image of the image store."""

    noun, suffixes = "An image", (".tif", ".tiff")
    what, form = "a TIFF file", "TIFF file"

    def _begins_well(self) -> bool:
        return is_tiff(self._head)

    def _ends_well(self, file: Arrived) -> bool:
        return file.is_counted or tiff_end(file.size, file.read) is not None


class Unknown(_Signed):
    """A file of a kind that is not known: all but an error of the service."""

    noun, suffixes = "A file", ()
    what, form = "a file", "file"

    def _begins_well(self) -> bool:
        return not _is_message(self._head)

    def _ends_well(self, file: Arrived) -> bool:
        return file.size > 0


class Table(_Signed):
    """Rows of values between commas or the like; which, and in what letters, is not documented."""

    noun, suffixes = "The history", (".csv", ".txt")
    what, form = "a CSV file", "CSV file"

    def __init__(self) -> None:
        super().__init__()
        self._quotes = 0

    def take(self, chunk: bytes) -> Fault | None:
        """Check the beginning, and count the quotes."""
        self._quotes += chunk.count(b'"')
        return super().take(chunk)

    def _begins_well(self) -> bool:
        return not _is_message(self._head)

    def _ends_well(self, file: Arrived) -> bool:
        if file.is_counted or b"\0" in self._head:
            return True
        lines = self._tail.decode("latin-1").splitlines()
        last = lines[-1] if lines else ""
        if self._quotes % 2:
            return False
        if last.count('"') % 2 or self._tail.endswith((b"\n", b"\r")):
            return True
        title = self._head.decode("latin-1").splitlines()[0]
        comma = max(",;\t|", key=title.count)
        return _width(last, comma) == _width(title, comma)


def check_name(path: Path, content: type[Content]) -> None:
    """Refuse a name that says another format than the file will have; it may say none.

    Raises:
        InvalidFile: The name has another suffix.
    """
    check_suffix(path, content.suffixes, content.noun)


def _width(line: str, comma: str) -> int:
    import csv

    return sum(len(row) for row in csv.reader([line], delimiter=comma))


def _picture_kind(head: bytes) -> str | None:
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    return "tiff" if is_tiff(head) else None


def _is_message(head: bytes) -> bool:
    """Whether a beginning is that of JSON or of a page, or nothing at all."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"", b"{", b"[", b"<")


def _shown(head: bytes) -> str:
    """What a file is that should be another."""
    plain = head.removeprefix(b"\xef\xbb\xbf").strip()
    if not plain:
        return "white space"
    if plain[:1] == b"<":
        return "a web page or XML"
    if plain[:1] not in (b"{", b"["):
        return "something else"
    try:
        return what_is(json.loads(plain))
    except (ValueError, RecursionError):
        return "JSON"


class Anything(Content):
    """What a caller requested by a path: only the caller knows what it should be."""

    noun, suffixes = "A file", ()
    what, form = "a response", "response"

    def take(self, chunk: bytes) -> Fault | None:
        """Take it as it comes."""

    def end(self, file: Arrived) -> Fault | None:
        """Take it as it is; an empty one, too."""
