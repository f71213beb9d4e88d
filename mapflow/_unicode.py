"""Text that is no Unicode: half a surrogate pair can stand in JSON, and in no file or page."""

from __future__ import annotations

import re
from typing import Final, cast

_LONE: Final = re.compile("[\ud800-\udfff]")
_INSTEAD: Final = "\ufffd"


def clean_text(text: str) -> str:
    """The same text, with a replacement character for each half of a pair that lacks the other."""
    return _LONE.sub(_INSTEAD, text)


def clean(value: object) -> object:
    """The same JSON value with clean text in it, keys included."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        members = cast("dict[object, object]", value)
        return {clean(key): clean(member) for key, member in members.items()}
    if isinstance(value, list):
        return [clean(item) for item in cast("list[object]", value)]
    return value
