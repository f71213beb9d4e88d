"""Turns responses that are not a success into errors that explain themselves."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from copy import copy
from typing import Final, TypeVar, cast

from mapflow_openapi import views
from mapflow_openapi.lazy import Json

from mapflow._hints import Hint, joined
from mapflow._http.bodies import beginning, seems_deep
from mapflow._masking.secrets import mask_text
from mapflow._text.json_text import decoded
from mapflow.errors import (
    ApiError,
    AuthenticationError,
    BadRequest,
    Conflict,
    NotFound,
    PermissionDenied,
    RateLimited,
    ServerError,
)
from mapflow.messages import translate

_SHOWN_TEXT: Final = 300
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
        Hint(
            python="client.account.status().providers",
            command="`mapflow status`",
            tool="list_sources",
        ),
        " lists them) or extend the plan.",
    ),
)
Refused = TypeVar("Refused", bound=ApiError)


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
        body=beginning(body, secrets),
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
        content = None if seems_deep(body) else decoded(body)
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
    seen = beginning(body, secrets, _SHOWN_TEXT).strip()
    return None if not seen or seen.startswith(("<", "{", "[")) else seen
