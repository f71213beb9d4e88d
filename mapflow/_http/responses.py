"""Reads responses: JSON out of successes, errors that explain themselves out of failures."""

from __future__ import annotations

import codecs
import json
import math
import re
from collections.abc import Mapping, Sequence
from copy import copy
from functools import lru_cache, partial
from typing import Final, Protocol, TypeVar, cast

from mapflow_openapi import views
from mapflow_openapi.lazy import Json

from mapflow._hints import Hint, joined
from mapflow._masking.secrets import LOGINS, Masked, MaskedBytes, mask_text
from mapflow._masking.urls import MASK, mask_source
from mapflow._text.json_text import decoded
from mapflow._views.deferred import deferred
from mapflow.errors import (
    ApiError,
    AuthenticationError,
    BadRequest,
    Conflict,
    InvalidResponse,
    NotFound,
    PermissionDenied,
    RateLimited,
    ServerError,
)
from mapflow.messages import translate

#: A larger response is not the service's: it is refused before memory runs out.
#: Ten thousand processings take about 30 MB, one takes a few kilobytes.
LIST_BYTES: Final = 128 << 20
ONE_BYTES: Final = 16 << 20
TEXT_BYTES: Final = 1 << 20
# A value of a few bytes becomes an object of a hundred, so it is their number that fills memory.
_MOST_VALUES: Final = 10_000_000
# In three bytes, as in `[],`, there are two of the signs that are counted at most.
_COUNTED_FROM_BYTES: Final = _MOST_VALUES * 3 // 2
# Coordinates of a feature in a list lie ten deep. What recurses over JSON ends at a few hundred.
_DEEPEST: Final = 64
_PARTIAL: Final = 206
#: What of an error's body is kept on the exception.
_SHOWN_BODY: Final = 2000
_SHOWN_TEXT: Final = 300
# A shorter one may be a word that the service has reason to say.
_SHORTEST_TOKEN: Final = 12
_AS_ROUND: Final = bytes.maketrans(b"[]{}", b"()()")
_NO_BRACKETS: Final = bytes({*range(256)} - {*b"[]{}"})
_CONTAINERS: Final = frozenset({dict, list})
_SECRET_KEYS: Final = (*LOGINS, "url", "download_url", "previewUrl")
# Searching the bytes for addresses costs a tenth of visiting every value.
_NAME_OF_SOURCES: Final = b'"url"'
_NAMES_OF_LINKS: Final = (b'"download_url"', b'"previewUrl"')
#: A link that holds a secret has one of these; the address of a source may have it in its path.
_SIGNS_OF_LINKS: Final = (b"?", b"@", b"#")
_ADDRESS: Final = re.compile(rb'\s*:\s*("(?:[^"\\]|\\.)*")')
_BY_STATUS: Final[Mapping[int, type[ApiError]]] = {
    400: BadRequest,
    401: AuthenticationError,
    403: PermissionDenied,
    404: NotFound,
    409: Conflict,
    422: BadRequest,
    429: RateLimited,
}
_FALLBACK: Final[Mapping[int, tuple[str, str]]] = {
    401: (
        "The API token is missing or not valid.",
        "Create a new one at https://app.mapflow.ai/account/api, then run `mapflow login`.",
    ),
    403: (
        "The account may not do this.",
        "Check the token, and whether the project, provider or file is open to this account.",
    ),
    404: (
        "Not found, or it belongs to another account.",
        "Check the id, and that the token is of the account that owns it.",
    ),
    409: ("The current state of this resource does not allow it.", "Try again later."),
    429: ("Too many requests were sent.", "Wait a while, then try again with fewer at a time."),
}
# What to do when the service says how much later "later" is.
_LATER: Final[Mapping[str | None, str]] = {
    "Try again later.": "Try again in {} s.",
    _FALLBACK[429][1]: "Wait {} s, then try again with fewer at a time.",
}
_PROVIDER: Final = (
    "The imagery provider is not included in the account's plan.",
    joined(
        "Choose another (",
        Hint(python="client.account.status().providers", command="`mapflow status`"),
        " lists them) or extend the plan.",
    ),
)
Refused = TypeVar("Refused", bound=ApiError)


