"""Keeps secrets out of what people, logs and bug reports get to see."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, SupportsIndex, cast, overload

from mapflow._masking.urls import MASK, mask_source, mask_url, secrets_in

#: Members of the service's JSON that hold the login of an imagery source.
LOGINS: Final = ("raster_password", "raster_login", "rasterPassword", "rasterLogin")
# A source is recognised by one of these, or by the name of the member that holds it.
_KINDS: Final = ("source_type", "sourceType")
_SOURCES: Final = ("params", "userDefined")
_WEB: Final = re.compile(r"https?://", re.IGNORECASE)
_WEB_IN_TEXT: Final = re.compile(r"https?://[^\s\"'<>\\]+", re.IGNORECASE)
_LOGIN_IN_TEXT: Final = re.compile(
    r"((['\"])(?:" + "|".join(LOGINS) + r")\2\s*:\s*)(['\"])(?:\\.|(?!\3)[^\\])*\3"
)
_CREDENTIAL_IN_TEXT: Final = re.compile(r"\b(Basic|Bearer)\s+[\w+/.~=-]{6,}", re.IGNORECASE)
# A shorter word would be masked all over a text that has nothing to do with it.
_SHORTEST: Final = 4
_DEEPEST: Final = 100


class Masked(str):
    """A text whose ``repr`` is masked: it can be used, but not be shown by accident.

    Tracebacks with local variables, notebooks and logs of whole objects show the ``repr``.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return repr(shown(self))

    def __getitem__(self, key: SupportsIndex | slice) -> str:
        # Tools that shorten what they show take a piece, and show the repr of that.
        return Piece(super().__getitem__(key))


class Piece(Masked):
    """A piece of a masked text: a cut hides whether it is a login or a host."""

    __slots__ = ()

    def __repr__(self) -> str:
        return repr(MASK)


class MaskedBytes(bytes):
    """Bytes whose ``repr`` tells their number only."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{len(self)} bytes>"

    @overload
    def __getitem__(self, key: SupportsIndex) -> int: ...

    @overload
    def __getitem__(self, key: slice) -> bytes: ...

    def __getitem__(self, key: SupportsIndex | slice) -> int | bytes:
        found = super().__getitem__(key)
        return MaskedBytes(found) if isinstance(found, bytes) else found


def shown(text: str) -> str:
    """What may be shown of a text: the address without its secrets, or a mask."""
    return mask_source(text) if _WEB.match(text) else MASK


def mask_text(text: str, secrets: Iterable[str] = ()) -> str:
    """Foreign text without known secrets, logins and secrets in addresses."""
    for secret in sorted({*secrets}, key=len, reverse=True):
        if len(secret) >= _SHORTEST:
            text = text.replace(secret, MASK)
    text = _LOGIN_IN_TEXT.sub(rf"\1\3{MASK}\3", text)
    text = _CREDENTIAL_IN_TEXT.sub(rf"\1 {MASK}", text)
    return _WEB_IN_TEXT.sub(lambda found: mask_url(found[0]), text)


def masked(value: object, *, within: str = "", depth: int = 0) -> object:
    """A copy of JSON in which logins of sources, and secrets in their addresses, are masked."""
    if depth > _DEEPEST:
        return MASK
    if isinstance(value, Mapping):
        members = cast("Mapping[str, object]", value)
        is_source = within in _SOURCES or any(kind in members for kind in _KINDS)
        return {
            name: _masked_member(name, member, is_source, depth) for name, member in members.items()
        }
    if isinstance(value, list | tuple):
        return [
            masked(item, within=within, depth=depth + 1) for item in cast("Sequence[object]", value)
        ]
    return str(value) if isinstance(value, Masked) else value


def _masked_member(name: str, value: object, is_source: bool, depth: int) -> object:
    if name in LOGINS and value is not None:
        return MASK
    if is_source and name == "url" and isinstance(value, str) and _WEB.match(value):
        return mask_source(value)
    return masked(value, within=name, depth=depth + 1)


def secrets_of(value: object, depth: int = 0) -> list[str]:
    """The masked texts in a request's body, for taking them out of a response that repeats them."""
    if isinstance(value, Masked):
        return secrets_in(value) if _WEB.match(value) else [str(value)]
    if depth > _DEEPEST:
        return []
    if isinstance(value, Mapping):
        inner: Iterable[object] = cast("Mapping[str, object]", value).values()
    elif isinstance(value, list | tuple):
        inner = cast("Sequence[object]", value)
    else:
        return []
    return [secret for item in inner for secret in secrets_of(item, depth + 1)]
