"""Text that is not Unicode: half a surrogate pair is allowed in JSON, but not in files or pages."""

from __future__ import annotations

import re
from typing import Final, cast

_LONE: Final = re.compile("[\ud800-\udfff]")
_INSTEAD: Final = "\ufffd"
_CONTAINERS: Final = frozenset({dict, list})
# Both are compiled when a message is first shown: a client is imported faster without.
# The controls of direction would turn the sentence around a value.
_UNSEEN: Final = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
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


def clean(content: object) -> object:
    """Clean all texts of a JSON value, keys included, however deep; in place where it can."""
    root = [content]
    left: list[object] = [root]
    while left:
        node = left.pop()
        if isinstance(node, dict):
            members = cast("dict[str, object]", node)
            cleaned = {clean_text(key): _clean_one(value) for key, value in members.items()}
            members.clear()
            members.update(cleaned)
            left += [value for value in cleaned.values() if type(value) in _CONTAINERS]
        else:
            items = cast("list[object]", node)
            items[:] = map(_clean_one, items)
            left += [value for value in items if type(value) in _CONTAINERS]
    return root[0]


def _clean_one(value: object) -> object:
    return clean_text(value) if isinstance(value, str) else value
