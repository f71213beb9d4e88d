"""Decodes the JSON of the service: whatever it holds, it can be used and shown afterwards.

JSON texts can hold what programs trip over later, often where money is counted. Each has one
meaning here, and nothing else decodes JSON that comes from the service:

- half a surrogate pair, which no file or page can hold, is the replacement character;
- NaN and infinities, also numbers too large to be another thing, are null: not known;
- a whole number of more than 64 bits is the nearest floating-point number;
- of several members of one name the last counts;
- a byte order mark is fine, and so are UTF-16 and UTF-32.
"""

from __future__ import annotations

import json
import math
import re
from typing import Final, cast

from mapflow._text.unicode import clean

# Each begins with bytes that texts rarely hold: that is ten times as fast as one for all three.
_LONE: Final = (
    re.compile(rb"\\u[dD][89abAB]..(?!\\u[dD][c-fC-F])"),
    re.compile(rb"\\u[dD][c-fC-F](?<!\\u[dD][89abAB]..\\u[dD][c-fC-F])"),
    re.compile(rb"\xed[\xa0-\xbf]"),
)
_BYTES_AS_THEY_ARE: Final = ("utf-8", "utf-8-sig")
# Every digit as 0, so that a long number is found without reading each.
_DIGITS: Final = bytes(48 if 48 <= byte <= 57 else 46 for byte in range(256))
_LONG: Final = b"0" * 19
# What of such a number is in every third byte. Little else has it, and that is quickly seen.
_THIRD_OF_LONG: Final = b"0" * 6
_EVERY_THIRD: Final = slice(None, None, 3)
#: Maximum length of a text that is surely a whole number of 64 bits, sign included.
_WHOLE_CHARS: Final = 19


def decoded(body: bytes) -> object:
    """Decode a JSON text.

    Raises:
        ValueError: It is not JSON, or nested so deep that it cannot be read.
    """
    # Here, because importing it takes as long as all of this package.
    import msgspec

    # What it takes, it takes as `json` does, three times as fast; what needs care, it refuses.
    try:
        return cast("object", msgspec.json.decode(body)) if not _has_long(body) else _careful(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _careful(body)


def _careful(body: bytes) -> object:
    encoding = json.detect_encoding(body)
    try:
        content = _DECODER.decode(body.decode(encoding, "surrogatepass"))
    except RecursionError:
        content, is_deep = None, True
    else:
        is_deep = False
    if is_deep:
        raise ValueError("it is nested too deep to be read")
    if encoding not in _BYTES_AS_THEY_ARE or _has_lone(body):
        return clean(content)
    return content


def _has_long(body: bytes) -> bool:
    """Whether there is a number, or what looks like it, that may have more than 64 bits."""
    # Not by way of another class, which would copy it again.
    third = bytes.__getitem__(body, _EVERY_THIRD).translate(_DIGITS)
    return _THIRD_OF_LONG in third and _LONG in body.translate(_DIGITS)


def _has_lone(body: bytes) -> bool:
    return any(half.search(body) for half in _LONE)


def _number(text: str) -> float | None:
    value = float(text)
    return value if math.isfinite(value) else None


def _whole(text: str) -> int | float | None:
    # Python refuses thousands of digits, and with hundreds later steps fail.
    return int(text) if len(text) <= _WHOLE_CHARS else _number(text)


def _nothing(_: str) -> None:
    return None


_DECODER: Final = json.JSONDecoder(parse_float=_number, parse_int=_whole, parse_constant=_nothing)
