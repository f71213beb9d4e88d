"""What a tool returns, made fit for a conversation: without secrets, and never megabytes.

Texts of the service and of people reach results by many ways. They are cut and masked here, where
everything passes, and not where each is read.
"""

from dataclasses import fields, is_dataclass
from typing import Final, cast

from mapflow.mcp._errors import cut, readable, short

#: Members whose texts are sentences of this package, which may quote others.
_SENTENCES: Final = frozenset(
    {
        "meaning", "messages", "next", "note", "notes", "obstacles", "other_forms", "what",
        "what_to_do",
    }
)  # fmt: skip
#: Names of files: without a mask, so that they can be given back.
_PATHS: Final = frozenset({"file", "folder"})
#: How many a list may hold, and a list within one.
_MOST: Final = 200
_MOST_WITHIN: Final = 40


def tidy(told: object) -> list[str]:
    """Cut and mask everything that a tool returns, in place.

    Args:
        told: What the tool returns: a dataclass.

    Returns:
        What was omitted, a sentence each.
    """
    omitted: dict[str, int] = {}
    _tidy_members(told, omitted, _MOST)
    return [
        f"{count} more of {name!r} are not listed: there are too many."
        for name, count in omitted.items()
    ]


def _tidy_members(told: object, omitted: dict[str, int], most: int) -> None:
    if not is_dataclass(told) or isinstance(told, type):
        return
    for each in fields(told):
        value: object = getattr(told, each.name)
        setattr(told, each.name, _tidied(value, each.name, omitted, most))


def _tidied(value: object, name: str, omitted: dict[str, int], most: int) -> object:
    if isinstance(value, str):
        if name in _PATHS:
            return cut(value)
        return readable(value) if name in _SENTENCES else short(value)
    if isinstance(value, list):
        found = cast("list[object]", value)
        if len(found) > most:
            omitted[name] = omitted.get(name, 0) + len(found) - most
        return [_tidied(one, name, omitted, _MOST_WITHIN) for one in found[:most]]
    if isinstance(value, dict):
        members = list(cast("dict[str, object]", value).items())
        if len(members) > most:
            omitted[name] = omitted.get(name, 0) + len(members) - most
        return {
            short(key): _tidied(one, name, omitted, _MOST_WITHIN) for key, one in members[:most]
        }
    _tidy_members(value, omitted, _MOST_WITHIN)
    return value
