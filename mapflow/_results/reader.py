"""What a result is, and how one is read: here and nowhere else.

A result is a GeoJSON FeatureCollection: a JSON object whose ``type`` is ``FeatureCollection`` and
whose ``features`` are a list of objects. A byte order mark may stand before it. NaN and infinities
are not JSON, and are read as the numbers that they mean.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Final, cast

from mapflow._results.mistaken import what_else, wrong_features
from mapflow._text.unicode import clean, clean_text

_TYPE: Final = "FeatureCollection"
_SPACE: Final = re.compile(r"[ \t\r\n]*")
# A mistake so far before the end of what is there has nothing to do with what is missing.
_LONGEST_TOKEN: Final = 32
# No feature is so large; what is would fill the memory.
_LARGEST_VALUE: Final = 1 << 28
# Stand for a list of features that was read, and for none.
_LISTED: Final[list[object]] = []
_NONE: Final = object()


class NotAResult(Exception):
    """What is read is not a result.

    Attributes:
        what: What it is instead, to go after "it is".
        is_broken: Whether it is not even a whole JSON object.
    """

    def __init__(self, what: str, *, is_broken: bool) -> None:
        super().__init__(what)
        self.what = what
        self.is_broken = is_broken


class ResultReader:
    """Reads a result as it arrives; no more than one feature is in memory at a time."""

    def __init__(self) -> None:
        #: How many features were read so far.
        self.count = 0
        #: What the collection has beside its features.
        self.members: dict[str, object] = {}
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("surrogatepass")
        self._scan = json.JSONDecoder().raw_decode
        self._text, self._at = "", 0
        # Pieces of a value that is not whole yet, and the size from which it is worth a try.
        self._pieces: list[str] = []
        self._size, self._enough = 0, 1
        self._is_closed = False
        self._last: object = None
        self._steps = self._document()
        self._found: list[dict[str, object]] = []
        self._is_begun = self._is_over = False
        # Whether what is not read yet begins a feature.
        self._is_at_feature = False

    def feed(self, data: bytes) -> list[dict[str, object]]:
        """Take the next piece and give the features that end in it.

        Raises:
            NotAResult: It can become no result any more.
        """
        text = self._decoded(data)
        self._pieces.append(text)
        self._size += len(text)
        if self._size > _LARGEST_VALUE:
            raise NotAResult("something with a value too large to be read", is_broken=True)
        if self._size < self._enough:
            return []
        return self._go_on()

    def close(self) -> list[dict[str, object]]:
        """End, and give the features that are left.

        Raises:
            NotAResult: It is not whole, or another thing.
        """
        self._pieces.append(self._decoded(b"", is_end=True))
        self._is_closed = True
        found = self._go_on()
        if not self._is_over:
            raise self._ended()
        self._check()
        return found

    def give_back(self) -> bytes | None:
        """The unread rest, if it begins a feature; the next piece continues there."""
        if not self._is_at_feature:
            return None
        rest = self._text[self._at :] + "".join(self._pieces)
        unread, _ = self._decoder.getstate()
        # Not a new beginning, where a byte order mark would be taken as such.
        self._decoder.setstate((b"", 0))
        self._text, self._at = "", 0
        self._pieces, self._size, self._enough = [], 0, 1
        return rest.encode("utf-8", "surrogatepass") + unread

    def _decoded(self, data: bytes, *, is_end: bool = False) -> str:
        try:
            text = self._decoder.decode(data, is_end)
        except UnicodeDecodeError as error:
            what = "cut short" if is_end else f"not UTF-8 text ({error.reason})"
        else:
            return text if text.isascii() else clean_text(text)
        raise NotAResult(what, is_broken=True)

    def _go_on(self) -> list[dict[str, object]]:
        self._text = self._text[self._at :] + "".join(self._pieces)
        self._at = 0
        self._pieces, self._enough = [], 1
        for wants_more in self._steps:
            if wants_more:
                break
        self._size = len(self._text) - self._at
        found, self._found = self._found, []
        return found

    def _document(self) -> Iterator[bool]:
        """Read from the beginning to the end; yields True where more is needed to continue."""
        yield from self._until_char()
        if self._text[self._at] != "{":
            raise NotAResult(self._what_begins(), is_broken=True)
        self._at += 1
        self._is_begun = True
        yield from self._members()
        self._is_over = True
        while True:
            self._skip()
            if self._at < len(self._text):
                raise NotAResult("followed by something else", is_broken=True)
            yield True

    def _members(self) -> Iterator[bool]:
        yield from self._until_char()
        if self._text[self._at] == "}":
            self._at += 1
            return
        while True:
            yield from self._value()
            if not isinstance(self._last, str):
                raise NotAResult("not JSON", is_broken=True)
            key = self._last
            yield from self._until_char()
            self._take(":")
            yield from self._until_char()
            if key == "features" and self._text[self._at] == "[" and key not in self.members:
                self._at += 1
                self.members[key] = _LISTED
                yield from self._features()
            else:
                yield from self._value()
                self.members[key] = self._last
            yield from self._until_char()
            if self._text[self._at] == "}":
                self._at += 1
                return
            self._take(",")
            yield from self._until_char()

    def _features(self) -> Iterator[bool]:
        yield from self._until_char()
        if self._text[self._at] == "]":
            self._at += 1
            return
        while True:
            self._rush()
            self._is_at_feature = True
            yield from self._until_char()
            yield from self._value()
            self._is_at_feature = False
            last: object = self._last
            if not isinstance(last, dict):
                what = wrong_features([last])
                raise NotAResult(f"a collection with {what}", is_broken=False)
            self.count += 1
            self._found.append(cast("dict[str, object]", last))
            yield from self._until_char()
            if self._text[self._at] == "]":
                self._at += 1
                return
            self._take(",")
            yield from self._until_char()

    def _rush(self) -> None:
        """Take the features that lie whole before the end, without ceremony."""
        text, scan, at = self._text, self._scan, self._at
        far = len(text) - _LONGEST_TOKEN
        while at < far:
            try:
                value, end = scan(text, at)
                if text[end] != "," or type(value) is not dict:
                    break
                value = _cleaned(cast("object", value), text, at, end)
            except (ValueError, RecursionError, IndexError):
                break
            self._found.append(cast("dict[str, object]", value))
            self.count += 1
            self._at = end + 1
            self._skip()
            at = self._at

    def _value(self) -> Iterator[bool]:
        """Read one JSON value into ``_last``."""
        while True:
            problem: str | None = None
            try:
                value, end = self._scan(self._text, self._at)
                value = _cleaned(value, self._text, self._at, end)
            except json.JSONDecodeError as error:
                far = error.pos + _LONGEST_TOKEN < len(self._text)
                may_be_cut = not far or error.msg.startswith("Unterminated string")
                if not may_be_cut:
                    problem = f"not JSON ({error.msg})"
                elif self._is_closed:
                    raise self._ended() from None
            except (ValueError, RecursionError) as error:
                problem = f"not JSON that can be read ({error})"
            else:
                # A number at the very end may continue.
                if end < len(self._text) or self._is_closed:
                    self._last, self._at = value, end
                    return
            # Not within the handler: the exception holds all that was sent.
            if problem is not None:
                raise NotAResult(problem, is_broken=True)
            # Twice as much, so that a large value is not read from its beginning at each piece.
            self._enough = 2 * (len(self._text) - self._at)
            yield True

    def _until_char(self) -> Iterator[bool]:
        """Skip white space, until a character is left."""
        self._skip()
        while self._at == len(self._text):
            if self._is_closed:
                raise self._ended()
            yield True
            self._skip()

    def _skip(self) -> None:
        found = _SPACE.match(self._text, self._at)
        self._at = self._at if found is None else found.end()

    def _ended(self) -> NotAResult:
        return NotAResult("cut short" if self._is_begun else "empty", is_broken=True)

    def _take(self, char: str) -> None:
        if self._text[self._at] != char:
            raise NotAResult("not JSON", is_broken=True)
        self._at += 1

    def _check(self) -> None:
        """Say of a whole JSON object whether it is a result."""
        kind = self.members.get("type")
        if kind != _TYPE:
            raise NotAResult(what_else(self.members), is_broken=False)
        features = self.members.get("features", _NONE)
        if features is not _LISTED:
            what = "no features" if features is _NONE else wrong_features(features)
            raise NotAResult(f"a FeatureCollection with {what}", is_broken=False)
        if not self.count and self.members.get("error"):
            # A failure in the form of a result, which must not pass for ground without features.
            raise NotAResult(f"an empty collection with {_error_in(self.members)}", is_broken=False)

    def _what_begins(self) -> str:
        begin = self._text[self._at]
        return {"<": "a web page or XML", "[": "a list"}.get(begin, "not JSON")


def _error_in(members: dict[str, object]) -> str:
    return what_else({"error": members["error"]})


def _cleaned(value: object, text: str, begin: int, end: int) -> object:
    """The value, with text in it that is Unicode; checked only if it may not be Unicode."""
    return clean(value) if text.find("\\u", begin, end) >= 0 else value
