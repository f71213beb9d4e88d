"""Takes a request apart as the document describes it."""

import json
from typing import Any, Final, NoReturn

from starlette.requests import Request

from mapflow.sandbox.openapi.document import Operation, Parameter
from mapflow.sandbox.openapi.problems import Problem, bad_request, too_large

LARGEST_JSON_BYTES: Final = 64 * 1024 * 1024
MAX_JSON_VALUES: Final = 2_000_000
"""A value of two bytes becomes an object of a hundred, and is checked as one."""


def path_of(operation: Operation, given: dict[str, str]) -> dict[str, str]:
    """Return the path parameters, checked."""
    for parameter in operation.path_parameters:
        if wrong := parameter.check(given[parameter.name]):
            raise bad_request(f"path parameter {parameter.name}: {wrong}", ("path", parameter.name))
    return given


def query_of(operation: Operation, request: Request) -> dict[str, Any]:
    """Return the documented query parameters, converted and checked. Others are ignored."""
    found: dict[str, Any] = {}
    if not operation.query:
        return found
    given = request.query_params
    for parameter in operation.query:
        texts = given.getlist(parameter.name)
        if not texts:
            if parameter.required:
                raise bad_request(
                    f"query parameter {parameter.name} is missing", ("query", parameter.name)
                )
            continue
        value = _query_value(parameter, texts)
        if wrong := parameter.check(value):
            raise bad_request(
                f"query parameter {parameter.name}: {wrong}", ("query", parameter.name)
            )
        found[parameter.name] = value
    return found


def _query_value(parameter: Parameter, texts: list[str]) -> object:
    if parameter.kind == "array":
        return [_scalar(parameter.item_kind, text) for text in texts]
    return _scalar(parameter.kind, texts[-1])


def _scalar(kind: str, text: str) -> object:
    """Convert the text of a parameter; what does not convert stays text and fails its check."""
    try:
        if kind == "integer":
            return int(text)
        if kind == "number":
            return float(text)
    except ValueError:
        return text
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    return text


async def body_of(operation: Operation, request: Request) -> object:
    """Return the decoded and checked JSON body; None if it is missing or not JSON."""
    body = operation.body
    if body is None:
        return None
    header = request.headers.get("content-type", "")
    media = header.split(";", 1)[0].strip().lower()
    if media not in body.checks:
        if not body.required and not media and not await request.body():
            return None
        raise bad_request(
            f"content type must be {' or '.join(body.checks)}, got {header or 'none'}"
        )
    check = body.checks[media]
    if check is None:
        return None
    raw = await _read(request)
    if not raw and not body.required:
        return None
    value = _decode(raw)
    if wrong := check(value):
        raise bad_request(f"request body: {wrong}")
    return value


async def _read(request: Request) -> bytes:
    return await read_at_most(request, LARGEST_JSON_BYTES)


async def read_at_most(request: Request, max_bytes: int) -> bytes:
    """Return the body of a request.

    Raises:
        Problem: 413, it is larger than that; it is refused as soon as that is known, and what is
            still on its way is thrown away by the server.
    """
    if declared_bytes(request) > max_bytes:
        raise too_large("request body", max_bytes)
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > max_bytes:
            raise too_large("request body", max_bytes)
        parts.append(part)
    return b"".join(parts)


def declared_bytes(request: Request) -> int:
    """Return the length that a request announces, or 0."""
    text = request.headers.get("content-length", "")
    return int(text) if text.isascii() and text.isdecimal() else 0


def _decode(raw: bytes) -> object:
    """Decode JSON strictly: no NaN, no lone surrogates, no endless nesting, no endless list."""
    if sum(map(raw.count, (b",", b"[", b"{"))) > MAX_JSON_VALUES:
        raise Problem(
            413,
            f"the request body holds more than the maximum of {MAX_JSON_VALUES} values",
        )
    try:
        text = raw.decode("utf-8-sig")
        value: object = json.loads(text, parse_constant=_refuse_constant)
        if "\\ud" in text or "\\uD" in text:
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise bad_request(f"request body is not valid JSON: {error}") from None
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