class _Asked(Protocol):
    """The request that a response belongs to."""

    method: str

    @property
    def address(self) -> str: ...

    def secrets(self) -> list[str]: ...

    def credentials(self) -> Sequence[str]: ...


class _Sent(_Asked):
    """What errors tell of a request, without its token; that was taken out of the whole list."""

    def __init__(self, request: _Asked) -> None:
        self.method = request.method
        self._address = request.address

    @property
    def address(self) -> str:
        return self._address

    def secrets(self) -> list[str]:
        return []

    def credentials(self) -> tuple[str, ...]:
        return ()


def read_json(body: bytes, request: _Asked, members: Sequence[str] = ()) -> object:
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
    is_deep = _seems_deep(body)
    if members and not is_deep:
        items = deferred(body, members, partial(_read_item, sent=_Sent(request)))
        if items is not None:
            return items
    return _read(body, request, is_deep=is_deep)


def _read_item(text: bytes, sent: _Sent) -> Json:
    item = _read(MaskedBytes(text), sent, is_deep=False)
    return cast("Json", item)  # the list was split into objects


def _read(body: bytes, request: _Asked, *, is_deep: bool) -> object:
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
        raise _unusable(f"JSON that is more than {_DEEPEST} levels deep", body, request)
    if _may_hold_secrets(body):
        _mask_down(content)
    return content


def is_page(body: bytes) -> bool:
    """Whether a body is a web page, of a login or of a proxy; those say 200 too."""
    return body[:_SHOWN_BODY].removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"<"


def read_text(body: bytes, request: _Asked) -> str:
    """Decode a successful response that is a short text, or raise if it is not."""
    body = _without_token(body, request)
    text = body.decode("utf-8-sig", "replace").strip()
    if is_page(body):
        raise _unusable("a web page", body, request, expected="a text")
    if not text or not text.isprintable():
        raise _unusable("something else" if text else "nothing", body, request, expected="a text")
    return text


def _without_token(body: bytes, request: _Asked) -> bytes:
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


def check_complete(status: int, request: _Asked) -> None:
    """Refuse a partial response, which was not requested."""
    if status == _PARTIAL:
        raise _unusable("a part", b"", request, expected="the complete response")


def _unusable(
    what: str, body: bytes, request: _Asked, *, expected: str = "JSON"
) -> InvalidResponse:
    failure = InvalidResponse(
        f"Mapflow returned {what} instead of {expected}.",
        method=request.method,
        url=request.address,
        hint="Check the base URL, and for a proxy or a login page in between.",
    )
    failure.body = _beginning(body, request.secrets())
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


def _beginning(body: bytes, secrets: Sequence[str], size: int = _SHOWN_BODY) -> str:
    """The masked beginning of a body, without what may be the half of a secret at its end."""
    longest = max((len(secret.encode("utf-8", "replace")) for secret in secrets), default=0)
    text = mask_text(body[: size + longest].decode("utf-8", "replace"), secrets)
    return text[: max(len(text) - longest, 0)][:size] if len(body) > size + longest else text[:size]


def _seems_deep(body: bytes) -> bool:
    """Whether it may be deeper than it should: brackets in texts count like any other here.

    Visiting every value of a long list takes as long as decoding it.
    """
    brackets = body.translate(_AS_ROUND, _NO_BRACKETS)
    for _ in range(_DEEPEST):
        # Each time the innermost pairs go, of which most lists have nearly all.
        outer = brackets.replace(b"()", b"")
        if len(outer) == len(brackets):
            return False
        brackets = outer
    return b"()" in brackets


def _mask_down(content: object) -> bool:
    """Mask what is secret, level by level, and say whether there are not too many levels."""
    level = [content]
    for _ in range(_DEEPEST + 1):
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


