"""Objects of a long list, each decoded when something deep in it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from mapflow_openapi.lazy import Json

    from mapflow._text.json_list import Head

_ABSENT: Final = object()


class DeferredObject:
    """A JSON object that is still text but for a few members: its head.

    Most programs read the status or the name of most items and the rest of a few.
    """

    __slots__ = ("_decode", "_head", "_json", "_text")

    def __init__(self, text: bytes, head: Head, decode: Callable[[bytes], Json]) -> None:
        self._text = text
        self._head = head
        self._decode = decode
        self._json: Json | None = None

    @property
    def raw(self) -> Json:
        """The decoded object; from then on a change of it shows in what is read.

        Raises:
            InvalidResponse: The text cannot be decoded.
        """
        if self._json is None:
            self._json, self._text = self._decode(self._text), b""
        return self._json

    def get(self, key: str, /) -> object:
        """The value of a member; None without one."""
        if self._json is None:
            value: object = getattr(self._head, key, _ABSENT)
            # A text is the same however it is decoded. Numbers and objects are not.
            if value is None or isinstance(value, str):
                return value
        return self.raw.get(key)


def deferred(
    body: bytes, members: Sequence[str], decode: Callable[[bytes], Json]
) -> list[DeferredObject] | None:
    """Split a list into its objects.

    Args:
        body: The JSON of the list.
        members: The members of an item that are read at once.
        decode: Decodes an item.

    Returns:
        The items; None for a text that must be decoded as a whole.
    """
    # Here, because the library below takes as long to import as all of this package.
    from mapflow._text.json_list import split_list

    found = split_list(body, tuple(members))
    if found is None:
        return None
    return [DeferredObject(text, head, decode) for text, head in found]
