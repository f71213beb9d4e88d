"""Splits the JSON of a list into its objects, and decodes a few members of each."""

from __future__ import annotations

from functools import cache
from typing import Final

import msgspec

_ITEMS: Final = msgspec.json.Decoder(list[msgspec.Raw])


class Head(msgspec.Struct):
    """The members of an object that were decoded, as attributes of their names."""


def split_list(body: bytes, members: tuple[str, ...]) -> list[tuple[bytes, Head]] | None:
    """Split the text of a list of objects, and decode some members of each.

    Args:
        body: The JSON.
        members: The names of these members.

    Returns:
        The text of each object, with its head; None for a text that needs care, or that is not
        such a list. A member that an object lacks is None in its head.
    """
    try:
        heads = _heads(members).decode(body)
        return list(zip(map(bytes, _ITEMS.decode(body)), heads, strict=True))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


@cache
def _heads(members: tuple[str, ...]) -> msgspec.json.Decoder[list[Head]]:
    fields = [(name, object, None) for name in members]
    head = msgspec.defstruct("Head", fields, bases=(Head,), gc=False)
    return msgspec.json.Decoder(list[head])  # type: ignore[valid-type]  # made at run time
