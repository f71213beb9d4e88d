"""Reads the bodies of successful responses, without what is secret in them."""

from __future__ import annotations

import json
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
_SECRET_KEYS: Final = frozenset({*LOGINS, "url", "download_url", "previewUrl"})


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
    if members and not seems_deep(body):
        sent = _Sent(request.method, request.address)
        items = deferred(body, members, partial(_read_item, sent=sent))
        if items is not None:
            return items
    return _read(body, request)


def _read_item(text: bytes, sent: _Sent) -> Json:
    item = _read(MaskedBytes(text), sent)
    return cast("Json", item)  # the list was split into objects


def _read(body: bytes, request: _Request) -> object:
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
    if not _mask_down(content):
        raise _unusable(f"JSON that is more than {DEEPEST} levels deep", body, request)
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


def _mask_down(content: object) -> bool:
    """Mask what is secret, level by level, and say whether there are not too many levels."""
    level = [content]
    # In a list the addresses are mostly the same.
    open_addresses: set[str] = set()
    for _ in range(DEEPEST + 1):
        below: list[object] = []
        for node in level:
            if type(node) is dict:
                members = cast("dict[str, object]", node)
                if not members.keys().isdisjoint(_SECRET_KEYS):
                    _conceal(members, open_addresses)
                below += [item for item in members.values() if type(item) in _CONTAINERS]
            elif type(node) is list:
                items = cast("list[object]", node)
                below += [item for item in items if type(item) in _CONTAINERS]
        if not below:
            return True
        level = below
    return False


def _conceal(node: dict[str, object], open_addresses: set[str]) -> None:
    for key in _SECRET_KEYS & node.keys():
        value = node[key]
        if not isinstance(value, str) or (value in open_addresses and key not in LOGINS):
            continue
        if key in LOGINS or _holds_secret(value):
            node[key] = Masked(value)
        else:
            open_addresses.add(value)


def _holds_secret(url: str) -> bool:
    # An address is a secret only if something is written into it.
    return any(sign in url for sign in "?@#") or ("{" in url and mask_source(url) != url)