def error_from(
    status: int,
    body: bytes,
    *,
    method: str,
    url: str,
    request_id: str | None = None,
    secrets: Sequence[str] = (),
    retry_after_s: float | None = None,
) -> ApiError:
    """Make the exception for a response that is not a success.

    Services like to repeat what they were sent; the secrets in it are masked.
    """
    code, text, params = _read_envelope(body, secrets)
    code = None if code is None else mask_text(code, secrets)
    text = None if text is None else mask_text(text, secrets)
    params = {mask_text(key, secrets): mask_text(value, secrets) for key, value in params.items()}
    kind = _BY_STATUS.get(status) or (ServerError if status >= 500 else ApiError)
    message, hint = _explain(status, code, text, params)
    if retry_after_s and hint in _LATER:
        hint = _LATER[hint].format(math.ceil(retry_after_s))
    return kind(
        message,
        status=status,
        code=code,
        params=params,
        hint=hint,
        method=method,
        url=url,
        request_id=request_id and mask_text(request_id, secrets),
        body=_beginning(body, secrets),
        retry_after_s=retry_after_s,
    )


def reworded(error: Refused, message: str, hint: str) -> Refused:
    """The same error, told in the words of what was being done."""
    told = copy(error)
    told.args = (message,)
    told.message, told.hint = message, hint
    return told


def _explain(
    status: int, code: str | None, text: str | None, params: dict[str, str]
) -> tuple[str, str | None]:
    """What happened and what to do, from the most specific thing in the response."""
    if status in (403, 404) and text and "data provider" in text.casefold():
        # The one refusal that the service tells apart by its wording only.
        return _PROVIDER
    if status == 401:
        # Whatever else it says, there is one thing to do about it.
        return _FALLBACK[status]
    if code is not None:
        message = translate(code, params, server_text=text)
        return message.text, message.hint or _FALLBACK.get(status, ("", None))[1]
    if status in _FALLBACK:
        message_text, hint = _FALLBACK[status]
        return (f"{message_text} The service says: {text}" if text else message_text), hint
    if status >= 500:
        said = f" It says: {text}" if text else ""
        return f"Mapflow failed or is not available.{said}", "Try again later."
    if 300 <= status < 400:
        return (
            "The service sent the request elsewhere, and a token is not sent to another address.",
            "Check the base URL.",
        )
    said = f": {text}" if text else "."
    return f"The service refused the request{said}", None


def _read_envelope(
    body: bytes, secrets: Sequence[str]
) -> tuple[str | None, str | None, dict[str, str]]:
    """Code, message and parameters out of any of the service's error shapes."""
    try:
        content = None if _seems_deep(body) else decoded(body)
    except ValueError:
        return None, _plain_text(body, secrets), {}
    if not isinstance(content, dict):
        return None, _plain_text(body, secrets), {}
    outer = cast("Json", content)
    detail = views.ServiceError(outer).detail
    if isinstance(detail, list):
        return None, _validation_text(cast("list[object]", detail)), {}
    if isinstance(detail, str):
        return None, detail, {}
    envelope = views.ServiceError(cast("Json", detail) if isinstance(detail, dict) else outer)
    code, message = envelope.code_as_sent, envelope.message
    given = envelope.params or views.ErrorDetail(envelope.raw).parameters or {}
    return (
        str(code) if isinstance(code, (str, int)) and not isinstance(code, bool) else None,
        message if message is not None and message.strip() else None,
        {str(key): str(value) for key, value in given.items()},
    )


def _validation_text(items: list[object]) -> str | None:
    """The list of a framework's validation errors as one line."""
    found: list[str] = []
    for item in items:
        if isinstance(item, str) and item.strip():
            found.append(item)
            continue
        entry = views.InvalidMember(cast("Json", item) if isinstance(item, dict) else {})
        if entry.msg is not None:
            where = ".".join(map(str, entry.loc or ()))
            found.append(f"{where}: {entry.msg}" if where else entry.msg)
    return "; ".join(found) or None


def _plain_text(body: bytes, secrets: Sequence[str]) -> str | None:
    """A short text body; web pages say nothing that helps."""
    seen = _beginning(body, secrets, _SHOWN_TEXT).strip()
    return None if not seen or seen.startswith(("<", "{", "[")) else seen
