"""Text that is not Unicode: half a surrogate pair is allowed in JSON, but not in files or pages."""

from __future__ import annotations

import re
from typing import Final, cast

_LONE: Final = re.compile("[\ud800-\udfff]")
_INSTEAD: Final = "\ufffd"
# Both are compiled when a message is first shown: a client is imported faster without.
_UNSEEN: Final = "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]"
# No word is as long, and few addresses: what is, hides the sentence around it.
_LONG: Final = r"(\S{300})\S{140,}(\S{60})"


def clean_text(text: str) -> str:
    """The same text, with a replacement character for each half of a pair that lacks the other."""
    return _LONE.sub(_INSTEAD, text)


def showable(text: str) -> str:
    """A sentence that any terminal and log can show, whatever values stand in it.

    Characters that cannot be seen or encoded become escapes, and endless words lose their middle.
    """
    text = re.sub(_LONG, r"\1…\2", text)
    return re.sub(_UNSEEN, lambda it: it[0].encode("unicode_escape").decode("ascii"), text)


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
