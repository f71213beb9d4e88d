"""Keeps secrets out of what people, logs and bug reports get to see."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, cast

#: What stands where a secret was.
MASK: Final = "***"
#: Members of the service's JSON that hold the login of an imagery source.
LOGINS: Final = ("raster_password", "raster_login", "rasterPassword", "rasterLogin")
# A source is told by one of these, or by the name of the member that holds it.
_KINDS: Final = ("source_type", "sourceType")
_SOURCES: Final = ("params", "userDefined")
_WEB: Final = re.compile(r"https?://", re.IGNORECASE)
_WEB_IN_TEXT: Final = re.compile(r"https?://[^\s\"'<>\\]+", re.IGNORECASE)
_NO_PORT: Final = re.compile(r"^[^\[]*:(?!\d*$)")
_PLACEHOLDER: Final = re.compile(r"(?:\{[^{}]*\})+")
_LOGIN_IN_TEXT: Final = re.compile(
    r"((['\"])(?:" + "|".join(LOGINS) + r")\2\s*:\s*)(['\"])(?:\\.|(?!\3)[^\\])*\3"
)
_CREDENTIAL_IN_TEXT: Final = re.compile(r"\b(Basic|Bearer)\s+[\w+/.~=-]{6,}", re.IGNORECASE)
# A part of a path that reads like a key: long, with small and capital letters and digits, or all of
# it hexadecimal. Identifiers in the form of a UUID, which every address of the API has, are none.
_KEY: Final = re.compile(
    r"(?=[^/]*[a-z])(?=[^/]*[A-Z])(?=[^/]*[0-9])[\w.~%+=-]{20,}|(?=[^/]*[0-9])[0-9A-Fa-f]{24,}"
)
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


class MaskedBytes(bytes):
    """Bytes whose ``repr`` tells their number only."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{len(self)} bytes>"


def shown(text: str) -> str:
    """What may be shown of a text: the address without its secrets, or a mask."""
    return mask_url(text) if _WEB.match(text) else MASK


def mask_url(url: str) -> str:
    """The address without a login, the values of its query, its fragment, and keys in its path.

    Placeholders such as ``{x}`` stay. What a secret in the path is can only be guessed: a part that
    is long and looks random is taken for one, a short or speaking one is not.
    """
    head, hash_mark, fragment = url.partition("#")
    head, question_mark, query = head.partition("?")
    scheme, colon, rest = head.partition("://") if "://" in head else ("", "", head)
    host, slash, path = rest.partition("/")
    if "@" in path and _NO_PORT.search(host):
        # A slash in a password: what looks like a host is the beginning of a login.
        host, slash, path = f"@{rest.rpartition('@')[2]}".partition("/")
    if "@" in host:
        host = f"{MASK}@{host.rpartition('@')[2]}"
    pairs = "&".join(_masked_pair(pair) for pair in query.split("&")) if query else ""
    fragment = MASK if fragment else ""
    path = _mask_path(path)
    return f"{scheme}{colon}{host}{slash}{path}{question_mark}{pairs}{hash_mark}{fragment}"


def _mask_path(path: str) -> str:
    """The path of an address without the parts that look like keys."""
    return "/".join(MASK if _KEY.fullmatch(part) else part for part in path.split("/"))


def _masked_pair(pair: str) -> str:
    name, equals, value = pair.partition("=")
    if not equals:
        return name if _PLACEHOLDER.fullmatch(name) else MASK
    return pair if not value or _PLACEHOLDER.fullmatch(value) else f"{name}={MASK}"


def mask_text(text: str, secrets: Iterable[str] = ()) -> str:
    """The text of somebody else without known secrets, logins and secrets in addresses."""
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
        return mask_url(value)
    return masked(value, within=name, depth=depth + 1)


def secrets_of(value: object, depth: int = 0) -> list[str]:
    """The masked texts in a request's body, for taking them out of an answer that repeats them."""
    if isinstance(value, Masked):
        return _secrets_in_url(value) if _WEB.match(value) else [str(value)]
    if depth > _DEEPEST:
        return []
    if isinstance(value, Mapping):
        inner: Iterable[object] = cast("Mapping[str, object]", value).values()
    elif isinstance(value, list | tuple):
        inner = cast("Sequence[object]", value)
    else:
        return []
    return [secret for item in inner for secret in secrets_of(item, depth + 1)]


def _secrets_in_url(url: str) -> list[str]:
    head, _, query = url.partition("#")[0].partition("?")
    host, _, path = head.partition("://")[2].partition("/")
    login, at, _ = host.rpartition("@")
    values = [pair.partition("=")[2] or pair for pair in query.split("&")]
    keys = [part for part in path.split("/") if _KEY.fullmatch(part)]
    parts = [*(login.split(":") if at else []), *values, *keys]
    return [part for part in parts if len(part) >= _SHORTEST and not _PLACEHOLDER.search(part)]
