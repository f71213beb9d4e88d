"""Reads the bodies of successful responses, without what is secret in them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import lru_cache, partial
from typing import Final, NamedTuple, Protocol, cast

from mapflow_openapi.lazy import Json

from mapflow._http.bodies import DEEPEST, beginning, is_page, seems_deep
from mapflow._masking.secrets import LOGINS, Masked, MaskedBytes
from mapflow._masking.urls import MASK, mask_source
from mapflow._text.json_text import decoded
from mapflow._views.deferred import deferred
from mapflow.errors import InvalidResponse

#: A larger response is not the service's: it is refused before memory runs out.
#: Ten thousand processings take about 30 MB, one takes a few kilobytes.
LIST_BYTES: Final = 128 << 20
ONE_BYTES: Final = 16 << 20
TEXT_BYTES: Final = 1 << 20
# A value of a few bytes becomes an object of a hundred, so it is their number that fills memory.
_MOST_VALUES: Final = 10_000_000
# In three bytes, as in `[],`, there are two of the signs that are counted at most.
_COUNTED_FROM_BYTES: Final = _MOST_VALUES * 3 // 2
_PARTIAL: Final = 206
# A shorter one may be a word that the service has reason to say.
_SHORTEST_TOKEN: Final = 12
_CONTAINERS: Final = frozenset({dict, list})
_SECRET_KEYS: Final = (*LOGINS, "url", "download_url", "previewUrl")
# Searching the bytes for addresses costs a tenth of visiting every value.
_NAME_OF_SOURCES: Final = b'"url"'
_NAMES_OF_LINKS: Final = (b'"download_url"', b'"previewUrl"')
#: A link that holds a secret has one of these; the address of a source may have it in its path.
_SIGNS_OF_LINKS: Final = (b"?", b"@", b"#")
_ADDRESS: Final = re.compile(rb'\s*:\s*("(?:[^"\\]|\\.)*")')


class _Request(Protocol):
    """The request that a response belongs to."""

    @property
    def method(self) -> str: ...

    @property
    def address(self) -> str: ...

    def secrets(self) -> list[str]: ...

    def credentials(self) -> Sequence[str]: ...


class _Sent(NamedTuple):
    """What errors tell of a request, without its token; that was taken out of the whole list."""

    method: str
    address: str

    def secrets(self) -> list[str]:
        return []

    def credentials(self) -> tuple[str, ...]:
        return ()


def read_json(body: bytes, request: _Request, members: Sequence[str] = ()) -> object:
    """Decode a successful response, or raise if it is not JSON.

    Args:
        body: The body of the response.
        request: What was sent.
        members: For a long list, the members that most programs read. Each item is then decoded
            when another one is asked for.
    """
    if len(body) > _COUNTED_FROM_BYTES and sum(map(body.count, b",[{")) > _MOST_VALUES:
        raise _unusable(f"more than {_MOST_VALUES:,} values", body, request)
    body = _without_token(body, request)
    is_deep = seems_deep(body)
    if members and not is_deep:
        sent = _Sent(request.method, request.address)
        items = deferred(body, members, partial(_read_item, sent=sent))
        if items is not None:
            return items
    return _read(body, request, is_deep=is_deep)


def _read_item(text: bytes, sent: _Sent) -> Json:
    item = _read(MaskedBytes(text), sent, is_deep=False)
    return cast("Json", item)  # the list was split into objects


def _read(body: bytes, request: _Request, *, is_deep: bool) -> object:
    try:
        content, failure = decoded(body), None
    except ValueError as error:
        content, failure = None, ValueError(str(error))
    if failure is not None:
        what = (
            "a web page"
            if is_page(body)
            else "text that is not JSON"
            if body.strip()
            else "nothing"
        )
        # Not the decoder's own exception, which holds on to the whole body.
        raise _unusable(what, body, request) from failure
    if is_deep and not _mask_down(content):
        raise _unusable(f"JSON that is more than {DEEPEST} levels deep", body, request)
    if _may_hold_secrets(body):
        _mask_down(content)
    return content


def read_text(body: bytes, request: _Request) -> str:
    """Decode a successful response that is a short text, or raise if it is not."""
    body = _without_token(body, request)
    text = body.decode("utf-8-sig", "replace").strip()
    if is_page(body):
        raise _unusable("a web page", body, request, expected="a text")
    if not text or not text.isprintable():
        raise _unusable("something else" if text else "nothing", body, request, expected="a text")
    return text


def _without_token(body: bytes, request: _Request) -> bytes:
    """A good response without the token, should the service repeat it: no caller needs it."""
    forms, telling = _forms(tuple(request.credentials()))
    for form in telling:
        if form in body:
            break
    else:
        return body
    for form in forms:
        body = body.replace(form, MASK.encode())
    return MaskedBytes(body)


@lru_cache(maxsize=8)
def _forms(credentials: tuple[str, ...]) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """How a token may be written in JSON, the longest first; and the forms to search.

    A secret that contains another is found with that one, and each search takes time.
    """
    secrets = {secret for secret in credentials if len(secret) >= _SHORTEST_TOKEN}
    telling = {one for one in secrets if not any(each in one for each in secrets - {one})}
    forms = [(secret, form) for secret in secrets for form in _written(secret)]
    forms.sort(key=lambda pair: len(pair[0]), reverse=True)
    return (
        tuple(form for _, form in forms),
        tuple(form for secret, form in forms if secret in telling),
    )


def _written(secret: str) -> set[bytes]:
    texts = {secret, secret.replace("/", "\\/"), json.dumps(secret)[1:-1]}
    return {text.encode("utf-8", "surrogatepass") for text in texts}


def check_complete(status: int, request: _Request) -> None:
    """Refuse a partial response, which was not requested."""
    if status == _PARTIAL:
        raise _unusable("a part", b"", request, expected="the complete response")


def _unusable(
    what: str, body: bytes, request: _Request, *, expected: str = "JSON"
) -> InvalidResponse:
    failure = InvalidResponse(
        f"Mapflow returned {what} instead of {expected}.",
        method=request.method,
        url=request.address,
        hint="Check the base URL, and for a proxy or a login page in between.",
    )
    failure.body = beginning(body, request.secrets())
    return failure


def _may_hold_secrets(body: bytes) -> bool:
    """Whether it may contain anything to mask."""
    # Not UTF-8: then the bytes do not show it. Names are taken as every writer of JSON writes them.
    if b"\0" in body or b'ogin"' in body or b'assword"' in body:
        return True
    return any(_holds_secret(str(decoded(text))) for text in _addresses(body))


def _addresses(body: bytes) -> set[bytes]:
    """The addresses in JSON, as they are written there; in a list they are mostly the same."""
    found: set[bytes] = set()
    links = _NAMES_OF_LINKS if any(sign in body for sign in _SIGNS_OF_LINKS) else ()
    for name in (_NAME_OF_SOURCES, *links):
        last, start = b"", body.find(name)
        while start >= 0:
            start += len(name)
            if not (last and body.startswith(last, start)):
                match = _ADDRESS.match(body, start)
                if match is not None:
                    last = match[0]
                    found.add(match[1])
            start = body.find(name, start)
    return found


def _mask_down(content: object) -> bool:
    """Mask what is secret, level by level, and say whether there are not too many levels."""
    level = [content]
    for _ in range(DEEPEST + 1):
        below: list[object] = []
        for node in level:
            if isinstance(node, dict):
                members = cast("dict[str, object]", node)
                for key in _SECRET_KEYS:
                    if key in members:
                        _conceal(members, key)
                below += [item for item in members.values() if type(item) in _CONTAINERS]
            elif isinstance(node, list):
                items = cast("list[object]", node)
                below += [item for item in items if type(item) in _CONTAINERS]
        if not below:
            return True
        level = below
    return False


def _conceal(node: dict[str, object], key: str) -> None:
    value = node[key]
    # An address is a secret only if something is written into it.
    if isinstance(value, str) and (key in LOGINS or _holds_secret(value)):
        node[key] = Masked(value)


def _holds_secret(url: str) -> bool:
    return any(sign in url for sign in "?@#") or ("{" in url and mask_source(url) != url)
